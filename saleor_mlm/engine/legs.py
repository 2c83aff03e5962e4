"""What a person's legs give: how many pass, how much of each counts.

A leg is known by its first person. Arrays here have one entry per leg, legs of one person side by
side; results have one per person above.
"""

import dataclasses
from fractions import Fraction
from itertools import product

import numpy as np

from .columns import AnyArray, Bool, Int32, Int64
from .plans.volumes import LegLimit, LegsVolume
from .sums import exact, totals


@dataclasses.dataclass(frozen=True, eq=False)
class Legs:
    """owner: who stands above each leg, 0 to count - 1, ascending. count: how many people."""

    owner: Int32
    count: int

    def passing(self, flags: Bool) -> Int64:
        """How many legs of each person have the flag."""
        found: Int64 = np.bincount(self.owner[flags], minlength=self.count)
        return found

    def total(self, values_e4: Int64) -> Int64:
        """The sum over all legs of each person."""
        return totals(self.owner, values_e4, self.count)

    def starts(self) -> AnyArray:
        """Where the legs of each person who has some begin."""
        return np.flatnonzero(np.diff(self.owner, prepend=-1))

    def take(self, rows: AnyArray) -> "Legs":
        """Some of the legs."""
        return Legs(self.owner[rows], self.count)


def legs_volume(legs: Legs, values_e4: Int64, definition: LegsVolume) -> Int64:
    """int64[person]: what `LegsVolume` says, of the volumes of the legs' first persons."""
    if definition.without_largest or definition.only_largest or definition.limit:
        values_e4 = _largest_first(legs, values_e4)  # owners, who ascend, stay where they are
        legs, values_e4 = _chosen(legs, values_e4, definition)
        if definition.limit is not None:
            cap_e4 = _cap_e4(legs, values_e4, definition.limit)
            values_e4 = np.minimum(values_e4, cap_e4).astype(np.int64)
    return legs.total(values_e4)


def enough_of_each(legs: Legs, serves: list[Bool], needed: list[int]) -> Bool:
    """bool[person]: whether legs can be dealt out so that each need has enough of its own.

    So it is when, for any needs taken together, enough legs serve at least one of them. (Hall's
    theorem, with needs in place of several equal places each.)
    """
    enough = np.ones(legs.count, dtype=np.bool_)
    for chosen in product((False, True), repeat=len(needed)):
        if not any(chosen):
            continue
        together = [flags for flags, wanted in zip(serves, chosen, strict=True) if wanted]
        least = sum(need for need, wanted in zip(needed, chosen, strict=True) if wanted)
        enough &= legs.passing(np.logical_or.reduce(together)) >= least
    return enough


def _largest_first(legs: Legs, values_e4: Int64) -> Int64:
    """Sorting keys that hold the value is many times faster than sorting indexes by two keys."""
    highest = int(values_e4.max(initial=0))
    bits = (highest - int(values_e4.min(initial=0))).bit_length()
    if bits + legs.count.bit_length() > 63:
        return values_e4[np.lexsort((-values_e4, legs.owner))]
    keys = (legs.owner.astype(np.int64) << bits) | (highest - values_e4)
    keys.sort()
    return highest - (keys & ((1 << bits) - 1))


def _chosen(legs: Legs, values_e4: Int64, definition: LegsVolume) -> tuple[Legs, Int64]:
    place = _places(legs)
    chosen = place >= definition.without_largest
    if definition.only_largest is not None:
        chosen &= place < definition.without_largest + definition.only_largest
    rows = np.flatnonzero(chosen)
    return legs.take(rows), values_e4[rows]


def _places(legs: Legs) -> Int64:
    """0 for the first leg of each person, 1 for the second, ..."""
    starts = legs.starts()
    counts = np.diff(np.append(starts, len(legs.owner)))
    places: Int64 = np.arange(len(legs.owner)) - np.repeat(starts, counts)
    return places


def _cap_e4(legs: Legs, values_e4: Int64, limit: LegLimit) -> AnyArray:
    """How much counts at most of each leg; maybe more than fits 64 bits. Legs are largest first."""
    share = limit.share
    if limit.of == "requirement":
        assert limit.requirement_e4 is not None
        return np.asarray(limit.requirement_e4 * share.numerator // share.denominator)
    positive_e4 = np.maximum(values_e4, 0)
    total_e4 = exact(legs.total(positive_e4), share.numerator)
    if limit.of == "own-total":
        return (total_e4 * share.numerator // share.denominator).take(legs.owner)
    return _counted_cap_e4(legs, positive_e4, total_e4, share)


def _counted_cap_e4(legs: Legs, values_e4: Int64, total_e4: AnyArray, share: Fraction) -> AnyArray:
    """share x T where T is the sum of min(leg, share x T).

    If the k largest are cut down and the others, R in all, are not: T = k x share x T + R, so that
    share x T = R x num / (den - k x num). The least k for which the others are indeed no larger
    than that gives the greatest T. Where there is none, T is 0.
    """
    running_e4 = np.cumsum(values_e4)
    before_e4 = running_e4 - values_e4
    starts = legs.starts()
    counts = np.diff(np.append(starts, len(values_e4)))
    rest_e4 = total_e4.take(legs.owner) - (before_e4 - np.repeat(before_e4[starts], counts))
    left = share.denominator - _places(legs) * share.numerator
    wanted_e4 = exact(values_e4, share.denominator) * np.maximum(left, 0)
    fits = (left > 0) & (rest_e4 * share.numerator >= wanted_e4)
    rows = np.flatnonzero(fits)[::-1]
    cap_e4 = np.zeros(legs.count, dtype=total_e4.dtype)
    cap_e4[legs.owner[rows]] = rest_e4[rows] * share.numerator // left[rows]  # the first stays
    return cap_e4.take(legs.owner)
