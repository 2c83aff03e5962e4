"""From a result back to rows: who gets what for which sale or rank, and what everybody was."""

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import chain
from types import SimpleNamespace
from uuid import UUID

from ..adapters.money import decimal_text
from ..engine.counted import counted
from ..engine.passed_over import PassedOver
from ..engine.plans import Plan
from ..engine.plans.bonuses import Base
from ..engine.result import Part as EnginePart
from ..engine.result import Reason, Result
from ..engine.rounding import ROUNDINGS
from ..engine.snapshot import BASES
from ..engine.visits import Visit
from ..models import Attribution, CommissionLine, SaleLine
from ..models.runs import COUNTED, Line, Part, StandingRow
from .holdings import HeldLine, held_line
from .snapshots import Work

PARTS = {
    EnginePart.RANK: Part.RANK,
    EnginePart.GUARANTEE_GIVEN: Part.GUARANTEE_GIVEN,
    EnginePart.GUARANTEE_GOT: Part.GUARANTEE_GOT,
}
LINES_OF_A_PART = 100_000


def lines(work: Work, result: Result, make: Callable[..., Line]) -> Iterator[Line]:
    """The result's commission lines as rows of `make`: those of sales, then those of persons.

    Made as they are taken, for a large company's do not fit into memory at once; what they need of
    the database has been read by then.
    """
    numbers = _order_numbers(work.sale_lines)
    return chain(_sale_lines(work, result, make, numbers), _person_lines(work, result, make))


def standings[Row: StandingRow](
    work: Work, result: Result, make: Callable[..., Row]
) -> Iterator[Row]:
    """What everybody was in the period, as rows of `make`; who has nothing of it has none."""
    ranks = [rank.key for rank in work.plan.ranks.ladder] if work.plan.ranks else []
    standing = result.standing
    volumes = {name: column.tolist() for name, column in standing.volumes.items()}
    tests = {name: column.tolist() for name, column in standing.tests.items()}
    counts = {COUNTED + name: column.tolist() for name, column in counted(result).items()}
    found = zip(
        work.people.values,
        *(column.tolist() for column in (standing.qualified, standing.paid_as, standing.title)),
        strict=True,
    )
    for person, (distributor_id, *ladder) in enumerate(found):
        qualified, paid_as, title = (ranks[rank] if rank >= 0 else "" for rank in ladder)
        own = {name: column[person] for name, column in volumes.items() if column[person]}
        passed = {name: column[person] for name, column in tests.items()}
        counts_own = {name: column[person] for name, column in counts.items() if column[person]}
        if not (qualified or paid_as or title or own or counts_own or any(passed.values())):
            continue
        yield make(
            distributor_id=distributor_id,
            qualified=qualified,
            paid_as=paid_as,
            title=title,
            volumes={name: decimal_text(value) for name, value in own.items()},
            tests=passed | counts_own,
        )


def _sale_lines(
    work: Work, result: Result, make: Callable[..., Line], numbers: dict[UUID, str]
) -> Iterator[Line]:
    earned = _by_line(work.sale_lines)
    passed_over = PassedOver(result)
    ranks = _ranks(work.plan)
    midnight = functools.cache(functools.partial(_next_midnight, work.plan))
    for part in result.lines.parts(LINES_OF_A_PART):
        table = SimpleNamespace(**part.lists())  # numpy's numbers, one by one, are slow
        for i, visits in enumerate(passed_over.of(part)):
            line = work.order_lines.values[table.order_line[i]]
            latest = earned[line]
            reversed_line = work.posted.get(table.reverses[i])
            stored = reversed_line if isinstance(reversed_line, CommissionLine) else None
            release_at = reversed_line.release_at if reversed_line else latest.release_at
            row = make(
                distributor_id=work.people.values[table.payee[i]],
                source_id=latest.distributor_id,
                order_id=latest.order_id,
                order_number=numbers[latest.order_id],
                order_line_id=latest.order_line_id,
                bonus=work.bonuses.values[table.bonus[i]],
                part=Part.SALE,
                level=table.level[i],
                paid_level=table.paid_level[i],
                rank=ranks[table.rank[i]],
                base=BASES[table.base[i]].value,
                rate_num=table.rate_num[i],
                rate_den=table.rate_den[i],
                rounding=ROUNDINGS[table.rounding[i]],
                base_from_e4=table.base_from_e4[i],
                base_to_e4=table.base_to_e4[i],
                currency=latest.currency,
                amount_minor=table.amount_minor[i],
                release_at=midnight(release_at or latest.at),
                skipped=_skipped(work, visits),
                reverses=stored,
                number=0,
            )
            row.reversed_line = reversed_line
            yield row


def _person_lines(work: Work, result: Result, make: Callable[..., Line]) -> Iterator[Line]:
    """Amounts that belong to no order; they are released when their period ends."""
    ranks, people, table = _ranks(work.plan), work.people.values, result.person_lines
    for i in range(len(table)):
        other = int(table.other[i])
        yield make(
            distributor_id=people[table.payee[i]],
            bonus=work.bonuses.values[table.bonus[i]],
            part=PARTS[EnginePart(int(table.part[i]))],
            rank=ranks[table.rank[i]],
            other_id=people[other] if other >= 0 else None,
            number=int(table.number[i]),
            level=0,
            paid_level=0,
            base=Base.CV.value,
            rate_num=0,
            rate_den=1,
            rounding=work.plan.rounding,
            base_from_e4=0,
            base_to_e4=0,
            currency=work.snapshot.currencies[table.currency[i]].code,
            amount_minor=int(table.amount_minor[i]),
            release_at=work.period.ends_at,
            skipped=[],
        )


def _ranks(plan: Plan) -> list[str]:
    """Keys by position; the last entry is that of -1, no rank."""
    return [*(rank.key for rank in plan.ranks.ladder), ""] if plan.ranks else [""]


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


def _skipped(work: Work, visits: Iterable[Visit]) -> list[dict[str, object]]:
    """The people passed over, with the reason; the standing tells needed and actual."""
    return [
        {
            "distributor": work.people.values[visit.person],
            "reason": Reason(visit.reason or 0).name.lower(),
        }
        for visit in visits
    ]


def _next_midnight(plan: Plan, at: datetime) -> datetime:
    """The first midnight in the plan's zone at or after an instant: pay is released by the day."""
    local = at.astimezone(plan.zone)
    if local.time() == time():
        return at
    return datetime.combine(local.date() + timedelta(days=1), time(), plan.zone)
