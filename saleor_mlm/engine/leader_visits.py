"""Generation and infinity walks told person by person."""

import dataclasses
from collections.abc import Iterator

from .generation import GenerationWalk
from .infinity import InfinityWalk, UntilOwn, UntilTest
from .result import Reason
from .visits import NOTHING, People, Visit, Walker


def generation_visits(walk: GenerationWalk, walking: Walker) -> Iterator[Visit]:
    """For each set of boundaries the number passed is counted on the way."""
    schemes = walk.own_schemes
    people = People(walk.payees, dataclasses.replace(walking, scheme=walking.scheme // schemes))
    own = None
    if walk.own_group is not None:
        own = People(walk.own_group, dataclasses.replace(walking, scheme=walking.scheme % schemes))
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
    people: People,
    own: People | None,
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


def infinity_visits(walk: InfinityWalk, walking: Walker) -> Iterator[Visit]:
    """`stop` is by the test, or by the highest rank passed so far."""
    people = People(walk.payees, walking)
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
    walk: InfinityWalk, people: People, person: int, step: int, stopped_by: int
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
