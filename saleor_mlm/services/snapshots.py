"""From rows to the engine's snapshot of a period: people, sales, what stands, what was left."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import Sum

from ..adapters import money
from ..engine.columns import Columns, Int64
from ..engine.periods import Period
from ..engine.plans import Plan
from ..engine.plans.bonuses import Base
from ..engine.plans.volumes import Measure
from ..engine.rounding import ROUNDINGS
from ..engine.snapshot import (
    BASES,
    UNKNOWN,
    Absences,
    Currency,
    EarlierPay,
    Exceptions,
    OrderLines,
    Persons,
    Posted,
    SaleLines,
    Snapshot,
    Tree,
    Words,
)
from ..models import Attribution, CommissionLine, SaleLine
from ..models.runs import Line, Part
from . import networks, openings, placed_trees, run_classes, run_columns, run_words
from .as_of import AsOf
from .holdings import HeldLine, held_line
from .instants import microseconds
from .moved_lines import netted
from .networks import Known, Network
from .placement_trees import ENROLLER
from .run_classes import RETAIL
from .run_columns import Left
from .run_words import Told

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
    left: list[Left] = field(default_factory=list)


@dataclass
class Work:
    """A period's snapshot with what leads from its indexes back to the rows."""

    period: Period
    plan: Plan
    snapshot: Snapshot
    sale_lines: Sequence[SaleLine]
    people: Index[int]
    order_lines: Index[HeldLine]
    bonuses: Index[str]
    posted: dict[int, Line]


def take(
    period: Period,
    plan: Plan,
    sale_lines: Sequence[SaleLine],
    carried: Carried,
    known: Known | None,
) -> Work:
    """Everything a calculation of the period reads; `sale_lines` are those it counts.

    `known` are the last changes to look at, none for all: a run looks at no later ones when it is
    calculated again.
    """
    people: Index[int] = Index()
    network = networks.take(period, known)
    for distributor_id in network.people:
        people(distributor_id)
    order_lines: Index[HeldLine] = Index()
    currencies: Index[str] = Index()
    bonuses: Index[str] = Index()
    for name in plan.bonuses:
        bonuses(name)
    credited = netted([row for row in sale_lines if row.distributor_id is not None])
    for row in credited:
        order_lines(held_line(row))
    sold = {row.order_line_id for row in credited}
    told = run_words.told(network.people, sold, period, plan, known)
    table = _order_lines(credited, order_lines, people, currencies, told, plan, known)
    for code in plan.currencies:
        currencies(code)
    posted = _standing(period, order_lines, carried.lines)
    standing = _posted_rows(posted, people, order_lines, currencies, bonuses, plan)
    left = [*run_columns.before(period), *carried.left]
    last = left[-1] if left else openings.state()
    snapshot = Snapshot(
        period=period,
        words=_words(plan, told),
        currencies=tuple(Currency(code, money.exponent(code)) for code in currencies.values),
        persons=_persons(network, period, told, plan, known),
        trees=_trees(period, plan, network, known),
        absences=_columns(Absences, network.absences),
        order_lines=table,
        sale_lines=_sale_lines(credited, order_lines),
        measures=_measures(credited),
        earned={Base.CV: np.array([row.earned_e4 for row in credited], np.int64)},
        earned_before={Base.CV: _earned_before(period, order_lines, carried.sale_lines)},
        posted=_columns(Posted, standing),
        exceptions=Exceptions.empty(),
        earlier_pay=EarlierPay.empty(),
        past=tuple(one.past(people.values) for one in [*openings.past(), *left]),
        state=last.state(people.values) if last else {},
    )
    return Work(period, plan, snapshot, sale_lines, people, order_lines, bonuses, posted)


def _trees(period: Period, plan: Plan, network: Network, known: Known | None) -> dict[str, Tree]:
    """The trees that the plan names, all as they stand when the period ends."""
    axes = AsOf(networks.last_instant(period), known_id=known.position if known else None)
    enroller = network.enroller
    placed = placed_trees.taken(plan.trees, axes, network.people, enroller.parent)
    return {ENROLLER: enroller, **placed}


def _persons(
    network: Network, period: Period, told: Told, plan: Plan, known: Known | None
) -> Persons:
    """Nothing is known yet of households."""
    words = plan.words.classes
    classes = run_classes.of_people(network.people, period, known) if words else []
    indexes = {name: _word(words, name) for name in {*classes}}
    klass = [indexes[name] for name in classes] or [UNKNOWN] * len(network.people)
    rows = [
        (microseconds(at), told.of_people.get(who, UNKNOWN), one, UNKNOWN)
        for who, at, one in zip(network.people, network.joined_at, klass, strict=True)
    ]
    return _columns(Persons, rows)


def _words(plan: Plan, told: Told) -> Words:
    words = plan.words
    return Words(words.classes, words.order_kinds, words.product_lines, told.countries)


def _word(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else UNKNOWN


def _order_lines(
    rows: Sequence[SaleLine],
    order_lines: Index[HeldLine],
    people: Index[int],
    currencies: Index[str],
    told: Told,
    plan: Plan,
    known: Known | None,
) -> OrderLines:
    """Whose buyers are: their accounts; who has none is known by no other order."""
    sold = _sold_at({row.order_line_id for row in rows})
    accounts = _accounts({row.order_id for row in rows})
    buyers = _buyers(accounts)
    classes = _buyer_classes(rows, sold, accounts, plan, known)
    orders: Index[UUID] = Index()
    by_line = {held_line(row): row for row in reversed(rows)}
    found = [
        (
            people(row.distributor_id or 0),
            row.own,
            currencies(row.currency),
            microseconds(sold[row.order_line_id]),
            buyers.get(row.order_id, UNKNOWN),
            UNKNOWN,
            UNKNOWN if row.own else classes[row.order_line_id],
            orders(row.order_id),
            UNKNOWN,
            told.product_lines.get(row.order_line_id, UNKNOWN),
            told.of_orders.get(row.order_line_id, UNKNOWN),
        )
        for row in (by_line[line] for line in order_lines.values)
    ]
    return _columns(OrderLines, found)


def _accounts(order_ids: Collection[UUID]) -> dict[UUID, int | None]:
    """The customer of each order; none where an e-mail alone identified the order."""
    rows = Attribution.objects.filter(order_id__in=order_ids).order_by("order_id")
    return dict(rows.values_list("order_id", "customer_user_id"))


def _buyers(accounts: dict[UUID, int | None]) -> dict[UUID, int]:
    """A number for the buyer of each order: the same for the same account."""
    numbers: Index[object] = Index()
    return {
        order_id: numbers(user_id if user_id is not None else order_id)
        for order_id, user_id in accounts.items()
    }


def _buyer_classes(
    rows: Sequence[SaleLine],
    sold: dict[UUID, datetime],
    accounts: dict[UUID, int | None],
    plan: Plan,
    known: Known | None,
) -> dict[UUID, int]:
    """By order line the index of the word for its buyer."""
    words = plan.words.classes
    lines = {row.order_line_id: row.order_id for row in rows}
    if not words:
        return dict.fromkeys(lines, UNKNOWN)
    facts = [(line_id, order_id, sold[line_id]) for line_id, order_id in lines.items()]
    classes = run_classes.of_buyers(facts, accounts, known)
    return {line_id: _word(words, classes.get(line_id, RETAIL)) for line_id in lines}


def _sale_lines(rows: Sequence[SaleLine], order_lines: Index[HeldLine]) -> SaleLines:
    found = [
        (order_lines(held_line(row)), row.seq, microseconds(row.volume_at), True) for row in rows
    ]
    return _columns(SaleLines, found)


def _measures(rows: Sequence[SaleLine]) -> dict[Measure, Int64]:
    """QV, CV and net price; a store knows no margin, and no pieces, of what it sold."""
    scale = {code: 10 ** (4 - money.exponent(code)) for code in {row.currency for row in rows}}
    return {
        Measure.QV: np.array([row.qv_e4 for row in rows], np.int64),
        Measure.CV: np.array([row.cv_e4 for row in rows], np.int64),
        Measure.PRICE: np.array([row.net_minor * scale[row.currency] for row in rows], np.int64),
    }


def _sold_at(order_line_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each order line was paid: the date of its first row, whatever happened since."""
    rows = SaleLine.objects.filter(order_line_id__in=order_line_ids, seq=1)
    return dict(rows.values_list("order_line_id", "volume_at"))


def _standing(
    period: Period, order_lines: Index[HeldLine], carried: Iterable[Line]
) -> dict[int, Line]:
    """Intervals that still stand, by number: a committed line's key, beyond all keys if carried.

    The top of an interval is lowered to where a refund has cut it.
    """
    committed = CommissionLine.objects.filter(
        order_line_id__in=_order_line_ids(order_lines), run__ends_at__lte=period.starts_at
    ).order_by("id")
    carried = [line for line in carried if line.part == Part.SALE]
    known = [line for line in (*committed, *carried) if source_line(line) in order_lines.numbers]
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
    order_lines: Index[HeldLine],
    currencies: Index[str],
    bonuses: Index[str],
    plan: Plan,
) -> list[tuple[int, ...]]:
    ranks = [rank.key for rank in plan.ranks.ladder] if plan.ranks else []
    codes = {rounding.value: code for code, rounding in enumerate(ROUNDINGS)}
    return [
        (
            order_lines(source_line(row)),
            people(row.distributor_id),
            bonuses(row.bonus),
            BASES.index(Base(row.base)),
            row.level,
            row.paid_level,
            _word(ranks, row.rank),
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
    """A table of the engine from rows; it gives each column its type and refuses what overflows."""
    return table(*zip(*rows, strict=True)) if rows else table.empty()


def _earned_before(
    period: Period, order_lines: Index[HeldLine], carried: Iterable[SaleLine]
) -> Int64:
    """Per order line the earned base that earlier runs counted, or would count."""
    counted = SaleLine.objects.filter(
        order_line_id__in=_order_line_ids(order_lines),
        claimed__run__ends_at__lte=period.starts_at,
        distributor__isnull=False,
    ).values_list("order_line_id", "distributor_id")
    sums = {(line_id, who): sum_e4 for line_id, who, sum_e4 in counted.annotate(Sum("earned_e4"))}
    for row in carried:
        sums[held_line(row)] = sums.get(held_line(row), 0) + row.earned_e4
    return np.array([sums.get(line, 0) for line in order_lines.values], np.int64)


def source_line(line: Line) -> HeldLine:
    """Of a line that is for a sale: whose sale it was."""
    assert line.order_line_id is not None
    return line.order_line_id, line.source_id


def _order_line_ids(order_lines: Index[HeldLine]) -> set[UUID]:
    return {line_id for line_id, _ in order_lines.values}
