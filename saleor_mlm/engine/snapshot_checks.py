"""What a snapshot must satisfy before anything is calculated from it.

Each check raises `SnapshotError` naming the first row at fault; a contradiction is never repaired,
since whoever made the snapshot would not learn of it.
"""

from typing import TYPE_CHECKING

import numpy as np

from .columns import AnyArray, Bool, Int64
from .errors import SnapshotError
from .rounding import ROUNDINGS

if TYPE_CHECKING:
    from .snapshot import Posted, SaleLines, Snapshot


def check_snapshot(snapshot: "Snapshot") -> None:
    """All checks; the tree's (range, cycle) are made by computing its depths."""
    _ = snapshot.depth
    _check_absences(snapshot)
    _check_sale_lines(snapshot)
    _check_earned(snapshot)
    _check_posted(snapshot)


def _check_absences(snapshot: "Snapshot") -> None:
    """Rows are in order, so what overlaps stands side by side."""
    rows = snapshot.absences
    _in_range("absences.person", rows.person, len(snapshot.network))
    empty = rows.from_us >= rows.until_us
    _refuse(empty, "absence-empty", "an absence ends before it begins", rows.person)
    overlap = (rows.person[1:] == rows.person[:-1]) & (rows.from_us[1:] < rows.until_us[:-1])
    message = "two absences of one person overlap"
    _refuse(overlap, "absences-overlap", message, rows.person[1:])


def _check_sale_lines(snapshot: "Snapshot") -> None:
    rows = snapshot.sale_lines
    _in_range("sale_lines.order_line", rows.order_line, len(snapshot.earned_before_e4))
    _in_range("sale_lines.place", rows.place, len(snapshot.network))
    _in_range("sale_lines.currency", rows.currency, len(snapshot.currencies))
    for name in ("qv_e4", "cv_e4", "earned_e4"):
        _sum_fits(f"sale_lines.{name}", getattr(rows, name))
    _check_neighbours(rows)


def _check_neighbours(rows: "SaleLines") -> None:
    """Rows are in order, so what contradicts stands side by side."""
    same_line = rows.order_line[1:] == rows.order_line[:-1]
    for name in ("place", "own", "currency", "sold_at_us"):
        column = getattr(rows, name)
        _refuse(
            same_line & (column[1:] != column[:-1]),
            "attribution-differs",
            f"rows of one order line differ in {name}",
            rows.order_line[1:],
        )
    repeated = same_line & (rows.seq[1:] == rows.seq[:-1])
    message = "two rows of one order line have the same seq"
    _refuse(repeated, "seq-repeated", message, rows.order_line[1:])


def _check_earned(snapshot: "Snapshot") -> None:
    before = snapshot.earned_before_e4
    _refuse(before < 0, "earned-negative", "the earned base before this run is negative")
    _sum_fits("earned_before_e4", before)
    paths = snapshot.earned_paths
    message = "more was refunded than had been earned"
    _refuse(paths.lowest_e4 < 0, "earned-negative", message, paths.order_line)


def _check_posted(snapshot: "Snapshot") -> None:
    rows = snapshot.posted
    _in_range("posted.order_line", rows.order_line, len(snapshot.earned_before_e4))
    _in_range("posted.payee", rows.payee, len(snapshot.network))
    _in_range("posted.currency", rows.currency, len(snapshot.currencies))
    _in_range("posted.rounding", rows.rounding, len(ROUNDINGS))
    _refuse(rows.ref < 0, "ref-negative", "a posted line has a negative ref", rows.ref)
    _check_posted_rates(rows)
    _check_posted_intervals(rows, snapshot.earned_before_e4)


def _check_posted_rates(rows: "Posted") -> None:
    wrong = (rows.rate_num < 0) | (rows.rate_den < 1)
    _refuse(wrong, "posted-rate", "the rate of a posted line is no fraction", rows.ref)
    refs, counts = np.unique(rows.ref, return_counts=True)
    _refuse(counts > 1, "ref-repeated", "two posted lines have the same ref", refs)


def _check_posted_intervals(rows: "Posted", earned_before_e4: Int64) -> None:
    wrong = (rows.base_from_e4 < 0) | (rows.base_from_e4 >= rows.base_to_e4)
    _refuse(wrong, "posted-interval", "a posted interval is empty or negative", rows.ref)
    beyond = rows.base_to_e4 > earned_before_e4[rows.order_line]
    message = "a posted interval lies beyond what was earned before"
    _refuse(beyond, "posted-beyond-earned", message, rows.ref)


def _in_range(name: str, column: AnyArray, count: int) -> None:
    wrong = (column < 0) | (column >= count)
    _refuse(wrong, "index-range", f"{name}: an index is not in 0 to {count - 1}", column)


def _sum_fits(name: str, column: Int64) -> None:
    """Any sum of some of the values stays within 62 bits, checked in two halves that cannot
    overflow themselves."""
    magnitude = np.abs(column.astype(np.int64)).view(np.uint64)
    if int((magnitude >> np.uint64(32)).sum()) + len(column) >= 2**30:
        raise SnapshotError("sum-overflow", f"{name}: the sum may not fit 64 bits")


def _refuse(wrong: Bool, code: str, message: str, which: AnyArray | None = None) -> None:
    rows = np.flatnonzero(wrong)
    if rows.size:
        first = int(rows[0]) if which is None else int(which[rows[0]])
        raise SnapshotError(code, f"{message}: {first} ({rows.size} in all)")
