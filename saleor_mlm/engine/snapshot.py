"""What a calculation reads: one frozen snapshot of tree, sales and standing commission.

Persons, order lines and currencies are dense indexes 0..n-1 that the caller numbers. Volumes are
in 1/10,000 of a unit (`_e4`); the unit of CV is the major unit of the row's currency. Instants are
UTC microseconds since the epoch (`_us`).
"""

import dataclasses
import functools
import hashlib

import numpy as np

from .columns import Bool, Columns, Int8, Int16, Int32, Int64, exact_column, feed_array
from .errors import SnapshotError
from .genealogy import depths
from .sales import EarnedPaths, earned_paths, first_persons
from .snapshot_checks import check_snapshot


@dataclasses.dataclass(frozen=True)
class Currency:
    """An ISO 4217 code and its exponent: the decimals of its minor unit (USD 2, JPY 0)."""

    code: str
    exponent: int

    def __post_init__(self) -> None:
        if not 0 <= self.exponent <= 4:
            message = f"{self.code}: exponent {self.exponent}; expected 0 to 4"
            raise SnapshotError("currency-exponent", message)


@dataclasses.dataclass(frozen=True, eq=False)
class Network(Columns):
    """The enroller tree, one row per person.

    parent: index of the enroller, or -1.
    """

    parent: Int32


@dataclasses.dataclass(frozen=True, eq=False)
class Absences(Columns):
    """When a person had no agreement in force: not yet joined, or ended. Their order does not
    matter; nobody has two that overlap.

    Whoever is absent when a sale is paid is passed over for it and uses no level; what a person
    had earned by sales before stays his.

    from_us, until_us: half open; the least and the greatest int64 where there is no such end.
    """

    person: Int32
    from_us: Int64
    until_us: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class SaleLines(Columns):
    """The signed sale lines this run claims; their order does not matter, (order_line, seq) does.

    order_line: dense index of an order line *under one attribution*; place, own, currency and
        sold_at_us are the same in all rows of it.
    seq: the order in which the rows of one order line happened; unique within it.
    place: the person where the sale stands.
    own: the buyer is that person (level 1 is the enroller of `place`); otherwise the buyer is a
        customer below `place` (level 1 is `place`).
    currency: index into `Snapshot.currencies`.
    sold_at_us: when the order line was paid.
    qv_e4, cv_e4: signed change of volume in this period.
    earned_e4: signed change of the earned base: up with fulfilments, down with refunds.
    """

    order_line: Int32
    seq: Int64
    place: Int32
    own: Bool
    currency: Int16
    sold_at_us: Int64
    qv_e4: Int64
    cv_e4: Int64
    earned_e4: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Posted(Columns):
    """Committed commission intervals that still stand, for the order lines of this run.

    A line partly reversed stands with its `base_to_e4` lowered to where the reversal began.
    `rounding` is a code of `rounding.ROUNDINGS`; `ref` is the caller's own key.
    """

    order_line: Int32
    payee: Int32
    bonus: Int16
    level: Int32
    paid_level: Int16
    rate_num: Int32
    rate_den: Int32
    rounding: Int8
    base_from_e4: Int64
    base_to_e4: Int64
    currency: Int16
    ref: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Snapshot:
    """All a calculation reads besides the plan; checked when made.

    earned_before_e4: per order line, the earned base that earlier committed runs have claimed.

    Raises `SnapshotError` (a cycle in the tree: `GenealogyError`).
    """

    network: Network
    absences: Absences
    currencies: tuple[Currency, ...]
    sale_lines: SaleLines
    earned_before_e4: Int64
    posted: Posted

    def __post_init__(self) -> None:
        earned = exact_column(self.earned_before_e4, np.dtype(np.int64), "earned_before_e4")
        object.__setattr__(self, "earned_before_e4", earned)
        object.__setattr__(self, "absences", _absences_in_order(self.absences))
        object.__setattr__(self, "sale_lines", _sale_lines_in_order(self.sale_lines))
        object.__setattr__(self, "posted", _posted_in_order(self.posted))
        check_snapshot(self)

    @functools.cached_property
    def depth(self) -> Int32:
        """Number of ancestors per person."""
        return depths(self.network.parent)

    @functools.cached_property
    def earned_paths(self) -> EarnedPaths:
        """What this run does to the earned base of each order line it touches."""
        rows = self.sale_lines
        return earned_paths(
            order_line=rows.order_line,
            earned_e4=rows.earned_e4,
            earned_before_e4=self.earned_before_e4,
            first_persons=first_persons(self.network.parent, rows.place, rows.own),
            currency=rows.currency,
            sold_at_us=rows.sold_at_us,
        )

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of the content; rows given in another order have the same."""
        digest = hashlib.sha256(repr(self.currencies).encode())
        feed_array(digest, "earned_before_e4", self.earned_before_e4)
        for table in (self.network, self.absences, self.sale_lines, self.posted):
            table.feed(digest)
        return digest.hexdigest()


def _absences_in_order(rows: Absences) -> Absences:
    return rows.take(np.lexsort((rows.from_us, rows.person)))


def _sale_lines_in_order(rows: SaleLines) -> SaleLines:
    return rows.take(np.lexsort((rows.seq, rows.order_line)))


def _posted_in_order(rows: Posted) -> Posted:
    keys = (rows.ref, rows.payee, rows.level, rows.base_from_e4, rows.bonus, rows.order_line)
    return rows.take(np.lexsort(keys))
