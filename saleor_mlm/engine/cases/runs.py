"""A worked case, run after run."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from ..calculate import calculate
from ..carry import earned_after_e4, standing_after
from ..columns import Int64
from ..periods import Period, PeriodError, period_from_key
from ..plans import Plan
from ..plans.dependencies import works_out_ranks
from ..plans.periods import period_after, plan_period
from ..result import Result
from ..snapshot import EarlierPay
from .schema import Case
from .snapshots import Carried, Teller

type PlanOn = Callable[[dt.date], Plan]
"""The plan as it is on a day: its parameters put in."""


def results(
    case: Case, plan_on: PlanOn, currencies: Mapping[str, int], first_period: str
) -> Iterator[Result]:
    """What each run of a case gives."""
    plan = plan_on(dt.date.max)
    periods = periods_of(case, plan, case.period or first_period)
    teller = Teller(case, plan.zone, currencies, periods)
    own = str(periods[0].kind)
    carried: dict[str, Carried] = {own: teller.first_carried(plan)}
    earlier: list[Result] = []
    ranks: dict[str, Int64] = {}
    for number, period in enumerate(periods):
        plan = plan_on(period.starts_at.astimezone(plan.zone).date())
        before = carried.get(str(period.kind)) or teller.later_carried()
        if not works_out_ranks(plan, period.kind):
            before = replace(before, state={**before.state, **ranks})
        pay = _earlier_pay(earlier, period)
        result = calculate(teller.snapshot(plan, number, before, pay), plan)
        yield result
        if works_out_ranks(plan, period.kind):
            ranks = ranks_left(result)
        carried[str(period.kind)] = _after(result, rows=len(result.snapshot.sale_lines))
        earlier.append(result)


def ranks_left(result: Result) -> dict[str, Int64]:
    """The state by which runs of other lengths see the ranks that this one decided."""
    standing = result.standing
    return {
        "paid-as": standing.paid_as.astype(np.int64) + 1,
        "title": standing.title.astype(np.int64) + 1,
    }


def period_named(plan: Plan, key: str) -> Period:
    """The period of a key: of one of the plan's calendars, or a month, week or day."""
    for calendar, entries in plan.calendars.items():
        if any(entry.key == key for entry in entries):
            return plan_period(plan, key, calendar)
    return period_from_key(key, plan.zone)


def periods_of(case: Case, plan: Plan, first_period: str) -> list[Period]:
    """The period of each run of a case."""
    found = [period_named(plan, case.runs[0].period or first_period)]
    for run in case.runs[1:]:
        period = period_named(plan, run.period) if run.period else period_after(plan, found[-1])
        if period is None:
            raise PeriodError("no-period", f"there is no period after {found[-1].key}")
        found.append(period)
    return found


def _after(result: Result, rows: int) -> Carried:
    snapshot = result.snapshot
    refs = np.arange(int((result.lines.reverses < 0).sum())) + snapshot.posted.ref.max(initial=-1)
    return Carried(
        earned_before=earned_after_e4(snapshot),
        posted=standing_after(result, refs + 1),
        past=(*snapshot.past, result.past),
        state=result.state,
        rows=rows,
    )


def _earlier_pay(earlier: list[Result], period: Period) -> EarlierPay:
    """What runs of other lengths paid whose periods end within this one."""
    within = [
        result.totals
        for result in earlier
        if result.snapshot.period.kind != period.kind
        and period.starts_at < result.snapshot.period.ends_at <= period.ends_at
    ]
    parts = [
        EarlierPay(total.bonus, total.payee, total.currency, total.amount_minor) for total in within
    ]
    return EarlierPay.concatenate(parts) if parts else EarlierPay.empty()
