from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision


def quantize_price(price: Any, currency: str) -> Any:
    """Round Money, TaxedMoney or Decimal to the currency's smallest unit."""
    return price.quantize(Decimal(10) ** -get_currency_precision(currency))
