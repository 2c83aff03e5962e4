"""What a run says beside its figures: what may be missing although nothing is wrong."""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np

from ..engine.columns import Int64
from ..engine.days import day_numbers, day_of, midnight_us
from ..engine.periods import Period
from ..engine.plans import Overlay, Plan
from ..engine.plans.bonuses import FastStartBonus, RankAdvancementBonus
from ..engine.plans.dependencies import evaluation
from ..engine.plans.looking_back import looking_back
from ..engine.plans.periods import period_before
from ..engine.plans.volumes import SalesVolume
from ..engine.snapshot import Snapshot
from ..engine.turns import earlier_turns, paid_by
from .cells import instant_us
from .earlier import Earlier, ranks_period
from .needs import needs
from .network import Network
from .sale_rows import SaleRows
from .sales import Sales


def notes(
    plan: Plan, period: Period, network: Network, sales: Sales, found: Earlier
) -> Iterator[str]:
    """All of it, in sentences."""
    if sales.earlier and not needs(plan).earlier_sales:
        rows = _rows(sales.earlier, "was", "were")
        yield f"{rows} sold and earned before {period.key}, which earlier runs count: not counted"
    if sales.later:
        yield f"{_rows(sales.later, 'lies', 'lie')} after {period.key}: not counted"
    yield from _before_enrolment(period, network, sales)
    if found.state is None:
        yield from _begins_here(plan, period, network)
    yield from _sales_begin_late(plan, period, network, sales)
    closed = ranks_period(plan, period)
    if closed is not None and found.ranks is None:
        yield (
            f"no run of {closed.key} was given (--results-in), whose ranks hold in {period.key}: "
            "nobody has a rank or title in this run"
        )


def not_ruling(overlays: Sequence[Overlay], key: str, first: dt.date) -> Iterator[str]:
    """Promotions that were given and change nothing. first: the day on which the period begins."""
    for overlay in overlays:
        if not overlay.rules_on(first):
            promotion = overlay.promotion
            yield (
                f"promotion {promotion.key} does not rule in {key}, which begins on {first}: it "
                f"rules in periods that begin from {promotion.first} to {promotion.last}"
            )


def at_a_loss(sales: Sales, rows: SaleRows, below: Int64) -> Iterator[str]:
    """Order lines whose margin is less than 0. below: the row of each where it is so first."""
    if below.size:
        count, first = len(below), sales.lines.keys[int(rows.lines.order_line[below[0]])]
        lines = "1 order line bears" if count == 1 else f"{count:,} order lines bear"
        yield (
            f"{lines} a margin below 0 (`{first}` first): it counts as 0; if it is a return of "
            "what an earlier run paid, that run must be given (--state-in)"
        )


def sold_before(snapshot: Snapshot, plan: Plan) -> Iterator[str]:
    """Sales of earlier periods that are earned now and of whose period there is no result."""
    lines = snapshot.sale_lines
    late = lines.claimed & (snapshot.order_lines.sold_at_us[lines.order_line] < snapshot.starts_us)
    late &= np.logical_or.reduce([change > 0 for change in snapshot.earned.values()] or [late])
    for turn in earlier_turns(snapshot, plan):
        late &= ~turn.claimed
    count = len(np.unique(lines.order_line[late]))
    if count and paid_by(plan, str(snapshot.period.kind)):
        key = snapshot.period.key
        sold = "1 order line that was" if count == 1 else f"{count:,} order lines that were"
        are = "is" if count == 1 else "are"
        yield (
            f"{sold} sold before {key} {are} earned in it, and no result of that period is there: "
            f"paid by how everyone stands in {key}"
        )


def sold_again(snapshot: Snapshot, plan: Plan, sales: Sales) -> Iterator[str]:
    """Rows that add to order lines on a later day than these were sold: an order line has one day,
    by which it is paid."""
    sold_us = snapshot.order_lines.sold_at_us[sales.order_line]
    rows = np.flatnonzero((sales.at_us >= snapshot.starts_us) & (sales.at_us > sold_us))
    adds = np.zeros(len(rows), dtype=np.bool_)
    for values in sales.measures.values():
        adds |= values[rows] > 0
    rows = rows[adds]
    days, sold = (day_numbers(at[rows], plan.zone) for at in (sales.at_us, sold_us))
    rows = rows[days > sold]
    if rows.size:
        first = sales.lines.keys[int(sales.order_line[rows[0]])]
        yield (
            f"{_rows(len(rows), 'adds', 'add')} to what was sold on an earlier day (`{first}` "
            "first): volumes count on the row's own day, and pay is by that of the sale; what was "
            "sold anew needs an order line of its own"
        )


def left_unused(snapshot: Snapshot, plan: Plan) -> Iterator[str]:
    """What earlier runs counted or began for bonuses and ranks that the plan does not have: limits
    begin anew under another name, and instalments are paid no further."""
    left = sorted(name for name, values in snapshot.state.items() if values.any())
    lost = [name for name in left if not _goes_on(plan, name.split(":"))]
    if lost:
        yield (
            f"nothing goes on from {', '.join(lost)} of the earlier runs' state: no bonus of the "
            "plan is called so"
        )


def _goes_on(plan: Plan, name: Sequence[str]) -> bool:
    """Whether some bonus goes on from a number that is carried, such as used:start:USD."""
    if name[0] not in ("used", "advancement"):
        return True
    bonus = plan.bonuses.get(name[1])
    if name[0] == "used":
        return isinstance(bonus, FastStartBonus) and bonus.limit_e4 is not None
    return isinstance(bonus, RankAdvancementBonus) and name[2] in bonus.amounts


def _begins_here(plan: Plan, period: Period, network: Network) -> Iterator[str]:
    """What looks back looks on nothing; that is so in a company's first period too."""
    before = period_before(plan, period)
    there_before = (network.joined_us < instant_us(period.starts_at)).any()
    names = list(looking_back(plan, str(period.kind)))
    if before is not None and there_before and names:
        yield (
            f"no run of {before.key} was given (--state-in): what looks back begins with "
            f"{period.key} ({', '.join(names)})"
        )


def _before_enrolment(period: Period, network: Network, sales: Sales) -> Iterator[str]:
    early = sales.at_us >= instant_us(period.starts_at)
    early &= sales.at_us < network.joined_us[sales.lines.place[sales.order_line]]
    if early.any():
        first = sales.lines.keys[int(sales.order_line[np.flatnonzero(early)[0]])]
        yield (
            f"{_rows(int(early.sum()), 'lies', 'lie')} before the distributor enrolled "
            f"(`{first}` first): volumes count, but whoever had not enrolled is paid nothing on it"
        )


def _sales_begin_late(plan: Plan, period: Period, network: Network, sales: Sales) -> Iterator[str]:
    """Volumes that look at days before the first row of the sales."""
    begins_us = sales.begins_us
    needed = evaluation(plan, str(period.kind))
    for kind, name in (*needed.before, *needed.during, *needed.after):
        volume = plan.volumes[name] if kind == "volume" else None
        if not isinstance(volume, SalesVolume):
            continue
        since_us = _looks_back_to(volume, plan, period, network)
        if since_us is not None and begins_us > since_us:
            since, begins = (_day(plan, at_us) for at_us in (since_us, begins_us))
            yield (
                f"volume {name} looks at sales from {since} on, and the sales begin on {begins}: "
                "what was sold in between, if anything was, is missing"
            )


def _looks_back_to(volume: SalesVolume, plan: Plan, period: Period, network: Network) -> int | None:
    """The first instant that a volume looks at, where it may lie before the period."""
    if volume.since_enrolment_days is not None:
        return int(network.joined_us.min(initial=instant_us(period.ends_at)))
    if volume.days is None:
        return None
    last = (period.ends_at - dt.timedelta(microseconds=1)).astimezone(plan.zone).date()
    return midnight_us(last - dt.timedelta(days=volume.days - 1), plan.zone)


def _day(plan: Plan, at_us: int) -> dt.date:
    [number] = day_numbers(np.array([at_us]), plan.zone).tolist()
    return day_of(number)


def _rows(count: int, one: str, several: str) -> str:
    return f"1 row {one}" if count == 1 else f"{count:,} rows {several}"
