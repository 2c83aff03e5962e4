"""What walks come to: who is paid at which rate, and what goes to nobody; for whole walkers."""

import dataclasses
from collections.abc import Iterable, Mapping

import numpy as np

from .columns import Columns, Int8, Int16, Int32


@dataclasses.dataclass(frozen=True, eq=False)
class Steps(Columns):
    """Whoever is paid on the sales of a walker. rate: id in the bonus's rates."""

    walker: Int32
    payee: Int32
    paid_level: Int16
    rate: Int16


@dataclasses.dataclass(frozen=True, eq=False)
class Losses(Columns):
    """Levels of a walker that go to nobody. person: who used the level up, or -1 at the top."""

    walker: Int32
    person: Int32
    paid_level: Int16
    reason: Int8


type Outcome = Steps | Losses
type ByLevel[T] = Mapping[int, T]


def by_level[T: (Steps, Losses)](
    table: type[T], outcomes: Iterable[Outcome], depth: Int32
) -> dict[int, T]:
    """The rows of one kind by paid level, each level by walker, then from below upwards."""
    parts: dict[int, list[T]] = {}
    for rows in outcomes:
        if isinstance(rows, table) and len(rows):
            for level, some in _levels(rows):
                parts.setdefault(level, []).append(some)
    return {level: _in_order(table.concatenate(some), depth) for level, some in parts.items()}


def joined[T: (Steps, Losses)](parts: Iterable[Mapping[int, T]]) -> dict[int, T]:
    """The rows of several parts that have no walker in common, by paid level and walker."""
    found: dict[int, list[T]] = {}
    for part in parts:
        for level, rows in part.items():
            if len(rows):
                found.setdefault(level, []).append(rows)
    return {level: _by_walker(found[level]) for level in sorted(found)}


def _by_walker[T: (Steps, Losses)](parts: list[T]) -> T:
    rows = type(parts[0]).concatenate(parts)
    if (rows.walker[1:] >= rows.walker[:-1]).all():
        return rows
    return rows.take(np.argsort(rows.walker, kind="stable"))


def _levels[T: (Steps, Losses)](rows: T) -> list[tuple[int, T]]:
    least, most = int(rows.paid_level.min()), int(rows.paid_level.max())
    if least == most:
        return [(least, rows)]
    order = np.argsort(rows.paid_level, kind="stable")
    levels, starts = np.unique(rows.paid_level[order], return_index=True)
    places = np.split(order, starts[1:])
    return [(int(level), rows.take(some)) for level, some in zip(levels, places, strict=True)]


def _in_order[T: (Steps, Losses)](rows: T, depth: Int32) -> T:
    if (rows.walker[1:] > rows.walker[:-1]).all():
        return rows
    person = rows.payee if isinstance(rows, Steps) else rows.person
    return rows.take(np.lexsort((-depth[person], rows.walker)))
