"""The earned base of each order line, over one run.

An order line's earned base is an axis: fulfilments climb it, refunds climb down. Whatever part of
the axis lies above the lowest point of this run and was posted before is taken back; the part from
the lowest point to where the run ends is paid. So a sale and its refund in one run leave nothing,
and how a sale was split into shipments never changes pay.
"""

import dataclasses

import numpy as np

from .columns import Bool, Columns, Int16, Int32, Int64
from .genealogy import parents_of


@dataclasses.dataclass(frozen=True, eq=False)
class EarnedPaths(Columns):
    """One row per order line that this run touches, ascending.

    start: the person on level 1, or -1 where there is none.
    sold_at_us: when the order line was paid.
    lowest_e4: the lowest earned base of this run, at most the one before it.
    final_e4: the earned base after it; the interval [lowest, final) is paid now.
    """

    order_line: Int32
    start: Int32
    currency: Int16
    sold_at_us: Int64
    lowest_e4: Int64
    final_e4: Int64


def earned_paths(
    order_line: Int32,
    earned_e4: Int64,
    earned_before_e4: Int64,
    first_persons: Int32,
    currency: Int16,
    sold_at_us: Int64,
) -> EarnedPaths:
    """Follow the earned base along rows that are in order (order_line, seq)."""
    if not len(order_line):
        return EarnedPaths.empty()
    first = np.flatnonzero(np.diff(order_line, prepend=-1))
    last = np.append(first[1:], len(order_line)) - 1
    before_e4 = earned_before_e4[order_line[first]]
    running_e4 = np.cumsum(earned_e4)
    offset_e4 = before_e4 - (running_e4[first] - earned_e4[first])
    return EarnedPaths(
        order_line=order_line[first],
        start=first_persons[first],
        currency=currency[first],
        sold_at_us=sold_at_us[first],
        lowest_e4=np.minimum(before_e4, np.minimum.reduceat(running_e4, first) + offset_e4),
        final_e4=running_e4[last] + offset_e4,
    )


def first_persons(parent: Int32, place: Int32, own: Bool) -> Int32:
    """Who is level 1: the place of a customer's order, the enroller of whoever bought himself."""
    return np.where(own, parents_of(parent, place), place)
