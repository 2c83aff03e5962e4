"""What became of single people on one walk, and what a walk asks of them."""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from .going import Payees
from .result import Reason

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


@dataclasses.dataclass(frozen=True)
class People:
    """What one walk asks of single people."""

    payees: Payees
    walking: Walker

    @property
    def top(self) -> int:
        """Nobody, above everyone."""
        return self.payees.climb.way.top

    def above(self, person: int) -> int:
        """Whoever is directly above, or the top."""
        return int(self.payees.climb.way.above[person])

    def from_first(self) -> Iterator[tuple[int, int]]:
        """Each person with his step."""
        return self.from_person(self.walking.first)

    def from_person(self, person: int) -> Iterator[tuple[int, int]]:
        """The same from somebody on."""
        way = self.payees.climb.way
        before = int(way.depth[self.walking.first]) + 1
        while person != self.top:
            if way.inside[person]:
                yield person, before - int(way.depth[person])
            person = self.above(person)

    def there(self, person: int) -> bool:
        """Whether he stands in the tree and had an agreement when the sale was paid."""
        climb = self.payees.climb
        if not climb.attendance.at_times[person]:
            return bool(climb.may_stop[person])
        time = np.array([self.walking.sold_at_us])
        absent = climb.attendance.absent(np.array([person], dtype=np.int32), time)[0]
        return bool(climb.way.inside[person]) and not absent

    def pays(self, person: int) -> bool:
        """Whether he passes the bonus's `payee`."""
        return bool(self.payees.pays[person])

    def rate_id(self, person: int, level: int = 1) -> int:
        """His rate, by its id."""
        enroller, rates = self.payees.enroller, self.payees.rates
        source = self.walking.source
        personally = enroller is not None and person in (source, int(enroller[source]))
        klass = rates.klass[person]
        return int(rates.table[self.walking.scheme, int(personally), level - 1, klass])

    def rate(self, person: int, level: int = 1) -> Fraction:
        """His rate."""
        return self.payees.rates.values[self.rate_id(person, level)]
