"""A tree counted at an instant: its nodes depth first, so that a team is one stretch of them.

A node is a person in the enroller tree and a position in a placement tree. Its *label* is its place
in depth-first order: the team of label n has the labels from n + 1 up to n + size[n].
"""

import dataclasses
import functools

import numpy as np

from .columns import Bool, Columns, Int8, Int16, Int32, Int64, order_of
from .team_texts import Texts
from .trees import ROOT, forest

NOBODY = 0
"""In place of a node's id: nobody stands above."""


@dataclasses.dataclass(frozen=True, eq=False)
class Nodes(Columns):
    """What is known of nodes, in any order.

    node, distributor: ids. parent: the id of the node above, or NOBODY. slot: below it, 0: none.
    status: an index into the statuses. country: two letters, 256 x the first + the second, 0:
    unknown. joined_us: microseconds since 1970. rank: paid-as, from 1, 0: none. active: as the plan
    has it. volume_e4: own QV of the period.
    """

    node: Int64
    distributor: Int64
    parent: Int64
    slot: Int32
    status: Int8
    country: Int16
    joined_us: Int64
    rank: Int16
    active: Bool
    volume_e4: Int64


@dataclasses.dataclass(frozen=True, eq=False)
class Counted(Columns):
    """The columns of `TeamTree`, by label; what `Nodes` has, and where each stands.

    parent: a label, or -1. size: how many a node and its team are. level: how many stand above.
    running_e4: the own QV of all up to a label, itself included. by_name: labels in the order of
    their texts. by_node: in the order of their ids. by_distributor: of their distributors' ids,
    those of one in the order in which they came about.
    """

    node: Int64
    distributor: Int64
    parent: Int32
    size: Int32
    level: Int32
    slot: Int32
    status: Int8
    country: Int16
    joined_us: Int64
    rank: Int16
    active: Bool
    running_e4: Int64
    by_name: Int32
    by_node: Int32
    by_distributor: Int32


class TeamTree:
    """Everybody who stands in a tree, and what people are found by; never changed."""

    def __init__(self, columns: Counted, texts: Texts) -> None:
        self.columns, self.texts = columns, texts

    def __len__(self) -> int:
        return len(self.columns)

    def label(self, node: int) -> int:
        """The label of a node, or -1."""
        return int(self.labels(np.array([node], np.int64))[0])

    def labels(self, nodes: Int64) -> Int32:
        """int32[]: the labels of nodes by their ids, -1 of those who are not here."""
        ids, order = self.columns.node, self.columns.by_node
        if not len(ids):
            return np.full(len(nodes), -1, np.int32)
        place = np.searchsorted(ids, nodes, sorter=order)
        label = order[np.minimum(place, len(ids) - 1)]
        return np.where(ids[label] == nodes, label, np.int32(-1))

    def labels_of(self, distributor: int) -> Int32:
        """int32[]: the labels of a distributor's nodes."""
        ids, order = self.columns.distributor, self.columns.by_distributor
        wanted = np.int64(distributor)
        first = np.searchsorted(ids, wanted, side="left", sorter=order)
        last = np.searchsorted(ids, wanted, side="right", sorter=order)
        return order[first:last]

    def end(self, label: int) -> int:
        """The label behind a node and its team."""
        return label + int(self.columns.size[label])

    def own_e4(self, start: int, stop: int) -> Int64:
        """The own QV of a stretch of labels."""
        before = self.columns.running_e4[start - 1] if start else np.int64(0)
        values: Int64 = np.diff(self.columns.running_e4[start:stop], prepend=before)
        return values

    def sum_e4(self, start: int, stop: int) -> int:
        """The own QV of a stretch of labels, added up."""
        if stop <= start:
            return 0
        running = self.columns.running_e4
        return int(running[stop - 1]) - (int(running[start - 1]) if start else 0)

    @functools.cached_property
    def bytes(self) -> int:
        """What the columns take in memory, each array once."""
        columns = [getattr(self.columns, field.name) for field in dataclasses.fields(Counted)]
        arrays = {array.ctypes.data: array for array in columns}
        columns_bytes = sum(int(array.nbytes) for array in arrays.values())
        return columns_bytes + self.texts.data.nbytes + self.texts.ends.nbytes


def counted(nodes: Nodes, texts: Texts) -> TeamTree:
    """Number a tree; `texts` has a line for each node.

    A node whose parent is not among the nodes heads a line of its own.
    Raises `GenealogyError` for a cycle.
    """
    by_id = order_of(nodes.node)
    if by_id is None:
        by_id = np.arange(len(nodes))
    tree = forest(_parents(nodes.node[by_id], nodes.parent[by_id]))
    order = by_id.astype(np.int32)[tree.order]
    ordered, texts = nodes.take(order), texts.take(order)
    parent = tree.parent[tree.order]
    columns = Counted(
        node=ordered.node,
        distributor=_same(ordered.distributor, ordered.node),
        parent=np.where(parent < 0, np.int32(ROOT), tree.label[parent]),
        size=tree.size[tree.order],
        level=tree.depth[tree.order],
        slot=ordered.slot,
        status=ordered.status,
        country=ordered.country,
        joined_us=ordered.joined_us,
        rank=ordered.rank,
        active=ordered.active,
        running_e4=np.cumsum(ordered.volume_e4),
        by_name=texts.in_order(ordered.node),
        by_node=tree.label,
        by_distributor=_by_distributor(ordered, tree.label),
    )
    return TeamTree(columns, texts)


def _parents(node: Int64, parent: Int64) -> Int32:
    """Indexes of the nodes above; the nodes are in the order of their ids."""
    if not len(node):
        return np.empty(0, np.int32)
    place = np.minimum(np.searchsorted(node, parent), len(node) - 1)
    return np.where(node[place] == parent, place, ROOT).astype(np.int32)


def _same(distributor: Int64, node: Int64) -> Int64:
    """Where people are the nodes, their ids are kept once."""
    return node if np.array_equal(distributor, node) else distributor


def _by_distributor(nodes: Nodes, by_node: Int32) -> Int32:
    if np.array_equal(nodes.distributor, nodes.node):
        return by_node
    return np.lexsort((nodes.node, nodes.distributor)).astype(np.int32)
