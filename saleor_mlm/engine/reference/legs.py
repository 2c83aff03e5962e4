"""Volumes of legs, and how much of one leg counts at most."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from ..plans.volumes import LegLimit, LegsVolume
from .standing import Standing

E4 = 10**4


def legs_worth(volume: LegsVolume, person: str, standing: Standing) -> Fraction:
    """The legs from the largest to the smallest, some left out, each cut to the limit."""
    children = standing.trees[volume.tree].children[person]
    legs = sorted((standing.volumes[volume.of][child] for child in children), reverse=True)
    legs = legs[volume.without_largest :]
    if volume.only_largest is not None:
        legs = legs[: volume.only_largest]
    if volume.limit is None:
        return sum(legs, Fraction(0))
    return _cut(legs, cap(volume.limit, legs))


def cap(limit: LegLimit, legs: Sequence[Fraction]) -> Fraction:
    """The most that counts of one leg: share × T, cut down to 1/10,000."""
    positive = [leg for leg in legs if leg > 0]
    if limit.of == "counted":
        return _cap_of_counted(limit.share, positive)
    total = sum(positive, Fraction(0))
    if limit.of == "requirement":
        total = Fraction(limit.requirement_e4 or 0, E4)
    return Fraction(floor(limit.share * total * E4), E4)


def _cap_of_counted(share: Fraction, legs: Sequence[Fraction]) -> Fraction:
    """The greatest cap c that is share × T, cut down, where T is what the cap lets through.

    It is the greatest c in whole 1/10,000 with c ≤ share × T(c). T is concave in c and 0 at 0, so c
    satisfies this up to the greatest such c and never above: halve.
    """
    low, high = 0, floor(share * sum(legs, Fraction(0)) * E4)
    while low < high:
        middle = (low + high + 1) // 2
        tried = Fraction(middle, E4)
        low, high = (middle, high) if tried <= share * _cut(legs, tried) else (low, middle - 1)
    return Fraction(low, E4)


def _cut(legs: Sequence[Fraction], most: Fraction) -> Fraction:
    return sum((min(leg, most) for leg in legs), Fraction(0))
