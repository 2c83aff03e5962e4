"""Ways up a tree: whom a walk meets first among some people, answered for everyone at once.

The persons of a way are 0..n-1, and n is its *top*: above every root, above itself, nobody. Whoever
stands outside the tree is met by nobody and goes straight to the top.
"""

import dataclasses
import functools
import threading

import numpy as np

from .absences import Attendance
from .columns import Bool, Int32, Int64
from .trees import OUTSIDE, Forest, with_top


class Way:
    """A tree made ready for climbing; all arrays have an entry for each person and the top.

    above: the person above, or the top. depth: number of people above; the top's is -1.
    """

    def __init__(self, forest: Forest) -> None:
        self.forest, self.top = forest, len(forest)
        self.inside = np.append(forest.parent != OUTSIDE, False)
        self.above = np.append(with_top(forest.parent)[:-1], np.int32(self.top))
        self.depth = np.append(forest.depth, np.int32(-1))
        self._found: list[tuple[int, Bool, Int32]] = []
        self._lock = threading.Lock()

    def is_above(self, upper: Int32, lower: Int32) -> Bool:
        """Whether each upper one, who is not the top, is the lower one beside him or somebody
        above him."""
        label, size = self._stretches
        first = label[upper]
        found: Bool = (label[lower] >= first) & (label[lower] < first + size[upper])
        return found

    @functools.cached_property
    def _stretches(self) -> tuple[Int32, Int32]:
        """Label and size of everyone; the top's label is in nobody's stretch."""
        nobody = np.int32(-1)
        return np.append(self.forest.label, nobody), np.append(self.forest.size, nobody)

    def nearest(self, wanted: Bool) -> Int32:
        """For each person the nearest wanted one going up, beginning with himself, or the top.

        `wanted` has an entry for the top, which counts as wanted. Found within the smallest wider
        set that was asked for before, since in plans later sets are mostly parts of earlier ones.
        """
        wanted = wanted & self.inside
        wanted[self.top] = True
        with self._lock:
            return self._nearest(wanted)

    def _nearest(self, wanted: Bool) -> Int32:
        size = int(np.count_nonzero(wanted))
        for wider_size, wider, nearest in sorted(self._found, key=lambda found: found[0]):
            if wider_size >= size and not (wanted & ~wider).any():
                if wider_size == size:
                    return nearest
                found = _nearest_within(np.flatnonzero(wider), nearest[self.above], wanted)[nearest]
                break
        else:
            everyone = np.arange(self.top + 1)
            found = _nearest_within(everyone, self.above, wanted)
        self._found.append((size, wanted, found))
        return found


def _nearest_within(members: Int64, above: Int32, wanted: Bool) -> Int32:
    """The nearest wanted one of each member, `above` leading from member to member.

    Pointer doubling: after k rounds a pointer has climbed 2^k members, so a spine of 60,000 takes
    16 rounds; only pointers that have not arrived go on.
    """
    pointer = np.arange(len(above), dtype=np.int32)
    open_ = members[~wanted[members]]
    pointer[open_] = above[open_]
    open_ = open_[~wanted[pointer[open_]]]
    while open_.size:
        pointer[open_] = pointer[pointer[open_]]
        open_ = open_[~wanted[pointer[open_]]]
    return pointer


@dataclasses.dataclass(frozen=True)
class Toward:
    """The way to whom a walk looks for: `nearest` of them to everyone, or the top."""

    climb: "Climb"
    nearest: Int32

    def first(self, start: Int32, sold_at_us: Int64 | None) -> Int32:
        """The first one at or above each start who was not absent then, or the top.

        sold_at_us: of each walk; `None` where nobody on these ways was absent at times.
        """
        stop = self.nearest[start]
        if sold_at_us is None:
            return stop
        attendance, above = self.climb.attendance, self.climb.way.above
        unsure = np.flatnonzero(attendance.at_times[stop])
        while unsure.size:
            passed = attendance.absent(stop[unsure], sold_at_us[unsure])
            unsure = unsure[passed]
            stop[unsure] = self.nearest[above[stop[unsure]]]
            unsure = unsure[attendance.at_times[stop[unsure]]]
        return stop


@dataclasses.dataclass(frozen=True)
class Climb:
    """A way on which whoever was absent when a sale was paid is passed over."""

    way: Way
    attendance: Attendance

    @functools.cached_property
    def may_stop(self) -> Bool:
        """Who stands in the tree and is not absent throughout."""
        found: Bool = self.way.inside & ~self.attendance.throughout
        return found

    def toward(self, wanted: Bool) -> Toward:
        """The way to people; `wanted` has an entry for the top."""
        return Toward(self, self.way.nearest(wanted & self.may_stop))

    def absent(self, person: Int32, sold_at_us: Int64 | None) -> Bool:
        """Whether each person was absent when the sale beside him was paid."""
        if sold_at_us is None:
            throughout: Bool = self.attendance.throughout[person]
            return throughout
        return self.attendance.absent(person, sold_at_us)
