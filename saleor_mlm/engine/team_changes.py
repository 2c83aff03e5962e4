"""What was touched since a tree was counted, laid over its columns."""

import dataclasses
import functools

import numpy as np

from .columns import AnyArray, Bool, Int32, Int64
from .team_texts import Texts
from .team_tree import NOBODY, Nodes, TeamTree
from .trees import ROOT

VOLUME = "volume_e4"


@dataclasses.dataclass(frozen=True)
class Changes:
    """What was touched since a tree was counted, as it is now.

    nodes: of nodes that stand in the tree; `volume_e4` only of those who are new to it. texts: a
    line for each. gone: ids of nodes that stand in it no longer. seller, sold_e4: own QV that came
    since, by the id of the node, each once.
    """

    nodes: Nodes
    texts: Texts
    gone: Int64
    seller: Int64
    sold_e4: Int64

    @classmethod
    def none(cls) -> "Changes":
        nothing = np.empty(0, np.int64)
        return cls(Nodes.empty(), Texts.of(""), nothing, nothing, nothing)


class ColumnsNow:
    """Columns by label: as counted, but for who was touched. New nodes have labels from
    `len(tree)` on."""

    def __init__(self, tree: TeamTree, changes: Changes) -> None:
        self.tree, self.nodes, self.texts = tree, changes.nodes, changes.texts
        label = tree.labels(changes.nodes.node)
        self.fresh: Bool = label < 0
        self.new_rows = np.flatnonzero(self.fresh)
        label[self.fresh] = len(tree) + np.arange(len(self.new_rows), dtype=np.int32)
        self.row_label = label
        self._by_label = np.argsort(label)
        self._sorted_label = label[self._by_label]
        seller = self.labels(changes.seller)
        order = np.argsort(seller)
        order = order[seller[order] != ROOT]
        self._seller, self._sold_e4 = seller[order], changes.sold_e4[order]
        self._running_e4 = np.concatenate([[0], np.cumsum(self._sold_e4)])

    def labels(self, nodes: Int64) -> Int32:
        """int32[]: the labels of nodes by their ids, -1 of those who are not here."""
        label = self.tree.labels(nodes)
        if len(self.new_rows):
            ids, order = self._new_ids
            place = np.minimum(np.searchsorted(ids, nodes), len(ids) - 1)
            fresh = (ids[place] == nodes) & (nodes != NOBODY)
            label[fresh] = len(self.tree) + order[place[fresh]]
        return label

    def values(self, name: str, labels: AnyArray) -> AnyArray:
        """A column of `Nodes` by labels."""
        if name == VOLUME:
            return self._volumes_e4(labels)
        table: AnyArray = getattr(self.tree.columns, name)
        found = np.empty(len(labels), table.dtype)
        old = labels < len(self.tree)
        found[old] = table[labels[old]]
        touched, row = self._touched(labels)
        found[touched] = getattr(self.nodes, name)[row]
        return found

    def stretch(self, name: str, start: int, stop: int) -> AnyArray:
        """A column of `Nodes`, or `level` as counted, of a stretch of labels of the tree."""
        if name == VOLUME:
            return self._stretch_e4(start, stop)
        values: AnyArray = getattr(self.tree.columns, name)[start:stop]
        low, high = np.searchsorted(self._sorted_label, (start, stop))
        if low == high or name == "level":
            return values
        values, rows = values.copy(), self._by_label[low:high]
        values[self.row_label[rows] - start] = getattr(self.nodes, name)[rows]
        return values

    def sum_e4(self, start: int, stop: int) -> int:
        """The own QV of a stretch of labels of the tree, added up."""
        low, high = np.searchsorted(self._seller, (start, stop))
        sold_e4 = int(self._running_e4[high] - self._running_e4[low])
        return self.tree.sum_e4(start, stop) + sold_e4

    def line(self, label: int) -> str:
        """The text of a node."""
        _, row = self._touched(np.array([label], np.int32))
        return self.texts.line(int(row[0])) if len(row) else self.tree.texts.line(label)

    @functools.cached_property
    def _new_ids(self) -> tuple[Int64, Int64]:
        """The ids of new nodes in their order, and which new node each is."""
        ids = self.nodes.node[self.new_rows]
        order = np.argsort(ids)
        return ids[order], order

    def _touched(self, labels: AnyArray) -> tuple[Int64, Int64]:
        """Which of the labels were touched, and the rows of `nodes` of these."""
        if not len(self._sorted_label):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        place = np.searchsorted(self._sorted_label, labels)
        place = np.minimum(place, len(self._sorted_label) - 1)
        touched = np.flatnonzero(self._sorted_label[place] == labels)
        return touched, self._by_label[place[touched]]

    def _stretch_e4(self, start: int, stop: int) -> Int64:
        values = self.tree.own_e4(start, stop)
        low, high = np.searchsorted(self._seller, (start, stop))
        np.add.at(values, self._seller[low:high] - start, self._sold_e4[low:high])
        return values

    def _volumes_e4(self, labels: AnyArray) -> Int64:
        running = self.tree.columns.running_e4
        found = np.zeros(len(labels), np.int64)
        old = labels < len(self.tree)
        found[old] = running[labels[old]]
        after_first = old & (labels > 0)
        found[after_first] -= running[labels[after_first] - 1]
        found[~old] = self.nodes.volume_e4[self.new_rows[labels[~old] - len(self.tree)]]
        if len(self._seller):
            place = np.minimum(np.searchsorted(self._seller, labels), len(self._seller) - 1)
            mine = self._seller[place] == labels
            found[mine] += self._sold_e4[place[mine]]
        return found
