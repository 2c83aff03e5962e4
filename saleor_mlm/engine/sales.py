"""The earned base of each order line over one run, and the pieces of it that bonuses pay on.

An order line's earned base is an axis: fulfilments climb it, refunds climb down. Whatever part of
the axis lies above the lowest point of this run and was posted before is taken back; the part from
the lowest point to where the run ends is paid. So a sale and its refund in one run leave nothing,
and how a sale was split into shipments never changes pay.
"""

import dataclasses
import functools

import numpy as np

from .columns import Columns, Int16, Int32, Int64
from .errors import SnapshotError
from .plans.bonuses import Base
from .snapshot import Snapshot


@dataclasses.dataclass(frozen=True, eq=False)
class EarnedPaths(Columns):
    """One row per order line that this run touches, ascending.

    lowest_e4: the lowest earned base of this run, at most the one before it.
    final_e4: the earned base after it; the interval [lowest, final) is paid now.
    """

    order_line: Int32
    lowest_e4: Int64
    final_e4: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Pieces(Columns):
    """Intervals of earned base that a bonus pays on, by order line and interval.

    part: what the bonus makes of it (a share left by another bonus, a bracket); 0 in most.
    """

    order_line: Int32
    base_from_e4: Int64
    base_to_e4: Int64
    part: Int16

    @functools.cached_property
    def from_zero(self) -> bool:
        """Whether all begin at 0, as where nothing had been paid before."""
        return not self.base_from_e4.any()

    @functools.cached_property
    def of_different_lines(self) -> bool:
        """Whether no order line has more than one piece."""
        return bool((self.order_line[1:] > self.order_line[:-1]).all())


def earned_paths(snapshot: Snapshot, base: Base) -> EarnedPaths:
    """Follow the earned base along the claimed rows, which are in order (order_line, seq).

    Raises `SnapshotError` where the snapshot does not know the base.
    """
    if base not in snapshot.earned:
        raise SnapshotError("measure-missing", f"a bonus pays on {base}, which is not given")
    order_line, change_e4 = snapshot.sale_lines.order_line, snapshot.earned[base]
    claimed = snapshot.sale_lines.claimed
    if not claimed.all():
        order_line, change_e4 = order_line[claimed], change_e4[claimed]
    paths = _followed(order_line, change_e4, snapshot.earned_before[base])
    return _not_below_nothing(paths) if base is Base.MARGIN else paths


def _followed(order_line: Int32, change_e4: Int64, before_e4: Int64) -> EarnedPaths:
    if not len(order_line):
        return EarnedPaths.empty()
    if (order_line[1:] > order_line[:-1]).all():  # one row for each, as in most runs
        before_e4 = before_e4.take(order_line)
        final_e4 = before_e4 + change_e4
        return EarnedPaths(order_line, np.minimum(before_e4, final_e4), final_e4)
    first = np.flatnonzero(np.diff(order_line, prepend=-1))
    last = np.append(first[1:], len(order_line)) - 1
    before_e4 = before_e4[order_line[first]]
    running_e4 = np.cumsum(change_e4)
    offset_e4 = before_e4 - (running_e4[first] - change_e4[first])
    return EarnedPaths(
        order_line=order_line[first],
        lowest_e4=np.minimum(before_e4, np.minimum.reduceat(running_e4, first) + offset_e4),
        final_e4=running_e4[last] + offset_e4,
    )


def _not_below_nothing(paths: EarnedPaths) -> EarnedPaths:
    """A margin that is a loss is none; the other bases never fall below 0."""
    return EarnedPaths(
        order_line=paths.order_line,
        lowest_e4=np.maximum(paths.lowest_e4, 0),
        final_e4=np.maximum(paths.final_e4, 0),
    )


def new_pieces(paths: EarnedPaths) -> Pieces:
    """What this run pays of each order line."""
    rows = paths.take(paths.final_e4 > paths.lowest_e4)
    part = np.zeros(len(rows), dtype=np.int16)
    return Pieces(rows.order_line, rows.lowest_e4, rows.final_e4, part)
