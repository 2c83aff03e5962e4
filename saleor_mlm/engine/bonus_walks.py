"""The walks of one bonus done in any parts, and what they come to put together.

Invariant: whatever the parts are, by order lines or by walkers, the same is put together.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Protocol

import numpy as np

from .calculation import Calculation
from .columns import Bool, Int32
from .payment import Payment, Sums, pieces_of
from .sales import Pieces
from .scales import Scale, scale_of
from .steps import Losses, Outcome, Steps, by_level, joined
from .walkers import Walked, Walkers

THREADS = 2


class Walk(Protocol):
    """The rules of one bonus: who is paid on the sales of some walkers."""

    def outcomes(self, walkers: Walkers) -> Iterable[Outcome]:
        """Who is paid and what goes to nobody; walkers by their place in the table."""


@dataclasses.dataclass(frozen=True)
class Prepared:
    """A bonus whose walks can be done in any parts.

    base: code of `snapshot.BASES`. source: where each piece stands, for rates. values: exact rates
    by the ids of steps. depth: of people and the top in its tree. first_step: the number of the
    step to the first person. group_of: whose group's payments are summed too, or `None`.
    """

    index: int
    base: int
    pieces: Pieces
    source: Int32
    walked: Walked
    values: tuple[Fraction, ...]
    walk: Walk
    depth: Int32
    first_step: int = 1
    group_of: Callable[[Walkers], Int32] | None = None


@dataclasses.dataclass(frozen=True)
class BonusWalk:
    """What a bonus pays, walker by walker; its lines follow from it.

    steps, losses: by paid level, each by walker, then from below upwards; without detail empty.
    walkers: whose walks were done. groups: by currency and leader (the last one: no leader).
    """

    steps: dict[int, Steps]
    losses: dict[int, Losses]
    walkers: Bool
    sums: Sums
    groups: Sums


def walk_part(
    calc: Calculation, prepared: Prepared, order_lines: Bool | None, detail: bool
) -> BonusWalk:
    """Do the walks of some order lines' sales, or of all, and add up what they pay."""
    walked = prepared.walked
    if order_lines is not None:
        walked = walked.only(order_lines[prepared.pieces.order_line])
    base_max_e4 = int(prepared.pieces.base_to_e4.max(initial=0))
    rounding = calc.plan.rounding
    scale = scale_of(prepared.values, calc.snapshot.currencies, rounding, base_max_e4)
    parts = list(walked.parts())
    shares = [_Share(calc, prepared, scale, detail, parts[i::THREADS]) for i in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        done = list(threads.map(_Share.done, shares))
    for share in shares[1:]:
        shares[0].add(share)
    in_order = [done[i % THREADS][i // THREADS] for i in range(len(parts))]
    present = np.zeros(prepared.walked.count, dtype=np.bool_)
    present[walked.number] = True
    return BonusWalk(
        steps=joined(steps for steps, _ in in_order),
        losses=joined(losses for _, losses in in_order),
        walkers=present,
        sums=shares[0].sums,
        groups=shares[0].groups,
    )


def merged(parts: Sequence[BonusWalk]) -> BonusWalk:
    """What parts of one bonus come to together. A walker met in several has walked the same."""
    first = parts[0]
    if len(parts) == 1:
        return first
    present, steps, losses = np.zeros_like(first.walkers), [], []
    sums, groups = first.sums.like(), first.groups.like()
    for part in parts:
        new = part.walkers & ~present
        steps.append({level: rows.take(new[rows.walker]) for level, rows in part.steps.items()})
        losses.append({level: rows.take(new[rows.walker]) for level, rows in part.losses.items()})
        present |= new
        sums.merge(part.sums)
        groups.merge(part.groups)
    return BonusWalk(joined(steps), joined(losses), present, sums, groups)


class _Share:
    """What one thread does: some parts of a bonus's walkers, one after the other."""

    def __init__(
        self,
        calc: Calculation,
        prepared: Prepared,
        scale: Scale,
        detail: bool,
        parts: Sequence[Walked],
    ) -> None:
        self.prepared, self.scale, self.detail, self.parts = prepared, scale, detail, parts
        currencies = len(calc.snapshot.currencies)
        self.sums = Sums(currencies, calc.persons)
        self.groups = Sums(currencies, 0 if prepared.group_of is None else calc.persons + 1)

    def add(self, other: "_Share") -> None:
        self.sums.merge(other.sums)
        self.groups.merge(other.groups)

    def done(self) -> list[tuple[dict[int, Steps], dict[int, Losses]]]:
        return [self._part(walked) for walked in self.parts]

    def _part(self, walked: Walked) -> tuple[dict[int, Steps], dict[int, Losses]]:
        pieces = pieces_of(walked, self.prepared.pieces)
        payment = Payment(self.scale, walked.walkers, pieces, self.sums)
        group_of = self.prepared.group_of
        group = None if group_of is None else group_of(walked.walkers)
        kept: list[Outcome] = []
        for outcome in self.prepared.walk.outcomes(walked.walkers):
            if isinstance(outcome, Steps) and len(outcome):
                amounts = payment.add(outcome)
                if group is not None:
                    self.groups.add(amounts.currency, group[outcome.walker], *amounts.sums)
            if self.detail:
                kept.append(dataclasses.replace(outcome, walker=walked.number[outcome.walker]))
        depth = self.prepared.depth
        return by_level(Steps, kept, depth), by_level(Losses, kept, depth)
