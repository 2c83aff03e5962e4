"""From rows to the engine's snapshot of a period, and from its result back to rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Sum

from ..adapters import money
from ..engine.columns import Columns
from ..engine.periods import Period
from ..engine.plans import Plan
from ..engine.result import Result
from ..engine.rounding import ROUNDINGS
from ..engine.skips import Reason, skips_between
from ..engine.snapshot import Currency, Network, Posted, SaleLines, Snapshot
from ..models import Attribution, CommissionLine, Distributor, SaleLine, StatusChange
from ..models.runs import Line
from .genealogy import EARNING


CARRIED = 2**62


@dataclass
class Index[T]:
    """Numbers things 0..n-1 in the order in which they first come."""

    values: list[T] = field(default_factory=list)
    numbers: dict[T, int] = field(default_factory=dict)

    def __call__(self, value: T) -> int:
        number = self.numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


@dataclass
class Carried:
    """What earlier periods that are not committed yet would leave behind, for an estimate."""

    sale_lines: list[SaleLine] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass
class Work:
    """A period's snapshot with what leads from its indexes back to the rows."""

    period: Period
    plan: Plan
    snapshot: Snapshot
    sale_lines: Sequence[SaleLine]
    people: Index[int]
    order_lines: Index[UUID]
    bonuses: Index[str]
    posted: dict[int, Line]


def take(
    period: Period,
    plan: Plan,
    sale_lines: Sequence[SaleLine],
    carried: Carried,
    known: int | None,
) -> Work:
    """Everything a calculation of the period reads; `sale_lines` are those it counts.

    `known` is the last status change to look at, none for all: a run looks at no later one when
    it is calculated again.
    """
    people: Index[int] = Index()
    network = _network(people, period.ends_at, known)
    order_lines: Index[UUID] = Index()
    currencies: Index[str] = Index()
    bonuses: Index[str] = Index()
    for name in plan.bonuses:
        bonuses(name)
    credited = [row for row in sale_lines if row.distributor_id is not None]
    rows = _sale_rows(credited, people, order_lines, currencies)
    posted = _standing(period, order_lines, carried.lines)
    standing = _posted_rows(posted, people, order_lines, currencies, bonuses)
    snapshot = Snapshot(
        network=network,
        currencies=tuple(Currency(code, money.exponent(code)) for code in currencies.values),
        sale_lines=_columns(SaleLines, rows),
        earned_before_e4=_earned_before(period, order_lines, carried.sale_lines),
        posted=_columns(Posted, standing),
    )
    return Work(period, plan, snapshot, sale_lines, people, order_lines, bonuses, posted)


def lines(work: Work, result: Result, make: Callable[..., Line]) -> list[Line]:
    """The result's commission lines as rows of `make`."""
    earned = _by_order_line(work.sale_lines)
    numbers = _order_numbers(work.sale_lines)
    skipped = _skipped(work, result)
    table = result.lines
    rows = []
    for i in range(len(table)):
        order_line_id = work.order_lines.values[table.order_line[i]]
        latest = earned[order_line_id]
        reversed_line = work.posted.get(int(table.reverses[i]))
        stored = reversed_line if isinstance(reversed_line, CommissionLine) else None
        release_at = reversed_line.release_at if reversed_line else latest.release_at
        row = make(
            distributor_id=work.people.values[table.payee[i]],
            source_id=latest.distributor_id,
            order_id=latest.order_id,
            order_number=numbers[latest.order_id],
            order_line_id=order_line_id,
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


def status_change_id_max() -> int:
    """The last status change that is committed; none with a lower number can appear later.

    The lock waits for writers under way and is held only for this one look.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE saleor_mlm_statuschange IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM saleor_mlm_statuschange")
        return int(cursor.fetchone()[0])


def _network(people: Index[int], at: datetime, known: int | None) -> Network:
    """All distributors in the order they joined, with the status that rules at the period's end."""
    changes = StatusChange.objects.order_by("effective_at", "id")
    if known is not None:
        changes = changes.filter(id__lte=known)
    joined = set(changes.values_list("distributor_id", flat=True))
    ruling = changes.filter(effective_at__lt=at)
    status: dict[int, str] = dict(ruling.values_list("distributor_id", "status"))
    everyone = Distributor.objects.order_by("id").values_list("id", "enroller_id")
    links = [link for link in everyone if link[0] in joined]
    for distributor_id, _ in links:
        people(distributor_id)
    parent = [-1 if enroller is None else people(enroller) for _, enroller in links]
    payable = [status.get(distributor_id) in EARNING for distributor_id, _ in links]
    return Network(np.array(parent, np.int32), np.array(payable, np.bool_))


def _sale_rows(
    rows: Iterable[SaleLine],
    people: Index[int],
    order_lines: Index[UUID],
    currencies: Index[str],
) -> list[tuple[int, ...]]:
    return [
        (
            order_lines(row.order_line_id),
            row.seq,
            people(row.distributor_id or 0),
            row.own,
            currencies(row.currency),
            row.qv_e4,
            row.cv_e4,
            row.earned_e4,
        )
        for row in rows
    ]


def _standing(period: Period, order_lines: Index[UUID], carried: Iterable[Line]) -> dict[int, Line]:
    """Intervals that still stand, by a number: the key of a committed line, beyond all keys if carried.

    The top of an interval is lowered to where a refund has cut it.
    """
    committed = CommissionLine.objects.filter(
        order_line_id__in=order_lines.values, run__ends_at__lte=period.starts_at
    ).order_by("id")
    known = [*committed, *(line for line in carried if line.order_line_id in order_lines.numbers)]
    refs = {id(line): line.pk or CARRIED + number for number, line in enumerate(known)}
    tops: dict[int, int] = {}
    cuts = {id(line): _cut(line, refs) for line in known}
    for line in known:
        cut = cuts[id(line)]
        if cut is not None:
            tops[cut] = min(line.base_from_e4, tops.get(cut, line.base_from_e4))
    standing = {}
    for line in known:
        ref = refs[id(line)]
        line.base_top_e4 = tops.get(ref, line.base_to_e4)
        if cuts[id(line)] is None and line.base_top_e4 > line.base_from_e4:
            standing[ref] = line
    return standing


def _cut(line: Line, refs: dict[int, int]) -> int | None:
    """The number of the interval that a line takes back, if it does."""
    if isinstance(line, CommissionLine):
        return line.reverses_id
    back = line.reversed_line
    return None if back is None else back.pk or refs[id(back)]


def _posted_rows(
    standing: dict[int, Line],
    people: Index[int],
    order_lines: Index[UUID],
    currencies: Index[str],
    bonuses: Index[str],
) -> list[tuple[int, ...]]:
    codes = {rounding.value: code for code, rounding in enumerate(ROUNDINGS)}
    return [
        (
            order_lines(row.order_line_id),
            people(row.distributor_id),
            bonuses(row.bonus),
            row.level,
            row.paid_level,
            row.rate_num,
            row.rate_den,
            codes[row.rounding],
            row.base_from_e4,
            row.base_top_e4,
            currencies(row.currency),
            ref,
        )
        for ref, row in standing.items()
    ]


def _columns[T: Columns](table: type[T], rows: Sequence[tuple[int, ...]]) -> T:
    """A table of the engine from rows; each column takes the type that the table demands."""
    types: dict[str, Any] = {
        "place": np.int32,
        "payee": np.int32,
        "level": np.int32,
        "own": np.bool_,
        "currency": np.int16,
        "bonus": np.int16,
        "paid_level": np.int16,
        "rounding": np.int8,
    }
    names = [column.name for column in fields(table)]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return table(
        *(
            np.array(column, types.get(name, np.int64))
            for name, column in zip(names, columns, strict=True)
        )
    )


def _earned_before(period: Period, order_lines: Index[UUID], carried: Iterable[SaleLine]) -> Any:
    """Per order line the earned base that earlier runs counted, or would count."""
    counted = SaleLine.objects.filter(
        order_line_id__in=order_lines.values, claimed__run__ends_at__lte=period.starts_at
    )
    sums = dict(counted.values_list("order_line_id").annotate(sum=Sum("earned_e4")))
    for row in carried:
        sums[row.order_line_id] = sums.get(row.order_line_id, 0) + row.earned_e4
    return np.array([sums.get(line_id, 0) for line_id in order_lines.values], np.int64)


def _by_order_line(rows: Iterable[SaleLine]) -> dict[UUID, SaleLine]:
    """For each order line its last row that earned something, else its last row."""
    found: dict[UUID, SaleLine] = {}
    for row in rows:
        before = found.get(row.order_line_id)
        if before is None or row.earned_e4 > 0 or before.earned_e4 <= 0:
            found[row.order_line_id] = row
    return found


def _order_numbers(rows: Iterable[SaleLine]) -> dict[UUID, str]:
    order_ids = {row.order_id for row in rows}
    found = Attribution.objects.filter(order_id__in=order_ids)
    return dict(found.values_list("order_id", "order_number"))


def _skipped(work: Work, result: Result) -> list[list[dict[str, object]]]:
    """Per line the people passed over, with the reason; the volumes tell needed and actual."""
    table = result.lines
    skips = skips_between(work.snapshot, table.walk_from, table.payee)
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
