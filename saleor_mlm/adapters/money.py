"""Currencies: how many decimals their minor unit has (ISO 4217, as Babel knows it)."""

from functools import cache

from babel.numbers import get_currency_precision


@cache
def exponent(currency: str) -> int:
    return int(get_currency_precision(currency))
