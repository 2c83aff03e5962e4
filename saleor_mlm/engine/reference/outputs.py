"""What a calculation gives, everything by name and in a fixed order."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .inputs import PastPeriod


@dataclass(frozen=True)
class CommissionLine:
    """What one person gets for [low, high) of one order line's base, by one bonus.

    level: steps from the first person looked at, who is 1; 0 at the source and in retail.
    paid_level: the level or generation that was used; 0 for the own group and retail.
    reverses: the line it takes back, by its ref.
    """

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
    amount_minor: int
    currency: str
    reverses: str | None = None


@dataclass(frozen=True)
class PersonLine:
    """Pay that belongs to no order. what: `rank`, `passed-on` or `guarantee`.

    about: the rank, or who is on the other side of the guarantee. instalment: from 1; 0 where an
    amount is paid in every period.
    """

    bonus: str
    person: str
    what: str
    about: str
    instalment: int
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class UnpaidLevel:
    """A level that nobody was paid. why: `inactive`, `no-rate`, or `root`: the top was reached."""

    order_line: str
    bonus: str
    low: Fraction
    high: Fraction
    level: int
    paid_level: int
    person: str | None
    why: str


@dataclass(frozen=True)
class Pay:
    """All that a run works out. State holds no zeros; `period` is a later run's past.

    short_of_results: windows and histories that ask for a period of which there is no result.
    """

    volumes: Mapping[str, Mapping[str, Fraction]]
    tests: Mapping[str, Mapping[str, bool]]
    qualified: Mapping[str, int]
    paid_as: Mapping[str, int]
    titles: Mapping[str, int]
    commissions: tuple[CommissionLine, ...]
    person_lines: tuple[PersonLine, ...]
    unpaid: tuple[UnpaidLevel, ...]
    short_of_results: tuple[str, ...]
    state: Mapping[str, Mapping[str, int]]
    period: PastPeriod
