"""Holdings: how much of an order line stands with whom, and what of it a correction moves.

Nobody ever holds less than nothing: a loss is taken from whoever holds what is lost, the one whose
sale it is now first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass

from .sale_facts import NOTHING, Measures


@dataclass(frozen=True, slots=True)
class Holding:
    """What stands with somebody, and the net of what refunds took from it (nothing, or less)."""

    total: Measures = NOTHING
    refunded: Measures = NOTHING


def shares(change: Measures, holdings: Sequence[Holding], restores: bool) -> list[Measures]:
    """How a change is shared by the holders, the one whose sale it is now first, then the latest.

    `restores` says that a gain gives back what refunds took: it goes to whom it was taken from.
    """
    totals = zip(*(astuple(held.total) for held in holdings), strict=True)
    refunds = zip(*(astuple(held.refunded) for held in holdings), strict=True)
    columns = [
        _lost(-part, total) if part < 0 else _gained(part, refunded if restores else ())
        for part, total, refunded in zip(astuple(change), totals, refunds, strict=True)
    ]
    rows = [
        [column[i] if i < len(column) else 0 for column in columns] for i in range(len(holdings))
    ]
    return [Measures(*row) for row in rows]


def movable(committed: Measures, changes: Sequence[Measures]) -> list[Measures]:
    """What of each open change a correction moves: what stands above the committed part.

    Refunds take back the latest first, so what they took of the committed part stays with it.
    """
    columns = (
        [
            list(_above(before, column))
            for before, column in zip(
                astuple(committed), zip(*map(astuple, changes), strict=True), strict=True
            )
        ]
        if changes
        else []
    )
    return [Measures(*row) for row in zip(*columns, strict=True)]


def _lost(amount: int, held: Sequence[int]) -> list[int]:
    parts = []
    for total in held:
        part = min(amount, max(total, 0))
        parts.append(-part)
        amount -= part
    parts[0] -= amount
    return parts


def _gained(amount: int, refunded: Sequence[int]) -> list[int]:
    """The last from whom was taken is the first to get back."""
    parts = [0] * max(1, len(refunded))
    for index in reversed(range(1, len(refunded))):
        parts[index] = min(amount, max(0, -refunded[index]))
        amount -= parts[index]
    parts[0] = amount
    return parts


def _above(committed: int, changes: Iterable[int]) -> Iterator[int]:
    standing = floor = committed
    before = 0
    for change in changes:
        standing += change
        floor = min(floor, standing)
        yield standing - floor - before
        before = standing - floor
