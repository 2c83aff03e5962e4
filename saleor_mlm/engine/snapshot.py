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
from types import MappingProxyType

import numpy as np

from .columns import (
    AnyArray,
    Bool,
    Columns,
    Int8,
    Int16,
    Int32,
    Int64,
    exact_column,
    exact_columns,
    feed_array,
    feed_arrays,
    order_of,
)
from .days import instant_us
from .errors import SnapshotError
from .periods import Period
from .plans.bonuses import BASES, Base
from .plans.volumes import Measure
from .snapshot_checks import check_snapshot
from .trees import OUTSIDE, ROOT, Forest, forest

__all__ = ["BASES", "OUTSIDE", "ROOT", "UNKNOWN"]
UNKNOWN = -1
"""In place of a word's index, a household, a buyer or an order: nothing is known."""
_INT16, _INT64, _BOOL = np.dtype(np.int16), np.dtype(np.int64), np.dtype(np.bool_)


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


@dataclasses.dataclass(frozen=True, eq=False)
class PastPeriod:
    """What one earlier period of the same length left behind, as it was. Columns are by person.

    qualified, paid_as, title: ranks by position, -1 none; title `None` where it is not known. A
    volume or test that is not there counts as 0 and as failed.
    """

    key: str
    starts_us: int
    volumes: Mapping[str, Int64]
    tests: Mapping[str, Bool]
    qualified: Int16
    paid_as: Int16
    title: Int16 | None = None

    def __post_init__(self) -> None:
        exact = {
            "volumes": exact_columns(self.volumes, _INT64, f"{self.key}.volumes"),
            "tests": exact_columns(self.tests, _BOOL, f"{self.key}.tests"),
            "qualified": exact_column(self.qualified, _INT16, f"{self.key}.qualified"),
            "paid_as": exact_column(self.paid_as, _INT16, f"{self.key}.paid_as"),
        }
        if self.title is not None:
            exact["title"] = exact_column(self.title, _INT16, f"{self.key}.title")
        for name, value in exact.items():
            object.__setattr__(self, name, value)

    def feed(self, digest: "hashlib._Hash") -> None:
        """Add everything to a hash."""
        digest.update(f"{self.key}:{self.starts_us};".encode())
        feed_arrays(digest, self.volumes)
        feed_arrays(digest, self.tests)
        feed_arrays(digest, self.ranks)

    @property
    def ranks(self) -> Mapping[str, Int16]:
        """The columns of ranks that are known."""
        known = {"qualified": self.qualified, "paid_as": self.paid_as}
        return known if self.title is None else {**known, "title": self.title}


@dataclasses.dataclass(frozen=True, eq=False)
class Snapshot:
    """All a calculation reads besides the plan; put in order and checked when made.

    trees: by the plan's names; `enroller` is always there.
    measures: int64[sale line] of every measure that is known. earned: int64[sale line], signed
        change of the earned base, of every base that is known: up when fulfilled, down with
        refunds; not looked at in rows that are not claimed.
    earned_before: int64[order line] of the same bases: what earlier committed runs have claimed.
    past: earlier periods, ascending.
    state: int64[person] by name, as the last run of this cycle left it (`Result.state`). A run of
        another length than the ranks' needs `title` and `paid-as` too, each rank plus 1, as the
        last run that decided ranks left them (`Standing.title`, `paid_as`).

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

    def __post_init__(self) -> None:
        by_line = order_of(self.sale_lines.order_line, self.sale_lines.seq)
        in_order = {
            "trees": MappingProxyType(dict(sorted(self.trees.items()))),
            "absences": self.absences.in_order("person", "from_us"),
            "measures": self._by_sale_line("measures", by_line),
            "earned": self._by_sale_line("earned", by_line),
            "sale_lines": self.sale_lines if by_line is None else self.sale_lines.take(by_line),
            "earned_before": exact_columns(self.earned_before, _INT64, "earned_before"),
            "posted": self.posted.in_order(*_POSTED_ORDER),
            "exceptions": self.exceptions.in_order("test", "person"),
            "earlier_pay": self.earlier_pay.in_order(*_PAY_ORDER),
            "past": tuple(self.past),
            "state": exact_columns(self.state, _INT64, "state"),
        }
        for name, value in in_order.items():
            object.__setattr__(self, name, value)
        check_snapshot(self)

    def _by_sale_line(self, name: str, order: AnyArray | None) -> Mapping[str, Int64]:
        columns = exact_columns(getattr(self, name), _INT64, name)
        if order is None:
            return columns
        for key, values in columns.items():
            if len(values) != len(order):
                message = f"{name}.{key} has {len(values)} values; expected {len(order)}"
                raise SnapshotError("column-lengths", message)
        return exact_columns({key: column[order] for key, column in columns.items()}, _INT64, name)

    @functools.cached_property
    def starts_us(self) -> int:
        """The period's first instant."""
        return instant_us(self.period.starts_at)

    @functools.cached_property
    def ends_us(self) -> int:
        """The first instant after the period."""
        return instant_us(self.period.ends_at)

    def forest(self, tree: str) -> Forest:
        """A tree, numbered."""
        if tree not in self._forests:
            self._forests[tree] = forest(self.trees[tree].parent)
        return self._forests[tree]

    @functools.cached_property
    def _forests(self) -> dict[str, Forest]:
        return {}

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of the content; rows given in another order have the same."""
        facts = (self.period, self.words, self.currencies, len(self.past))
        digest = hashlib.sha256(repr(facts).encode())
        for name, tree in self.trees.items():
            feed_array(digest, f"trees.{name}", tree.parent)
        for table in _TABLES:
            digest.update(f"{table}:".encode())
            getattr(self, table).feed(digest)
        for name in ("measures", "earned", "earned_before", "state"):
            digest.update(f"{name}:".encode())
            feed_arrays(digest, getattr(self, name))
        for period in self.past:
            period.feed(digest)
        return digest.hexdigest()


_POSTED_ORDER = ("order_line", "bonus", "base_from_e4", "level", "payee", "ref")
_PAY_ORDER = ("bonus", "person", "currency", "amount_minor")
_TABLES = (
    "persons",
    "absences",
    "order_lines",
    "sale_lines",
    "posted",
    "exceptions",
    "earlier_pay",
)
