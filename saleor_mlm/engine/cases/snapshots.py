"""A worked case told to the engine: one snapshot for each run.

Invariant: a run claims whatever was told up to then that no earlier run of its length claimed. So
weeks and the month around them each pay their own bonuses on the same sales.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from ..columns import AnyArray, Int16, Int64
from ..periods import Period, period_from_key
from ..plans import Plan
from ..plans.bonuses import Base
from ..plans.volumes import Measure
from ..snapshot import (
    OUTSIDE,
    ROOT,
    UNKNOWN,
    Absences,
    Currency,
    EarlierPay,
    Exceptions,
    OrderLines,
    PastPeriod,
    Persons,
    Posted,
    SaleLines,
    Snapshot,
    Tree,
    Words,
)
from .schema import NOBODY, Case, Earlier, Run, SaleRow

LONG_AGO = "2000-01-01"
INT64 = np.iinfo(np.int64)


@dataclass(frozen=True)
class Carried:
    """What the last run of one length left. rows: how many sale lines were claimed by then."""

    earned_before: Mapping[Base, Int64]
    posted: Posted = field(default_factory=Posted.empty)
    past: tuple[PastPeriod, ...] = ()
    state: Mapping[str, Int64] = field(default_factory=dict)
    rows: int = 0


@dataclass(frozen=True)
class Told:
    """A sale line and when it was."""

    row: SaleRow
    at_us: int


@dataclass(frozen=True)
class Teller:
    """Tells one case to the engine. currencies: decimals by code. periods: one for each run."""

    case: Case
    zone: ZoneInfo
    currencies: Mapping[str, int]
    periods: Sequence[Period]

    def snapshot(self, plan: Plan, run: int, carried: Carried, pay: EarlierPay) -> Snapshot:
        """What the run with this number reads."""
        told = self.told(run)
        return Snapshot(
            period=self.periods[run],
            words=self._words(plan),
            currencies=tuple(Currency(*item) for item in self.currencies.items()),
            persons=self._persons(plan),
            trees={name: Tree(self._parents(name)) for name in plan.trees},
            absences=self._absences(),
            order_lines=self._order_lines(plan),
            sale_lines=SaleLines(
                order_line=_ints(self._lines.index(sale.row.line) for sale in told),
                seq=np.arange(len(told)),
                at_us=_ints(sale.at_us for sale in told),
                claimed=np.arange(len(told)) >= carried.rows,
            ),
            measures={m: _ints(int(getattr(sale.row, m)) for sale in told) for m in Measure},
            earned={base: _ints(sale.row.earned_e4(base) for sale in told) for base in Base},
            earned_before=carried.earned_before,
            posted=carried.posted,
            exceptions=self._exceptions(plan, self.case.runs[run]),
            earlier_pay=pay,
            past=carried.past,
            state=carried.state,
        )

    def first_carried(self, plan: Plan) -> Carried:
        """What the first run of the plan's own length goes on from."""
        titles = self._ranks(plan, self.case.titles_before).astype(np.int64) + 1
        return Carried(
            earned_before=self._nothing_earned(),
            past=tuple(self._past(plan, earlier) for earlier in self.case.before),
            state={"title": titles} if self.case.titles_before else {},
        )

    def later_carried(self) -> Carried:
        """What the first run of another length goes on from."""
        return Carried(earned_before=self._nothing_earned())

    def told(self, run: int) -> list[Told]:
        """All sale lines up to a run. The first of an order line is of the day it was paid, later
        ones of the day on which their run's period begins, if that is later."""
        found: list[Told] = []
        for number in range(run + 1):
            starts_us = _instant_us(self.periods[number].starts_at)
            for row in self.case.runs[number].sales:
                first = all(sale.row.line != row.line for sale in found)
                paid_us = self._paid_us[row.line]
                found.append(Told(row, paid_us if first else max(paid_us, starts_us)))
        return found

    @cached_property
    def _lines(self) -> list[str]:
        return list(dict.fromkeys(row.line for row in self.case.sales()))

    @cached_property
    def _heads(self) -> list[SaleRow]:
        """The first row of each order line, which describes it."""
        return [next(row for row in self.case.sales() if row.line == line) for line in self._lines]

    @cached_property
    def _paid_us(self) -> dict[str, int]:
        """When each order line was paid."""
        found: dict[str, int] = {}
        for run, period in zip(self.case.runs, self.periods, strict=True):
            for row in run.sales:
                found.setdefault(row.line, _instant_us(period.starts_at))
        return found | {line: self._day_us(day) for line, day in self.case.paid_on.items()}

    @cached_property
    def _people(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.case.people)}

    @cached_property
    def _countries(self) -> list[str]:
        told = [row.country for row in self._heads if row.country is not None]
        return sorted({*self.case.countries, *told})

    def _day_us(self, day: str) -> int:
        return _instant_us(period_from_key(day, self.zone).starts_at)

    def _words(self, plan: Plan) -> Words:
        words = plan.words
        kinds = (words.classes, words.order_kinds, words.product_lines)
        return Words(*kinds, tuple(self._countries))

    def _nothing_earned(self) -> dict[Base, Int64]:
        return {base: np.zeros(len(self._lines), np.int64) for base in Base}

    def _persons(self, plan: Plan) -> Persons:
        joined = [self.case.enrolled.get(name, LONG_AGO) for name in self._people]
        return Persons(
            joined_us=_ints(self._day_us(day) for day in joined),
            country=self._grouped(self.case.countries, self._countries),
            klass=self._grouped(self.case.classes, plan.words.classes),
            household=_ints(self._household(name) for name in self._people),
        )

    def _grouped(self, groups: Mapping[str, Sequence[str]], words: Sequence[str]) -> AnyArray:
        of = {name: word for word, names in groups.items() for name in names}
        return _ints(_index(words, of.get(name)) for name in self._people)

    def _household(self, name: str | None) -> int:
        of = {name: number for number, names in enumerate(self.case.households) for name in names}
        return of.get(name or "", UNKNOWN)

    def _parents(self, tree: str) -> AnyArray:
        above = self.case.people if tree == "enroller" else self.case.trees.get(tree, {})
        places = {None: OUTSIDE, NOBODY: ROOT} | self._people
        return _ints(places[above.get(name)] for name in self._people)

    def _absences(self) -> Absences:
        """Before somebody enrolled, and from the end of the agreement to its reinstatement."""
        case = self.case
        rows = [(name, INT64.min, self._day_us(day)) for name, day in case.enrolled.items()]
        back_us = {name: self._day_us(day) for name, day in case.reinstated.items()}
        for name, day in case.ended.items():
            rows.append((name, self._day_us(day), back_us.get(name, INT64.max)))
        return Absences(
            person=_ints(self._people[name] for name, _, _ in rows),
            from_us=_ints(from_us for _, from_us, _ in rows),
            until_us=_ints(until_us for _, _, until_us in rows),
        )

    def _order_lines(self, plan: Plan) -> OrderLines:
        rows, words = self._heads, plan.words
        buyers = _numbers(row.buyer for row in rows)
        orders = _numbers(row.order or row.line for row in rows)
        return OrderLines(
            place=_ints(self._people[row.place] for row in rows),
            own=np.array([row.bought_by is not None for row in rows], dtype=np.bool_),
            currency=_ints(list(self.currencies).index(row.currency) for row in rows),
            sold_at_us=_ints(self._paid_us[row.line] for row in rows),
            buyer=_ints(buyers.get(row.buyer or "", UNKNOWN) for row in rows),
            household=_ints(self._household(row.buyer) for row in rows),
            buyer_class=_ints(_index(words.classes, row.buyer_class) for row in rows),
            order=_ints(orders[row.order or row.line] for row in rows),
            order_kind=_ints(_index(words.order_kinds, row.order_kind) for row in rows),
            product_line=_ints(_index(words.product_lines, row.product_line) for row in rows),
            country=_ints(_index(self._countries, row.country) for row in rows),
        )

    def _exceptions(self, plan: Plan, run: Run) -> Exceptions:
        tests = list(plan.tests)
        rows = [
            (tests.index(test), self._people[name], passes)
            for test, exempted in run.exceptions.items()
            for passes, names in ((True, exempted.passes), (False, exempted.fails))
            for name in names
        ]
        return Exceptions(
            test=_ints(test for test, _, _ in rows),
            person=_ints(person for _, person, _ in rows),
            passes=np.array([passes for _, _, passes in rows], dtype=np.bool_),
        )

    def _past(self, plan: Plan, earlier: Earlier) -> PastPeriod:
        period = period_from_key(earlier.period, self.zone)
        ranks = self._ranks(plan, earlier.ranks)
        return PastPeriod(
            key=earlier.period,
            starts_us=_instant_us(period.starts_at),
            volumes={
                name: _ints(numbers.get(person, 0) for person in self._people)
                for name, numbers in earlier.volumes.items()
            },
            tests={
                name: np.array([person in names for person in self._people], dtype=np.bool_)
                for name, names in earlier.tests.items()
            },
            qualified=ranks,
            paid_as=ranks,
        )

    def _ranks(self, plan: Plan, ranks: Mapping[str, str]) -> Int16:
        ladder = [rank.key for rank in plan.ranks.ladder] if plan.ranks else []
        places = {name: ladder.index(rank) for name, rank in ranks.items()}
        return _ints(places.get(name, -1) for name in self._people).astype(np.int16)


def _index(words: Sequence[str], word: str | None) -> int:
    return UNKNOWN if word is None else words.index(word)


def _numbers(names: Iterable[str | None]) -> dict[str, int]:
    known = dict.fromkeys(name for name in names if name)
    return {name: number for number, name in enumerate(known)}


def _instant_us(instant: dt.datetime) -> int:
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    return (instant - epoch) // dt.timedelta(microseconds=1)


def _ints(values: Iterable[int]) -> AnyArray:
    return np.array(list(values), dtype=np.int64)
