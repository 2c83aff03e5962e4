"""Sums in 64 bits that are exact or refused."""

import numpy as np

from .columns import AnyArray, Int64
from .errors import AmountError

_FITS = 2**62
"""Sums below it cannot have wrapped on the way."""


def totals(index: AnyArray, values: Int64, count: int) -> Int64:
    """int64[count]: the sum of the values at each index.

    Raises `AmountError` when one may not fit.
    """
    if largest(values) * len(values) >= _FITS:
        # Weights are floats, but they only tell how large a sum is about, never what it is.
        about = np.bincount(index, np.abs(values.astype(np.float64)), count)
        check_bound(float(about.max(initial=0.0)))
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, index, values)
    return sums


def check_sum(values: Int64) -> None:
    """Raises `AmountError` when the sum of all, or of some, may not fit."""
    if largest(values) * len(values) >= _FITS:
        check_bound(float(np.abs(values.astype(np.float64)).sum()))


def exact(values: Int64, factor: int) -> AnyArray:
    """The values, as Python's own integers where one of them times the factor may not fit."""
    return values if largest(values) * factor < _FITS else values.astype(object)


def largest(values: Int64) -> int:
    """The largest of the values without their signs."""
    return max(int(values.max(initial=0)), -int(values.min(initial=0)))


def check_bound(about: float) -> None:
    """Raises `AmountError` for a sum that is about so large and may not fit."""
    if about >= _FITS:
        raise AmountError("volume-overflow", f"a volume of about {about:.3g} may not fit 64 bits")
