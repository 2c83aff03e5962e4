"""A tree as it is now: as it was counted, with what has changed since laid over it.

Nothing is counted anew. Whoever moved since is cut out where he stood with everyone below, and put
below where he stands; whoever is new is put there too. A team is then a few stretches of labels.

Invariant: every answer is that of a tree counted now.
"""

import functools

import numpy as np

from .columns import AnyArray, Bool, Int32
from .team_changes import VOLUME, Changes, ColumnsNow
from .team_stretches import Team
from .team_tree import TeamTree
from .trees import ROOT

_LEVEL = "level"
type _Stretches = tuple[Int32, Int32, Int32]


class TeamNow:
    """A counted tree under its changes; nodes by label, those that are new behind all others."""

    def __init__(self, tree: TeamTree, changes: Changes) -> None:
        self.tree, self.columns = tree, ColumnsNow(tree, changes)
        label, parent = self.columns.row_label, self.columns.labels(changes.nodes.parent)
        old = ~self.columns.fresh
        moved = np.zeros_like(old)
        moved[old] = parent[old] != tree.columns.parent[label[old]]
        gone = tree.labels(changes.gone)
        self._gone = np.sort(gone[gone != ROOT])
        self._cuts = np.union1d(label[moved], self._gone).astype(np.int32)
        child, above = label[moved | ~old], parent[moved | ~old]
        self._parent_now = dict(zip(child.tolist(), above.tolist(), strict=True))
        attached = np.argsort(above, kind="stable")
        attached = attached[above[attached] != ROOT]
        self._child, self._above = child[attached], above[attached]

    def label(self, node: int) -> int | None:
        """The label of a node, or none where it does not stand in the tree."""
        found = int(self.columns.labels(np.array([node], np.int64))[0])
        return None if found == ROOT or self._is_gone(found) else found

    def labels_of(self, distributor: int) -> list[int]:
        """The labels of a distributor's nodes, in the order in which they came about."""
        labels = self.tree.labels_of(distributor).tolist()
        gone = [label for label in labels if label in self._touched or self._is_gone(label)]
        kept = [label for label in labels if label not in gone]
        own = self.columns.row_label[self.columns.nodes.distributor == distributor].tolist()
        return sorted(kept + own, key=lambda label: self.value("node", label))

    def parent(self, label: int) -> int:
        """The label above, or -1."""
        above = self._parent_now.get(label)
        if above is None:
            above = int(self.tree.columns.parent[label])
        return ROOT if self._is_gone(above) else above

    def upline(self, label: int, levels: int | None = None) -> list[int]:
        """The labels above, the nearest first."""
        found: list[int] = []
        above = self.parent(label)
        while above != ROOT and (levels is None or len(found) < levels):
            found.append(above)
            above = self.parent(above)
        return found

    def levels_below(self, label: int, head: int) -> int | None:
        """How many levels below `head` a node stands, 0: itself; none where it is elsewhere."""
        levels = 0
        while label != head:
            cut = self._cut_above(label)
            if self._counts_below(label, head, cut):
                return levels + self._level(label) - self._level(head)
            above = self._parent_now.get(cut, ROOT)
            if above == ROOT:
                return None
            levels += 1 + self._level(label) - self._level(cut)
            label = above
        return levels

    def team(self, head: int) -> Team:
        """Everybody below a node."""
        nobody = np.empty(0, np.int32)
        stretches = self._uncut(head, -self._level(head))
        found, new, new_level = [stretches], [nobody], [nobody]
        while len(stretches[0]):
            child, level = self._attached(*stretches)
            fresh = child >= len(self.tree)
            new.append(child[fresh])
            new_level.append(level[fresh])
            moved = [
                self._uncut(label, its_level - self._level(label))
                for label, its_level in zip(
                    child[~fresh].tolist(), level[~fresh].tolist(), strict=True
                )
            ]
            found += moved
            alone = (child[fresh], child[fresh] + np.int32(1), level[fresh])
            stretches = _joined([alone, *moved])
        start, stop, shift = _joined(found)
        start[0] += 1  # the head itself
        some = start < stop
        return Team(
            start[some], stop[some], shift[some], np.concatenate(new), np.concatenate(new_level)
        )

    def children(self, team: Team) -> Int32:
        """int32[]: labels on the first level of a team, by slot, then as they joined."""
        labels = team.labels(np.flatnonzero(self.column(team, _LEVEL) == 1))
        keys = [self.columns.values(name, labels) for name in ("node", "joined_us", "slot")]
        return labels[np.lexsort(keys)]

    def team_volume_e4(self, label: int, team: Team) -> int:
        """The own QV of a node and of its team, added up."""
        counted_e4 = sum(self.columns.sum_e4(start, stop) for start, stop, _ in team.stretches())
        new_e4 = int(self.columns.values(VOLUME, team.new).sum())
        return self.value(VOLUME, label) + counted_e4 + new_e4

    def column(self, team: Team, name: str) -> AnyArray:
        """A column of `Nodes`, or `level`, by the rows of a team."""
        parts = []
        for start, stop, shift in team.stretches():
            values = self.columns.stretch(name, start, stop)
            parts.append(values + np.int32(shift) if name == _LEVEL and shift else values)
        if len(team.new) or not parts:
            new = team.new_level if name == _LEVEL else self.columns.values(name, team.new)
            parts.append(new)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def value(self, name: str, label: int) -> int:
        """A column of `Nodes` of one node."""
        return int(self.columns.values(name, np.array([label], np.int32))[0])

    def having(self, team: Team, text: str) -> Bool:
        """bool[row]: who of a team has the text."""
        parts = [self.tree.texts.found(text, start, stop) for start, stop, _ in team.stretches()]
        found = np.concatenate([*parts, np.zeros(len(team.new), np.bool_)])
        rows, texts = team.rows(self.columns.row_label), self.columns.texts
        inside = rows >= 0
        found[rows[inside]] = texts.found(text, 0, len(texts))[inside]
        return found

    @functools.cached_property
    def touched_names(self) -> list[tuple[tuple[bytes, int], int]]:
        """(text, id) and label of everybody who was touched."""
        lines = self.columns.texts.data.tobytes().split(b"\n")[:-1]
        keys = zip(lines, self.columns.nodes.node.tolist(), strict=True)
        return list(zip(keys, self.columns.row_label.tolist(), strict=True))

    @functools.cached_property
    def _touched(self) -> set[int]:
        return set(self.columns.row_label.tolist())

    def _is_gone(self, label: int) -> bool:
        place = int(np.searchsorted(self._gone, label))
        return place < len(self._gone) and int(self._gone[place]) == label

    def _level(self, label: int) -> int:
        """The level as counted; of new nodes none is."""
        return int(self.tree.columns.level[label]) if label < len(self.tree) else 0

    def _counts_below(self, label: int, head: int, cut: int) -> bool:
        """Whether a node stood below another when it was counted, and nobody from it up to the
        other, the other left out, stands elsewhere now."""
        if max(label, head) >= len(self.tree):
            return False
        return cut <= head <= label < self.tree.end(head)

    def _cut_above(self, label: int) -> int:
        """The nearest node at or above, as counted, that stands elsewhere now; or -1."""
        if label >= len(self.tree):
            return label
        ends = self._cuts + self.tree.columns.size[self._cuts]
        inside = self._cuts[(self._cuts <= label) & (label < ends)]
        return int(inside[-1]) if len(inside) else ROOT

    def _uncut(self, head: int, shift: int) -> _Stretches:
        """Stretches of a node and whoever stood below it and has not been cut out."""
        if head >= len(self.tree):
            return _int32([head]), _int32([head + 1]), _int32([shift])
        starts, stops = [head], []
        end = self.tree.end(head)
        place = int(np.searchsorted(self._cuts, head, side="right"))
        while place < len(self._cuts) and self._cuts[place] < end:
            stops.append(int(self._cuts[place]))
            starts.append(self.tree.end(stops[-1]))
            place = int(np.searchsorted(self._cuts, starts[-1]))
        stops.append(end)
        return _int32(starts), _int32(stops), np.full(len(starts), shift, np.int32)

    def _attached(self, starts: Int32, stops: Int32, shifts: Int32) -> tuple[Int32, Int32]:
        """Who has been put below a node of these stretches, and on which level."""
        first = np.searchsorted(self._above, starts)
        number = np.searchsorted(self._above, stops) - first
        before = np.cumsum(number) - number
        place = np.arange(number.sum()) + np.repeat(first - before, number)
        above = self._above[place]
        level = np.repeat(shifts, number) + np.int32(1)
        old = above < len(self.tree)
        level[old] += self.tree.columns.level[above[old]]
        return self._child[place], level


def _int32(values: list[int]) -> Int32:
    return np.array(values, np.int32)


def _joined(parts: list[_Stretches]) -> _Stretches:
    start, stop, shift = (np.concatenate(part) for part in zip(*parts, strict=True))
    return start, stop, shift
