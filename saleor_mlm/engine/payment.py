"""Exact sums of what people are paid, without ever writing the commission lines out."""

import numpy as np

from .columns import AnyArray, Int32, Int64
from .rounding import INT64_MAX, narrowed
from .sums import largest


class Sums:
    """What people are paid, by currency and person, never wrapped.

    Sums are kept in 64 bits as long as no order of adding could leave them, then without a limit.
    """

    def __init__(self, currencies: int, persons: int) -> None:
        self._minor: AnyArray = np.zeros((currencies, persons), dtype=np.int64)
        self._bound = 0

    def add(self, currency: AnyArray, person: Int32, amount_minor: AnyArray) -> None:
        """Add amounts."""
        self._make_room(largest(amount_minor) * len(amount_minor))
        amount_minor = amount_minor.astype(self._minor.dtype, copy=False)
        if len(self._minor) == 1:
            np.add.at(self._minor[0], person, amount_minor)
        else:
            np.add.at(self._minor, (currency, person), amount_minor)

    def like(self) -> "Sums":
        """None yet, of the same shape."""
        return Sums(*self._minor.shape)

    def copy(self) -> "Sums":
        """The same, to be added to."""
        found = self.like()
        found.merge(self)
        return found

    def merge(self, other: "Sums") -> None:
        """Add all sums of others of the same shape."""
        self._make_room(other._bound)
        self._minor += other._minor

    def minor(self) -> Int64:
        """int64[currency, person].

        Raises `AmountError` where a sum does not fit 64 bits.
        """
        if self._minor.dtype == np.int64:
            return self._minor
        return narrowed(self._minor)

    def _make_room(self, bound: int) -> None:
        """`bound` is no less than the sum of the magnitudes that are added."""
        self._bound += bound
        if self._bound > INT64_MAX:
            self._minor = self._minor.astype(object)
