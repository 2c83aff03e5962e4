"""Small companies to pay: people, sales, absences and a hand-made standing, on a plan's text."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from saleor_mlm.engine.days import instant_us
from saleor_mlm.engine.paying import paid
from saleor_mlm.engine.periods import period_from_key
from saleor_mlm.engine.plans import Plan, load_plan
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.result import Reason, Result, Standing
from saleor_mlm.engine.snapshot import (
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

ALWAYS = (-(2**63), 2**63 - 1)
CURRENCIES = (Currency("USD", 2), Currency("JPY", 0), Currency("KWD", 3))
WORDS = Words(
    classes=("retail", "preferred"),
    order_kinds=("first", "autoship"),
    product_lines=("skincare", "nutrition"),
    countries=("DE", "AT"),
)
HEAD = """\
plan: example
name: Example
time_zone: UTC
period: month
rounding: half-even
trees: [enroller, placement]
words:
  classes: [retail, preferred]
  order_kinds: [first, autoship]
  product_lines: [skincare, nutrition]
volumes:
  personal: {kind: sales, measure: qv}
tests:
  active: {kind: volume, volume: personal, at_least: "50.00"}
  is-silver: {kind: volume, volume: personal, at_least: "100.00"}
  is-gold: {kind: volume, volume: personal, at_least: "200.00"}
  chosen: {kind: volume, volume: personal, at_least: "1.00"}
ranks:
  cumulative: "no"
  title: {demotion: never}
  ladder:
    - {rank: silver, name: Silver, requires: [is-silver]}
    - {rank: gold, name: Gold, requires: [is-gold]}
"""


def at(text: str) -> int:
    """`2026-10-05` or `2026-10-05 12:00`, UTC, as an instant."""
    return instant_us(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


@dataclass(frozen=True)
class Sale:
    """One order line; base: in units of money (a float-free text), or the change of run 2."""

    place: int
    base: str = "100"
    own: bool = False
    currency: int = 0
    sold: str = "2026-10-05"
    kind: int = -1
    line: int = -1
    klass: int = 0
    country: int = -1
    earned: tuple[str, ...] = ()
    before: str = "0"


@dataclass
class Company:
    """Everything of a snapshot that a test may want to say."""

    parent: Sequence[int]
    sales: Sequence[Sale]
    placement: Sequence[int] | None = None
    joined: Mapping[int, str] = field(default_factory=dict)
    countries: Mapping[int, int] = field(default_factory=dict)
    absent: Sequence[tuple[int, str | None, str | None]] = ()
    tests: Mapping[str, Sequence[int]] = field(default_factory=dict)
    volumes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    ranks: Mapping[int, int] = field(default_factory=dict)
    titles: Mapping[int, int] = field(default_factory=dict)
    state: Mapping[str, Sequence[int]] = field(default_factory=dict)
    posted: Posted | None = None
    past: tuple[PastPeriod, ...] = ()
    base: Base = Base.CV
    period: str = "2026-10"

    def snapshot(self, order: Sequence[int] | None = None) -> Snapshot:
        """The snapshot, its sale lines given in any order."""
        rows = [(index, sale) for index, sale in enumerate(self.sales)]
        changes = [
            (index, seq, change)
            for index, sale in rows
            for seq, change in enumerate(sale.earned or (sale.base,))
        ]
        if order is not None:
            changes = [changes[i] for i in order]
        count = len(self.parent)
        trees = {"enroller": Tree(column(self.parent))}
        trees["placement"] = Tree(column(self.placement or self.parent))
        return Snapshot(
            period=period_from_key(self.period, ZoneInfo("UTC")),
            words=WORDS,
            currencies=CURRENCIES,
            persons=Persons(
                joined_us=column(at(self.joined.get(i, "2020-01-01")) for i in range(count)),
                country=column(self.countries.get(i, -1) for i in range(count)),
                klass=column([-1] * count),
                household=column([-1] * count),
            ),
            trees=trees,
            absences=Absences(
                column(person for person, _, _ in self.absent),
                column(at(start) if start else ALWAYS[0] for _, start, _ in self.absent),
                column(at(end) if end else ALWAYS[1] for _, _, end in self.absent),
            ),
            order_lines=OrderLines(
                place=column(sale.place for sale in self.sales),
                own=column(sale.own for sale in self.sales),
                currency=column(sale.currency for sale in self.sales),
                sold_at_us=column(at(sale.sold) for sale in self.sales),
                buyer=column([-1] * len(rows)),
                household=column([-1] * len(rows)),
                buyer_class=column(sale.klass for sale in self.sales),
                order=column([-1] * len(rows)),
                order_kind=column(sale.kind for sale in self.sales),
                product_line=column(sale.line for sale in self.sales),
                country=column(sale.country for sale in self.sales),
            ),
            sale_lines=SaleLines(
                order_line=column(index for index, _, _ in changes),
                seq=column(seq for _, seq, _ in changes),
                at_us=column(at("2026-10-05") for _ in changes),
                claimed=column(True for _ in changes),
            ),
            measures={},
            earned={self.base: column(e4(change) for _, _, change in changes)},
            earned_before={self.base: column(e4(sale.before) for sale in self.sales)},
            posted=self.posted or Posted.empty(),
            exceptions=Exceptions.empty(),
            earlier_pay=EarlierPay.empty(),
            past=self.past,
            state={name: column(values) for name, values in self.state.items()},
        )

    def standing(self) -> Standing:
        """Who passes what, as the test says it."""
        count = len(self.parent)
        tests = {}
        for name in ("active", "is-silver", "is-gold", "chosen"):
            passed = self.tests.get(name, range(count) if name == "active" else ())
            tests[name] = np.array([i in passed for i in range(count)], dtype=np.bool_)
        paid_as = int16(self.ranks.get(i, -1) for i in range(count))
        title = int16(self.titles.get(i, self.ranks.get(i, -1)) for i in range(count))
        volumes = {
            name: np.array([e4(by.get(i, "0")) for i in range(count)], dtype=np.int64)
            for name, by in self.volumes.items()
        }
        return Standing(volumes, tests, paid_as, paid_as, title)


def pay(company: Company, bonuses: str, head: str = HEAD) -> Result:
    """What a plan with these bonuses pays a company."""
    plan, standing = plan_of(bonuses, head), company.standing()
    tests = {name: flags for name, flags in standing.tests.items() if name in plan.tests}
    return paid(company.snapshot(), plan, replace(standing, tests=tests))


def plan_of(bonuses: str, head: str = HEAD) -> Plan:
    """The example plan with these bonuses."""
    return load_plan(f"{head}bonuses:\n{bonuses}")


def paid_lines(result: Result) -> list[tuple[int, int, int, int]]:
    """(payee, level, paid level, amount) of each line."""
    lines = result.lines
    columns = (lines.payee, lines.level, lines.paid_level, lines.amount_minor)
    return list(zip(*(values.tolist() for values in columns), strict=True))


def lost(result: Result) -> list[tuple[int, int, str]]:
    """(person, paid level, reason) of each unpaid level."""
    rows = result.unpaid
    reasons = [Reason(reason).name for reason in rows.reason]
    return list(zip(rows.person.tolist(), rows.paid_level.tolist(), reasons, strict=True))


def totals(result: Result) -> dict[int, int]:
    """Minor units by payee, in one currency."""
    assert len(set(result.totals.currency.tolist())) <= 1
    found: dict[int, int] = {}
    for payee, amount in zip(
        result.totals.payee.tolist(), result.totals.amount_minor.tolist(), strict=True
    ):
        found[payee] = found.get(payee, 0) + amount
    return found


def e4(text: str) -> int:
    """A decimal in 1/10,000."""
    return int(Fraction(text) * 10**4)


def column(values: Any) -> Any:
    """Values for a column, in the looser form its table accepts."""
    return list(values)


def int16(values: Any) -> Any:
    """Ranks."""
    return np.array(list(values), dtype=np.int16)
