"""Retail bonuses: the distributor at whom a sale stands, by one rate or by brackets."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .bonus_sales import BonusSales, of_lines
from .calculation import Calculation
from .columns import Int64
from .plans.bonuses import RetailBonus
from .rates import Rates
from .splits import cut
from .steps import Outcome, Steps
from .walkers import Walkers


@dataclasses.dataclass(frozen=True)
class RetailWalk:
    """No walk at all: only the source himself is looked at."""

    rates: Rates

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """Whoever has a rate."""
        rate = self.rates.ids(1, walkers.scheme, walkers.first, None)
        rows = np.flatnonzero(rate > 0).astype(np.int32)
        nowhere = np.zeros(len(rows), dtype=np.int16)
        yield Steps(rows, walkers.first[rows], nowhere, rate[rows])


def payable(calc: Calculation, bonus: RetailBonus, sales: BonusSales) -> BonusSales:
    """The sales of sources who may be paid and whose agreement was in force."""
    sold_at_us = of_lines(calc.snapshot.order_lines.sold_at_us, sales.pieces)
    wanted = ~calc.attendance.absent(sales.source, sold_at_us)
    if bonus.payee is not None:
        wanted &= calc.passes(bonus.payee)[sales.source]
    return sales if wanted.all() else sales.take(np.flatnonzero(wanted))


def by_bracket(calc: Calculation, bonus: RetailBonus, sales: BonusSales) -> BonusSales:
    """The sales laid on an axis for each source and currency, cut at bounds, with the bracket's
    rate as their share."""
    bounds_e4 = np.array([tier.at_least_e4 for tier in bonus.tiers], dtype=np.int64)
    axis = _axis(calc, sales)
    whole = _whole_bracket(bonus, bounds_e4, axis.total_e4)[axis.of_piece]
    next_e4 = np.append(bounds_e4, np.iinfo(np.int64).max)[whole + 1]
    crossing = np.flatnonzero(axis.total_e4[axis.of_piece] > next_e4)
    start_e4 = np.zeros(len(sales.pieces), dtype=np.int64)
    start_e4[crossing] = _starts_e4(calc, sales.take(crossing), axis.of_piece[crossing])
    sales, origin = _cut_at_bounds(sales, start_e4, whole, bounds_e4, crossing)
    first_e4 = start_e4[origin] + sales.pieces.base_from_e4 - axis.from_e4[origin]
    bracket = np.searchsorted(bounds_e4, first_e4, side="right") - 1
    bracket = np.maximum(np.where(np.isin(origin, crossing), bracket, 0), whole[origin])
    rates = [tier.rate for tier in bonus.tiers]
    shares = tuple(share * rate for share in sales.shares for rate in rates)
    return sales.with_shares(sales.pieces.part.astype(np.int64) * len(rates) + bracket, shares)


@dataclasses.dataclass(frozen=True)
class _Axes:
    """One axis for each source and currency. of_piece: its axis; from_e4: where a piece begins on
    its order line; total_e4: by axis."""

    of_piece: Int64
    from_e4: Int64
    total_e4: Int64


def _axis(calc: Calculation, sales: BonusSales) -> _Axes:
    currency = of_lines(calc.snapshot.order_lines.currency, sales.pieces)
    key = sales.source.astype(np.int64) * len(calc.snapshot.currencies) + currency
    total_e4 = np.zeros(calc.persons * len(calc.snapshot.currencies), dtype=np.int64)
    pieces = sales.pieces
    np.add.at(total_e4, key, pieces.base_to_e4 - pieces.base_from_e4)
    return _Axes(key, pieces.base_from_e4, total_e4)


def _whole_bracket(bonus: RetailBonus, bounds_e4: Int64, total_e4: Int64) -> Int64:
    """The highest bracket reached that is `whole`; the lowest where none is."""
    whole = [0] + [i for i, tier in enumerate(bonus.tiers) if i and tier.applies == "whole"]
    reached = np.searchsorted(bounds_e4[whole], total_e4, side="right") - 1
    found: Int64 = np.array(whole)[np.maximum(reached, 0)]
    return found


def _starts_e4(calc: Calculation, sales: BonusSales, axis: Int64) -> Int64:
    """Where each piece begins on its axis, in the order of volume dates, then of order lines."""
    sold_at_us = of_lines(calc.snapshot.order_lines.sold_at_us, sales.pieces)
    order = np.lexsort((sold_at_us, axis))
    length_e4 = (sales.pieces.base_to_e4 - sales.pieces.base_from_e4)[order]
    before_e4 = np.cumsum(length_e4) - length_e4
    first = np.flatnonzero(np.diff(axis[order], prepend=-1))
    counts = np.diff(np.append(first, len(order)))
    found: Int64 = np.empty_like(before_e4)
    found[order] = before_e4 - np.repeat(before_e4[first], counts)
    return found


def _cut_at_bounds(
    sales: BonusSales, start_e4: Int64, whole: Int64, bounds_e4: Int64, crossing: Int64
) -> tuple[BonusSales, Int64]:
    """Cut where the axis passes the lower bound of a bracket above the whole one."""
    pieces = sales.pieces.take(crossing)
    start_e4, whole = start_e4[crossing], whole[crossing]
    lines, places = [], []
    for bracket, bound_e4 in enumerate(bounds_e4.tolist()):
        rows = np.flatnonzero((whole < bracket) & (start_e4 < bound_e4))
        lines.append(pieces.order_line[rows])
        places.append(pieces.base_from_e4[rows] + (bound_e4 - start_e4[rows]))
    return cut(sales, np.concatenate(lines), np.concatenate(places))
