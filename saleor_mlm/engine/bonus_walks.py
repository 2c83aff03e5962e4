"""The walks of one bonus done in any parts, and what they come to put together.

Invariant: whatever the parts are, by order lines or by walkers, the same is put together.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np

from .calculation import Calculation
from .columns import Bool, Int32
from .level import LevelWalk
from .level_totals import pay_together
from .owed import Owed, OwedByRate, owed
from .payment import Sums
from .sales import Pieces
from .scales import scale_of
from .steps import Losses, Outcome, Steps, by_level, joined
from .threads import in_threads
from .walkers import Alike, Walked, Walkers

WALKERS_OF_A_PART = 2**16


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
    source: Int32
    alike: Alike
    walked: Walked
    values: tuple[Fraction, ...]
    walk: Walk
    depth: Int32
    first_step: int = 1
    group_of: Callable[[Walkers], Int32] | None = None

    @property
    def pieces(self) -> Pieces:
        """All pieces of the run."""
        return self.walked.pieces


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
    scale = scale_of(prepared.values, calc.snapshot.currencies, calc.plan.rounding, base_max_e4)
    walk, due = prepared.walk, owed(scale, walked)
    apart = detail or prepared.alike.by_source
    if isinstance(walk, LevelWalk) and isinstance(due, OwedByRate) and not apart:
        sums = calc.no_sums()
        pay_together(walk, prepared.alike, walked.walkers, due, sums)
        return BonusWalk({}, {}, _present(walked), sums, sums.like())
    return _walked_apart(calc, prepared, walked, due, detail)


def _walked_apart(
    calc: Calculation, prepared: Prepared, walked: Walked, due: Owed, detail: bool
) -> BonusWalk:
    """Each walker on his own."""
    starts = range(0, len(walked.walkers), WALKERS_OF_A_PART)
    shares = in_threads(
        lambda share: _Share(calc, prepared, walked, due, detail).done(share), starts
    )
    found: dict[int, Found] = {}
    for share in shares:
        found |= share.found
    for share in shares[1:]:
        shares[0].sums.merge(share.sums)
        shares[0].groups.merge(share.groups)
    return BonusWalk(
        steps=joined(found[start][0] for start in starts),
        losses=joined(found[start][1] for start in starts),
        walkers=_present(walked),
        sums=shares[0].sums,
        groups=shares[0].groups,
    )


def _present(walked: Walked) -> Bool:
    present = np.zeros(walked.count, dtype=np.bool_)
    present[walked.number] = True
    return present


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


type Found = tuple[dict[int, Steps], dict[int, Losses]]


class _Share:
    """What one thread does: some parts of a bonus's walkers, one after the other. found: by the
    first walker of each part."""

    def __init__(
        self, calc: Calculation, prepared: Prepared, walked: Walked, due: Owed, detail: bool
    ) -> None:
        self.prepared, self.walked, self.due, self.detail = prepared, walked, due, detail
        currencies = len(calc.snapshot.currencies)
        self.sums = calc.no_sums()
        self.groups = Sums(currencies, 0 if prepared.group_of is None else calc.persons + 1)
        self.found: dict[int, Found] = {}

    def done(self, starts: Sequence[int]) -> "_Share":
        """The same when its parts are done."""
        self.found = {start: self._part(start) for start in starts}
        return self

    def _part(self, start: int) -> Found:
        walkers = self.walked.walkers.take(slice(start, start + WALKERS_OF_A_PART))
        group_of = self.prepared.group_of
        group = None if group_of is None else group_of(walkers)
        kept: list[Outcome] = []
        for outcome in self.prepared.walk.outcomes(walkers):
            if isinstance(outcome, Steps):
                self._pay(outcome, walkers, start, group)
            if self.detail:
                number = self.walked.number[outcome.walker + start]
                kept.append(dataclasses.replace(outcome, walker=number))
        depth = self.prepared.depth
        return by_level(Steps, kept, depth), by_level(Losses, kept, depth)

    def _pay(self, steps: Steps, walkers: Walkers, start: int, group: Int32 | None) -> None:
        currency = walkers.currency[steps.walker]
        amount_minor = self.due.minor(steps.walker + start, steps.rate)
        self.sums.add(currency, steps.payee, amount_minor)
        if group is not None:
            self.groups.add(currency, group[steps.walker], amount_minor)
