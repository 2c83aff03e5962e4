"""What a calculation is given, everything by name. Numbers are exact, in whole units."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..plans.schema import Plan

type Instant = dt.datetime
"""An instant with its time zone."""


@dataclass(frozen=True)
class Person:
    """A distributor. `parents`: tree -> who is above, None at the top, absent outside the tree.

    `absences`: [from, until) without an agreement, until None while it lasts.
    """

    name: str
    joined: Instant
    parents: Mapping[str, str | None] = field(default_factory=dict)
    country: str | None = None
    klass: str | None = None
    household: str | None = None
    absences: tuple[tuple[Instant, Instant | None], ...] = ()


@dataclass(frozen=True)
class OrderLine:
    """A line of an order. `place`: the distributor at whom it stands. `own`: his own order."""

    key: str
    place: str
    own: bool
    currency: str
    sold_at: Instant
    buyer: str | None
    order: str | None
    buyer_class: str | None = None
    household: str | None = None
    order_kind: str | None = None
    product_line: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class SaleRow:
    """A signed change to an order line: what its volumes gained, and what of each base was earned.

    `claimed`: this run claims it, whatever its date; else an earlier run did.
    """

    order_line: str
    seq: int
    at: Instant
    claimed: bool
    measures: Mapping[str, Fraction] = field(default_factory=dict)
    earned: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Posted:
    """What stands of earlier commission on an interval [low, high) of an order line's base."""

    ref: str
    order_line: str
    payee: str
    bonus: str
    base: str
    level: int
    paid_level: int
    rank: int
    rate: Fraction
    rounding: str
    low: Fraction
    high: Fraction
    currency: str


@dataclass(frozen=True)
class TestException:
    """Takes the place of a test's outcome for one person."""

    __test__ = False

    test: str
    person: str
    passes: bool


@dataclass(frozen=True)
class EarlierPay:
    """What an earlier run within this period paid, in the currency's smallest unit."""

    bonus: str
    person: str
    currency: str
    amount_minor: int


@dataclass(frozen=True)
class PastPeriod:
    """The result of a period. Ranks are positions in the ladder counted from 1; 0 is none.

    titles: `None` where they are not known.
    """

    every: str
    key: str
    volumes: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    qualified: Mapping[str, int] = field(default_factory=dict)
    paid_as: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Run:
    """One period of one length. `every`: `month`, `week`, `day` or the name of a calendar.

    `earned_before`: (base, order line) -> what earlier runs claimed. `state`: name -> person ->
    number, absent is 0. `exponents`: a currency's decimals, 2 where it is not named.
    `past`: earlier results, oldest first.
    """

    plan: Plan
    every: str
    period: str
    people: tuple[Person, ...] = ()
    order_lines: tuple[OrderLine, ...] = ()
    rows: tuple[SaleRow, ...] = ()
    earned_before: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    posted: tuple[Posted, ...] = ()
    exceptions: tuple[TestException, ...] = ()
    earlier_pay: tuple[EarlierPay, ...] = ()
    past: tuple[PastPeriod, ...] = ()
    state: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    exponents: Mapping[str, int] = field(default_factory=dict)
