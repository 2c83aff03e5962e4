"""What a change of enroller would do: who moves, what volumes and pay shift, and why it cannot be.

Nothing of it is written.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from ..adapters import clock
from ..models import Distributor
from ..models.runs import Line
from . import as_of, earnings, enroller_changes, enroller_requests, genealogy, plans, runs
from .as_of import ENROLLER, AsOf
from .enroller_changes import Wish
from .errors import MlmError

LEVELS_SHOWN = 5
# Whoever asks waits for two calculations of the open periods.
PEOPLE_CALCULATED = 20_000


@dataclass(frozen=True, slots=True)
class Shift:
    """The group QV of the running period of somebody above, in 1/10,000, before and after."""

    distributor: Distributor
    before_e4: int
    after_e4: int


@dataclass(frozen=True, slots=True)
class PayShift:
    """What the estimates of all open periods give somebody in one currency, before and after."""

    distributor_id: int
    currency: str
    before_minor: int
    after_minor: int


@dataclass(frozen=True, slots=True)
class Preview:
    """team_size: how many come along. needs: who would have to agree to a distributor's wish."""

    wish: Wish
    team_size: int
    needs: list[str]
    refusals: list[MlmError]


def preview(wish: Wish) -> Preview:
    """The effect of a change on the tree, and every reason why it cannot be."""
    team = as_of.below(ENROLLER, wish.distributor.id, AsOf(wish.effective_at or clock.now()))
    return Preview(
        wish=wish,
        team_size=len(team),
        needs=enroller_requests.needed(wish),
        refusals=enroller_changes.refusals(wish),
    )


def volume_shifts(wish: Wish) -> list[Shift]:
    """The nearest above who lose, and then those who gain, the team's volume of this period.

    Whoever is above both before and after, keeps it.
    """
    period = plans.period_of(clock.now())
    if period is None:
        return []
    team_e4 = earnings.group_volume_e4(wish.distributor.id, period)
    old, new = _line(wish.distributor.enroller), _line(wish.enroller)
    signs = [(who, -1) for who in old if who not in new][:LEVELS_SHOWN]
    signs += [(who, 1) for who in new if who not in old][:LEVELS_SHOWN]
    people = Distributor.objects.in_bulk([who for who, _ in signs])
    shifts = []
    for who, sign in signs:
        before_e4 = earnings.group_volume_e4(who, period)
        shifts.append(Shift(people[who], before_e4, before_e4 + sign * team_e4))
    return shifts


def pay_shifts(wish: Wish) -> list[PayShift] | None:
    """Whose pay would change by how much, as the estimates have it now; none where the company is
    too large to wait for that, or the change cannot be."""
    if Distributor.objects.count() > PEOPLE_CALCULATED:
        return None
    with enroller_changes.locked_tree():
        try:
            if enroller_changes.refusals(wish):
                return None
            before = _sums(runs.calculated_estimates()[0])
            enroller_changes.write(wish, "preview", "preview")
            after = _sums(runs.calculated_estimates()[0])
        finally:
            transaction.set_rollback(True)
    return [
        PayShift(*fact, before[fact], after[fact])
        for fact in sorted(before.keys() | after.keys())
        if before[fact] != after[fact]
    ]


def _line(enroller: Distributor | None) -> list[int]:
    return [enroller.id, *genealogy.upline_ids(enroller.id)] if enroller else []


def _sums(lines: Iterable[Line]) -> Counter[tuple[int, str]]:
    sums: Counter[tuple[int, str]] = Counter()
    for line in lines:
        sums[line.distributor_id, line.currency] += line.amount_minor
    return sums
