"""People looked at together, and what is known of them, of their legs and of their teams.

`Everyone` knows all at once. `layers.Layer` knows those of one depth, where ranks are decided from
the deepest up. Volumes and tests are worked out by the same rules in both.
"""

import dataclasses
from collections.abc import Callable
from typing import Literal, Protocol

import numpy as np

from .columns import AnyArray, Bool, Int32, Int64
from .errors import SnapshotError
from .legs import Legs
from .past import Past
from .plans.dependencies import works_out_ranks
from .plans.schema import Plan
from .plans.tests import CrossTreeTest
from .plans.volumes import TeamVolume
from .snapshot import Snapshot
from .sold import Sold
from .teams import team_sums
from .trees import Forest

type Fact = tuple[Literal["volume", "test", "rank", "qualified"], str]
"""What is known of people by a name of the plan. `rank`: paid as it or a higher one; `qualified`:
the same without grace."""


class View(Protocol):
    """Some people. What they are asked for must be known already.

    excepted: the tests that somebody is granted an exception from. decides_ranks: whether ranks of
    this period are worked out; otherwise they are what the last closed period left.
    """

    snapshot: Snapshot
    plan: Plan
    past: Past
    sold: Sold
    excepted: frozenset[str]
    decides_ranks: bool

    def of(self, node: Fact) -> AnyArray:
        """Of each person."""

    def fixed(self, name: str, make: Callable[[], AnyArray]) -> AnyArray:
        """Of each person, something that rests on no rank of this period; `make` gives it for
        everyone and is asked once."""

    def legs(self, tree: str) -> Legs:
        """Their legs."""

    def below(self, tree: str, node: Fact) -> AnyArray:
        """Of the first person of each leg."""

    def anywhere(self, tree: str, test: str) -> Bool:
        """Of each leg, whether anybody in it passes."""

    def team(self, name: str, definition: TeamVolume) -> Int64:
        """Of each person, the team volume of this name."""

    def enrolled_legs(self, definition: CrossTreeTest) -> Int64:
        """Of each person, the legs in which somebody passes whom he enrolled himself."""


@dataclasses.dataclass(frozen=True, eq=False)
class Enrolled:
    """Whoever stands in a leg of the one who enrolled him, in the order of owner, then leg: owner
    (who enrolled him), person, leg (its first person)."""

    owner: Int32
    person: Int32
    leg: Int32

    def legs_of(self, flags: Bool, count: int) -> Int64:
        """How many legs each of `count` owners has where `flags`, by row here, is true."""
        rows = np.flatnonzero(flags)
        another = np.diff(self.leg.take(rows), prepend=-1) != 0
        found: Int64 = np.bincount(self.owner.take(rows[another]), minlength=count)
        return found


def enrolled(enrolled_in: Forest, legs_of: Forest) -> Enrolled:
    """Find the leg of everybody whom somebody enrolled. A leg is the last of the legs of its owner
    that are numbered no higher than the person himself."""
    bits = np.int64(len(legs_of).bit_length())
    person = np.flatnonzero(enrolled_in.parent >= 0)
    owner, label = enrolled_in.parent.take(person), legs_of.label.take(person)
    first = legs_of.label.take(owner)
    below = (label > first) & (label < first + legs_of.size.take(owner))
    keys = np.sort(_key(owner[below], label[below], bits))
    legs = legs_of.legs
    leg_keys = _key(legs_of.parent.take(legs), legs_of.label.take(legs), bits)
    place = np.searchsorted(leg_keys, keys, side="right") - 1
    return Enrolled(
        owner=(keys >> bits).astype(np.int32),
        person=legs_of.order.take(keys & ((1 << bits) - 1)),
        leg=legs.take(place),
    )


def _key(owner: Int32, label: Int32, bits: np.int64) -> Int64:
    return (owner.astype(np.int64) << bits) | label


class Everyone:
    """All people of a snapshot; what is known of them is written into `values`."""

    def __init__(self, snapshot: Snapshot, plan: Plan) -> None:
        self.snapshot, self.plan = snapshot, plan
        self.count = len(snapshot.persons)
        self.past, self.sold = Past(snapshot, plan), Sold(snapshot, plan.zone)
        self.excepted = _excepted(snapshot, plan)
        self.decides_ranks = works_out_ranks(plan, str(snapshot.period.kind))
        self.values: dict[Fact, AnyArray] = {}
        self._fixed: dict[str, AnyArray] = {}
        self._legs: dict[str, Legs] = {}
        self._enrolled: dict[tuple[str, str], Enrolled] = {}

    def of(self, node: Fact) -> AnyArray:
        return self.values[node]

    def fixed(self, name: str, make: Callable[[], AnyArray]) -> AnyArray:
        if name not in self._fixed:
            self._fixed[name] = make()
        return self._fixed[name]

    def legs(self, tree: str) -> Legs:
        if tree not in self._legs:
            forest = self.forest(tree)
            self._legs[tree] = Legs(forest.parent.take(forest.legs), self.count)
        return self._legs[tree]

    def below(self, tree: str, node: Fact) -> AnyArray:
        return self.of(node).take(self.forest(tree).legs)

    def anywhere(self, tree: str, test: str) -> Bool:
        forest = self.forest(tree)
        return forest.anywhere(self.of(("test", test))).take(forest.legs)

    def team(self, name: str, definition: TeamVolume) -> Int64:
        counted = self.of(("test", definition.counted)) if definition.counted else None
        stops = self.of(("test", definition.stops_at)) if definition.stops_at else None
        values_e4 = self.of(("volume", definition.of))
        return team_sums(self.forest(definition.tree), values_e4, definition, counted, stops)

    def enrolled_legs(self, definition: CrossTreeTest) -> Int64:
        rows = self.enrolled(definition.enrolled_in, definition.legs_of)
        return rows.legs_of(self.of(("test", definition.test)).take(rows.person), self.count)

    def enrolled(self, enrolled_in: str, legs_of: str) -> Enrolled:
        """Whoever stands in a leg of the one who enrolled him."""
        trees = (enrolled_in, legs_of)
        if trees not in self._enrolled:
            self._enrolled[trees] = enrolled(*map(self.forest, trees))
        return self._enrolled[trees]

    def forest(self, tree: str) -> Forest:
        """A tree of the plan. Raises `SnapshotError` where the snapshot lacks it."""
        if tree not in self.snapshot.trees:
            raise SnapshotError("tree-missing", f"there is no tree `{tree}`")
        return self.snapshot.forest(tree)


def _excepted(snapshot: Snapshot, plan: Plan) -> frozenset[str]:
    names = list(plan.tests)
    positions = np.unique(snapshot.exceptions.test).tolist()
    if positions and positions[-1] >= len(names):
        message = f"an exception from test number {positions[-1]}; the plan has {len(names)}"
        raise SnapshotError("index-range", message)
    return frozenset(names[position] for position in positions)
