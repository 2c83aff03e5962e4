"""Walkers on their way, and whom they meet first where rates may depend on who enrolled whom."""

import dataclasses
import threading
from collections.abc import Callable, Hashable

import numpy as np

from .columns import Bool, Int16, Int32, Int64
from .rates import Rates
from .walkers import Walkers
from .ways import Climb, Toward


@dataclasses.dataclass(frozen=True)
class Going:
    """Walkers that have not reached the top. at: who is looked at next."""

    walker: Int32
    at: Int32
    source: Int32
    scheme: Int16
    sold_at_us: Int64 | None

    @classmethod
    def all_of(cls, walkers: Walkers, at: Int32) -> "Going":
        """All walkers, where they begin."""
        everyone = np.arange(len(walkers), dtype=np.int32)
        return cls(everyone, at, walkers.source, walkers.scheme, times_of(walkers))

    def __len__(self) -> int:
        return len(self.walker)

    def take(self, rows: Int64) -> "Going":
        """Some of them."""
        times = None if self.sold_at_us is None else self.sold_at_us[rows]
        return Going(self.walker[rows], self.at[rows], self.source[rows], self.scheme[rows], times)

    def onward(self, stop: Int32, above: Int32, top: int) -> "Going":
        """Those who met somebody, one step above him."""
        goes_on = stop != top
        if goes_on.all():
            return dataclasses.replace(self, at=above[stop])
        rows = np.flatnonzero(goes_on)
        return dataclasses.replace(self.take(rows), at=above[stop[rows]])


def times_of(walkers: Walkers) -> Int64 | None:
    """When the walkers' sales were paid, where that matters to any of them."""
    return walkers.sold_at_us if walkers.timed.any() else None


class Kept[T]:
    """What is made once and asked for by several threads."""

    def __init__(self) -> None:
        self._found: dict[Hashable, T] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made at the first call for a key."""
        with self._lock:
            if key not in self._found:
                self._found[key] = make()
            return self._found[key]


@dataclasses.dataclass(frozen=True)
class Payees:
    """Who may be met on a climb, and at which rates. Flags have an entry for each person and the
    top. enroller: the person above in the enroller tree, where rates ask who enrolled the source.
    """

    climb: Climb
    rates: Rates
    pays: Bool
    enroller: Int32 | None = None

    def ids(self, going: Going, person: Int32, level: int = 1) -> Int16:
        """The rate id of a person for each walker."""
        personally = None
        if self.enroller is not None:
            personally = (person == going.source) | (person == self.enroller[going.source])
        return self.rates.ids(level, going.scheme, person, personally)

    def first(
        self,
        going: Going,
        toward: Toward,
        wins: Callable[[Going, Int32], Bool],
    ) -> Int32:
        """The first person up from each walker who wins, or the top.

        toward: to all who win by their class. Where rates ask who enrolled the source, he himself
        and his enroller may win though others of their class do not, and the other way round.
        """
        stop = toward.first(going.at, going.sold_at_us)
        if self.enroller is None:
            return stop
        way = self.climb.way
        for _ in range(2):
            wrong = np.flatnonzero((stop != way.top) & ~wins(going, stop))
            on = going.take(wrong)
            stop[wrong] = toward.first(way.above[stop[wrong]], on.sold_at_us)
        for person in (self.enroller[going.source], going.source):
            self._put_where_he_wins_before(going, person, stop, wins)
        return stop

    def _put_where_he_wins_before(
        self, going: Going, person: Int32, stop: Int32, wins: Callable[[Going, Int32], Bool]
    ) -> None:
        way = self.climb.way
        lower = (way.depth[person] > way.depth[stop]) & self.climb.may_stop[person]
        rows = np.flatnonzero(lower & wins(going, person))
        on, person = going.take(rows), person[rows]
        met = way.is_above(person, on.at) & ~self.climb.absent(person, on.sold_at_us)
        stop[rows[met]] = person[met]
