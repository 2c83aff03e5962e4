"""A tree numbered once, so that a question about everybody's team takes a few passes over columns.

Going down first and on to the next, everyone gets a number; a team is then an unbroken stretch of
numbers, and a sum over every team is the difference of two running sums, however deep the tree is.

How it is numbered without recursion and without as many steps as the tree is deep: whoever has
nobody below is taken off, again and again, until few are taken off at a time; what is then left,
long lines as a rule, is climbed by pointers that double their stride.
"""

import dataclasses
import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from .columns import AnyArray, Bool, Int32, Int64
from .errors import GenealogyError

ROOT, OUTSIDE = -1, -2
"""In place of a parent: nobody stands above; the person does not stand in the tree."""
_FEW, _PART = 128, 16
_INT32 = np.dtype(np.int32)


@dataclasses.dataclass(frozen=True, eq=False)
class Forest:
    """A tree, numbered. All columns are by person but for `order` and `children`; whoever stands
    outside is alone.

    label: the number. size: how many the person and his team are. order: the persons by number.
    depth: how many stand above.
    children: all persons in the order of those above them, then of their numbers; roots, and
        whoever is outside, come last.
    """

    parent: Int32
    label: Int32
    size: Int32
    order: Int32
    depth: Int32
    children: Int32

    def __len__(self) -> int:
        return len(self.parent)

    @functools.cached_property
    def legs(self) -> Int32:
        """The first persons of all legs, side by side for each person above."""
        above: Int32 = self.parent.take(self.children)
        return self.children[: len(above) - int((above < 0).sum())]

    def sums(self, values: Int64) -> Int64:
        """int64[person]: the sum over each person and his team. The sum of all must fit."""
        return self._stretches(values, np.dtype(np.int64))

    def anywhere(self, flags: Bool) -> Bool:
        """bool[person]: whether a person or anybody in his team has the flag."""
        return self._stretches(flags, _INT32) > 0

    def on_the_way(self, flags: Bool) -> Int32:
        """int32[person]: how many from the root down to a person, himself included, have the
        flag."""
        flagged = np.flatnonzero(flags)
        label = self.label[flagged]
        change = np.zeros(len(self) + 1, dtype=np.int32)
        change[label] = 1
        np.subtract.at(change, label + self.size[flagged], np.int32(1))
        return np.cumsum(change, dtype=np.int32).take(self.label)

    def _stretches(self, values: AnyArray, dtype: np.dtype[Any]) -> AnyArray:
        running = np.zeros(len(self) + 1, dtype=dtype)
        np.cumsum(values.take(self.order), out=running[1:])
        found = running.take(self.label + self.size)
        found -= running.take(self.label)
        return found


def forest(parent: Int32) -> Forest:
    """Number a tree.

    Raises `GenealogyError` for a parent out of range or outside the tree, or a cycle.
    """
    check_parents(parent)
    count, up = len(parent), with_top(parent)
    batches, size = _taken_off(up)
    left = _left(batches, count)
    climb = _Climb(parent, up, left)
    size[left] = climb.gathered(size[left])
    children = _children(up)
    steps = _steps(up, size, children)
    label, depth = np.full(count + 1, -1, np.int32), np.full(count + 1, -1, np.int32)
    label[left], depth[left] = climb.sums(steps[left]) - 1, climb.sums(np.ones_like(left)) - 1
    for batch in reversed(batches):
        above = up.take(batch)
        label[batch] = label.take(above) + steps.take(batch)
        depth[batch] = depth.take(above) + np.int32(1)
    order = np.empty(count, dtype=np.int32)
    order[label[:-1]] = np.arange(count, dtype=np.int32)
    return Forest(parent, label[:-1], size[:-1], order, depth[:-1], children)


def check_parents(parent: Int32) -> None:
    """Raises `GenealogyError` for a parent that is nobody, or who stands outside."""
    wrong = np.flatnonzero((parent < OUTSIDE) | (parent >= len(parent)))
    if wrong.size:
        person = int(wrong[0])
        message = f"person {person}: parent {int(parent[person])}; expected -2 to {len(parent) - 1}"
        raise GenealogyError("parent-range", message)
    if parent.size and parent.min() == OUTSIDE:
        wrong = np.flatnonzero((parent >= 0) & (parent.take(parent, mode="clip") == OUTSIDE))
        if wrong.size:
            message = f"person {int(wrong[0])} stands below somebody who is outside the tree"
            raise GenealogyError("parent-outside", message)


def rings(parent: Int32) -> Int64:
    """int64[ring]: of persons who come back to themselves by going up the first, for each ring;
    empty where it is a tree. Steps double, so few are enough."""
    above = with_top(parent).astype(np.int64)
    top = len(parent)
    first, ahead = np.arange(top + 1), above
    for _ in range(top.bit_length()):
        first, ahead = np.minimum(first, first[ahead]), ahead[ahead]
    found: Int64 = np.unique(first[ahead[ahead < top]])
    return found


def with_top(parent: Int32) -> Int32:
    """Parents with one more person, the top, that is above every root and above itself."""
    top = np.int32(len(parent))
    return np.append(np.where(parent < 0, top, parent), top).astype(np.int32)


def _taken_off(up: Int32) -> tuple[list[Int32], Int32]:
    """Whoever has nobody below, then whoever has nobody below then, and so on, as long as many come
    off at a time; and how many each has gathered below himself."""
    top = len(up) - 1
    size = np.ones(top + 1, dtype=np.int32)
    below = np.bincount(up[:-1], minlength=top + 1).astype(np.int32)
    below[top] = -1  # it never comes off: its count goes down from here
    place = np.empty(top + 1, dtype=np.int32)
    batch = np.flatnonzero(below == 0).astype(np.int32)
    batches, left = [], top
    while batch.size and (batch.size >= _FEW or batch.size * _PART >= left):
        batches.append(batch)
        left -= batch.size
        above = up.take(batch)
        np.add.at(size, above, size.take(batch))
        np.subtract.at(below, above, np.int32(1))
        free = above[below.take(above) == 0]
        number = np.arange(free.size, dtype=np.int32)
        place[free] = number
        batch = free[place.take(free) == number]  # each once
    return batches, size


def _left(batches: list[Int32], count: int) -> Int32:
    left = np.ones(count, dtype=np.bool_)
    for batch in batches:
        left[batch] = False
    return np.flatnonzero(left).astype(np.int32)


def _children(up: Int32) -> Int32:
    count = len(up) - 1
    if (up[1:-1] >= up[:-2]).all():
        return np.arange(count, dtype=np.int32)
    # Sorting keys that hold the index is several times faster than sorting indexes by key.
    bits = np.int64(count.bit_length())
    keys = (up[:-1].astype(np.int64) << bits) | np.arange(count, dtype=np.int64)
    keys.sort()
    return (keys & ((1 << bits) - 1)).astype(np.int32)


def _steps(up: Int32, size: Int32, children: Int32) -> Int32:
    """By how much each number is above that of the person above: one, and the older siblings with
    their teams."""
    sizes = size.take(children)
    before = np.cumsum(sizes, dtype=np.int32) - sizes
    above = up.take(children)
    first = np.flatnonzero(np.diff(above, prepend=-1))
    start = np.empty_like(up)
    start[above[first]] = before[first]
    steps = np.zeros_like(up)
    steps[children] = before - start.take(above) + np.int32(1)
    return steps


class _Climb:
    """Sums along the lines of some persons above whom only each other stand."""

    def __init__(self, parent: Int32, up: Int32, persons: Int32) -> None:
        self.count = len(persons)
        number = np.full(len(up), self.count, dtype=np.int32)
        number[persons] = np.arange(self.count, dtype=np.int32)
        self.up = np.append(number.take(up.take(persons)), np.int32(self.count)).astype(np.int32)
        self.parent, self.persons = parent, persons

    def gathered(self, values: Int32) -> Int32:
        """The sum of values over each person and all below."""
        found = np.append(values, np.int32(0))
        for pointer in self._pointers():
            further = found.copy()
            np.add.at(further, pointer[:-1], found[:-1])
            further[-1] = 0
            found = further
        return found[:-1]

    def sums(self, values: Int32) -> Int32:
        """The sum of values over each person and all above."""
        found = np.append(values, np.int32(0))
        for pointer in self._pointers():
            found += found.take(pointer)
        return found[:-1]

    def _pointers(self) -> Iterator[Int32]:
        pointer = self.up
        for _ in range(self.count.bit_length() + 1):
            if (pointer == self.count).all():
                return
            yield pointer
            pointer = pointer.take(pointer)
        person = int(self.persons[np.flatnonzero(pointer != self.count)[0]])
        raise GenealogyError("cycle", _cycle_message(self.parent, person))


def _cycle_message(parent: Int32, person: int) -> str:
    """`person` is in a cycle or below one: whoever is met twice going up is in it."""
    seen: dict[int, int] = {}
    while person not in seen:
        seen[person] = len(seen)
        person = int(parent[person])
    members = list(seen)[seen[person] :]
    first = members.index(min(members))
    members = members[first:] + members[:first]
    shown = " -> ".join(map(str, members[:8])) + (" -> ..." if len(members) > 8 else "")
    return f"persons above themselves: {shown} ({len(members)} in the cycle)"
