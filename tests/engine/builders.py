"""Stories: a tree, order lines and, per run, what happened to each; and what is made of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.carry import earned_after_e4, standing_after
from saleor_mlm.engine.columns import Int64
from saleor_mlm.engine.plans import Plan, load_plan
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.snapshot import Absences, Currency, Network, Posted, SaleLines, Snapshot

ALWAYS = (-(2**63), 2**63 - 1)
"""From when until when, for whoever has no agreement at any time."""

CURRENCIES = (Currency("USD", 2), Currency("JPY", 0), Currency("KWD", 3))

PLAN = """\
plan: level
name: Level plan
time_zone: America/New_York
period: month
rounding: half-even
tests:
  active:
    kind: volume
    volume: personal
    measure: qv
    at_least: "50.00"
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    rates: [10 %, 5 %, 2.5 %]
    active: active
    compression: skip-inactive
"""


def plan_with(*changes: tuple[str, str]) -> Plan:
    """The level plan with pieces of its text replaced."""
    text = PLAN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_plan(text)


def everyone_active(*changes: tuple[str, str]) -> Plan:
    """The level plan without its test."""
    return plan_with(("    active: active\n", ""), *changes)


@dataclass(frozen=True)
class OrderLine:
    """Where an order line stands, and when it was paid."""

    place: int
    own: bool
    currency: int
    sold_at_us: int = 0


@dataclass(frozen=True)
class Event:
    """One sale line: what happened to an order line."""

    order_line: int
    qv_e4: int
    cv_e4: int
    earned_e4: int


@dataclass(frozen=True)
class Story:
    """A tree, order lines, and the events of each run in the order they happened; absences are
    (person, from, until)."""

    parent: tuple[int, ...]
    order_lines: tuple[OrderLine, ...]
    runs: tuple[tuple[Event, ...], ...]
    absences: tuple[tuple[int, int, int], ...] = ()


def column(values: Iterable[object]) -> Any:
    """Values for a column, in the looser form its table accepts."""
    return list(values)


def network_of(story: Story) -> Network:
    """The tree of a story as columns."""
    return Network(column(story.parent))


def absences_of(story: Story) -> Absences:
    """The absences of a story as columns."""
    return Absences(*(column(row[index] for row in story.absences) for index in range(3)))


def sale_lines_of(story: Story, events: Sequence[Event]) -> SaleLines:
    """Events as columns; their order is their seq."""
    lines = [story.order_lines[event.order_line] for event in events]
    return SaleLines(
        order_line=column(event.order_line for event in events),
        seq=column(range(len(events))),
        place=column(line.place for line in lines),
        own=column(line.own for line in lines),
        currency=column(line.currency for line in lines),
        sold_at_us=column(line.sold_at_us for line in lines),
        qv_e4=column(event.qv_e4 for event in events),
        cv_e4=column(event.cv_e4 for event in events),
        earned_e4=column(event.earned_e4 for event in events),
    )


def snapshot_of(
    story: Story,
    run: int = 0,
    earned_before_e4: Int64 | None = None,
    posted: Posted | None = None,
) -> Snapshot:
    """What one run of a story reads."""
    before = np.zeros(len(story.order_lines), dtype=np.int64)
    return Snapshot(
        network=network_of(story),
        absences=absences_of(story),
        currencies=CURRENCIES,
        sale_lines=sale_lines_of(story, story.runs[run]),
        earned_before_e4=before if earned_before_e4 is None else earned_before_e4,
        posted=posted or Posted.empty(),
    )


def results_of(story: Story, plans: Sequence[Plan]) -> list[Result]:
    """Calculate and commit run after run; the plan may change between them."""
    earned_e4, posted, refs_used = None, Posted.empty(), 0
    results = []
    for run, plan in enumerate(plans):
        result = calculate(snapshot_of(story, run, earned_e4, posted), plan)
        results.append(result)
        refs = np.arange((result.lines.reverses < 0).sum()) + refs_used
        refs_used += len(refs)
        earned_e4, posted = earned_after_e4(result.snapshot), standing_after(result, refs)
    return results


def totals_minor(results: Sequence[Result]) -> Counter[tuple[int, int]]:
    """Amounts summed over results by (payee, currency); without those that come to nothing."""
    sums: Counter[tuple[int, int]] = Counter()
    for lines in (result.lines for result in results):
        for payee, currency, amount in zip(
            lines.payee.tolist(), lines.currency.tolist(), lines.amount_minor.tolist(), strict=True
        ):
            sums[payee, currency] += amount
    return Counter({key: amount for key, amount in sums.items() if amount})
