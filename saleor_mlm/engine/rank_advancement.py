"""Rank advancement: a fixed amount for a rank, once, in instalments, or in every period."""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from .calculation import Calculation
from .columns import Bool, Int16, Int64
from .plans.bonuses import RankAdvancementBonus
from .plans.quantities import Amount
from .result import Part, PersonLines
from .rounding import amounts_minor

NEVER = -1
"""In state: those who jumped over the rank are never paid it."""


@dataclasses.dataclass(frozen=True)
class Advancement:
    """What a bonus pays in this period, and what has been paid of each rank from now on."""

    lines: PersonLines
    state: Mapping[str, Int64]


def paid_state(name: str, rank: str) -> str:
    """The state that carries how many instalments of a rank each person was paid."""
    return f"advancement:{name}:{rank}"


def advancement(
    calc: Calculation, index: int, name: str, bonus: RankAdvancementBonus
) -> Advancement:
    """Work out one bonus."""
    work = _Work(calc, index, name, bonus)
    if bonus.pays == "every-period":
        parts = [work.every_period(rank, amount) for rank, amount in work.ranks]
        return Advancement(_in_order(parts), {})
    return work.first_time()


@dataclasses.dataclass(frozen=True)
class _Work:
    calc: Calculation
    index: int
    name: str
    bonus: RankAdvancementBonus

    @property
    def ranks(self) -> list[tuple[int, Amount]]:
        """The ranks that are paid, lowest first, with their amounts."""
        assert self.calc.plan.ranks is not None
        keys = [rank.key for rank in self.calc.plan.ranks.ladder]
        return sorted((keys.index(key), amount) for key, amount in self.bonus.amounts.items())

    @property
    def may_be_paid(self) -> Bool:
        return self.calc.passes(self.bonus.payee)[:-1] & ~self.calc.absent_at_end

    def every_period(self, rank: int, amount: Amount) -> PersonLines:
        """The amount of the rank that somebody is paid as."""
        persons = np.flatnonzero((self.calc.standing.paid_as == rank) & self.may_be_paid)
        return self._lines(rank, amount, persons, np.zeros(len(persons), dtype=np.int64), 1)

    def first_time(self) -> Advancement:
        """First instalments of ranks that are due, and later ones of those begun earlier."""
        begins = self._begins()
        parts, state = [], {}
        for (rank, amount), (due, never) in zip(self.ranks, begins, strict=True):
            key = paid_state(self.name, self._key(rank))
            done = self.calc.carried(key)
            goes_on = (done > 0) & (done < self.bonus.instalments) & self.may_be_paid
            goes_on &= self.calc.standing.paid_as >= rank
            pays = due | goes_on
            persons = np.flatnonzero(pays)
            parts.append(
                self._lines(rank, amount, persons, done[persons] + 1, self.bonus.instalments)
            )
            state[key] = np.where(never, NEVER, done + pays)
        return Advancement(_in_order(parts), state)

    def _begins(self) -> list[tuple[Bool, Bool]]:
        """For each rank: who begins to be paid it now, and who never will be."""
        best = self._held_rank()
        due = []
        for rank, _ in self.ranks:
            done = self.calc.carried(paid_state(self.name, self._key(rank)))
            due.append((best >= rank) & (done == 0) & self.may_be_paid)
        if self.bonus.jumped != "highest":
            return [(one, np.zeros_like(one)) for one in due]
        return [(one & ~higher, one & higher) for one, higher in _with_higher(due)]

    def _held_rank(self) -> Int16:
        """The highest rank that somebody was paid as, or above it, in the last `held` periods."""
        held: Int16 = self.calc.standing.paid_as.copy()
        for ago in range(self.bonus.held - 1):
            earlier = self.calc.paid_as_before(ago)
            if earlier is None:
                return np.full_like(held, -1)
            np.minimum(held, earlier, out=held)
        return held

    def _key(self, rank: int) -> str:
        assert self.calc.plan.ranks is not None
        return self.calc.plan.ranks.ladder[rank].key

    def _lines(
        self, rank: int, amount: Amount, persons: Int64, number: Int64, parts: int
    ) -> PersonLines:
        currency = self.calc.currency_of(amount.currency)
        minor = self._minor(amount.value, currency)
        rest = minor // parts
        count = len(persons)
        return PersonLines(
            bonus=np.full(count, self.index, dtype=np.int16),
            payee=persons.astype(np.int32),
            part=np.full(count, Part.RANK, dtype=np.int8),
            rank=np.full(count, rank, dtype=np.int16),
            other=np.full(count, -1, dtype=np.int32),
            number=number.astype(np.int16),
            currency=np.full(count, currency, dtype=np.int16),
            amount_minor=np.where(number <= 1, minor - rest * (parts - 1), rest),
        )

    def _minor(self, amount: Fraction, currency: int) -> int:
        one_e4 = np.array([10**4], dtype=np.int64)
        exponent = self.calc.snapshot.currencies[currency].exponent
        rate, rounding = amount.as_integer_ratio(), self.calc.plan.rounding
        return int(amounts_minor(one_e4, rate=rate, exponent=exponent, rounding=rounding)[0])


def _with_higher(due: list[Bool]) -> Iterator[tuple[Bool, Bool]]:
    """Who is due each rank, with who is due a higher one."""
    for place, one in enumerate(due):
        yield one, np.logical_or.reduce([np.zeros_like(one), *due[place + 1 :]])


def _in_order(parts: list[PersonLines]) -> PersonLines:
    lines = PersonLines.concatenate([PersonLines.empty(), *parts])
    return lines.take(np.lexsort((lines.rank, lines.payee)))
