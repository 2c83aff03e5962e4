"""Rows of a sales file as sale lines: what a period counts, and what it earns."""

from dataclasses import dataclass

import numpy as np

from ..engine.columns import Bool, Int64
from ..engine.periods import Period
from ..engine.snapshot import SaleLines
from .cells import instant_us
from .sales import Sales


@dataclass(frozen=True, eq=False)
class SaleRows:
    """Sale lines, and the row of `Sales` that each is or belongs to.

    What is earned on another day than it was sold is two: the first bears the volumes, the second
    the earned base.
    """

    lines: SaleLines
    row: Int64
    bears_volume: Bool
    bears_base: Bool

    def measure(self, values_e4: Int64) -> Int64:
        """A measure of each sale line."""
        return np.where(self.bears_volume, values_e4[self.row], 0)

    def earned(self, values_e4: Int64) -> Int64:
        """How each sale line changes an earned base."""
        return np.where(self.bears_base, values_e4[self.row], 0)


def sale_rows(sales: Sales, period: Period) -> SaleRows:
    """Volumes count when sold, bases when earned; only what lies in the period is claimed."""
    starts_us, ends_us = instant_us(period.starts_at), instant_us(period.ends_at)
    at_once = sales.earned_us == sales.at_us
    sold = sales.at_us >= starts_us
    earned = (sales.earned_us >= starts_us) & (sales.earned_us < ends_us)
    apart = np.flatnonzero(earned & ~at_once)
    row = np.concatenate([np.arange(len(sales.rows)), apart])
    at_us = np.concatenate([sales.at_us, sales.earned_us[apart]])
    order = np.arange(len(row))
    if len(apart):
        order = np.lexsort([order, at_us, sales.order_line[row]])
    row, first = row[order], order < len(sales.rows)
    return SaleRows(
        lines=SaleLines(
            order_line=sales.order_line[row],
            seq=np.arange(len(row)),
            at_us=at_us[order],
            claimed=np.where(first, sold[row], True),
        ),
        row=row,
        bears_volume=first,
        bears_base=np.where(first, at_once[row] & sold[row], True),
    )


def check_earned(sales: Sales, rows: SaleRows, change_e4: Int64, before_e4: Int64) -> None:
    """Note the rows at which more is given back than was earned; `before_e4`: by order line."""
    below = below_nothing(rows, change_e4, before_e4)
    if below.size:
        sales.table.refuse(
            sales.rows[rows.row[below]],
            "order_line",
            "`{}` gives back more than was earned before",
            "at most what is left of its sale, in this file or, where an earlier run paid it, in "
            "that run's folder, given as --state-in",
            "earned-negative",
        )


def below_nothing(rows: SaleRows, change_e4: Int64, before_e4: Int64) -> Int64:
    """The first row of each order line at which its earned base is less than 0."""
    if not (change_e4 < 0).any():
        return np.zeros(0, dtype=np.int64)
    line = rows.lines.order_line
    first = np.flatnonzero(np.diff(line, prepend=-1))
    running_e4 = np.cumsum(change_e4)
    offset_e4 = before_e4[line[first]] - (running_e4[first] - change_e4[first])
    below = np.flatnonzero(running_e4 + offset_e4[line] < 0)
    _, once = np.unique(line[below], return_index=True)
    found: Int64 = below[once]
    return found
