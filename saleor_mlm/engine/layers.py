"""Ranks decided from the deepest up: one depth of a tree at a time.

People are put in the order of their depth, so that those of one depth stand side by side, and
behind them, in the same order, their legs' first persons. What a leg gives to the person above is
kept when its first person is done with, so that nobody is looked at twice.
"""

from collections.abc import Callable, Iterator

import numpy as np

from .columns import AnyArray, Bool, Int64
from .legs import Legs
from .plans.tests import CrossTreeTest, DistinctLegsTest, LegsTest
from .plans.volumes import TeamVolume
from .sums import check_bound, largest
from .views import Enrolled, Everyone, Fact

_TYPES = {"volume": np.int64, "test": np.bool_, "rank": np.bool_, "qualified": np.bool_}


class Layers:
    """All people, in the order of their depth in a tree; each is a row here.

    values: of the nodes that are worked out in layers, columns by row that are filled from the last
    row up. owner: the row of whoever stands above, -1 for nobody. bounds: the first row of each
    depth, and the end, twice.
    """

    def __init__(self, everyone: Everyone, tree: str, nodes: list[Fact]) -> None:
        self.everyone, self.tree, self.nodes = everyone, tree, nodes
        forest = everyone.forest(tree)
        bits = np.int64(len(forest).bit_length())
        keys = np.sort((forest.depth.astype(np.int64) << bits) | forest.label)
        self.order = forest.order.take(keys & ((1 << bits) - 1))
        self.position = np.empty_like(self.order)
        self.position[self.order] = np.arange(len(forest), dtype=np.int32)
        above = forest.parent.take(self.order)
        self.owner = np.where(above < 0, np.int32(-1), self.position.take(above, mode="clip"))
        deepest = int(forest.depth.max(initial=0))
        self.bounds = np.searchsorted(keys >> bits, np.arange(deepest + 3)).tolist()
        self.values: dict[Fact, AnyArray] = {
            node: np.zeros(len(forest), dtype=_TYPES[node[0]]) for node in nodes
        }
        self.teams = self._teams()
        self.anywhere = {name: np.zeros(len(forest), np.bool_) for name in self._sought()}
        self._in_order: dict[Fact | str, AnyArray] = {}
        self._enrolled: dict[CrossTreeTest, Enrolled] = {}

    def __iter__(self) -> Iterator["Layer"]:
        """The deepest first. Each must be finished before the next is asked for."""
        for depth in range(len(self.bounds) - 3, -1, -1):
            yield Layer(self, *self.bounds[depth : depth + 3])

    def column(self, node: Fact) -> AnyArray:
        """What is known of a node, by row."""
        if node in self.values:
            return self.values[node]
        return self.in_order(node, lambda: self.everyone.of(node))

    def in_order(self, name: Fact | str, make: Callable[[], AnyArray]) -> AnyArray:
        """A column by person, by row."""
        if name not in self._in_order:
            self._in_order[name] = make().take(self.order)
        return self._in_order[name]

    def enrolled(self, definition: CrossTreeTest) -> Enrolled:
        """Whoever stands in a leg of the one who enrolled him, by rows."""
        if definition not in self._enrolled:
            found = self.everyone.enrolled(definition.enrolled_in, definition.legs_of)
            owner, leg = self.position.take(found.owner), self.position.take(found.leg)
            order = np.lexsort((leg, owner))
            person = self.position.take(found.person)
            self._enrolled[definition] = Enrolled(owner[order], person[order], leg[order])
        return self._enrolled[definition]

    def store(self) -> None:
        """Write what was worked out to where everyone's is."""
        for node, column in self.values.items():
            self.everyone.values[node] = column.take(self.position)

    def _teams(self) -> dict[str, "_Given"]:
        volumes = self.everyone.plan.volumes
        names = [name for kind, name in self.nodes if kind == "volume"]
        definitions = {name: volumes[name] for name in names}
        return {
            name: _Given(definition, len(self.order), self.bounds)
            for name, definition in definitions.items()
            if isinstance(definition, TeamVolume)
        }

    def _sought(self) -> set[str]:
        """The tests worked out here that are looked for anywhere in legs."""
        tests = self.everyone.plan.tests
        found: set[str] = set()
        for kind, name in self.nodes:
            definition = tests[name] if kind == "test" else None
            if isinstance(definition, LegsTest) and definition.where == "anywhere":
                found.add(definition.test)
            elif isinstance(definition, DistinctLegsTest) and definition.where == "anywhere":
                found.update(need.test for need in definition.needs)
        return {name for name in found if ("test", name) in self.values}


class Layer:
    """The people of one depth: rows from `start` to `end`; their legs' first persons follow, up to
    `legs_end`. A `View`."""

    def __init__(self, layers: Layers, start: int, end: int, legs_end: int) -> None:
        everyone = layers.everyone
        self.layers, self.rows, self.below_rows = layers, slice(start, end), slice(end, legs_end)
        self.snapshot, self.plan = everyone.snapshot, everyone.plan
        self.past, self.sold = everyone.past, everyone.sold
        self.excepted, self.decides_ranks = everyone.excepted, everyone.decides_ranks
        self._legs = Legs(layers.owner[end:legs_end] - np.int32(start), end - start)

    def of(self, node: Fact) -> AnyArray:
        return self.layers.column(node)[self.rows]

    def fixed(self, name: str, make: Callable[[], AnyArray]) -> AnyArray:
        column = self.layers.in_order(name, lambda: self.layers.everyone.fixed(name, make))
        return column[self.rows]

    def legs(self, tree: str) -> Legs:
        assert tree == self.layers.tree
        return self._legs

    def below(self, tree: str, node: Fact) -> AnyArray:
        assert tree == self.layers.tree
        return self.layers.column(node)[self.below_rows]

    def anywhere(self, tree: str, test: str) -> Bool:
        assert tree == self.layers.tree
        found = self.layers.anywhere.get(test)
        if found is None:
            everyone = self.layers.everyone
            forest, flags = everyone.forest(tree), everyone.of(("test", test))
            found = self.layers.in_order(f"anywhere {test}", lambda: forest.anywhere(flags))
        return found[self.below_rows]

    def team(self, name: str, definition: TeamVolume) -> Int64:
        got_e4 = self.layers.teams[name].gather(self)
        if definition.himself == "excluded":
            return got_e4
        return got_e4 + self.of(("volume", definition.of))

    def enrolled_legs(self, definition: CrossTreeTest) -> Int64:
        rows = self.layers.enrolled(definition)
        start, end = self.rows.start, self.rows.stop
        part = slice(*np.searchsorted(rows.owner, (start, end)).tolist())
        own = Enrolled(rows.owner[part] - np.int32(start), rows.person[part], rows.leg[part])
        flags = self.layers.column(("test", definition.test)).take(own.person)
        return own.legs_of(flags, end - start)

    def work_out(self, node: Fact, value: AnyArray) -> None:
        """Note the value of a node for the people of this depth."""
        self.layers.values[node][self.rows] = value

    def finish(self) -> None:
        """Keep what each of these people, whose every value is known now, gives to who is above."""
        for name, found in self.layers.anywhere.items():
            found[self.rows] = self.of(("test", name))
            within = self._legs.owner[found[self.below_rows]]
            found[self.rows][within] = True
        for given in self.layers.teams.values():
            given.keep(self)


class _Given:
    """What the people of the depth that was done last give to the team volumes above them.

    Columns are levels, as seen from the person above, where levels count; otherwise there is one.
    """

    def __init__(self, definition: TeamVolume, count: int, bounds: list[int]) -> None:
        self.definition = definition
        self.levels = min(definition.levels or 0, len(bounds))
        self.flow_e4 = np.zeros((0, self.levels + 1), dtype=np.int64)
        self.got_e4 = self.flow_e4

    def gather(self, layer: Layer) -> Int64:
        """Of each person, the sum over what his legs give."""
        legs = layer.legs(self.definition.tree)
        check_bound(largest(self.flow_e4) * len(self.flow_e4))
        self.got_e4 = np.zeros((legs.count, self.levels + 1), dtype=np.int64)
        for level in range(self.levels + 1):
            np.add.at(self.got_e4[:, level], legs.owner, self.flow_e4[:, level])
        return self.got_e4.sum(axis=1) if self.levels else self.got_e4[:, 0]

    def keep(self, layer: Layer) -> None:
        """What these people give: what they got and their own, one level further where they have a
        level; who stops gives his own at most."""
        definition, own_e4 = self.definition, layer.of(("volume", self.definition.of))
        given_e4 = self.got_e4.copy()
        given_e4[:, 0] += own_e4
        if definition.stops_at is not None:
            stops = layer.of(("test", definition.stops_at))
            given_e4[stops] = 0
            if definition.stop_counts == "yes":
                given_e4[stops, 0] = own_e4[stops]
        if self.levels:
            given_e4 = self._further(layer, given_e4)
        self.flow_e4 = given_e4

    def _further(self, layer: Layer, given_e4: Int64) -> Int64:
        further_e4 = np.zeros_like(given_e4)
        further_e4[:, 1:] = given_e4[:, :-1]
        if self.definition.counted is None:
            return further_e4
        has_level = layer.of(("test", self.definition.counted))
        return np.where(has_level[:, np.newaxis], further_e4, given_e4)
