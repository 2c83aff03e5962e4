"""Which currencies there are and how many decimals they have (ISO 4217, as Babel knows it)."""

from babel.core import get_global
from babel.numbers import get_currency_precision

from ..engine.snapshot import Currency

CURRENCY_FORM = "an ISO 4217 code such as EUR"


def is_currency(code: str) -> bool:
    """Whether there is such a currency."""
    return code in get_global("all_currencies")


def currency(code: str) -> Currency:
    """A currency by its code."""
    return Currency(code, get_currency_precision(code))
