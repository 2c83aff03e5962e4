"""Libraries that keep trees in a database, on the same enroller tree and the same PostgreSQL.

Each holds the tree alone: id, an instant and what it needs to stand in the tree, without history,
checks, names, volumes or a log. All are written in bulk before; ids are those of our people.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import numpy as np
from django.db import connection, models
from mptt.models import MPTTModel, TreeForeignKey
from treebeard.mp_tree import MP_Node
from treebeard.ns_tree import NS_Node

from saleor_mlm.engine.team_tree import Counted

from .measure import Row, in_ms, timed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAGE, UPLINE = 50, 15
LTREE = """
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE TABLE bench_ltree (id bigint PRIMARY KEY, joined timestamptz NOT NULL, path ltree NOT NULL);
"""
LTREE_INDEXES = """
CREATE INDEX ON bench_ltree USING gist (path);
CREATE UNIQUE INDEX ON bench_ltree (path);
"""


class NestedSet(NS_Node):
    joined = models.DateTimeField()

    class Meta:
        app_label = "bench"


class PathNode(MP_Node):
    joined = models.DateTimeField()

    class Meta:
        app_label = "bench"


class Mptt(MPTTModel):
    parent = TreeForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    joined = models.DateTimeField()

    class Meta:
        app_label = "bench"


class Peer(Protocol):
    """What is asked of each, by ids of nodes. A page comes by level, then by instant."""

    name: str

    def page(self, node: int) -> list[Any]: ...
    def upline(self, node: int) -> list[Any]: ...
    def count(self, node: int) -> int: ...
    def add(self, parent: int, number: int) -> None: ...
    def move(self, node: int, target: int) -> None: ...


class Treebeard:
    """Nested sets (NS) or materialized paths (MP)."""

    def __init__(self, name: str, model: Any) -> None:
        self.name, self.model = name, model

    def page(self, node: int) -> list[Any]:
        below = self.model.objects.get_descendants(self._get(node))
        return list(below.order_by("depth", "joined")[:PAGE])

    def upline(self, node: int) -> list[Any]:
        return list(self.model.objects.get_ancestors(self._get(node)))

    def count(self, node: int) -> int:
        return int(self.model.objects.get_descendant_count(self._get(node)))

    def add(self, parent: int, number: int) -> None:
        child = {"id": number, "joined": self._get(parent).joined}
        self.model.objects.add_child(self._get(parent), child)

    def move(self, node: int, target: int) -> None:
        self.model.objects.move(self._get(node), self._get(target), "last-child")

    def _get(self, node: int) -> Any:
        return self.model.objects.get(id=node)


class DjangoMptt:
    name = "django-mptt"

    def page(self, node: int) -> list[Any]:
        return list(self._get(node).get_descendants().order_by("level", "joined")[:PAGE])

    def upline(self, node: int) -> list[Any]:
        return list(self._get(node).get_ancestors())

    def count(self, node: int) -> int:
        return int(self._get(node).get_descendant_count())

    def add(self, parent: int, number: int) -> None:
        above = self._get(parent)
        Mptt.objects.create(id=number, parent=above, joined=above.joined)

    def move(self, node: int, target: int) -> None:
        self._get(node).move_to(self._get(target), "last-child")

    def _get(self, node: int) -> Any:
        return Mptt.objects.get(id=node)


class Ltree:
    """Plain SQL on PostgreSQL's own type."""

    name = "ltree"

    def page(self, node: int) -> list[Any]:
        return _rows(
            "SELECT id FROM bench_ltree WHERE path <@ (SELECT path FROM bench_ltree WHERE id = %s)"
            f" ORDER BY nlevel(path), joined LIMIT {PAGE}",
            node,
        )

    def upline(self, node: int) -> list[Any]:
        return _rows(
            "SELECT id FROM bench_ltree WHERE path @> (SELECT path FROM bench_ltree WHERE id = %s)",
            node,
        )

    def count(self, node: int) -> int:
        return int(
            _rows(
                "SELECT count(*) FROM bench_ltree"
                " WHERE path <@ (SELECT path FROM bench_ltree WHERE id = %s)",
                node,
            )[0][0]
        )

    def add(self, parent: int, number: int) -> None:
        _run(
            "INSERT INTO bench_ltree SELECT %s, joined, path || %s::text"
            " FROM bench_ltree WHERE id = %s",
            number,
            str(number),
            parent,
        )

    def move(self, node: int, target: int) -> None:
        _run(
            "UPDATE bench_ltree m SET path = t.path || subpath(m.path, nlevel(n.path) - 1)"
            " FROM bench_ltree n, bench_ltree t"
            " WHERE n.id = %s AND t.id = %s AND m.path <@ n.path",
            node,
            target,
        )


OPERATIONS = (
    "enrol",
    "first page of 50",
    "at the first person",
    "upline",
    "team's count",
    "at the first person",
    "move of a tenth",
)


def rows(ours: Peer, tree: Counted, head: int, targets: list[int]) -> Iterator[str]:
    """Medians, and how many times ours they are."""
    yield "| | " + " | ".join(OPERATIONS) + " |"
    yield "| --- |" + " --- |" * len(OPERATIONS)
    write(tree)
    peers: list[Peer] = [
        Treebeard("treebeard, nested sets", NestedSet),
        Treebeard("treebeard, paths", PathNode),
        DjangoMptt(),
        Ltree(),
    ]
    measured = list(_medians(ours, tree, head, targets))
    yield f"| {ours.name} | " + " | ".join(map(in_ms, measured)) + " |"
    for peer in peers:
        found = zip(_medians(peer, tree, head, targets), measured, strict=True)
        cells = [f"{in_ms(theirs)} ({_times(theirs / own)} ×)" for theirs, own in found]
        yield f"| {peer.name} | " + " | ".join(cells) + " |"


def _times(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.2g}"


def write(tree: Counted) -> None:
    """All four tables in bulk, with the indexes that each library wants."""
    with connection.schema_editor() as editor:
        for model in (NestedSet, PathNode, Mptt):
            editor.create_model(model)
    _run(LTREE)
    ids, level = tree.node.tolist(), tree.level.tolist()
    joined = [EPOCH + timedelta(microseconds=at) for at in tree.joined_us.tolist()]
    parent = [ids[above] if above >= 0 else None for above in tree.parent.tolist()]
    left = 2 * np.arange(len(tree)) - tree.level + 1
    lft, rgt = left.tolist(), (left + 2 * tree.size - 1).tolist()
    paths, labels, children = _paths(tree)
    one = [1] * len(ids)
    depth = [each + 1 for each in level]
    _copy(NestedSet, id=ids, joined=joined, lft=lft, rgt=rgt, depth=depth, tree_id=one)
    columns = {"lft": lft, "rght": rgt, "level": level, "tree_id": one, "parent_id": parent}
    _copy(Mptt, id=ids, joined=joined, **columns)
    _copy(PathNode, id=ids, joined=joined, path=paths, depth=depth, numchild=children)
    _copy("bench_ltree", id=ids, joined=joined, path=labels)
    _run(LTREE_INDEXES)
    _run("VACUUM ANALYZE")


def drop() -> None:
    """Remove all four tables."""
    with connection.schema_editor() as editor:
        for model in (NestedSet, PathNode, Mptt):
            editor.delete_model(model)
    _run("DROP TABLE bench_ltree")


def _medians(peer: Peer, tree: Counted, head: int, targets: list[int]) -> Iterator[float]:
    """In the order of `OPERATIONS`; what renumbers half the tree is done a few times only."""
    chance = random.Random(2)
    ids, deep = tree.node.tolist(), tree.node[tree.level >= UPLINE].tolist()
    number, target = iter(range(max(ids) + 1, max(ids) + 1_000)), iter(targets)
    slow = isinstance(peer, DjangoMptt) or getattr(peer, "model", None) is NestedSet
    works: list[tuple[Callable[[], object], int]] = [
        (lambda: peer.add(chance.choice(ids), next(number)), 5 if slow else 200),
        (lambda: peer.page(chance.choice(ids)), 200),
        (lambda: peer.page(1), 3),
        (lambda: peer.upline(chance.choice(deep)), 200),
        (lambda: peer.count(chance.choice(ids)), 200),
        (lambda: peer.count(1), 3),
        (lambda: peer.move(head, next(target)), 1 if slow else 3),
    ]
    for work, times in works:
        yield Row("", timed(work, times)).p50


def _paths(tree: Counted) -> tuple[list[str], list[str], list[int]]:
    """By label: treebeard's path, ltree's, and how many stand right below."""
    paths: list[str] = []
    labels: list[str] = []
    children = [0] * len(tree)
    for node, above in zip(tree.node.tolist(), tree.parent.tolist(), strict=True):
        place, before, name = 1, "", ""
        if above >= 0:
            children[above] += 1
            place, before, name = children[above], paths[above], f"{labels[above]}."
        paths.append(before + _digits(place))
        labels.append(f"{name}{node}")
    return paths, labels, children


def _digits(number: int) -> str:
    """Four digits to the base of 36."""
    found = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        found = DIGITS[digit] + found
    return found


def _copy(table: Any, **columns: list[Any]) -> None:
    name = table if isinstance(table, str) else table._meta.db_table
    statement = f"COPY {name} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for record in zip(*columns.values(), strict=True):
            copy.write_row(record)


def _rows(statement: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
