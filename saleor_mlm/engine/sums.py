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
    if _largest(values) * len(values) >= _FITS:
        # Weights are floats, but they only tell how large a sum is about, never what it is.
        about = np.bincount(index, np.abs(values.astype(np.float64)), count)
        _refuse_beyond(float(about.max(initial=0.0)))
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, index, values)
    return sums


def check_sum(values: Int64) -> None:
    """Raises `AmountError` when the sum of all, or of some, may not fit."""
    if _largest(values) * len(values) >= _FITS:
        _refuse_beyond(float(np.abs(values.astype(np.float64)).sum()))


def exact(values: Int64, factor: int) -> AnyArray:
    """The values, as Python's own integers where one of them times the factor may not fit."""
    return values if _largest(values) * factor < _FITS else values.astype(object)


def narrowed(values: AnyArray) -> Int64:
    """Values that were `exact`, in 64 bits.

    Raises `AmountError` where one does not fit.
    """
    if values.dtype == object:
        _refuse_beyond(max(map(abs, values.tolist()), default=0))
    return values.astype(np.int64, copy=False)


def _largest(values: Int64) -> int:
    return max(int(values.max(initial=0)), -int(values.min(initial=0)))


def _refuse_beyond(about: float) -> None:
    if about >= _FITS:
        raise AmountError("volume-overflow", f"a volume of about {about:.3g} may not fit 64 bits")
