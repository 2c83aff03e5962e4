"""Many exact rates as integers over one denominator, so that whole columns are rounded at once."""

import dataclasses
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from .columns import Int64
from .rounding import INT64_MAX, Rounding, narrowed
from .snapshot import Currency


@dataclasses.dataclass(frozen=True)
class Scale:
    """What turns a base in 1/10,000 into minor units: numerators[currency, rate] / denominator.

    base_max_e4, amount_max: no base, no amount is greater. The denominator is even unless it is 1,
    so that half of it is whole.
    """

    numerators: Int64
    denominator: int
    rounding: Rounding
    base_max_e4: int
    amount_max: int

    @property
    def fits(self) -> bool:
        """Whether no product leaves 63 bits."""
        largest = int(self.numerators.max(initial=0)) * self.base_max_e4
        return largest + self.denominator <= INT64_MAX

    def amounts_minor(
        self, base_from_e4: Int64 | None, base_to_e4: Int64, numerator: Int64
    ) -> Int64:
        """R(rate x base_to) - R(rate x base_from); no base_from is 0 everywhere. One numerator for
        all, or one for each.

        Raises `AmountError` when an amount does not fit 64 bits.
        """
        upper = self._rounded(base_to_e4, numerator)
        if base_from_e4 is not None:
            upper -= self._rounded(base_from_e4, numerator)
        return upper

    def _rounded(self, base_e4: Int64, numerator: Int64) -> Int64:
        if not self.fits:
            base_e4, numerator = base_e4.astype(object), numerator.astype(object)
        product = base_e4 * numerator
        if self.rounding is Rounding.DOWN:
            product //= self.denominator
            return narrowed(product)
        product += self.denominator // 2
        if self.rounding is Rounding.HALF_UP or self.denominator == 1:
            product //= self.denominator
            return narrowed(product)
        whole = product // self.denominator
        tie = whole * self.denominator == product
        whole -= (whole & 1) * tie
        return narrowed(whole)


def scale_of(
    values: Sequence[Fraction],
    currencies: Sequence[Currency],
    rounding: Rounding,
    base_max_e4: int,
) -> Scale:
    """The scale of some rates; numerators that leave 64 bits are exact integers of any size."""
    unit = lcm(*(value.denominator for value in values))
    numerators = [
        [int(value * unit) * 10**currency.exponent for value in values] for currency in currencies
    ]
    largest = max((number for row in numerators for number in row), default=0)
    denominator = unit * 10**4
    common = gcd(denominator, *(number for row in numerators for number in row))
    doubled = 2 if denominator // common % 2 and denominator > common else 1
    kind = np.int64 if largest * doubled // common <= INT64_MAX else object
    rows = [[number * doubled // common for number in row] for row in numerators]
    table: Int64 = np.array(rows, dtype=kind).reshape(len(currencies), len(values))
    amount_max = largest * base_max_e4 // denominator + 1
    return Scale(table, denominator * doubled // common, rounding, base_max_e4, amount_max)
