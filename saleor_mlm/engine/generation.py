"""Generation bonuses: leaders are paid on so many generations of leaders below them."""

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np

from .columns import Bool, Int16, Int32
from .going import Going, Payees, times_of
from .segments import people_up_to
from .steps import Outcome, Steps
from .walkers import Walkers
from .ways import Toward


@dataclasses.dataclass(frozen=True)
class Boundaries:
    """Who ends generations for whom: all boundaries, and the payees for whom they do. With the
    boundary `own` there is one for every rank, else one in all."""

    ends: Bool
    pays: Bool


@dataclasses.dataclass(frozen=True)
class GenerationWalk:
    """The rules of one generation bonus.

    payees: with the rates by generation; own_group: with the rates of the own group, the schemes
    of both being (scheme of payees) x own_schemes + (scheme of own_group), ids of own_group's
    rates following those of payees'. sellers: all walkers of the run, for empty generations;
    `None` where these count.
    """

    payees: Payees
    own_group: Payees | None
    boundaries: tuple[Boundaries, ...]
    upper: bool
    sellers: Walkers | None

    def outcomes(self, walkers: Walkers) -> Iterator[Outcome]:
        """Boundary by boundary upwards, whom each generation pays."""
        for counted, paid in self.ways:
            yield from self._of(walkers, counted, paid)

    @functools.cached_property
    def ways(self) -> list[tuple[Toward, Toward]]:
        """For each rank the ways to boundaries that use a number, and to payees."""
        climb = self.payees.climb
        return [
            (climb.toward(self._counted(each.ends)), climb.toward(each.pays & each.ends))
            for each in self.boundaries
        ]

    def _counted(self, ends: Bool) -> Bool:
        """Without those of whose generation nothing was sold."""
        if self.sellers is None:
            return ends
        toward = self.payees.climb.toward(ends)
        sold = np.zeros_like(ends)
        sold[toward.first(self.start(self.sellers), times_of(self.sellers))] = True
        return ends & sold

    def start(self, walkers: Walkers) -> Int32:
        """Where counting begins."""
        return self.payees.climb.way.above[walkers.source] if self.upper else walkers.source

    def _of(self, walkers: Walkers, counted: Toward, paid: Toward) -> Iterator[Outcome]:
        way = self.payees.climb.way
        going = Going.all_of(walkers, walkers.first)
        boundary = counted.first(self.start(walkers), going.sold_at_us)
        for generation in range(self.payees.rates.levels + 1):
            if generation or self.own_group is not None:
                yield from self._generation(going, boundary, paid, generation)
            beyond = way.depth[boundary] <= way.depth[going.at]
            at = np.where(beyond, way.above[boundary], going.at)
            rows = np.flatnonzero((boundary != way.top) & (at != way.top))
            going = dataclasses.replace(going.take(rows), at=at[rows])
            if not rows.size:
                break
            boundary = counted.first(way.above[boundary[rows]], going.sold_at_us)

    def _generation(
        self, going: Going, boundary: Int32, paid: Toward, generation: int
    ) -> Iterator[Steps]:
        for rows, person in people_up_to(paid, going, boundary):
            rate = self._ids(going.take(rows), person, generation)
            some = np.flatnonzero(rate > 0)
            level = np.full(len(some), generation, dtype=np.int16)
            yield Steps(going.walker[rows[some]], person[some], level, rate[some])

    def _ids(self, going: Going, person: Int32, generation: int) -> Int16:
        own, schemes = self.own_group, self.own_schemes
        if generation:
            scheme = (going.scheme // schemes).astype(np.int16)
            return self.payees.ids(dataclasses.replace(going, scheme=scheme), person, generation)
        assert own is not None
        scheme = (going.scheme % schemes).astype(np.int16)
        ids = own.ids(dataclasses.replace(going, scheme=scheme), person)
        offset = np.int16(len(self.payees.rates.values))
        return np.where(ids > 0, ids + offset, ids).astype(np.int16)

    @property
    def own_schemes(self) -> int:
        """How many schemes the own group's rates have."""
        return 1 if self.own_group is None else self.own_group.rates.table.shape[0]


def by_test(passes: Bool, pays: Bool) -> tuple[Boundaries, ...]:
    """Boundaries for everyone alike."""
    return (Boundaries(passes, passes & pays),)


def by_own(rank: Int16, pays: Bool) -> tuple[Boundaries, ...]:
    """For each rank that may be paid: whoever has it or a higher one ends generations."""
    ranks = np.unique(rank[pays & (rank >= 0)]).tolist()
    return tuple(Boundaries(rank >= own, pays & (rank == own)) for own in ranks)
