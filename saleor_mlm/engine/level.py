"""Level bonuses: a rate for each level, with the four compressions. Breakaway walks likewise."""

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np

from .columns import Bool, Int8, Int16, Int32, Int64
from .plans.bonuses import Compression
from .rates import Rates
from .result import Reason
from .steps import Losses, Outcome, Steps
from .walkers import Walkers
from .ways import Climb, Toward

_ONE_WAY = np.zeros(1, dtype=np.int64)


@dataclasses.dataclass(frozen=True)
class LevelWalk:
    """The rules of one level walk. All flags have an entry for each person and the top.

    met: who has a place in the walk at all (breakaway: leaders). pays: who may be paid. enroller:
    the person above in the enroller tree, where rates ask whether the payee enrolled the source.
    """

    climb: Climb
    rates: Rates
    compression: Compression
    met: Bool
    pays: Bool
    enroller: Int32 | None = None

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """Level by level, who is paid and what goes to nobody."""
        going = _Going.all_of(walkers)
        for level in range(1, self.rates.levels + 1):
            stop = self._stops(going, level)
            yield from self._outcome(going, stop, level)
            going = going.onward(stop, self.climb.way.above, self.climb.way.top)
            if not len(going.walker):
                break

    def _outcome(self, going: "_Going", stop: Int32, level: int) -> Iterator[Outcome]:
        rate = self._rate_ids(going, stop, level)
        paid = (rate > 0) & self.pays[stop]
        rows = np.flatnonzero(paid)
        yield Steps(going.walker[rows], stop[rows], _same(level, rows), rate[rows])
        rows = np.flatnonzero(~paid)
        if rows.size:
            person = np.where(stop[rows] == self.climb.way.top, -1, stop[rows])
            reason = self._reasons(stop[rows])
            yield Losses(going.walker[rows], person, _same(level, rows), reason)

    def _reasons(self, stop: Int32) -> Int8:
        reason = np.where(self.pays[stop], Reason.NO_RATE, Reason.INACTIVE)
        reason[stop == self.climb.way.top] = Reason.ROOT
        return reason.astype(np.int8)

    def _rate_ids(self, going: "_Going", stop: Int32, level: int) -> Int16:
        personally = None
        if self.enroller is not None:
            personally = (stop == going.source) | (stop == self.enroller[going.source])
        return self.rates.ids(level, going.scheme, stop, personally)

    def _stops(self, going: "_Going", level: int) -> Int32:
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

    @functools.cached_property
    def _ways(self) -> list[tuple[Int64, list[Toward]]]:
        """For each level which way a scheme takes, and the ways: to whoever uses the level."""
        wanted = self.met if self._everyone_uses else self.met & self.pays
        if self.compression is not Compression.DYNAMIC:
            return [(_ONE_WAY, [self.climb.toward(wanted)])] * self.rates.levels
        return [self._dynamic_ways(wanted, level) for level in range(self.rates.levels)]

    @property
    def _everyone_uses(self) -> bool:
        return self.compression in (Compression.NONE, Compression.VOLUME)

    def _dynamic_ways(self, wanted: Bool, level: int) -> tuple[Int64, list[Toward]]:
        pays = self.rates.table[:, 0, level] > 0
        patterns, pattern_of = np.unique(pays, axis=0, return_inverse=True)
        ways = [self.climb.toward(wanted & pattern[self.rates.klass]) for pattern in patterns]
        return pattern_of.reshape(-1), ways

    def _first(self, going: "_Going", toward: Toward, level: int) -> Int32:
        stop = toward.first(going.at, going.sold_at_us)
        if self.enroller is None or self.compression is not Compression.DYNAMIC:
            return stop
        return self._personally_first(going, toward, stop, level)

    def _personally_first(self, going: "_Going", toward: Toward, stop: Int32, level: int) -> Int32:
        """The source himself and his enroller have rates of their own: each of the two may be paid
        where others of his class are not, or not be paid where they are."""
        assert self.enroller is not None
        way = self.climb.way
        for _ in range(2):
            unpaid = np.flatnonzero((stop != way.top) & (self._rate_ids(going, stop, level) == 0))
            on = going.take(unpaid)
            stop[unpaid] = toward.first(way.above[stop[unpaid]], on.sold_at_us)
        for person in (self.enroller[going.source], going.source):
            self._put_if_paid_before(going, person, stop, level)
        return stop

    def _put_if_paid_before(self, going: "_Going", person: Int32, stop: Int32, level: int) -> None:
        """Put each person in place of the stop where the walk comes to him first and pays him."""
        way = self.climb.way
        lower = way.depth[person] > way.depth[stop]
        lower &= self.met[person] & self.pays[person] & self.climb.may_stop[person]
        lower &= self.rates.ids(level, going.scheme, person, np.ones_like(lower)) > 0
        rows = np.flatnonzero(lower)
        on, person = going.take(rows), person[rows]
        met = way.is_above(person, on.at) & ~self.climb.absent(person, on.sold_at_us)
        stop[rows[met]] = person[met]


@dataclasses.dataclass(frozen=True)
class _Going:
    """Walkers that have not reached the top. at: who is looked at next."""

    walker: Int32
    at: Int32
    source: Int32
    scheme: Int16
    sold_at_us: Int64 | None

    @classmethod
    def all_of(cls, walkers: Walkers) -> "_Going":
        everyone = np.arange(len(walkers), dtype=np.int32)
        times = walkers.sold_at_us if walkers.timed.any() else None
        return cls(everyone, walkers.first, walkers.source, walkers.scheme, times)

    def take(self, rows: Int64) -> "_Going":
        times = None if self.sold_at_us is None else self.sold_at_us[rows]
        return _Going(self.walker[rows], self.at[rows], self.source[rows], self.scheme[rows], times)

    def onward(self, stop: Int32, above: Int32, top: int) -> "_Going":
        """Those who met somebody, one step above him."""
        goes_on = stop != top
        if goes_on.all():
            return dataclasses.replace(self, at=above[stop])
        rows = np.flatnonzero(goes_on)
        return dataclasses.replace(self.take(rows), at=above[stop[rows]])


def _same(level: int, rows: Int64) -> Int16:
    return np.full(len(rows), level, dtype=np.int16)
