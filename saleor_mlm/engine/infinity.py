"""Infinity bonuses: people are paid on everything below them, however deep, until a stop."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .columns import Bool, Int16, Int32
from .going import Going, Kept, Payees
from .segments import people_up_to
from .steps import Outcome, Steps
from .walkers import Walkers
from .ways import Toward


@dataclasses.dataclass(frozen=True)
class InfinityWalk:
    """What both forms of stop share. included: the stop's own sales still pay."""

    payees: Payees
    from_level: int
    included: bool

    def start(self, walkers: Walkers) -> Int32:
        """From whom on somebody may stop the walk."""
        return self.payees.climb.way.above[walkers.source] if self.included else walkers.source

    def steps(self, walkers: Walkers, going: Going, person: Int32) -> Steps:
        """Pay those of these people who stand high enough and have a rate."""
        depth = self.payees.climb.way.depth
        rate = self.payees.ids(going, person)
        step = depth[walkers.first[going.walker]] - depth[person] + 1
        some = np.flatnonzero((rate > 0) & (step >= self.from_level) & self.payees.pays[person])
        level = np.ones(len(some), dtype=np.int16)
        return Steps(going.walker[some], person[some], level, rate[some])


@dataclasses.dataclass(frozen=True)
class UntilTest(InfinityWalk):
    """Whoever passes a test stops the bonus for all above him."""

    stops: Bool
    ways: Kept[Toward] = dataclasses.field(default_factory=Kept)

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """Person by person upwards."""
        climb = self.payees.climb
        going = Going.all_of(walkers, walkers.first)
        stops = self.ways.get("stops", lambda: climb.toward(self.stops))
        paid = self.ways.get("paid", lambda: climb.toward(self._maybe_paid()))
        last = stops.first(self.start(walkers), going.sold_at_us)
        for rows, person in people_up_to(paid, going, last):
            yield self.steps(walkers, going.take(rows), person)

    def _maybe_paid(self) -> Bool:
        rates = self.payees.rates
        return self.payees.pays & (rates.table.max(axis=(0, 1, 2)) > 0)[rates.klass]


@dataclasses.dataclass(frozen=True)
class UntilOwn(InfinityWalk):
    """Whoever has a payee's own rank or a higher one stops it for him; so those are paid who have a
    higher rank than everyone below. rank: of each person; the top's is -1."""

    rank: Int16
    ways: Kept[Toward] = dataclasses.field(default_factory=Kept)

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """From no rank upwards: whoever is next to have a higher one."""
        climb, way = self.payees.climb, self.payees.climb.way
        going = Going.all_of(walkers, walkers.first.copy())
        there = ~climb.absent(walkers.source, going.sold_at_us) & climb.may_stop[walkers.source]
        rank = np.where(there, self.rank[walkers.source], -1)
        himself = np.flatnonzero((walkers.first == walkers.source) & (rank >= 0))
        yield self.steps(walkers, going.take(himself), walkers.source[himself])
        highest = np.full_like(rank, -1) if self.included else rank
        at = np.where(walkers.first == walkers.source, way.above[walkers.source], going.at)
        for stop in range(-1, int(self.rank.max(initial=-1))):
            rows = np.flatnonzero((highest == stop) & (at != way.top))
            if rows.size:
                on = dataclasses.replace(going.take(rows), at=at[rows])
                person = self._toward(stop).first(on.at, on.sold_at_us)
                yield self._paid(walkers, on, person)
                highest[rows], at[rows] = self.rank[person], way.above[person]

    def _paid(self, walkers: Walkers, going: Going, person: Int32) -> Steps:
        met = np.flatnonzero(person != self.payees.climb.way.top)
        return self.steps(walkers, going.take(met), person[met])

    def _toward(self, stop: int) -> Toward:
        return self.ways.get(stop, lambda: self.payees.climb.toward(self.rank > stop))
