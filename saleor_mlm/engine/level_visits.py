"""Level and breakaway walks told person by person."""

from collections.abc import Iterator

from .breakaway import BreakawayWalk
from .level import LevelWalk
from .plans.bonuses import Compression
from .result import Reason
from .visits import People, Visit, Walker


def level_visits(walk: LevelWalk, walking: Walker) -> Iterator[Visit]:
    """Everyone whom a level walk comes to."""
    return _levels(walk, People(walk.payees, walking), walking.first)


def _levels(walk: LevelWalk, people: People, start: int) -> Iterator[Visit]:
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


def _at_level(people: People, person: int, step: int, level: int) -> Visit:
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


def breakaway_visits(walk: BreakawayWalk, walking: Walker) -> Iterator[Visit]:
    """Up to the leader of the sale's group nobody is paid; a level walk begins above him."""
    people = People(walk.levels.payees, walking)
    for person, step in people.from_person(walking.source):
        leads = bool(walk.levels.met[person])
        if step > 0:
            reason = Reason.OWN_GROUP if leads else Reason.NO_RANK
            yield Visit(person, step, reason if people.there(person) else Reason.ENDED, 0)
        if leads and people.there(person):
            yield from _levels(walk.levels, people, people.above(person))
            return
    yield Visit(-1, 0, Reason.ROOT, 1)
