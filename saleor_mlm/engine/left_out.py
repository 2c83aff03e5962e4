"""Sales on which a bonus pays nobody, whoever stands above them, and on what ground."""

import dataclasses
import enum
from collections.abc import Iterator

import numpy as np

from .bonus_sales import BonusSales, first_persons, of_lines
from .calculation import Calculation
from .columns import Bool, Columns, Int8, Int32, Int64
from .fast_start import new_us
from .filters import let_through
from .lines import Written
from .plans.bonuses import FastStartBonus, First, SaleBonus, WalkBonus
from .result import Result
from .sales import Pieces
from .splits import Intervals


class Ground(enum.IntEnum):
    """Why a bonus does not pay on a part of a sale."""

    SALES = 1
    """It is not for such sales."""
    SOURCE = 2
    """The source fails the bonus's `source` test."""
    BUYER = 3
    """`own_orders` or `customer_orders` leaves it out."""
    NOT_NEW = 4
    """Fast start: the source was not new."""
    LIMIT = 5
    """Fast start: the part lies beyond the limit."""


@dataclasses.dataclass(frozen=True, eq=False)
class LeftOut(Columns):
    """Parts of sales that a bonus leaves out, by order line and interval. ground: a `Ground`, the
    first that holds. What another bonus counts and leaves nothing of is not here."""

    order_line: Int32
    ground: Int8
    base_from_e4: Int64
    base_to_e4: Int64


def reaches(written: Written, first: Int32, person: int) -> Bool:
    """Whether walks from these first persons could come to a person."""
    if written.prepared.first_step == 0:
        return np.equal(first, person)
    return written.way.is_above(np.full_like(first, person), first)


def pays_on(result: Result, written: Written, rows: LeftOut, row: int) -> list[int]:
    """The bonuses on the same base that pay on a part which one leaves out, or on some of it, by
    their index."""
    line, lower, upper = rows.order_line[row], rows.base_from_e4[row], rows.base_to_e4[row]
    return [
        one.prepared.index
        for one in beside(result, written)
        if one.prepared.base == written.prepared.base
        and _touches(one.prepared.pieces, line, lower, upper)
    ]


def beside(result: Result, written: Written) -> Iterator[Written]:
    """What all bonuses pay on the sales of the same turn."""
    return (one for one in result.written() if one.calc is written.calc)


def _touches(pieces: Pieces, order_line: int, lower_e4: int, upper_e4: int) -> bool:
    first, end = np.searchsorted(pieces.order_line, (order_line, order_line + 1))
    some = slice(first, end)
    overlap = (pieces.base_from_e4[some] < upper_e4) & (pieces.base_to_e4[some] > lower_e4)
    return bool(overlap.any())


def left_out(result: Result, written: Written, person: int) -> LeftOut:
    """What a bonus leaves out in one turn of the sales that would have come to a person."""
    calc = written.calc
    name, bonus = list(calc.plan.bonuses.items())[written.prepared.index]
    assert isinstance(bonus, SaleBonus)
    pieces = calc.pieces(bonus.base)
    sales = BonusSales(pieces, of_lines(calc.snapshot.order_lines.place, pieces))
    first = sales.source
    if isinstance(bonus, WalkBonus):
        first = first_persons(calc, calc.climb(bonus.tree), bonus, sales)
    there = reaches(written, first, person)
    paid_on = [Intervals.of(written.prepared.pieces), *_taken(result, written, name)]
    whole = Intervals.of(pieces.take(np.flatnonzero(there)))
    rest = gaps(whole, Intervals.concatenate(paid_on))
    ground = np.zeros(len(rest), dtype=np.int8)
    for reason, holds in _grounds(calc, bonus, rest):
        ground[holds & (ground == 0)] = reason
    found = LeftOut(
        order_line=rest.order_line,
        ground=ground,
        base_from_e4=rest.base_from_e4,
        base_to_e4=rest.base_to_e4,
    )
    return found.take(ground > 0)


def _grounds(calc: Calculation, bonus: SaleBonus, rest: Intervals) -> Iterator[tuple[Ground, Bool]]:
    """In the order in which a bonus asks."""
    lines, line = calc.snapshot.order_lines, rest.order_line
    wanted = let_through(lines, calc.snapshot.words, bonus.sales)
    if wanted is not None:
        yield Ground.SALES, ~wanted[line]
    if bonus.source is not None:
        yield Ground.SOURCE, ~calc.standing.tests[bonus.source][lines.place[line]]
    if isinstance(bonus, WalkBonus):
        own, others = (wish is First.EXCLUDED for wish in (bonus.own_orders, bonus.customer_orders))
        yield Ground.BUYER, np.where(lines.own[line], own, others)
    if isinstance(bonus, FastStartBonus):
        since_us, until_us = new_us(calc, bonus.window)
        sold_at_us, place = lines.sold_at_us[line], lines.place[line]
        new = (since_us[place] <= sold_at_us) & (sold_at_us < until_us[place])
        yield Ground.NOT_NEW, ~new
        yield Ground.LIMIT, new


def _taken(result: Result, written: Written, name: str) -> Iterator[Intervals]:
    """What others count and leave nothing of to this bonus."""
    for other in beside(result, written):
        bonus = list(result.plan.bonuses.values())[other.prepared.index]
        for same in bonus.same_volume if isinstance(bonus, FastStartBonus) else ():
            if same.bonus == name and not same.pays:
                yield Intervals.of(other.prepared.pieces)


def gaps(whole: Intervals, parts: Intervals) -> Intervals:
    """What of some intervals, one for each order line, no part covers."""
    parts = parts.take(np.isin(parts.order_line, whole.order_line))
    lines = np.concatenate([whole.order_line, parts.order_line])
    begins_e4 = np.concatenate([whole.base_from_e4, parts.base_to_e4])
    ends_e4 = np.concatenate([whole.base_to_e4, parts.base_from_e4])
    # A place is uncovered where as many parts ended before it as began: so the k-th beginning of a
    # gap goes with the k-th end.
    from_e4 = begins_e4[np.lexsort((begins_e4, lines))]
    to_e4 = ends_e4[np.lexsort((ends_e4, lines))]
    found = Intervals(np.sort(lines), from_e4, to_e4)
    return found.take(from_e4 < to_e4)
