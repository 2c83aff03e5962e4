"""Snapshots of trees: made by a worker, kept as columns, read once by each process.

A snapshot is one statement's view of everybody, and the last change and sale line that were
committed before it; what has a greater number is laid over it. So nothing is lost or counted twice
whenever a transaction ends: a sale line counts by its number, and a person is taken as found now.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from threading import Lock

import numpy as np
from django.db import connection, transaction

from ..adapters import binary, clock, host
from ..engine.team_texts import Texts
from ..engine.team_tree import Counted, TeamTree, counted
from ..models import PlacementTree, TeamChange, TeamSnapshot
from . import plans, team_rows
from .team_rows import ENROLLER, Rules

KEPT = 2
SETTLED = timedelta(minutes=1)
CHANGES_MAX = 2_000
SALES_MAX = 5_000
# While it changes, a tree of 10,000 is counted anew every 20 s, one of a million every 33 minutes.
AGE_PER_NODE = timedelta(milliseconds=2)
LAST = """
SELECT
    (SELECT count(*) FROM saleor_mlm_teamchange WHERE id > s.change_id_max),
    (SELECT count(*) FROM saleor_mlm_saleline WHERE id > s.sale_line_id_max),
    (SELECT coalesce(max(id), 0) FROM saleor_mlm_estimatedstanding) - s.standing_id_max
FROM saleor_mlm_teamsnapshot s WHERE s.id = %s
"""
WRITE = """
INSERT INTO saleor_mlm_teamcolumn (snapshot_id, name, dtype, data)
VALUES (%(snapshot)s, %(name)s, %(dtype)s, %(data)b)
"""
READ = "SELECT name, dtype, data FROM saleor_mlm_teamcolumn WHERE snapshot_id = %(snapshot)s"

_loading = Lock()
_trees: dict[str, tuple[object, TeamTree]] = {}


def trees() -> list[str]:
    return [ENROLLER, *PlacementTree.objects.order_by("id").values_list("name", flat=True)]


def newest(tree: str) -> TeamSnapshot | None:
    return TeamSnapshot.objects.filter(tree=tree).order_by("-id").first()


def renew() -> None:
    """Count every tree anew that has no snapshot, or one that is due; forget what is over."""
    rules = team_rows.rules_of(plans.period_of(clock.now()))
    for tree in trees():
        snapshot = newest(tree)
        if snapshot is None or _is_due(snapshot, rules):
            make(tree, rules)
    _forget()


def make(tree: str, rules: Rules | None = None) -> TeamSnapshot:
    """Count a tree now."""
    rules = rules or team_rows.rules_of(plans.period_of(clock.now()))
    change_max = _last_committed(TeamChange._meta.db_table)
    sale_max = _last_committed("saleor_mlm_saleline")
    standing_max = _newest_standing()
    as_of = clock.now()
    found = counted(*team_rows.all_nodes(tree, rules, sale_max))
    with transaction.atomic():
        snapshot = TeamSnapshot.objects.create(
            tree=tree,
            as_of=as_of,
            nodes=len(found),
            change_id_max=change_max,
            sale_line_id_max=sale_max,
            standing_id_max=standing_max,
            period=rules.period,
            counts_from=rules.counts_from,
            counts_until=rules.counts_until,
            rules=_text(rules),
        )
        binary.write(WRITE, _columns(snapshot, found))
    return snapshot


def load(snapshot: TeamSnapshot) -> TeamTree:
    """The columns of a snapshot, from memory where this process has read them before."""
    key = (snapshot.id, snapshot.as_of)
    kept = _trees.get(snapshot.tree)
    if kept is None or kept[0] != key:
        with _loading:
            kept = _trees.get(snapshot.tree)
            if kept is None or kept[0] != key:
                kept = _trees[snapshot.tree] = (key, _read(snapshot))
    return kept[1]


def rules_in(snapshot: TeamSnapshot) -> Rules:
    """The rules by which a snapshot was counted."""
    chosen = json.loads(snapshot.rules)
    begins_at = chosen["begins_at"]
    return Rules(
        period=snapshot.period,
        begins_at=datetime.fromisoformat(begins_at) if begins_at else None,
        counts_from=snapshot.counts_from,
        counts_until=snapshot.counts_until,
        ranks=tuple(chosen["ranks"]),
        tested=chosen["tested"],
        full_names=chosen["full_names"],
    )


def _text(rules: Rules) -> str:
    return json.dumps(asdict(rules), default=str)


def _is_due(snapshot: TeamSnapshot, rules: Rules) -> bool:
    if snapshot.rules != _text(rules):
        return True
    with connection.cursor() as cursor:
        cursor.execute(LAST, [snapshot.id])
        changes, sales, standings = cursor.fetchone()
    if changes > CHANGES_MAX or sales > SALES_MAX:
        return True
    old = clock.now() - snapshot.as_of >= snapshot.nodes * AGE_PER_NODE
    return old and bool(changes or sales or standings)


def _last_committed(table: str) -> int:
    """The last row that is committed; none with a lower number can appear later.

    The lock waits for writers under way and is held only for this one look.
    """
    with host.impatient(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def _newest_standing() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM saleor_mlm_estimatedstanding")
        return int(cursor.fetchone()[0])


def _columns(snapshot: TeamSnapshot, tree: TeamTree) -> Iterator[dict[str, object]]:
    """What is the same array, or only zeros, is written once, or not at all."""
    arrays = {field.name: getattr(tree.columns, field.name) for field in fields(Counted)}
    if arrays["distributor"] is arrays["node"]:
        del arrays["distributor"]
    written = {name: array for name, array in arrays.items() if array.any()}
    written |= {"texts": tree.texts.data, "ends": tree.texts.ends}
    for name, array in written.items():
        dtype = array.dtype.newbyteorder("<")
        data = array.astype(dtype, copy=False).data
        yield {"snapshot": snapshot.id, "name": name, "dtype": dtype.str, "data": data}


def _read(snapshot: TeamSnapshot) -> TeamTree:
    stored = binary.rows(READ, {"snapshot": snapshot.id})
    arrays = {name: np.frombuffer(data, dtype) for name, dtype, data in stored}
    texts = Texts(arrays.pop("texts"), arrays.pop("ends"))
    distributor = arrays.pop("distributor", arrays.get("node"))
    for name, none in vars(Counted.empty()).items():
        arrays.setdefault(name, np.zeros(snapshot.nodes, none.dtype))
    if distributor is not None:
        arrays["distributor"] = distributor
    return TeamTree(Counted(**arrays), texts)


def _forget() -> None:
    """Old snapshots, and the changes that all others have; not what one under way may need."""
    settled = clock.now() - SETTLED
    kept: list[int] = []
    for tree in trees():
        ids = TeamSnapshot.objects.filter(tree=tree).order_by("-id").values_list("id", flat=True)
        kept += ids[:KEPT]
    TeamSnapshot.objects.filter(as_of__lt=settled).exclude(id__in=kept).delete()
    oldest = TeamSnapshot.objects.order_by("change_id_max").first()
    if oldest is not None and oldest.as_of < settled:
        TeamChange.objects.filter(id__lte=oldest.change_id_max).delete()
