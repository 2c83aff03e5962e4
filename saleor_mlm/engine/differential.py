"""Differential bonuses: everyone is paid what his rate is above the highest rate below him."""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from .columns import Bool, Int16, Int32, Int64
from .going import Going, Kept, Payees
from .rates import Rates
from .steps import Outcome, Steps
from .walkers import Walkers
from .ways import Toward


@dataclasses.dataclass(frozen=True)
class Differences:
    """All differences of two rates of one scheme, as rates of their own.

    values: exact, by id. ids: by (the higher rate's id, the lower one's). ties: by scheme, the id
    of the override.
    """

    values: tuple[Fraction, ...]
    ids: Int16
    ties: Int16

    @classmethod
    def of(cls, rates: Rates, ties: Fraction | None) -> "Differences":
        """The differences that can be paid."""
        values: dict[Fraction, int] = {Fraction(0): 0}
        ids = np.zeros((len(rates.values), len(rates.values)), dtype=np.int16)
        for scheme in rates.table:
            found = np.union1d(np.unique(scheme), [0]).tolist()
            for place, higher in enumerate(found):
                for lower in found[:place]:
                    value = rates.values[higher] - rates.values[lower]
                    ids[higher, lower] = values.setdefault(value, len(values))
        overrides = [(ties or Fraction(0)) * share for share in rates.shares]
        by_scheme = [values.setdefault(value, len(values)) for value in overrides]
        return cls(tuple(values), ids, np.array(by_scheme, dtype=np.int16))


@dataclasses.dataclass(frozen=True)
class DifferentialWalk:
    """The rules of one differential bonus. skips: who is inactive is passed over. people: so many
    are paid the override on a tie."""

    payees: Payees
    differences: Differences
    skips: bool
    people: int
    ways: Kept[Toward] = dataclasses.field(default_factory=Kept)

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """From the lowest rate upwards: whoever is next to have a higher one."""
        climb = _Climbers(walkers, self.payees.climb.way.top)
        for highest in range(len(self.payees.rates.values)):
            rows = climb.at_rate(highest)
            if rows.size:
                if highest and self.people:
                    yield from self._ties(climb, rows, highest)
                yield self._higher(climb, rows, highest)

    def _higher(self, climb: "_Climbers", rows: Int64, highest: int) -> Steps:
        """Whoever comes next with a rate above the highest so far, which it then is."""
        going = climb.going.take(rows)
        stop = self._first(going, highest, ties=False)
        rate = self.payees.ids(going, stop)
        paid = self.payees.pays[stop]
        steps = climb.pay(rows[paid], stop[paid], self.differences.ids[rate[paid], highest])
        climb.highest[rows] = rate
        climb.tied[rows[paid]] = 0
        climb.move(rows, self.payees.climb.way.above[stop])
        return steps

    def _ties(self, climb: "_Climbers", rows: Int64, highest: int) -> Iterator[Steps]:
        """Whoever has just the highest rate so far, one after the other."""
        while True:
            rows = rows[(climb.tied[rows] < self.people) & climb.on_the_way(rows)]
            going = climb.going.take(rows)
            stop = self._first(going, highest, ties=True)
            tied = (self.payees.ids(going, stop) == highest) & (stop != self.payees.climb.way.top)
            rows, stop = rows[tied], stop[tied]
            if not rows.size:
                return
            yield climb.pay(rows, stop, self.differences.ties[climb.going.scheme[rows]])
            climb.tied[rows] += 1
            climb.move(rows, self.payees.climb.way.above[stop])

    def _first(self, going: Going, highest: int, ties: bool) -> Int32:
        stop = np.full(len(going), self.payees.climb.way.top, dtype=np.int32)
        for scheme in np.unique(going.scheme).tolist():
            rows = np.flatnonzero(going.scheme == scheme)

            def wins(going: Going, person: Int32) -> Bool:
                return self._wins(self.payees.ids(going, person), person, highest, ties)

            toward = self._toward(scheme, highest, ties)
            stop[rows] = self.payees.first(going.take(rows), toward, wins)
        return stop

    def _toward(self, scheme: int, highest: int, ties: bool) -> Toward:
        """The way to whoever has a higher rate by his class (or may be paid a tie)."""
        rates = self.payees.rates
        by_class = rates.table[scheme, 0, 0]
        key = ((by_class > highest).tobytes(), (by_class == highest).tobytes() if ties else None)

        def make() -> Toward:
            everyone = np.arange(len(rates.klass), dtype=np.int32)
            wanted = self._wins(by_class[rates.klass], everyone, highest, ties)
            return self.payees.climb.toward(wanted)

        return self.ways.get(key, make)

    def _wins(self, rate: Int16, person: Int32, highest: int, ties: bool) -> Bool:
        pays = self.payees.pays[person]
        higher: Bool = rate > highest
        if self.skips:
            higher &= pays
        return higher | ((rate == highest) & pays) if ties else higher


class _Climbers:
    """Walkers and what they have found so far. highest: rate id; paid: how many were paid; tied:
    how many overrides since somebody was paid a difference."""

    def __init__(self, walkers: Walkers, top: int) -> None:
        self.going = Going.all_of(walkers, walkers.first.copy())
        self.top = top
        self.highest = np.zeros(len(walkers), dtype=np.int16)
        self.paid = np.zeros(len(walkers), dtype=np.int16)
        self.tied = np.zeros(len(walkers), dtype=np.int32)

    def at_rate(self, highest: int) -> Int64:
        """Who has found this rate and is still on the way."""
        return np.flatnonzero((self.highest == highest) & (self.going.at != self.top))

    def on_the_way(self, rows: Int64) -> Bool:
        """Who has not reached the top."""
        found: Bool = self.going.at[rows] != self.top
        return found

    def move(self, rows: Int64, at: Int32) -> None:
        """Look at somebody else next."""
        self.going.at[rows] = at

    def pay(self, rows: Int64, payee: Int32, rate: Int16) -> Steps:
        """One more is paid on each of these walks."""
        self.paid[rows] += 1
        return Steps(self.going.walker[rows], payee, self.paid[rows], rate)
