"""What passed a person by: the sales whose walks came to him and paid him nothing."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .columns import Columns, Int8, Int16, Int32, Int64
from .lines import Written
from .result import Result
from .trace import Visit, visits, walker


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
    """All that passed a person by. Takes as long as walking every sale below him again by hand."""
    found = [Missed.empty()]
    for written in result.written():
        found += _of_bonus(written, person)
    return Missed.concatenate(found)


def _of_bonus(written: Written, person: int) -> Iterator[Missed]:
    numbers = _came_by(written, person)
    payee, reason, level = np.zeros((3, len(numbers)), dtype=np.int64)
    for place, number in enumerate(numbers.tolist()):
        visit = _visit(written, number, person)
        if visit is not None and visit.reason is not None:
            reason[place], level[place] = visit.reason, visit.level
            payee[place] = written.payee_of(number, visit.level) if visit.level else -1
    said = np.full(written.walkers + 1, -1)
    said[numbers[reason > 0]] = np.flatnonzero(reason > 0)
    piece = np.flatnonzero(said[written.of_piece] >= 0)
    row = said[written.of_piece[piece]]
    pieces = written.prepared.pieces.take(piece)
    yield Missed(
        order_line=pieces.order_line,
        bonus=np.full(len(piece), written.prepared.index, dtype=np.int16),
        reason=reason[row].astype(np.int8),
        paid_level=level[row].astype(np.int16),
        payee=payee[row].astype(np.int32),
        base_from_e4=pieces.base_from_e4,
        base_to_e4=pieces.base_to_e4,
    )


def _came_by(written: Written, person: int) -> Int64:
    """The walkers that start at or below a person and do not pay him."""
    first = written.prepared.walked.walkers.first
    if written.prepared.first_step == 0:
        below = first == person
    else:
        below = written.way.is_above(np.array([person], dtype=np.int32), first)
    below[written.walkers_paying(person)] = False
    return np.flatnonzero(below)


def _visit(written: Written, number: int, person: int) -> Visit | None:
    walking = visits(written.prepared, walker(written.prepared, number))
    return next((visit for visit in walking if visit.person == person), None)
