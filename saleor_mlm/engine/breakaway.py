"""Breakaway bonuses: overrides on groups that broke away, and what must be passed on."""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from .calculation import Calculation
from .columns import Int32, Int64
from .going import times_of
from .level import LevelWalk
from .plans.bonuses import BreakawayBonus, Compression
from .result import Part, PersonLines
from .rounding import amounts_minor
from .steps import Outcome
from .walkers import Walkers
from .ways import Toward


@dataclasses.dataclass(frozen=True)
class BreakawayWalk:
    """A level walk among leaders that begins above the leader of the sale's group."""

    levels: LevelWalk
    leaders: Toward

    def group_of(self, walkers: Walkers) -> Int32:
        """The leader of the group that each sale belongs to, or the top."""
        return self.leaders.first(walkers.source, times_of(walkers))

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """Generation by generation, who is paid and what goes to nobody."""
        above = self.levels.payees.climb.way.above
        return self.levels.outcomes_from(walkers, above[self.group_of(walkers)])


def guarantees(
    calc: Calculation,
    index: int,
    bonus: BreakawayBonus,
    group_minor: Int64,
    paid_minor: Int64,
) -> PersonLines:
    """What leaders pass on where their groups pay too little to the leaders above.

    group_minor: int64[currency, person + 1], what each leader's group pays generation 1.
    paid_minor: int64[currency, person], what each person is paid by this bonus.
    """
    assert bonus.guarantee is not None
    currency = calc.currency_index(bonus.guarantee.amount.currency)
    if currency < 0:
        return PersonLines.empty()
    least = _minor(calc, bonus.guarantee.amount.value, currency)
    given = _given(_leaders(calc, bonus), least, group_minor[currency], paid_minor[currency])
    return _lines(calc, index, currency, given)


def _minor(calc: Calculation, amount: Fraction, currency: int) -> int:
    base_e4 = np.array([10**4], dtype=np.int64)
    exponent = calc.snapshot.currencies[currency].exponent
    rate = amount.as_integer_ratio()
    rounding = calc.plan.rounding
    return int(amounts_minor(base_e4, rate=rate, exponent=exponent, rounding=rounding)[0])


def _leaders(calc: Calculation, bonus: BreakawayBonus) -> Mapping[int, int]:
    """Every leader, the deepest first, with the payee of generation 1, by agreements at the end of
    the period."""
    way = calc.climb(bonus.tree).way
    there = way.inside & ~np.append(calc.absent_at_end, False)
    leads, pays = calc.passes(bonus.leader) & there, calc.passes(bonus.payee)
    skips = bonus.compression is Compression.SKIP_INACTIVE
    leaders = np.flatnonzero(leads)
    payee = way.nearest(leads & pays if skips else leads)[way.above[leaders]]
    paid = (payee != way.top) & pays[payee]
    leaders, payee = leaders[paid], payee[paid]
    order = np.lexsort((leaders, -way.depth[leaders]))
    return dict(zip(leaders[order].tolist(), payee[order].tolist(), strict=True))


def _given(
    payee_of: Mapping[int, int], least: int, group_minor: Int64, paid_minor: Int64
) -> dict[int, tuple[int, int]]:
    """To whom each leader passes on how much. Leaders below come first, since what they pass on is
    part of what those above have got."""
    got: dict[int, int] = {}
    given: dict[int, tuple[int, int]] = {}
    for leader, payee in payee_of.items():
        short = least - int(group_minor[leader])
        amount = min(short, int(paid_minor[leader]) + got.get(leader, 0))
        if amount > 0:
            given[leader] = payee, amount
            got[payee] = got.get(payee, 0) + amount
    return given


def _lines(
    calc: Calculation, index: int, currency: int, given: Mapping[int, tuple[int, int]]
) -> PersonLines:
    leader = np.array(list(given), dtype=np.int32)
    payee = np.array([payee for payee, _ in given.values()], dtype=np.int32)
    amount = np.array([amount for _, amount in given.values()], dtype=np.int64)
    both = len(given) * 2
    person = np.concatenate([leader, payee])
    return PersonLines(
        bonus=np.full(both, index, dtype=np.int16),
        payee=person,
        part=np.repeat([Part.GUARANTEE_GIVEN, Part.GUARANTEE_GOT], len(given)).astype(np.int8),
        rank=calc.standing.paid_as[person],
        other=np.concatenate([payee, leader]),
        number=np.zeros(both, dtype=np.int16),
        currency=np.full(both, currency, dtype=np.int16),
        amount_minor=np.concatenate([-amount, amount]),
    )
