"""Small companies: people, trees and sales in few words, made into snapshots.

Volumes are written in whole units here and stored in 1/10,000; instants are days of October 2026 in
UTC (1.0 is the first midnight), which is the period.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from saleor_mlm.engine.periods import period_from_key
from saleor_mlm.engine.plans import Plan, load_plan
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.plans.volumes import Measure
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
from saleor_mlm.engine.standing import standing

E4 = 10_000
DAY_US = 86_400_000_000
OCTOBER_US = 1_790_812_800_000_000
"""1 October 2026, midnight UTC."""
CURRENCIES = (Currency("USD", 2), Currency("JPY", 0), Currency("KWD", 3))
WORDS = Words(
    classes=("retail", "preferred", "distributor"),
    order_kinds=("first", "autoship"),
    product_lines=("skincare", "nutrition"),
    countries=("DE", "AT", "US"),
)


def day_us(day: float) -> int:
    """The instant of a day of October, as 1.5 for noon of the first; 0 and less are before."""
    return OCTOBER_US + round((day - 1) * DAY_US)


@dataclasses.dataclass(frozen=True)
class Sale:
    """One sale line and its order line. qv: in whole units, as are the others, which are the same
    where they are left out. Words are written out; None is unknown."""

    place: int
    qv: float
    own: bool = False
    day: float = 10.0
    cv: float | None = None
    price: float | None = None
    margin: float | None = None
    units: float = 1
    currency: str = "USD"
    buyer: int = -1
    household: int = -1
    buyer_class: str | None = None
    order: int = -1
    kind: str | None = None
    line: str | None = None
    country: str | None = None
    claimed: bool = True

    def measure_e4(self, measure: Measure) -> int:
        """What this sale bears of a measure."""
        value = getattr(self, measure.value)
        return round((self.qv if value is None else value) * E4)


def persons_of(
    count: int,
    joined: Mapping[int, float] | None = None,
    countries: Mapping[int, str] | None = None,
    classes: Mapping[int, str] | None = None,
    households: Mapping[int, int] | None = None,
) -> Persons:
    """So many people; they joined on 1 October if nothing else is said."""
    return Persons(
        joined_us=column([day_us((joined or {}).get(person, 1)) for person in range(count)]),
        country=column([index(WORDS.countries, (countries or {}).get(p)) for p in range(count)]),
        klass=column([index(WORDS.classes, (classes or {}).get(p)) for p in range(count)]),
        household=column([(households or {}).get(person, -1) for person in range(count)]),
    )


def snapshot_of(
    parents: Sequence[int],
    sales: Sequence[Sale] = (),
    *,
    trees: Mapping[str, Sequence[int]] | None = None,
    persons: Persons | None = None,
    past: Sequence[PastPeriod] = (),
    state: Mapping[str, Sequence[int]] | None = None,
    exceptions: Sequence[tuple[int, int, bool]] = (),
    earlier_pay: Sequence[tuple[int, int, int, int]] = (),
    period: str = "2026-10",
    zone: str = "UTC",
) -> Snapshot:
    """A company in one period; `parents` is its enroller tree."""
    known = {"enroller": parents, **(trees or {})}
    return Snapshot(
        period=period_from_key(period, ZoneInfo(zone)),
        words=WORDS,
        currencies=CURRENCIES,
        persons=persons or persons_of(len(parents)),
        trees={name: Tree(column(parent)) for name, parent in known.items()},
        absences=Absences.empty(),
        order_lines=order_lines_of(sales),
        sale_lines=SaleLines(
            order_line=column(range(len(sales))),
            seq=column([0] * len(sales)),
            at_us=column([day_us(sale.day) for sale in sales]),
            claimed=column([sale.claimed for sale in sales]),
        ),
        measures={m: column([sale.measure_e4(m) for sale in sales]) for m in Measure},
        earned={Base.CV: column([0] * len(sales))},
        earned_before={Base.CV: column([0] * len(sales))},
        posted=Posted.empty(),
        exceptions=rows_of(Exceptions, exceptions),
        earlier_pay=rows_of(EarlierPay, earlier_pay),
        past=tuple(past),
        state={name: column(values) for name, values in (state or {}).items()},
    )


def order_lines_of(sales: Sequence[Sale]) -> OrderLines:
    """One order line for each sale."""
    codes = [currency.code for currency in CURRENCIES]
    return OrderLines(
        place=column([sale.place for sale in sales]),
        own=column([sale.own for sale in sales]),
        currency=column([codes.index(sale.currency) for sale in sales]),
        sold_at_us=column([day_us(sale.day) for sale in sales]),
        buyer=column([sale.buyer for sale in sales]),
        household=column([sale.household for sale in sales]),
        buyer_class=column([index(WORDS.classes, sale.buyer_class) for sale in sales]),
        order=column([sale.order for sale in sales]),
        order_kind=column([index(WORDS.order_kinds, sale.kind) for sale in sales]),
        product_line=column([index(WORDS.product_lines, sale.line) for sale in sales]),
        country=column([index(WORDS.countries, sale.country) for sale in sales]),
    )


def past_of(
    key: str,
    count: int,
    volumes: Mapping[str, Sequence[float]] | None = None,
    tests: Mapping[str, Sequence[bool]] | None = None,
    qualified: Sequence[int] | None = None,
    paid_as: Sequence[int] | None = None,
) -> PastPeriod:
    """An earlier month by its key; volumes in whole units."""
    starts_at = period_from_key(key, ZoneInfo("UTC")).starts_at
    return PastPeriod(
        key=key,
        starts_us=round(starts_at.timestamp()) * 10**6,
        volumes={
            name: column([round(value * E4) for value in values])
            for name, values in (volumes or {}).items()
        },
        tests={name: column(values) for name, values in (tests or {}).items()},
        qualified=column(qualified or [-1] * count),
        paid_as=column(paid_as or qualified or [-1] * count),
    )


def rows_of(table: Any, rows: Sequence[tuple[int, ...]]) -> Any:
    """A table from its rows."""
    names = [field.name for field in dataclasses.fields(table)]
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return table(*(column(values) for values in columns))


def index(words: Sequence[str], word: str | None) -> int:
    """A word's index, -1 for None."""
    return -1 if word is None else words.index(word)


def column(values: Any) -> Any:
    """Values for a column, in the looser form its table accepts."""
    return list(values)


def tree(*parents: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Parents as the trees' kernels take them."""
    return np.array(parents, dtype=np.int32)


def instant(day: float) -> dt.datetime:
    """The same instant as `day_us`."""
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=day_us(day))


HEAD = """\
plan: example
name: Example
time_zone: {zone}
period: month
rounding: half-even
trees: [enroller, placement]
words:
  classes: [retail, preferred, distributor]
  order_kinds: [first, autoship]
  product_lines: [skincare, nutrition]
calendars:
  quarters:
    - {{key: Q3, from: 2026-07-01, to: 2026-09-30}}
    - {{key: Q4, from: 2026-10-01, to: 2026-12-31}}
"""
LEVEL = "kind: level, tree: enroller, base: cv, compression: none, rates: {by: level, rows: [5 %]}"


def plan_of(
    volumes: Mapping[str, str],
    tests: Mapping[str, str] | None = None,
    ranks: str = "",
    *,
    zone: str = "UTC",
    every: str = "",
) -> Plan:
    """A plan of these volumes and tests, as a document has them between braces; a bonus needs them
    all. `personal` is there always."""
    named = {"personal": "kind: sales, measure: qv", **volumes}
    written = {
        **(tests or {}),
        **{f"some-{v}": f"kind: volume, volume: {v}, at_least: '1'" for v in named},
    }
    lines = [HEAD.format(zone=zone), "volumes:"]
    lines += [f"  {name}: {{{text}}}" for name, text in named.items()]
    lines += ["tests:", *(f"  {name}: {{{text}}}" for name, text in written.items())]
    lines += [f"  everything: {{kind: any, tests: [{', '.join(written)}]}}", ranks]
    lines += ["bonuses:", f"  monthly: {{{LEVEL}, payee: everything}}"]
    lines += [f"  weekly: {{{LEVEL}, every: week, {every}}}"] if every else []
    return load_plan("\n".join(lines))


def ranks_of(
    *rungs: tuple[str, str],
    cumulative: str = "yes",
    grace: int = 0,
    demotion: str | int = "never",
) -> str:
    """The part of a plan that has the ranks: each by key and the tests it requires."""
    lines = [f"ranks:\n  cumulative: '{cumulative}'\n  grace_periods: {grace}"]
    lines += [f"  title: {{demotion: {demotion}}}\n  ladder:"]
    lines += [
        f"    - {{rank: {key}, name: {key.title()}, requires: [{tests}]}}" for key, tests in rungs
    ]
    return "\n".join(lines)


def volume_in(snapshot: Snapshot, definition: str, **others: str) -> list[float]:
    """A volume by its definition, in whole units by person; others may be named in it."""
    volumes = {name.replace("_", "-"): text for name, text in others.items() if "at_" not in name}
    found = standing(snapshot, plan_of({**volumes, "wanted": definition}))
    return whole(found.volumes["wanted"])


def whole(values_e4: Any) -> list[float]:
    """A volume in whole units."""
    return [value / E4 for value in values_e4.tolist()]
