"""Questions to a tree given as a parent array, answered for everyone at once.

Both use pointer doubling: after k rounds a pointer has climbed 2^k steps, so a spine of 60,000
takes 16 rounds, not 60,000.
"""

import numpy as np

from .columns import Bool, Int32
from .errors import GenealogyError

ROOT, OUTSIDE = -1, -2
"""In place of a parent: nobody stands above; the person does not stand in the tree."""


def depths(parent: Int32) -> Int32:
    """Number of ancestors of each person; a root, and whoever is outside, has 0.

    Raises `GenealogyError` for a parent out of range, or a cycle.
    """
    count = len(parent)
    _check_range(parent)
    pointer = _with_top(parent)
    depth = (pointer != count).astype(np.int32)
    for _ in range(count.bit_length() + 1):
        if (pointer == count).all():
            found: Int32 = depth[:-1]
            return found
        depth += depth[pointer]
        pointer = pointer[pointer]
    raise GenealogyError("cycle", _cycle_message(parent, pointer))


def nearest(parent: Int32, wanted: Bool) -> Int32:
    """For each person, the nearest wanted one going up, beginning with himself; -1 if none.

    `parent` must be free of cycles (`depths`).
    """
    count = len(parent)
    himself = np.arange(count + 1, dtype=np.int32)
    stops = np.append(wanted, True)
    pointer = np.where(stops, himself, _with_top(parent)).astype(np.int32)
    while not stops[pointer].all():
        pointer = pointer[pointer]
    found = pointer[:-1]
    return np.where(found == count, np.int32(-1), found)


def parents_of(parent: Int32, persons: Int32) -> Int32:
    """The parent of each of these persons, -1 where there is none; -1 stays -1."""
    return np.where(persons < 0, np.int32(-1), np.maximum(parent[persons], np.int32(-1)))


def _with_top(parent: Int32) -> Int32:
    """Parents with one more person, the top, that is above every root and above itself."""
    top = np.int32(len(parent))
    return np.append(np.where(parent < 0, top, parent), top).astype(np.int32)


def _check_range(parent: Int32) -> None:
    wrong = np.flatnonzero((parent < OUTSIDE) | (parent >= len(parent)))
    if wrong.size:
        person = int(wrong[0])
        message = f"person {person}: parent {int(parent[person])}; expected -2 to {len(parent) - 1}"
        raise GenealogyError("parent-range", message)
    wrong = np.flatnonzero((parent >= 0) & (parent[parent] == OUTSIDE))
    if wrong.size:
        message = f"person {int(wrong[0])} stands below somebody who does not stand in the tree"
        raise GenealogyError("parent-outside", message)


def _cycle_message(parent: Int32, pointer: Int32) -> str:
    person = int(pointer[np.flatnonzero(pointer != len(parent))[0]])
    members = [person]
    while (above := int(parent[members[-1]])) != person:
        members.append(above)
    first = members.index(min(members))
    members = members[first:] + members[:first]
    shown = " -> ".join(map(str, members[:8])) + (" -> ..." if len(members) > 8 else "")
    return f"persons above themselves: {shown} ({len(members)} in the cycle)"
