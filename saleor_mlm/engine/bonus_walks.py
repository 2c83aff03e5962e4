"""One bonus worked out: its sales, its walkers, and who is paid on them."""

import dataclasses
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from .calculation import Calculation
from .columns import Int32
from .payment import Payment, Sums, pieces_of
from .rates import Rates
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
    """A bonus whose walks can be done in any parts. base: code of `snapshot.BASES`. depth: of people
    and the top in its tree. first_step: the number of the step to the first person."""

    index: int
    base: int
    pieces: Pieces
    walked: Walked
    rates: Rates
    walk: Walk
    depth: Int32
    first_step: int = 1


@dataclasses.dataclass(frozen=True)
class BonusWalk:
    """What a bonus pays, walker by walker; its lines follow from it.

    steps, losses: by paid level, each by walker, from below upwards; without detail empty.
    """

    prepared: Prepared
    steps: dict[int, Steps]
    losses: dict[int, Losses]


def walk_all(calc: Calculation, prepared: Prepared, sums: Sums, detail: bool) -> BonusWalk:
    """Do all walks of a bonus and add up what they pay."""
    scale = scale_of(
        prepared.rates.values,
        calc.snapshot.currencies,
        calc.plan.rounding,
        int(prepared.pieces.base_to_e4.max(initial=0)),
    )
    parts = list(prepared.walked.parts())
    shares = [
        _Share(prepared, scale, sums.like(), detail, parts[i::THREADS]) for i in range(THREADS)
    ]
    with ThreadPoolExecutor(THREADS) as threads:
        done = list(threads.map(_Share.done, shares))
    for share in shares:
        sums.merge(share.sums)
    in_order = [done[i % THREADS][i // THREADS] for i in range(len(parts))]
    steps = joined(part for part, _ in in_order)
    losses = joined(part for _, part in in_order)
    return BonusWalk(prepared, steps, losses)


@dataclasses.dataclass(frozen=True)
class _Share:
    """What one thread does: some parts of a bonus's walkers, one after the other."""

    prepared: Prepared
    scale: Scale
    sums: Sums
    detail: bool
    parts: Sequence[tuple[int, Walked]]

    def done(self) -> list[tuple[dict[int, Steps], dict[int, Losses]]]:
        return [self._part(start, walked) for start, walked in self.parts]

    def _part(self, start: int, walked: Walked) -> tuple[dict[int, Steps], dict[int, Losses]]:
        payment = Payment(self.scale, walked, pieces_of(walked, self.prepared.pieces), self.sums)
        kept: list[Outcome] = []
        for outcome in self.prepared.walk.outcomes(walked.walkers):
            if isinstance(outcome, Steps):
                payment.add(outcome)
            if self.detail:
                walker = outcome.walker + np.int32(start)
                kept.append(dataclasses.replace(outcome, walker=walker))
        depth = self.prepared.depth
        return by_level(Steps, kept, depth), by_level(Losses, kept, depth)
