"""What passed a person by: the sales that came to him and paid him nothing."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .bonus_sales import of_lines, sales_of
from .columns import AnyArray, Bool, Columns, Int8, Int16, Int32, Int64
from .lines import Written
from .passed_by import passed_by
from .plans.bonuses import Compression, LevelBonus, RetailBonus, SaleBonus
from .result import Reason, Result
from .sales import Pieces


@dataclasses.dataclass(frozen=True, eq=False)
class Missed(Columns):
    """Sales that came to a person and paid him nothing; by bonus, order line and interval.

    reason: a `Reason`. paid_level: whose turn it was, 0 where there is none. payee: who was paid
    that level instead, or -1.
    """

    order_line: Int32
    bonus: Int16
    reason: Int8
    paid_level: Int16
    payee: Int32
    base_from_e4: Int64
    base_to_e4: Int64


def missed(result: Result, person: int) -> Missed:
    """All that passed a person by."""
    of_bonuses = [missed_by(written, person) for written in result.written()]
    return Missed.concatenate([Missed.empty(), *of_bonuses])


def missed_by(written: Written, person: int) -> Missed:
    """What passed a person by of one bonus in one turn."""
    found = [_walked_by(written, person), *_not_walked(written, person)]
    return Missed.concatenate(found).in_order("order_line", "base_from_e4")


def _walked_by(written: Written, person: int) -> Missed:
    """What walks came to him and paid somebody else, or nobody."""
    numbers = came_by(written, person)
    told = passed_by(written, person, numbers)
    payee = _payees(written, numbers, told.level)
    place = np.full(written.walkers + 1, -1)
    place[numbers] = np.arange(len(numbers))
    piece = np.flatnonzero(place[written.of_piece] >= 0)
    row = place[written.of_piece[piece]]
    pieces = written.prepared.pieces.take(piece)
    return _rows(written, pieces, told.reason[row], told.level[row], payee[row])


def came_by(written: Written, person: int) -> Int64:
    """The walkers that start at or below a person and do not pay him."""
    first = written.prepared.walked.walkers.first
    if written.prepared.first_step == 0:
        below = first == person
    else:
        below = written.way.is_above(np.array([person], dtype=np.int32), first)
    below[written.walkers_paying(person)] = False
    return np.flatnonzero(below)


def _payees(written: Written, numbers: Int64, level: Int16) -> Int32:
    """Who is paid a level of each walker, the first of them; -1 for nobody."""
    payee = np.full(len(numbers), -1, dtype=np.int32)
    for paid_level, steps in written.walk.steps.items():
        row = np.searchsorted(steps.walker, numbers)
        row[row == len(steps)] = 0
        paid = (level == paid_level) & (level > 0) & (steps.walker[row] == numbers)
        payee[paid] = steps.payee[row[paid]]
    return payee


def _not_walked(written: Written, person: int) -> Iterator[Missed]:
    """What never became a walk to him by a failing of his own."""
    bonus = list(written.calc.plan.bonuses.values())[written.prepared.index]
    if isinstance(bonus, RetailBonus):
        sales = sales_of(written.calc, bonus)
        yield _failed(written, bonus, sales.pieces, sales.source == person, person)
    elif isinstance(bonus, LevelBonus) and bonus.compression is Compression.VOLUME:
        yield _failed(written, bonus, written.prepared.pieces, _moved_past(written, person), person)


def _moved_past(written: Written, person: int) -> Bool:
    """Which sales stood at or below a person and were moved to somebody above him."""
    place = of_lines(written.calc.snapshot.order_lines.place, written.prepared.pieces)
    at_or_above = written.way.is_above(np.full_like(place, person), place)
    higher: Bool = written.way.depth[written.prepared.source] < written.way.depth[person]
    return at_or_above & higher


def _failed(written: Written, bonus: SaleBonus, pieces: Pieces, rows: Bool, person: int) -> Missed:
    """Of some sales those that pay him nothing because he was absent, or fails `payee`."""
    calc, pieces = written.calc, pieces.take(np.flatnonzero(rows))
    sold_at_us = of_lines(calc.snapshot.order_lines.sold_at_us, pieces)
    absent = calc.attendance.absent(np.full(len(pieces), person, np.int32), sold_at_us)
    failed = np.flatnonzero(absent | ~calc.passes(bonus.payee)[person])
    reason = np.where(absent, Reason.ENDED, Reason.INACTIVE)[failed].astype(np.int8)
    level, nobody = np.zeros(len(failed), np.int16), np.full(len(failed), -1, np.int32)
    return _rows(written, pieces.take(failed), reason, level, nobody)


def _rows(
    written: Written, pieces: Pieces, reason: Int8, level: AnyArray, payee: AnyArray
) -> Missed:
    return Missed(
        order_line=pieces.order_line,
        bonus=np.full(len(pieces), written.prepared.index, dtype=np.int16),
        reason=reason,
        paid_level=level,
        payee=payee,
        base_from_e4=pieces.base_from_e4,
        base_to_e4=pieces.base_to_e4,
    )
