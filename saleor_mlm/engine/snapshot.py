"""What a calculation reads: one frozen snapshot of people, trees, sales, history and state.

Persons, order lines and words are dense indexes 0..n-1 that the caller numbers; order lines in the
order of their keys, which settles every "then by order line". Volumes and money bases are in
1/10,000 of a unit (`_e4`); the unit of money is the major unit of the row's currency. Instants are
UTC microseconds since the epoch (`_us`).
"""

import dataclasses
import functools
import hashlib
from collections.abc import Mapping

import numpy as np

from .columns import Bool, Columns, Int8, Int16, Int32, Int64, feed_array
from .errors import SnapshotError
from .periods import Period
from .plans.bonuses import Base
from .plans.volumes import Measure
from .snapshot_checks import check_snapshot

ROOT, OUTSIDE = -1, -2
UNKNOWN = -1
BASES = (Base.CV, Base.PRICE, Base.MARGIN, Base.UNITS)
"""A base's position here is its code in columns; new ones are added at the end."""


@dataclasses.dataclass(frozen=True)
class Currency:
    """An ISO 4217 code and its exponent: the decimals of its minor unit (USD 2, JPY 0)."""

    code: str
    exponent: int

    def __post_init__(self) -> None:
        if not 0 <= self.exponent <= 4:
            message = f"{self.code}: exponent {self.exponent}; expected 0 to 4"
            raise SnapshotError("currency-exponent", message)


@dataclasses.dataclass(frozen=True)
class Words:
    """What the indexes of words stand for. All are words of the plan, but for the countries."""

    classes: tuple[str, ...] = ()
    order_kinds: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, eq=False)
class Persons(Columns):
    """One row per person. country, klass: indexes of words. household: any number that persons and
    buyers of one household share. All three UNKNOWN (-1) where nothing is known.

    joined_us: when the person enrolled.
    """

    joined_us: Int64
    country: Int16
    klass: Int16
    household: Int32


@dataclasses.dataclass(frozen=True, eq=False)
class Tree(Columns):
    """One tree, one row per person. parent: the person above, ROOT (-1), or OUTSIDE (-2) for
    whoever does not stand in this tree. Nobody is below himself."""

    parent: Int32


@dataclasses.dataclass(frozen=True, eq=False)
class Absences(Columns):
    """When a person had no agreement in force: not yet joined, or ended. Their order does not
    matter; nobody has two that overlap. from_us, until_us: half open; the least and the greatest
    int64 where there is no such end."""

    person: Int32
    from_us: Int64
    until_us: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class OrderLines(Columns):
    """One row per order line *under one attribution*, by its index.

    place: the distributor at whom the sale stands, its source. own: the buyer is that distributor;
    otherwise a customer. sold_at_us: when it was paid, its volume date. buyer, order: any numbers
    that tell buyers and orders apart (-1 unknown). household: the buyer's. buyer_class, order_kind,
    product_line, country: indexes of words (-1 unknown).
    """

    place: Int32
    own: Bool
    currency: Int16
    sold_at_us: Int64
    buyer: Int32
    household: Int32
    buyer_class: Int16
    order: Int32
    order_kind: Int16
    product_line: Int16
    country: Int16


@dataclasses.dataclass(frozen=True, eq=False)
class SaleLines(Columns):
    """The signed sale lines; their order does not matter, (order_line, seq) does.

    claimed: this run counts the row: its volumes count in the period and its earned base is paid.
        A row that is not claimed is an earlier one, for windows in days only.
    at_us: the volume date of the row.
    """

    order_line: Int32
    seq: Int64
    at_us: Int64
    claimed: Bool


@dataclasses.dataclass(frozen=True, eq=False)
class Posted(Columns):
    """Committed commission intervals that still stand, for the order lines of this run.

    A line partly reversed stands with its `base_to_e4` lowered to where the reversal began.
    `base` is a code of `BASES`, `rounding` one of `rounding.ROUNDINGS`; `ref` the caller's own key.
    rank: the payee's paid-as rank then (-1 none).
    """

    order_line: Int32
    payee: Int32
    bonus: Int16
    base: Int8
    level: Int32
    paid_level: Int16
    rank: Int16
    rate_num: Int64
    rate_den: Int64
    rounding: Int8
    base_from_e4: Int64
    base_to_e4: Int64
    currency: Int16
    ref: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Exceptions(Columns):
    """A test waived (passes) or failed for one person. test: its position in the plan's `tests`."""

    test: Int16
    person: Int32
    passes: Bool


@dataclasses.dataclass(frozen=True, eq=False)
class EarlierPay(Columns):
    """What earlier runs within this period paid: bonus is its position in the plan's `bonuses`."""

    bonus: Int16
    person: Int32
    currency: Int16
    amount_minor: Int64


@dataclasses.dataclass(frozen=True)
class PastPeriod:
    """What one earlier period of the same length left behind, as it was. Columns are by person.

    qualified, paid_as: ranks by position, -1 none. A volume or test that is not there counts as
    0 and as failed.
    """

    key: str
    starts_us: int
    volumes: Mapping[str, Int64]
    tests: Mapping[str, Bool]
    qualified: Int16
    paid_as: Int16


@dataclasses.dataclass(frozen=True, eq=False)
class Snapshot:
    """All a calculation reads besides the plan; checked when made.

    trees: by the plan's names; `enroller` is always there.
    measures: int64[sale line] of every measure that is known. earned: int64[sale line], signed
        change of the earned base, of every base that is known: up when fulfilled, down with refunds.
    earned_before: int64[order line] of the same bases: what earlier committed runs have claimed.
    past: earlier periods, ascending.
    state: int64[person] by name, as the last run of this cycle left it (`Result.state`).

    Raises `SnapshotError` (a cycle in a tree: `GenealogyError`).
    """

    period: Period
    words: Words
    currencies: tuple[Currency, ...]
    persons: Persons
    trees: Mapping[str, Tree]
    absences: Absences
    order_lines: OrderLines
    sale_lines: SaleLines
    measures: Mapping[Measure, Int64]
    earned: Mapping[Base, Int64]
    earned_before: Mapping[Base, Int64]
    posted: Posted
    exceptions: Exceptions
    earlier_pay: EarlierPay
    past: tuple[PastPeriod, ...]
    state: Mapping[str, Int64]
