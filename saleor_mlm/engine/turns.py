"""Sales of earlier periods that pay now: by how everyone stood when they were sold.

A run's sales are paid in turns, one for each earlier period of which something is newly earned,
the earliest first, then one for this period. A turn has its own sale lines and standing.
"""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .columns import Bool
from .days import instant_us
from .periods import PeriodError
from .plans.bonuses import SaleBonus
from .plans.dependencies import bonus_names
from .plans.periods import plan_period
from .plans.reads import Node
from .plans.schema import Plan
from .result import Standing
from .snapshot import PastPeriod, Snapshot


@dataclasses.dataclass(frozen=True)
class Turn:
    """claimed: bool[sale line]: the rows whose earned base it pays."""

    claimed: Bool
    standing: Standing


def turns(snapshot: Snapshot, plan: Plan, standing: Standing) -> list[Turn]:
    """The turns of a run, this period's last; what was sold in a period of which there is no
    result that tells enough is paid in that one."""
    earlier = list(earlier_turns(snapshot, plan))
    left = snapshot.sale_lines.claimed.copy()
    for turn in earlier:
        left &= ~turn.claimed
    return [*earlier, Turn(left, standing)]


def earlier_turns(snapshot: Snapshot, plan: Plan) -> Iterator[Turn]:
    """The turns of earlier periods, the earliest first."""
    rows, sold_at_us = snapshot.sale_lines, snapshot.order_lines.sold_at_us
    if not snapshot.past or not (sold_at_us < snapshot.starts_us).any():
        return
    earned = [change > 0 for change in snapshot.earned.values()]
    gains = np.zeros(len(snapshot.order_lines), dtype=np.bool_)
    gains[rows.order_line[rows.claimed & np.logical_or.reduce(earned)]] = True
    for past in snapshot.past:
        then, ends_us = _standing_of(past, snapshot, plan), _ends_us(past, snapshot, plan)
        theirs = gains & (sold_at_us >= past.starts_us) & (sold_at_us < ends_us)
        if then is not None and theirs.any():
            yield Turn(rows.claimed & theirs[rows.order_line], then)


def paid_by(plan: Plan, every: str) -> set[Node]:
    """The volumes and tests by which bonuses on sales of this length pay."""
    bonuses = (bonus for bonus in plan.bonuses.values() if isinstance(bonus, SaleBonus))
    due = (bonus for bonus in bonuses if (bonus.every or plan.period) == every)
    return {node for bonus in due for node in bonus_names(bonus)}


def _standing_of(past: PastPeriod, snapshot: Snapshot, plan: Plan) -> Standing | None:
    """How everyone stood, if the result tells all by which sales are paid."""
    names = paid_by(plan, str(snapshot.period.kind))
    known = {("volume", name) for name in past.volumes} | {("test", name) for name in past.tests}
    if not names <= known or (past.title is None and plan.ranks is not None):
        return None
    nobody = np.full(len(snapshot.persons), -1, dtype=np.int16)
    return Standing(
        volumes=past.volumes,
        tests=past.tests,
        qualified=past.qualified,
        paid_as=past.paid_as,
        title=nobody if past.title is None else past.title,
    )


def _ends_us(past: PastPeriod, snapshot: Snapshot, plan: Plan) -> int:
    """Where an earlier period ends; nothing lies in one that the plan no longer has."""
    try:
        return instant_us(plan_period(plan, past.key, str(snapshot.period.kind)).ends_at)
    except PeriodError:
        return past.starts_us
