"""Money and volumes as texts; how many decimals a currency has (ISO 4217, as Babel knows it)."""

from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_precision

E4 = Decimal(10_000)


@cache
def exponent(currency: str) -> int:
    return int(get_currency_precision(currency))


def amount(minor: int, currency: str) -> Decimal:
    """Minor units in major units, with all of the currency's places."""
    return Decimal(minor).scaleb(-exponent(currency))


def amount_text(minor: int, currency: str) -> str:
    """Money as a decimal: 104.50 of a dollar, 1235 of a yen."""
    return format(amount(minor, currency), "f")


def volume(value_e4: int) -> Decimal:
    return Decimal(value_e4) / E4


def decimal_text(value_e4: int) -> str:
    """A value in 1/10,000 as a decimal with at least two places: 24.70, 8.2333."""
    exact = volume(value_e4).quantize(Decimal("0.0001"))
    short = exact.quantize(Decimal("0.01"))
    return format(short if short == exact else exact.normalize(), "f")
