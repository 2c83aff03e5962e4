"""Differential walks told person by person."""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

from .differential import DifferentialWalk
from .result import Reason
from .visits import People, Visit, Walker


def differential_visits(walk: DifferentialWalk, walking: Walker) -> Iterator[Visit]:
    """Everyone, with the highest rate found below him."""
    people = People(walk.payees, walking)
    found = _Found(walk, people)
    for person, step in people.from_first():
        yield found.visit(person, step)


@dataclasses.dataclass
class _Found:
    """What a differential walk has found so far: the highest rate, how many were paid, and how many
    overrides since somebody was paid a difference."""

    walk: DifferentialWalk
    people: People
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
