"""Exact base times exact rate, rounded once to the currency's minor unit."""

import enum
from math import gcd

import numpy as np

from .columns import AnyArray, Int64
from .errors import AmountError

INT64_MAX = 2**63 - 1


class Rounding(enum.StrEnum):
    """What becomes of a part of a minor unit; amounts before rounding are never negative."""

    HALF_EVEN = "half-even"
    HALF_UP = "half-up"
    DOWN = "down"


ROUNDINGS = (Rounding.HALF_EVEN, Rounding.HALF_UP, Rounding.DOWN)
"""A rounding's position here is its code in columns; new ones are added at the end."""


def interval_amounts_minor(
    base_from_e4: Int64,
    base_to_e4: Int64,
    *,
    rate: tuple[int, int],
    exponent: int,
    rounding: Rounding,
) -> Int64:
    """R(rate x base_to) - R(rate x base_from): adjoining intervals sum without a remainder."""
    upper = amounts_minor(base_to_e4, rate=rate, exponent=exponent, rounding=rounding)
    if not base_from_e4.any():  # so it is where nothing had been paid before
        return upper
    lower = amounts_minor(base_from_e4, rate=rate, exponent=exponent, rounding=rounding)
    return upper - lower


def amounts_minor(
    base_e4: Int64, *, rate: tuple[int, int], exponent: int, rounding: Rounding
) -> Int64:
    """round(base_e4 x rate x 10^exponent / 10^4), bases not negative.

    Raises `AmountError` when an amount does not fit 64 bits.
    """
    numerator, denominator = scale(rate, exponent)
    if _fits(base_e4, numerator, denominator):
        return _rounded(base_e4 * numerator, denominator, rounding).astype(np.int64)
    exact = base_e4.astype(object) * numerator
    return narrowed(_rounded(exact, denominator, rounding))


def scale(rate: tuple[int, int], exponent: int) -> tuple[int, int]:
    """The fraction, in lowest terms, that turns a base in 1/10,000 into minor units."""
    numerator, denominator = rate[0] * 10**exponent, rate[1] * 10**4
    divisor = gcd(numerator, denominator)
    return numerator // divisor, denominator // divisor


def _fits(base_e4: Int64, numerator: int, denominator: int) -> bool:
    largest = int(base_e4.max(initial=0))
    return largest * numerator <= INT64_MAX and 2 * denominator <= INT64_MAX


def _rounded(product: AnyArray, denominator: int, rounding: Rounding) -> AnyArray:
    whole = product // denominator
    if rounding is Rounding.DOWN:
        return whole
    twice = 2 * (product - whole * denominator)
    half = twice == denominator
    up = half if rounding is Rounding.HALF_UP else half & (whole % 2 == 1)
    rounded: AnyArray = whole + ((twice > denominator) | up)
    return rounded


def narrowed(exact: AnyArray) -> Int64:
    """Exact whole numbers as 64 bits.

    Raises `AmountError` for one that does not fit.
    """
    if exact.dtype == np.int64:
        return exact
    largest = max(int(exact.max(initial=0)), -int(exact.min(initial=0)))
    if largest > INT64_MAX:
        raise AmountError("amount-overflow", f"amount {largest} does not fit 64 bits")
    return exact.astype(np.int64)
