"""From a result back to rows: who gets what for which sale, and who was passed over."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from ..engine.plans import Plan
from ..engine.result import Result
from ..engine.rounding import ROUNDINGS
from ..engine.skips import Reason
from ..models import Attribution, CommissionLine, SaleLine
from ..models.runs import Line
from .holdings import HeldLine, held_line
from .snapshots import Work


def lines(work: Work, result: Result, make: Callable[..., Line]) -> list[Line]:
    """The result's commission lines as rows of `make`."""
    earned = _by_line(work.sale_lines)
    numbers = _order_numbers(work.sale_lines)
    skipped = _skipped(work, result)
    table = result.lines
    rows = []
    for i in range(len(table)):
        line = work.order_lines.values[table.order_line[i]]
        latest = earned[line]
        reversed_line = work.posted.get(int(table.reverses[i]))
        stored = reversed_line if isinstance(reversed_line, CommissionLine) else None
        release_at = reversed_line.release_at if reversed_line else latest.release_at
        row = make(
            distributor_id=work.people.values[table.payee[i]],
            source_id=latest.distributor_id,
            order_id=latest.order_id,
            order_number=numbers[latest.order_id],
            order_line_id=latest.order_line_id,
            bonus=work.bonuses.values[table.bonus[i]],
            level=int(table.level[i]),
            paid_level=int(table.paid_level[i]),
            rate_num=int(table.rate_num[i]),
            rate_den=int(table.rate_den[i]),
            rounding=ROUNDINGS[table.rounding[i]],
            base_from_e4=int(table.base_from_e4[i]),
            base_to_e4=int(table.base_to_e4[i]),
            currency=latest.currency,
            amount_minor=int(table.amount_minor[i]),
            release_at=_next_midnight(release_at or latest.at, work.plan),
            skipped=skipped[i],
            reverses=stored,
        )
        row.reversed_line = reversed_line
        rows.append(row)
    return rows


def _by_line(rows: Iterable[SaleLine]) -> dict[HeldLine, SaleLine]:
    """For each order line and whose it is its last row that earned something, else its last row."""
    found: dict[HeldLine, SaleLine] = {}
    for row in rows:
        before = found.get(held_line(row))
        if before is None or row.earned_e4 > 0 or before.earned_e4 <= 0:
            found[held_line(row)] = row
    return found


def _order_numbers(rows: Iterable[SaleLine]) -> dict[UUID, str]:
    order_ids = {row.order_id for row in rows}
    found = Attribution.objects.filter(order_id__in=order_ids)
    return dict(found.values_list("order_id", "order_number"))


def _skipped(work: Work, result: Result) -> list[list[dict[str, object]]]:
    """Per line the people passed over, with the reason; the volumes tell needed and actual."""
    table = result.lines
    skips = result.skips(table)
    lists: list[list[dict[str, object]]] = []
    for start, stop in zip(skips.offsets[:-1], skips.offsets[1:], strict=True):
        lists.append(
            [
                {
                    "distributor": work.people.values[skips.persons.person[k]],
                    "reason": Reason(int(skips.persons.reason[k])).name.lower(),
                }
                for k in range(start, stop)
            ]
        )
    return lists


def _next_midnight(at: datetime, plan: Plan) -> datetime:
    """The first midnight in the plan's zone at or after an instant: pay is released by the day."""
    local = at.astimezone(plan.zone)
    if local.time() == time():
        return at
    return datetime.combine(local.date() + timedelta(days=1), time(), plan.zone)
