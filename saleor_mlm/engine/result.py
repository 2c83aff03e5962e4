"""What a calculation gives: standing, commission lines, what was paid to nobody, state."""

import dataclasses
import enum
import functools
import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from . import ENGINE_VERSION
from .columns import AnyArray, Bool, Columns, Int8, Int16, Int32, Int64, feed_array

if TYPE_CHECKING:
    from .lines import Written
    from .plans.schema import Plan
    from .snapshot import PastPeriod, Snapshot


@dataclasses.dataclass(frozen=True)
class Standing:
    """What everybody is in the period: int64[person] volumes (1/10,000), bool[person] tests,
    int16[person] ranks (-1 none).

    qualified: by this period's tests alone. paid_as: with grace. title: the career title after
    this period. notes: what could not be looked at, in words (a window that asked for more
    periods than there are).
    """

    volumes: Mapping[str, Int64]
    tests: Mapping[str, Bool]
    qualified: Int16
    paid_as: Int16
    title: Int16
    notes: tuple[str, ...] = ()


class Reason(enum.IntEnum):
    """Why a person, or nobody, was paid where a walk came to him."""

    INACTIVE = 1
    """He fails the bonus's `payee` test."""
    ENDED = 2
    """His agreement was not in force when the sale was paid."""
    ROOT = 3
    """The walk reached the top of the tree; there is no person."""
    NO_RATE = 4
    """The rate for him is 0."""
    NOT_HIGHER = 5
    """Differential: his rate is no higher than what was paid below him."""
    STOPPED = 6
    """Infinity: a stop stands between him and the sale."""
    NO_RANK = 7
    """Generation, infinity, breakaway: he is no leader (has no such rank)."""
    BEYOND = 8
    """The bonus pays no level or generation as far away as his."""
    OWN_GROUP = 9
    """Breakaway, generation: the sale is of his own group, on which it pays him nothing."""
    TOO_NEAR = 10
    """Infinity: he stands fewer steps above the sale than the first that is paid."""


@dataclasses.dataclass(frozen=True, eq=False)
class CommissionLines(Columns):
    """Who is paid what for which interval of one order line's earned base.

    Invariant: amount_minor = R(rate x base_to) - R(rate x base_from), R being the rounding;
    negated where the line reverses a posted one.

    Rows: reversals first (by order line, bonus, interval, level, payee, ref), then new lines by
    bonus, paid_level, order line, interval. Amounts of 0 are kept: they explain.

    base: code of `snapshot.BASES`. level: steps in the tree from the sale: the first person looked
    at is 1 (retail: 0). paid_level: level or generation that it uses, from 1 (own group, retail:
    0; differential: how many were paid on this sale so far, with this one; infinity: 1). rank: the
    payee's paid-as rank. rounding: code of `rounding.ROUNDINGS`. reverses: `Posted.ref`, or -1.
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
    amount_minor: Int64
    currency: Int16
    reverses: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class UnpaidLevels(Columns):
    """Levels or generations that went to nobody (level, fast-start and breakaway bonuses); by
    bonus, paid_level and order line.

    At the root one row stands for its paid level and all that would follow.
    person: who used the level up without being paid, or -1 at the root. reason: INACTIVE, NO_RATE
    or ROOT.
    """

    order_line: Int32
    bonus: Int16
    paid_level: Int16
    person: Int32
    reason: Int8
    base_from_e4: Int64
    base_to_e4: Int64


class Part(enum.IntEnum):
    """What an amount that belongs to no order is."""

    RANK = 1
    """A rank's amount, or its instalment number `number`."""
    GUARANTEE_GIVEN = 2
    """Less for a leader who passed it on to `other`."""
    GUARANTEE_GOT = 3
    """More for the leader above, from `other`."""


@dataclasses.dataclass(frozen=True, eq=False)
class PersonLines(Columns):
    """Amounts that belong to a person and period, by bonus, payee, part, rank and other.

    rank: the rank it is for, or the payee's (-1 none). other: the other person, or -1. number:
    which instalment, from 1; 0 elsewhere.
    """

    bonus: Int16
    payee: Int32
    part: Int8
    rank: Int16
    other: Int32
    number: Int16
    currency: Int16
    amount_minor: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Totals(Columns):
    """Sums of all lines by payee, bonus and currency, in this order; sums of 0 are left out."""

    payee: Int32
    bonus: Int16
    currency: Int16
    amount_minor: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Result:
    """The outcome of one calculation, with the inputs it came from.

    details: of the bonuses worked out, in the plan's order, of each the sales of earlier periods
    first; `None` where detail was not asked for:
    then there are totals, but no lines and no hash. state: for the next run, `snapshot.state` with
    what this one changed. past: this period, for later ones.
    """

    snapshot: "Snapshot"
    plan: "Plan"
    standing: Standing
    reversals: CommissionLines
    details: "tuple[Written, ...] | None"
    person_lines: PersonLines
    totals: Totals
    state: Mapping[str, Int64]
    past: "PastPeriod"

    def written(self) -> "tuple[Written, ...]":
        """What each bonus pays, to be written out. Raises `ValueError` without detail."""
        if self.details is None:
            raise ValueError("the calculation was made without detail")
        return self.details

    def written_of(self, bonus: int, order_line: int) -> "Written":
        """What pays an order line by a bonus: in the turn of its period."""
        turns = [one for one in self.written() if one.prepared.index == bonus]
        return next((one for one in turns if one.then and one.has(order_line)), turns[-1])

    @functools.cached_property
    def lines(self) -> CommissionLines:
        """All lines at once: about 90 bytes each, so for large runs use `line_parts`."""
        return CommissionLines.concatenate([*self.line_parts()])

    def line_parts(self) -> Iterator[CommissionLines]:
        """All lines in their order, reversals first, in parts."""
        yield self.reversals
        for detail in self.written():
            yield from detail.lines()

    @functools.cached_property
    def unpaid(self) -> UnpaidLevels:
        """All unpaid levels at once."""
        return UnpaidLevels.concatenate([UnpaidLevels.empty(), *self.unpaid_parts()])

    def unpaid_parts(self) -> Iterator[UnpaidLevels]:
        """All unpaid levels in their order, in parts."""
        for detail in self.written():
            yield from detail.unpaid()

    def lines_to(self, person: int) -> CommissionLines:
        """All lines of one person, in their order."""
        parts = [part for detail in self.written() for part in detail.lines_to(person)]
        taken_back = self.reversals.take(self.reversals.payee == person)
        return CommissionLines.concatenate([taken_back, *parts])

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of engine version, inputs and outputs; what an approval names. Needs detail."""
        head = f"{ENGINE_VERSION};{self.plan.sha256};{self.snapshot.sha256};"
        digest = hashlib.sha256(head.encode())
        for name, columns in sorted(_standing_columns(self.standing).items()):
            feed_array(digest, name, columns)
        for table in (self.reversals, self.person_lines, self.totals):
            table.feed(digest)
        for detail in self.written():
            detail.feed(digest)
        for name, values in sorted(self.state.items()):
            feed_array(digest, f"state.{name}", values)
        return digest.hexdigest()


def _standing_columns(standing: Standing) -> dict[str, AnyArray]:
    return {
        "qualified": standing.qualified,
        "paid_as": standing.paid_as,
        "title": standing.title,
        **{f"volume.{name}": values for name, values in standing.volumes.items()},
        **{f"test.{name}": values for name, values in standing.tests.items()},
    }
