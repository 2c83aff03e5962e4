"""Who stands above, in a tree given as a parent array.

Pointer doubling: after k rounds a pointer has climbed 2^k steps, so a spine of 60,000 takes 16
rounds, not 60,000.
"""

import numpy as np

from .columns import Bool, Int32
from .trees import forest, with_top


def depths(parent: Int32) -> Int32:
    """Number of ancestors of each person; a root, and whoever is outside, has 0.

    Raises `GenealogyError` for a parent out of range, or a cycle.
    """
    return forest(parent).depth


def nearest(parent: Int32, wanted: Bool) -> Int32:
    """For each person, the nearest wanted one going up, beginning with himself; -1 if none.

    `parent` must be free of cycles (`trees.forest`).
    """
    count = len(parent)
    himself = np.arange(count + 1, dtype=np.int32)
    stops = np.append(wanted, True)
    pointer = np.where(stops, himself, with_top(parent)).astype(np.int32)
    while not stops[pointer].all():
        pointer = pointer[pointer]
    found = pointer[:-1]
    return np.where(found == count, np.int32(-1), found)


def parents_of(parent: Int32, persons: Int32) -> Int32:
    """The parent of each of these persons, -1 where there is none; -1 stays -1."""
    return np.where(persons < 0, np.int32(-1), np.maximum(parent[persons], np.int32(-1)))
