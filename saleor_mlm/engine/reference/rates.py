"""Looking a rate up: for somebody to be paid, a sale and a level or generation."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch

from ..plans.quantities import Amount
from ..plans.rates import (
    CountryRates,
    DatedRates,
    DatedRow,
    EnrolledRates,
    LevelRates,
    RankRates,
    SaleRates,
    Tier,
    TierRates,
)
from .inputs import OrderLine
from .standing import Standing

E4 = 10**4


@dataclass(frozen=True)
class Lookup:
    """Who would be paid on which sale. source: at whom it stands. level: or generation."""

    payee: str
    source: str
    line: OrderLine
    standing: Standing
    level: int = 0


@singledispatch
def rate(table: object, at: Lookup) -> Fraction:
    """The rate; money of another currency than the sale's is no rate at all."""
    raise TypeError(table)


@rate.register
def _(table: Fraction, at: Lookup) -> Fraction:
    return table


@rate.register
def _(table: Amount, at: Lookup) -> Fraction:
    return table.value if table.currency == at.line.currency else Fraction(0)


@rate.register
def _(table: LevelRates, at: Lookup) -> Fraction:
    return rate(table.rows[at.level - 1], at) if at.level <= len(table.rows) else Fraction(0)


@rate.register
def _(table: RankRates, at: Lookup) -> Fraction:
    standing = at.standing
    position = {
        "rank": standing.paid_as[at.payee],
        "title": standing.titles[at.payee],
        "source-rank": standing.paid_as[at.source],
    }[table.by]
    ladder = standing.plan.ranks.ladder if standing.plan.ranks else ()
    return rate(table.rows[ladder[position - 1].key if position else "none"], at)


@rate.register
def _(table: TierRates, at: Lookup) -> Fraction:
    volume = at.standing.volumes[table.volume][at.payee]
    reached = [row for row in table.rows if Fraction(row.at_least_e4, E4) <= volume]
    return rate(reached[-1].rate if reached else table.rows[0].rate, at)


@rate.register
def _(table: SaleRates, at: Lookup) -> Fraction:
    line = at.line
    value = {
        "buyer-class": line.buyer_class,
        "order-kind": line.order_kind,
        "product-line": line.product_line,
        "currency": line.currency,
    }[table.by]
    return rate(table.rows.get(value or "other", table.rows["other"]), at)


@rate.register
def _(table: CountryRates, at: Lookup) -> Fraction:
    people = at.standing.people
    country = {
        "payee": people[at.payee].country,
        "source": people[at.source].country,
        "order": at.line.country,
    }[table.of]
    return rate(table.rows.get(country or "other", table.rows["other"]), at)


@rate.register
def _(table: EnrolledRates, at: Lookup) -> Fraction:
    enroller = at.standing.people[at.source].parents.get("enroller")
    personally = at.payee in (at.source, enroller)
    return rate(table.rows["personally" if personally else "otherwise"], at)


@rate.register
def _(table: DatedRates, at: Lookup) -> Fraction:
    joined = at.standing.people[at.source].joined
    day = at.standing.day(at.line.sold_at if table.by == "sale-date" else joined)
    begun = [row for row in table.rows if row.since <= day]
    return rate(begun[-1].rate if begun else table.rows[0].rate, at)


def longest(table: object) -> int:
    """After how many levels or generations a bonus ends."""
    own = len(table.rows) if isinstance(table, LevelRates) else 0
    return max([own, *(longest(inner) for inner in _inside(table))])


def volumes_of(table: object) -> list[str]:
    """The volumes that brackets of a table look at."""
    own = [table.volume] if isinstance(table, TierRates) else []
    return own + [volume for inner in _inside(table) for volume in volumes_of(inner)]


def _inside(table: object) -> Iterator[object]:
    rows: dict[str, object] | tuple[object, ...] = getattr(table, "rows", ())
    for entry in rows.values() if isinstance(rows, dict) else rows:
        yield entry.rate if isinstance(entry, Tier | DatedRow) else entry
