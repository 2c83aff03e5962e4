"""All hints of a placement tree from nothing but its positions, in a few passes over columns."""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from ..engine.columns import AnyArray
from ..engine.trees import ROOT, forest

BATCH = 50_000
WRITE = """
INSERT INTO saleor_mlm_positionhint (position_id, line, slot, step, team, gap)
SELECT position, nullif(line, 0), nullif(slot, 0), nullif(step, 0), team, gap
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[])
    AS rows (position, line, slot, step, team, gap)
"""


def write(rows: Sequence[tuple[int, int | None, int | None]], width: int) -> None:
    """rows: (position, parent, slot) of every placed position, in the order of their ids."""
    if not rows:
        return
    columns = hints(rows, width)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = slice(start, start + BATCH)
            cursor.execute(WRITE, [column[part].tolist() for column in columns])


def hints(
    rows: Sequence[tuple[int, int | None, int | None]], width: int
) -> tuple[AnyArray, AnyArray, AnyArray, AnyArray, AnyArray, AnyArray]:
    """Columns of `PositionHint`: position, line, slot, step, team, gap; 0 in place of null."""
    ids = np.array([row[0] for row in rows], np.int64)
    above = np.array([row[1] or 0 for row in rows], np.int64)
    slot = np.array([row[2] or 0 for row in rows], np.int64)
    parent = np.where(above == 0, ROOT, np.searchsorted(ids, above)).astype(np.int32)
    tree = forest(parent)
    goes_on = (parent >= 0) & (slot == slot[parent])
    first = _firsts(np.where(goes_on, parent, -1))
    step = np.where(parent < 0, 0, tree.depth - tree.depth[first] + 1)
    team = tree.size.astype(np.int64)
    team[parent[goes_on]] -= tree.size[goes_on]
    return ids, above[first], slot, step, team, _gaps(parent, width)


def _firsts(before: AnyArray) -> AnyArray:
    """The first of the line that each is in, by pointers that double their stride."""
    pointer = np.where(before < 0, np.arange(len(before)), before)
    while True:
        further = pointer[pointer]
        if (further == pointer).all():
            return pointer
        pointer = further


def _gaps(parent: AnyArray, width: int) -> AnyArray:
    """How far below each the nearest open slot is: up from those who have one, level by level."""
    below = np.bincount(parent[parent >= 0], minlength=len(parent))
    gap = np.where(below < width, 0, -1)
    reached = np.flatnonzero(gap == 0)
    distance = 0
    while reached.size:
        distance += 1
        up = parent[reached]
        reached = np.unique(up[up >= 0])
        reached = reached[gap[reached] < 0]
        gap[reached] = distance
    return gap
