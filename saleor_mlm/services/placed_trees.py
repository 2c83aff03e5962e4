"""Placement trees as a calculation reads them: over people, as they stood at an instant.

Each owner stands where the first position does. Who waits in the holding tank stands below the
enroller in a tree without a width, and in one of a width nowhere: orders enter a binary or a matrix
only once their owner is placed, in the same period. Who has no place is outside the tree.
"""

from collections.abc import Collection, Sequence
from typing import cast

import numpy as np

from ..engine.columns import Int32
from ..engine.snapshot import OUTSIDE, ROOT, Tree
from ..models import PlacementTree, Position
from ..models.placement import PositionState
from . import as_of
from .as_of import POSITION, AsOf

type Stood = tuple[int, int, str, int | None, int | None]
"""Position, owner, state, the position above, slot: as they were."""


def taken(
    names: Collection[str], axes: AsOf, people: Sequence[int], enroller: Int32
) -> dict[str, Tree]:
    """The named trees. people: distributors' ids; enroller: by person, as in the engine's tree."""
    trees = PlacementTree.objects.filter(name__in=names)
    if not trees:
        return {}
    rows = cast(list[Stood], as_of.of_all(POSITION, axes))
    return {tree.name: Tree(_parents(tree, rows, people, enroller)) for tree in trees}


def _parents(
    tree: PlacementTree, rows: list[Stood], people: Sequence[int], enroller: Int32
) -> Int32:
    positions = Position.objects.filter(tree=tree).order_by("number")
    first = {key: number for number, key in enumerate(positions.values_list("id", flat=True))}
    own = sorted((row for row in rows if row[0] in first), key=lambda row: first[row[0]])
    placed = [row for row in own if row[2] == PositionState.PLACED]
    owner_of = {position: owner for position, owner, *_ in placed}
    above = {owner: owner_of.get(up or 0) for _, owner, _, up, _ in reversed(placed)}
    index = {person: number for number, person in enumerate(people)}
    parent = np.full(len(people), OUTSIDE, np.int32)
    for person, number in index.items():
        if person in above:
            parent[number] = index.get(above[person] or 0, ROOT)
    if tree.width is None:
        held = {row[1] for row in own if row[2] == PositionState.HELD} - set(above)
        _let_wait(parent, sorted(index[person] for person in held if person in index), enroller)
    return parent


def _let_wait(parent: Int32, held: list[int], enroller: Int32) -> None:
    """Who waits stands below the nearest above in the enroller tree who stands or waits here."""
    inside = parent != OUTSIDE
    inside[held] = True
    for person in held:
        above = int(enroller[person])
        while above >= 0 and not inside[above]:
            above = int(enroller[above])
        parent[person] = above if above >= 0 else ROOT
