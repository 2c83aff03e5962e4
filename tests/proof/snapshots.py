"""A world told to the engine: one snapshot for each period, each going on from the last result."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.carry import earned_after_e4, standing_after
from saleor_mlm.engine.cases.runs import period_named, ranks_left
from saleor_mlm.engine.periods import Period
from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.plans.dependencies import works_out_ranks
from saleor_mlm.engine.plans.volumes import Measure
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.snapshot import (
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

from .world import BASES, MEASURES, World


def results_of(world: World, plans: Sequence[Plan]) -> Iterator[Result]:
    """Calculate run after run; each goes on from the last of its length, and a longer one sees what
    shorter ones within it paid."""
    nothing = {
        "earned_before": {Base(base): np.zeros(len(world.lines), np.int64) for base in BASES},
        "posted": Posted.empty(),
        "past": (),
        "state": {},
    }
    last: dict[str, Any] = {}
    done: list[Result] = []
    ranks: dict[str, Any] = {}
    for run, plan in enumerate(plans):
        period = periods_of(world, plan)[run]
        before = last.get(period.kind, nothing)
        if not works_out_ranks(plan, period.kind):
            before = {**before, "state": {**before["state"], **ranks}}
        pay = earlier_pay(done, period)
        result = calculate(snapshot_of(world, plan, run, earlier_pay=pay, **before), plan)
        yield result
        last[period.kind] = carried(result)
        if works_out_ranks(plan, period.kind):
            ranks = ranks_left(result)
        done.append(result)


def carried(result: Result) -> dict[str, Any]:
    """What a result leaves for the next run of the same length."""
    posted = result.snapshot.posted
    refs = np.arange((result.lines.reverses < 0).sum()) + posted.ref.max(initial=-1) + 1
    return {
        "earned_before": earned_after_e4(result.snapshot),
        "posted": standing_after(result, refs),
        "past": (*result.snapshot.past, result.past),
        "state": result.state,
    }


def earlier_pay(done: Sequence[Result], period: Period) -> EarlierPay:
    """What runs of other lengths paid that end within this period."""
    within = [
        result.totals
        for result in done
        if result.snapshot.period.kind != period.kind
        and period.starts_at < result.snapshot.period.ends_at <= period.ends_at
    ]
    parts = [EarlierPay(row.bonus, row.payee, row.currency, row.amount_minor) for row in within]
    return EarlierPay.concatenate(parts) if parts else EarlierPay.empty()


def periods_of(world: World, plan: Plan) -> list[Period]:
    """The period of each run."""
    return [period_named(plan, key) for key in world.periods]


def snapshot_of(
    world: World, plan: Plan, run: int, *, earlier_pay: EarlierPay, **before: Any
) -> Snapshot:
    """What one run of a world reads: all that was told by its end; it claims what no earlier run of
    its length did."""
    periods = periods_of(world, plan)
    earlier = [period for period in periods[:run] if period.kind == periods[run].kind]
    since_us = us(earlier[-1].ends_at) if earlier else -(2**63)
    told = [change for change in world.changes if change.at_us < us(periods[run].ends_at)]
    return Snapshot(
        period=periods[run],
        words=_words(world),
        currencies=tuple(Currency(*item) for item in world.currencies.items()),
        persons=_persons(world),
        trees={name: Tree(_ints(parents)) for name, parents in world.trees.items()},
        absences=_absences(world),
        order_lines=_order_lines(world),
        sale_lines=SaleLines(
            order_line=_ints(change.line for change in told),
            seq=np.arange(len(told)),
            at_us=_ints(change.at_us for change in told),
            claimed=np.array([change.at_us >= since_us for change in told], dtype=np.bool_),
        ),
        measures={
            Measure(measure): _ints(change.measures[index] for change in told)
            for index, measure in enumerate(MEASURES)
        },
        earned={
            Base(base): _ints(change.earned[index] for change in told)
            for index, base in enumerate(BASES)
        },
        exceptions=_exceptions(world, plan, run),
        earlier_pay=earlier_pay,
        **before,
    )


def first_day(period: Period) -> dt.date:
    """The day by which a plan's parameters are put in."""
    return period.starts_at.astimezone(ZoneInfo(period.time_zone)).date()


def us(instant: dt.datetime) -> int:
    """An instant in microseconds since the epoch."""
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    return (instant - epoch) // dt.timedelta(microseconds=1)


def _ints(values: Any) -> Any:
    return np.array(list(values), dtype=np.int64)


def _words(world: World) -> Words:
    return Words(world.classes, world.order_kinds, world.product_lines, world.countries)


def _index(words: Sequence[str], word: str) -> int:
    return words.index(word) if word else -1


def _persons(world: World) -> Persons:
    humans = world.humans
    return Persons(
        joined_us=_ints(human.joined_us for human in humans),
        country=_ints(_index(world.countries, human.country) for human in humans),
        klass=_ints(_index(world.classes, human.klass) for human in humans),
        household=_ints(human.household for human in humans),
    )


def _absences(world: World) -> Absences:
    rows = [(i, *absence) for i, human in enumerate(world.humans) for absence in human.absences]
    return Absences(*(_ints(row[column] for row in rows) for column in range(3)))


def _order_lines(world: World) -> OrderLines:
    lines, codes = world.lines, list(world.currencies)
    return OrderLines(
        place=_ints(line.place for line in lines),
        own=np.array([line.own for line in lines], dtype=np.bool_),
        currency=_ints(codes.index(line.currency) for line in lines),
        sold_at_us=_ints(line.sold_at_us for line in lines),
        buyer=_ints(line.buyer for line in lines),
        household=_ints(line.household for line in lines),
        buyer_class=_ints(_index(world.classes, line.buyer_class) for line in lines),
        order=_ints(line.order for line in lines),
        order_kind=_ints(_index(world.order_kinds, line.order_kind) for line in lines),
        product_line=_ints(_index(world.product_lines, line.product_line) for line in lines),
        country=_ints(_index(world.countries, line.country) for line in lines),
    )


def _exceptions(world: World, plan: Plan, run: int) -> Exceptions:
    rows = [row for row in world.exempt if row.run == run and row.test in plan.tests]
    tests = list(plan.tests)
    return Exceptions(
        test=_ints(tests.index(row.test) for row in rows),
        person=_ints(row.person for row in rows),
        passes=np.array([row.passes for row in rows], dtype=np.bool_),
    )
