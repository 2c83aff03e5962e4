"""From exact amounts to whole units of a currency's smallest coin."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor


def rounded(amount: Fraction, rounding: str) -> int:
    """An amount as a whole number. `half-up` goes away from zero, `down` towards it."""
    if rounding == "half-even":
        return round(amount)
    size = floor(abs(amount) + {"half-up": Fraction(1, 2), "down": Fraction(0)}[rounding])
    return size if amount >= 0 else -size


def minor(amount: Fraction, currency: str, exponents: Mapping[str, int]) -> Fraction:
    """An amount of a currency in its smallest unit, not yet rounded."""
    return amount * Fraction(10 ** exponents.get(currency, 2))


def major(amount_minor: int, currency: str, exponents: Mapping[str, int]) -> Fraction:
    """The other way round."""
    return Fraction(amount_minor, 10 ** exponents.get(currency, 2))


def interval_pay(
    rate: Fraction,
    low: Fraction,
    high: Fraction,
    currency: str,
    rounding: str,
    exponents: Mapping[str, int],
) -> int:
    """What [low, high) pays: R(rate × high) - R(rate × low), so that pieces add up to the whole."""
    to_high = rounded(minor(rate * high, currency, exponents), rounding)
    return to_high - rounded(minor(rate * low, currency, exponents), rounding)
