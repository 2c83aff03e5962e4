"""Level bonuses: a rate for each level, with the four compressions. Breakaway walks likewise."""

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np

from .columns import Bool, Int8, Int16, Int32, Int64
from .going import Going, Payees
from .plans.bonuses import Compression
from .result import Reason
from .steps import Losses, Outcome, Steps
from .walkers import Walkers
from .ways import Toward

_ONE_WAY = np.zeros(1, dtype=np.int64)


@dataclasses.dataclass(frozen=True)
class LevelWalk:
    """The rules of one level walk. met: who has a place in it at all (breakaway: leaders)."""

    payees: Payees
    compression: Compression
    met: Bool

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """Level by level, who is paid and what goes to nobody."""
        return self.outcomes_from(walkers, walkers.first)

    def outcomes_from(self, walkers: Walkers, at: Int32) -> Iterator[Outcome]:
        """The same where the walks begin elsewhere."""
        way = self.payees.climb.way
        going = Going.all_of(walkers, at)
        for level in range(1, self.payees.rates.levels + 1):
            stop = self.stops(going, level)
            yield from self._outcome(going, stop, level)
            going = going.onward(stop, way.above, way.top)
            if not len(going):
                break

    def _outcome(self, going: Going, stop: Int32, level: int) -> Iterator[Outcome]:
        rate = self.rates(going, stop, level)
        rows = np.flatnonzero(rate)
        yield Steps(going.walker[rows], stop[rows], _same(level, rows), rate[rows])
        rows = np.flatnonzero(rate == 0)
        if rows.size:
            top = self.payees.climb.way.top
            person = np.where(stop[rows] == top, -1, stop[rows])
            yield Losses(going.walker[rows], person, _same(level, rows), self._why(stop[rows]))

    def _why(self, stop: Int32) -> Int8:
        reason = np.where(self.payees.pays[stop], Reason.NO_RATE, Reason.INACTIVE)
        reason[stop == self.payees.climb.way.top] = Reason.ROOT
        return reason.astype(np.int8)

    def rates(self, going: Going, stop: Int32, level: int) -> Int16:
        """At which rate whoever uses this level is paid; id 0 where he is not."""
        return self.payees.ids(going, stop, level) * self.payees.pays[stop]

    def stops(self, going: Going, level: int) -> Int32:
        """Who uses this level of each walk, or the top."""
        pattern_of, ways = self._ways[level - 1]
        if len(ways) == 1:
            return self._first(going, ways[0], level)
        stop = np.empty_like(going.at)
        pattern = pattern_of[going.scheme]
        for index, toward in enumerate(ways):
            same = np.flatnonzero(pattern == index)
            stop[same] = self._first(going.take(same), toward, level)
        return stop

    def _first(self, going: Going, toward: Toward, level: int) -> Int32:
        if self.compression is not Compression.DYNAMIC:
            return toward.first(going.at, going.sold_at_us)
        payees = self.payees
        usable = self.met & payees.pays

        def wins(going: Going, person: Int32) -> Bool:
            return usable[person] & (payees.ids(going, person, level) > 0)

        return payees.first(going, toward, wins)

    @functools.cached_property
    def _ways(self) -> list[tuple[Int64, list[Toward]]]:
        """For each level which way a scheme takes, and the ways: to whoever uses the level."""
        levels = self.payees.rates.levels
        if self.compression is Compression.DYNAMIC:
            return [self._dynamic_ways(level) for level in range(levels)]
        wanted = self.met
        if self.compression is Compression.SKIP_INACTIVE:
            wanted = wanted & self.payees.pays
        return [(_ONE_WAY, [self.payees.climb.toward(wanted)])] * levels

    def _dynamic_ways(self, level: int) -> tuple[Int64, list[Toward]]:
        rates, wanted = self.payees.rates, self.met & self.payees.pays
        pays = rates.table[:, 0, level] > 0
        patterns, pattern_of = np.unique(pays, axis=0, return_inverse=True)
        ways = [self.payees.climb.toward(wanted & pattern[rates.klass]) for pattern in patterns]
        return pattern_of.reshape(-1), ways


def _same(level: int, rows: Int64) -> Int16:
    return np.full(len(rows), level, dtype=np.int16)
