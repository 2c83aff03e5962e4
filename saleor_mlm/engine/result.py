"""What a calculation gives: standing, commission lines, what was paid to nobody, state."""

import dataclasses
import enum
from collections.abc import Mapping

from .columns import Bool, Columns, Int8, Int16, Int32, Int64


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
