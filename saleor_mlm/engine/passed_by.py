"""What became of one person on the walks that came to him and paid him nothing, all at once.

A walk told person by person (`trace`) costs as much as there are people on it; this asks each walk
only about one, so that a person at the top of a line of 60,000 has his answer as soon as any.
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .breakaway import BreakawayWalk
from .columns import Bool, Int8, Int16, Int32, Int64
from .differential import DifferentialWalk
from .generation import GenerationWalk
from .going import Going, Payees, times_of
from .infinity import InfinityWalk, UntilOwn, UntilTest
from .level import LevelWalk
from .lines import Written
from .result import Reason
from .retail import RetailWalk
from .walkers import Walkers
from .ways import Toward


@dataclasses.dataclass(frozen=True)
class PassedBy:
    """For each walk why it paid him nothing, and whose turn it was, 0 where there is none."""

    reason: Int8
    level: Int16


def passed_by(written: Written, person: int, numbers: Int64) -> PassedBy:
    """What became of a person on walkers that came to him and do not pay him."""
    walk = written.prepared.walk
    for kind, tell in _KINDS:
        if isinstance(walk, kind):
            return tell(_Asked(written, person, numbers), walk)
    raise TypeError(f"no walk: {walk}")


class _Asked:
    """A person, and the walkers that came to him."""

    def __init__(self, written: Written, person: int, numbers: Int64) -> None:
        self.written, self.person, self.numbers = written, person, numbers
        self.walkers: Walkers = written.prepared.walked.walkers.take(numbers)
        self.depth = int(written.prepared.depth[person])

    def absent(self, payees: Payees) -> Bool:
        """Whether he had no agreement when the sale was paid, or stands outside the tree."""
        climb, person = payees.climb, np.full(len(self.numbers), self.person, dtype=np.int32)
        absent = climb.attendance.absent(person, self.walkers.sold_at_us)
        away: Bool = absent | ~climb.way.inside[person]
        return away

    def rates(self, payees: Payees, level: int = 1) -> Int16:
        """His rate ids."""
        going = Going.all_of(self.walkers, self.walkers.first)
        return payees.ids(going, np.full(len(self.numbers), self.person, dtype=np.int32), level)

    def is_above(self, toward: Toward, start: Int32) -> Bool:
        """Whether the walk meets one of these people before it comes to him."""
        stop = toward.first(start, times_of(self.walkers))
        below: Bool = toward.climb.way.depth[stop] > self.depth
        return below

    def level(self) -> Int16:
        """The level that was open when the walk came to him: one above the last used below him."""
        open_ = np.ones(self.written.walkers, dtype=np.int16)
        walk, depth = self.written.walk, self.written.prepared.depth
        for level, steps in walk.steps.items():
            used = steps.walker[depth[steps.payee] > self.depth]
            open_[used] = np.maximum(open_[used], level + 1)
        for level, losses in walk.losses.items():
            used = losses.walker[(losses.person >= 0) & (depth[losses.person] > self.depth)]
            open_[used] = np.maximum(open_[used], level + 1)
        return open_[self.numbers]

    def first_of(self, *reasons: tuple[Reason, Any]) -> Int8:
        """For each walk the first reason that holds; the last one always does."""
        count = len(self.numbers)
        flags = [np.broadcast_to(np.asarray(holds, dtype=np.bool_), count) for _, holds in reasons]
        codes = [np.int8(reason) for reason, _ in reasons]
        return np.select(flags, codes).astype(np.int8)


def _level(asked: _Asked, walk: LevelWalk) -> PassedBy:
    level = asked.level()
    beyond = level > walk.payees.rates.levels
    reason = asked.first_of(
        (Reason.BEYOND, beyond),
        (Reason.ENDED, asked.absent(walk.payees)),
        (Reason.NO_RANK, not walk.met[asked.person]),
        (Reason.INACTIVE, not walk.payees.pays[asked.person]),
        (Reason.NO_RATE, True),
    )
    return PassedBy(reason, np.where(beyond, 0, level).astype(np.int16))


def _breakaway(asked: _Asked, walk: BreakawayWalk) -> PassedBy:
    """Up to the leader of the sale's group nobody is paid; a level walk begins above him."""
    group = walk.group_of(asked.walkers)
    within = walk.levels.payees.climb.way.depth[group] <= asked.depth
    in_group = asked.first_of(
        (Reason.ENDED, asked.absent(walk.levels.payees)),
        (Reason.OWN_GROUP, walk.levels.met[asked.person]),
        (Reason.NO_RANK, True),
    )
    above = _level(asked, walk.levels)
    reason = np.where(within, in_group, above.reason)
    return PassedBy(reason, np.where(within, 0, above.level).astype(np.int16))


def _differential(asked: _Asked, walk: DifferentialWalk) -> PassedBy:
    payees = walk.payees
    reason = asked.first_of(
        (Reason.ENDED, asked.absent(payees)),
        (Reason.INACTIVE, not payees.pays[asked.person]),
        (Reason.NOT_HIGHER, asked.rates(payees) > 0),
        (Reason.NO_RATE, True),
    )
    return _without_level(reason)


def _generation(asked: _Asked, walk: GenerationWalk) -> PassedBy:
    sets = [n for n, each in enumerate(walk.boundaries) if each.pays[asked.person]]
    generation = np.zeros(len(asked.numbers), dtype=np.int16)
    if sets:
        generation = _passed(asked, walk, walk.ways[sets[0]][0])
    beyond = generation > walk.payees.rates.levels
    inactive = Reason.NO_RANK if walk.payees.pays[asked.person] else Reason.INACTIVE
    reason = asked.first_of(
        (Reason.ENDED, asked.absent(walk.payees)),
        (inactive, not sets),
        (Reason.BEYOND, beyond),
        (Reason.OWN_GROUP, (generation == 0) & (walk.own_group is None)),
        (Reason.NO_RATE, True),
    )
    level = np.where(reason == Reason.NO_RATE, generation, 0)
    return PassedBy(reason, level.astype(np.int16))


def _passed(asked: _Asked, walk: GenerationWalk, counted: Toward) -> Int16:
    """How many boundaries stand between each sale and the person; one more than there are
    generations stands for all that are too many."""
    way, passed = walk.payees.climb.way, np.zeros(len(asked.numbers), dtype=np.int16)
    rows, at = np.arange(len(passed)), walk.start(asked.walkers)
    times = times_of(asked.walkers)
    for _ in range(walk.payees.rates.levels + 1):
        boundary = counted.first(at, None if times is None else times[rows])
        below = way.depth[boundary] > asked.depth
        rows, at = rows[below], way.above[boundary[below]]
        passed[rows] += 1
    return passed


def _infinity(asked: _Asked, walk: InfinityWalk) -> PassedBy:
    payees, person = walk.payees, asked.person
    if isinstance(walk, UntilOwn):
        rank = int(walk.rank[person])
        stops = walk.rank >= max(rank, 0)
    else:
        assert isinstance(walk, UntilTest)
        rank, stops = 0, walk.stops
    step = payees.climb.way.depth[asked.walkers.first] - asked.depth + 1
    reason = asked.first_of(
        (Reason.ENDED, asked.absent(payees)),
        (Reason.INACTIVE, not payees.pays[person]),
        (Reason.NO_RANK, rank < 0),
        (Reason.STOPPED, asked.is_above(payees.climb.toward(stops), walk.start(asked.walkers))),
        (Reason.TOO_NEAR, step < walk.from_level),
        (Reason.NO_RATE, True),
    )
    return PassedBy(reason, np.ones(len(reason), dtype=np.int16))


def _retail(asked: _Asked, walk: RetailWalk) -> PassedBy:
    return _without_level(asked.first_of((Reason.NO_RATE, True)))


def _without_level(reason: Int8) -> PassedBy:
    return PassedBy(reason, np.zeros(len(reason), dtype=np.int16))


_KINDS: Sequence[tuple[type, Callable[[_Asked, Any], PassedBy]]] = (
    (LevelWalk, _level),
    (BreakawayWalk, _breakaway),
    (DifferentialWalk, _differential),
    (GenerationWalk, _generation),
    (InfinityWalk, _infinity),
    (RetailWalk, _retail),
)
