"""Pieces cut where something changes along an order line's earned base."""

import dataclasses

import numpy as np

from .bonus_sales import BonusSales
from .columns import Bool, Columns, Int32, Int64
from .sales import Pieces


@dataclasses.dataclass(frozen=True, eq=False)
class Intervals(Columns):
    """Intervals of earned base, by order line and then by base; none overlap."""

    order_line: Int32
    base_from_e4: Int64
    base_to_e4: Int64

    @classmethod
    def of(cls, pieces: Pieces) -> "Intervals":
        """Where pieces lie."""
        return cls(pieces.order_line, pieces.base_from_e4, pieces.base_to_e4)


def cut(sales: BonusSales, order_line: Int32, at_e4: Int64) -> tuple[BonusSales, Int64]:
    """The same sales, cut at these places of order lines; and of which piece each is a part."""
    pieces = sales.pieces
    row = _last_from(Intervals.of(pieces), order_line, at_e4)
    inside = row >= 0
    inside[inside] = (pieces.base_from_e4[row[inside]] < at_e4[inside]) & (
        at_e4[inside] < pieces.base_to_e4[row[inside]]
    )
    row, at_e4 = _in_order_once(row[inside], at_e4[inside])
    if not len(row):
        return sales, np.arange(len(pieces))
    counts = np.bincount(row, minlength=len(pieces))
    origin = np.repeat(np.arange(len(pieces)), counts + 1)
    found = sales.take(origin)
    before = np.arange(len(row)) + row  # each piece before had one part more than cuts
    base_from_e4, base_to_e4 = found.pieces.base_from_e4.copy(), found.pieces.base_to_e4.copy()
    base_to_e4[before] = at_e4
    base_from_e4[before + 1] = at_e4
    pieces = dataclasses.replace(found.pieces, base_from_e4=base_from_e4, base_to_e4=base_to_e4)
    return dataclasses.replace(found, pieces=pieces), origin


def within(sales: BonusSales, intervals: Intervals) -> Bool:
    """Which pieces lie in one of some intervals, all of whose ends are ends of pieces."""
    pieces = sales.pieces
    row = _last_from(intervals, pieces.order_line, pieces.base_from_e4)
    found = row >= 0
    found[found] = pieces.base_from_e4[found] < intervals.base_to_e4[row[found]]
    return found


def _last_from(rows: Intervals, order_line: Int32, at_e4: Int64) -> Int64:
    """The last row of each order line that begins at or before a place of it, or -1."""
    if (rows.order_line[1:] > rows.order_line[:-1]).all():
        row = np.searchsorted(rows.order_line, order_line, side="right") - 1
    else:
        values_e4 = np.unique(np.concatenate([rows.base_from_e4, at_e4]))
        keys = _keys(rows.order_line, rows.base_from_e4, values_e4)
        row = np.searchsorted(keys, _keys(order_line, at_e4, values_e4), side="right") - 1
    found = row >= 0
    found[found] = rows.order_line[row[found]] == order_line[found]
    found[found] = rows.base_from_e4[row[found]] <= at_e4[found]
    return np.where(found, row, -1)


def _keys(order_line: Int32, base_e4: Int64, values_e4: Int64) -> Int64:
    keys: Int64 = order_line.astype(np.int64) * len(values_e4)
    keys += np.searchsorted(values_e4, base_e4)
    return keys


def _in_order_once(row: Int64, at_e4: Int64) -> tuple[Int64, Int64]:
    order = np.lexsort((at_e4, row))
    row, at_e4 = row[order], at_e4[order]
    new = np.ones(len(row), dtype=np.bool_)
    new[1:] = (row[1:] != row[:-1]) | (at_e4[1:] != at_e4[:-1])
    return row[new], at_e4[new]
