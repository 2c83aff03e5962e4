"""One sale walked again, person by person: what became of everyone whom it came to.

The rules are those of the walks, told once more for a single sale; `tests/engine/test_trace.py`
holds both to each other.
"""

import dataclasses
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np

from .bonus_walks import Prepared
from .breakaway import BreakawayWalk
from .differential import DifferentialWalk
from .generation import GenerationWalk
from .going import Payees
from .infinity import InfinityWalk, UntilOwn, UntilTest
from .level import LevelWalk
from .plans.bonuses import Compression
from .result import Reason
from .retail import RetailWalk

NOTHING = Fraction(0)


@dataclasses.dataclass(frozen=True)
class Visit:
    """What became of one person, or of nobody (-1) at the top.

    step: from the sale, the first person being 1 (retail: 0). reason: why he is paid nothing;
    `None` where he is paid. level: the paid level or generation that was his turn; 0 where there
    is none. rate: paid. own_rate: his rate by the table. highest: differential: the highest found
    below him.
    """

    person: int
    step: int
    reason: Reason | None
    level: int
    rate: Fraction = NOTHING
    own_rate: Fraction = NOTHING
    highest: Fraction = NOTHING


@dataclasses.dataclass(frozen=True)
class Walker:
    """One walker: where its sales stand, who is looked at first, their scheme and time."""

    source: int
    first: int
    scheme: int
    sold_at_us: int


def walker(prepared: Prepared, number: int) -> Walker:
    """A walker of a bonus by its number."""
    rows = prepared.walked.walkers
    return Walker(
        source=int(rows.source[number]),
        first=int(rows.first[number]),
        scheme=int(rows.scheme[number]),
        sold_at_us=int(rows.sold_at_us[number]),
    )


def visits(prepared: Prepared, walking: Walker) -> Iterator[Visit]:
    """Everyone whom a walk comes to, from below upwards."""
    walk = prepared.walk
    for kind, tell in _KINDS:
        if isinstance(walk, kind):
            return tell(walk, walking)
    raise TypeError(f"no walk: {walk}")


@dataclasses.dataclass(frozen=True)
class _People:
    """What a walk asks of single people."""

    payees: Payees
    walking: Walker

    @property
    def top(self) -> int:
        return self.payees.climb.way.top

    def above(self, person: int) -> int:
        return int(self.payees.climb.way.above[person])

    def from_first(self) -> Iterator[tuple[int, int]]:
        """Each person with his step."""
        return self.from_person(self.walking.first)

    def from_person(self, person: int) -> Iterator[tuple[int, int]]:
        way = self.payees.climb.way
        before = int(way.depth[self.walking.first]) + 1
        while person != self.top:
            if way.inside[person]:
                yield person, before - int(way.depth[person])
            person = self.above(person)

    def there(self, person: int) -> bool:
        climb = self.payees.climb
        time = np.array([self.walking.sold_at_us])
        absent = climb.attendance.absent(np.array([person], dtype=np.int32), time)[0]
        return bool(climb.way.inside[person]) and not absent

    def pays(self, person: int) -> bool:
        return bool(self.payees.pays[person])

    def rate_id(self, person: int, level: int = 1) -> int:
        enroller, rates = self.payees.enroller, self.payees.rates
        source = self.walking.source
        personally = enroller is not None and person in (source, int(enroller[source]))
        klass = rates.klass[person]
        return int(rates.table[self.walking.scheme, int(personally), level - 1, klass])

    def rate(self, person: int, level: int = 1) -> Fraction:
        return self.payees.rates.values[self.rate_id(person, level)]


def _level(walk: LevelWalk, walking: Walker) -> Iterator[Visit]:
    return _levels(walk, _People(walk.payees, walking), walking.first)


def _levels(walk: LevelWalk, people: _People, start: int) -> Iterator[Visit]:
    level, levels = 1, walk.payees.rates.levels
    for person, step in people.from_person(start):
        if level > levels:
            yield Visit(person, step, Reason.BEYOND, 0)
            continue
        if not people.there(person):
            yield Visit(person, step, Reason.ENDED, level)
        elif not walk.met[person]:
            yield Visit(person, step, Reason.NO_RANK, level)
        else:
            visit = _at_level(people, person, step, level)
            yield visit
            level += uses_level(walk.compression, visit.reason)
    if level <= levels:
        yield Visit(-1, 0, Reason.ROOT, level)


def _at_level(people: _People, person: int, step: int, level: int) -> Visit:
    rate = people.rate(person, level)
    if not people.pays(person):
        return Visit(person, step, Reason.INACTIVE, level, own_rate=rate)
    if not rate:
        return Visit(person, step, Reason.NO_RATE, level)
    return Visit(person, step, None, level, rate, rate)


def uses_level(compression: Compression, reason: Reason | None) -> bool:
    """Whether somebody to whom a walk by levels came uses a level; reason: why he is not paid."""
    if reason in (Reason.ENDED, Reason.NO_RANK, Reason.BEYOND):
        return False
    if reason is None or compression in (Compression.NONE, Compression.VOLUME):
        return True
    return compression is Compression.SKIP_INACTIVE and reason is Reason.NO_RATE


def _breakaway(walk: BreakawayWalk, walking: Walker) -> Iterator[Visit]:
    """Up to the leader of the sale's group nobody is paid; a level walk begins above him."""
    people = _People(walk.levels.payees, walking)
    for person, step in people.from_person(walking.source):
        leads = bool(walk.levels.met[person])
        if step > 0:
            reason = Reason.OWN_GROUP if leads else Reason.NO_RANK
            yield Visit(person, step, reason if people.there(person) else Reason.ENDED, 0)
        if leads and people.there(person):
            yield from _levels(walk.levels, people, people.above(person))
            return
    yield Visit(-1, 0, Reason.ROOT, 1)


def _differential(walk: DifferentialWalk, walking: Walker) -> Iterator[Visit]:
    people = _People(walk.payees, walking)
    found = _Found(walk, people)
    for person, step in people.from_first():
        yield found.visit(person, step)


@dataclasses.dataclass
class _Found:
    """What a differential walk has found so far: the highest rate, how many were paid, and how many
    overrides since somebody was paid a difference."""

    walk: DifferentialWalk
    people: _People
    highest: int = 0
    paid: int = 0
    tied: int = 0

    def visit(self, person: int, step: int) -> Visit:
        rate, values = self.people.rate_id(person), self.walk.payees.rates.values
        own, highest = values[rate], values[self.highest]
        if not self.people.there(person):
            return Visit(person, step, Reason.ENDED, 0, own_rate=own, highest=highest)
        if not self.people.pays(person):
            if not self.walk.skips:
                self.highest = max(self.highest, rate)
            return Visit(person, step, Reason.INACTIVE, 0, own_rate=own, highest=highest)
        if (difference := self._difference(rate)) is None:
            reason = Reason.NOT_HIGHER if rate else Reason.NO_RATE
            return Visit(person, step, reason, 0, own_rate=own, highest=highest)
        self.paid += 1
        return Visit(person, step, None, self.paid, difference, own, highest)

    def _difference(self, rate: int) -> Fraction | None:
        differences, before = self.walk.differences, self.highest
        if rate > before:
            self.highest, self.tied = rate, 0
            return differences.values[int(differences.ids[rate, before])]
        if rate == before and rate and self.tied < self.walk.people:
            self.tied += 1
            return differences.values[int(differences.ties[self.people.walking.scheme])]
        return None


def _generation(walk: GenerationWalk, walking: Walker) -> Iterator[Visit]:
    """For each set of boundaries the number passed is counted on the way."""
    schemes = walk.own_schemes
    people = _People(walk.payees, dataclasses.replace(walking, scheme=walking.scheme // schemes))
    own = None
    if walk.own_group is not None:
        own = _People(walk.own_group, dataclasses.replace(walking, scheme=walking.scheme % schemes))
    counted = [toward.nearest for toward, _ in walk.ways]
    passed = [0] * len(counted)
    start = people.above(walking.source) if walk.upper else walking.source
    looked_at = people.from_person(walking.source)
    counting = False
    for person, step in looked_at:
        counting = counting or person == start
        if step > 0:
            yield _in_generation(walk, people, own, person, step, passed)
        if counting and people.there(person):
            passed = [
                count + int(nearest[person] == person)
                for count, nearest in zip(passed, counted, strict=True)
            ]


def _in_generation(
    walk: GenerationWalk,
    people: _People,
    own: _People | None,
    person: int,
    step: int,
    passed: list[int],
) -> Visit:
    if not people.there(person):
        return Visit(person, step, Reason.ENDED, 0)
    sets = [number for number, each in enumerate(walk.boundaries) if each.pays[person]]
    if not sets:
        inactive = not people.pays(person)
        return Visit(person, step, Reason.INACTIVE if inactive else Reason.NO_RANK, 0)
    generation = passed[sets[0]]
    if generation > walk.payees.rates.levels:
        return Visit(person, step, Reason.BEYOND, 0)
    if generation == 0 and own is None:
        return Visit(person, step, Reason.OWN_GROUP, 0)
    rate = people.rate(person, generation) if generation or own is None else own.rate(person)
    return Visit(person, step, None if rate else Reason.NO_RATE, generation, rate, rate)


def _infinity(walk: InfinityWalk, walking: Walker) -> Iterator[Visit]:
    """`stop` is by the test, or by the highest rank passed so far."""
    people = _People(walk.payees, walking)
    start = people.above(walking.source) if walk.included else walking.source
    stopped_by, counting = -1, False
    for person, step in people.from_person(walking.source):
        counting = counting or person == start
        if step > 0:
            yield _in_infinity(walk, people, person, step, stopped_by)
        if counting and people.there(person):
            stopped_by = max(stopped_by, _stop(walk, person))


def _stop(walk: InfinityWalk, person: int) -> int:
    if isinstance(walk, UntilOwn):
        return int(walk.rank[person])
    assert isinstance(walk, UntilTest)
    return 0 if walk.stops[person] else -1


def _in_infinity(
    walk: InfinityWalk, people: _People, person: int, step: int, stopped_by: int
) -> Visit:
    rank = int(walk.rank[person]) if isinstance(walk, UntilOwn) else 0
    rate = people.rate(person)
    reasons = (
        (Reason.ENDED, not people.there(person)),
        (Reason.INACTIVE, not people.pays(person)),
        (Reason.NO_RANK, rank < 0),
        (Reason.STOPPED, stopped_by >= rank),
        (Reason.TOO_NEAR, step < walk.from_level),
        (Reason.NO_RATE, not rate),
    )
    reason = next((reason for reason, so in reasons if so), None)
    return Visit(person, step, reason, 1, NOTHING if reason else rate, rate)


def _retail(walk: RetailWalk, walking: Walker) -> Iterator[Visit]:
    rates, person = walk.rates, walking.first
    rate = rates.values[int(rates.table[walking.scheme, 0, 0, rates.klass[person]])]
    yield Visit(person, 0, None if rate else Reason.NO_RATE, 0, rate, rate)


_KINDS: tuple[tuple[type, Callable[..., Iterator[Visit]]], ...] = (
    (LevelWalk, _level),
    (BreakawayWalk, _breakaway),
    (DifferentialWalk, _differential),
    (GenerationWalk, _generation),
    (InfinityWalk, _infinity),
    (RetailWalk, _retail),
)
