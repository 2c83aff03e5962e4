"""The rows of a tree as columns: everybody, or those who were touched since a snapshot."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ..adapters import binary
from ..engine.columns import AnyArray
from ..engine.periods import Period
from ..engine.team_changes import Changes
from ..engine.team_texts import Texts
from ..engine.team_tree import Nodes
from ..models import PlacementTree
from ..models.genealogy import DistributorStatus
from ..models.placement import PositionState
from . import plans
from .visibility import policy

ENROLLER = "enroller"
ACTIVE_TEST = "active"
STATUSES = DistributorStatus.values
EPOCH_US = 946_684_800_000_000  # PostgreSQL counts microseconds from the year 2000

PEOPLE = """
SELECT id AS node, id AS distributor_id, coalesce(enroller_id, 0) AS parent, 0 AS slot,
    true AS first
FROM saleor_mlm_distributor
"""
# What a distributor sells counts at the first position.
POSITIONS = """
SELECT id AS node, distributor_id, coalesce(parent_id, 0) AS parent, coalesce(slot, 0) AS slot,
    id = min(id) OVER (PARTITION BY distributor_id) AS first
FROM saleor_mlm_position WHERE tree_id = %(tree)s AND state = %(placed)s
"""
TOUCHED_PEOPLE = "SELECT unnest(distributors) FROM saleor_mlm_teamchange WHERE id > %(since)s"
TOUCHED_POSITIONS = "SELECT unnest(positions) FROM saleor_mlm_teamchange WHERE id > %(since)s"
OWNERS_TOUCHED = f"""
{TOUCHED_PEOPLE} UNION
SELECT distributor_id FROM saleor_mlm_position WHERE id IN ({TOUCHED_POSITIONS})
"""
COUNTED = """
FROM saleor_mlm_saleline l LEFT JOIN saleor_mlm_claimedsaleline c ON c.sale_line_id = l.id
WHERE c.sale_line_id IS NULL AND l.distributor_id IS NOT NULL AND l.volume_at < %(until)s
    AND l.volume_at >= coalesce(%(from)s, '-infinity'::timestamptz)
"""
# A column leaves the database as one value: a million rows would cost a million steps each.
COLUMNS = """
SELECT
    string_agg(int8send(n.node), ''), string_agg(int8send(n.distributor_id), ''),
    string_agg(int8send(n.parent), ''), string_agg(int4send(n.slot), ''),
    string_agg(int2send(array_position(%(statuses)s::text[], d.status::text)::int2), ''),
    string_agg(int2send((least(ascii(d.country), 90) * 256
        + least(ascii(substr(d.country, 2, 1)), 90))::int2), ''),
    string_agg(timestamptz_send(d.joined_at), ''),
    string_agg(int2send(coalesce(array_position(%(ranks)s::text[], s.paid_as::text), 0)::int2), ''),
    string_agg(boolsend(d.status = 'active'
        AND (NOT %(tested)s OR coalesce((s.tests ->> %(test)s)::boolean, false))), ''),
    string_agg(int8send(CASE WHEN n.first THEN coalesce(v.qv_e4, 0) ELSE 0 END::bigint), ''),
    string_agg(translate(CASE WHEN %(full)s OR coalesce(p.name_shown, false) THEN d.display_name
        ELSE left(d.display_name, 1) END, E'\\n\\r\\t', '   ') || E'\\t' || d.code || E'\\n', '')
"""
FROM = """
FROM ({nodes}) n
JOIN saleor_mlm_distributor d ON d.id = n.distributor_id
LEFT JOIN saleor_mlm_personchoice p ON p.distributor_id = d.id
LEFT JOIN saleor_mlm_estimatedstanding s ON s.distributor_id = d.id AND s.period = %(period)s
LEFT JOIN (
    SELECT l.distributor_id, sum(l.qv_e4)::bigint AS qv_e4 {counted}
        AND l.id <= %(sale_max)s AND {sellers} GROUP BY l.distributor_id
) v ON v.distributor_id = d.id
"""
SOLD = """
WITH sold AS (
    SELECT l.distributor_id, sum(l.qv_e4)::bigint AS qv_e4 {counted}
        AND l.id > %(sale_max)s GROUP BY l.distributor_id
)
SELECT string_agg(int8send(n.node), ''), string_agg(int8send(v.qv_e4), '')
FROM sold v JOIN ({nodes}) n ON n.distributor_id = v.distributor_id AND n.first
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """By what a tree is counted: the period whose sales count, where it begins, and what its plan
    calls ranks and active; and whose names may be shown. `ranks` are keys from the lowest on."""

    period: str = ""
    begins_at: datetime | None = None
    counts_from: datetime | None = None
    counts_until: datetime | None = None
    ranks: tuple[str, ...] = ()
    tested: bool = False
    full_names: bool = True


def rules_of(period: Period | None) -> Rules:
    """The rules of the running period; none has sales that count where there is no period."""
    full = policy().full_names
    published = plans.for_period(period) if period else None
    if period is None or published is None:
        return Rules(full_names=full)
    first = plans.first_uncommitted()
    ladder = published.plan.ranks.ladder if published.plan.ranks else ()
    return Rules(
        period=period.key,
        begins_at=period.starts_at,
        counts_from=period.starts_at if first and period.starts_at > first.starts_at else None,
        counts_until=period.ends_at,
        ranks=tuple(rank.key for rank in ladder),
        tested=ACTIVE_TEST in published.plan.tests,
        full_names=full,
    )


def all_nodes(tree: str, rules: Rules, sale_line_id_max: int) -> tuple[Nodes, Texts]:
    """Everybody who stands in a tree, as one statement sees it."""
    statement = COLUMNS + FROM.format(nodes=_nodes(tree), counted=COUNTED, sellers="true")
    return _read(statement, _parameters(tree, rules, sale_line_id_max, 0))


def changes(tree: str, rules: Rules, sale_line_id_max: int, change_id_max: int) -> Changes:
    """What was touched since a snapshot with these marks, as it is now."""
    parameters = _parameters(tree, rules, sale_line_id_max, change_id_max)
    people = tree == ENROLLER
    touched = TOUCHED_PEOPLE if people else TOUCHED_POSITIONS
    owners = TOUCHED_PEOPLE if people else OWNERS_TOUCHED
    source = FROM.format(
        nodes=f"SELECT * FROM ({_nodes(tree)}) m WHERE m.distributor_id IN ({owners})",
        counted=COUNTED,
        sellers=f"l.distributor_id IN ({owners})",
    )
    nodes, texts = _read(COLUMNS + source, parameters)
    named = f"SELECT string_agg(int8send(id), '') FROM ({touched}) t (id)"
    ((ids,),) = binary.rows(named, parameters)
    sold = SOLD.format(counted=COUNTED, nodes=_nodes(tree))
    ((seller, sold_e4),) = binary.rows(sold, parameters)
    gone = np.setdiff1d(_array(ids, ">i8"), nodes.node)
    return Changes(nodes, texts, gone, _array(seller, ">i8"), _array(sold_e4, ">i8"))


def _nodes(tree: str) -> str:
    return PEOPLE if tree == ENROLLER else POSITIONS


def _parameters(tree: str, rules: Rules, sale_max: int, since: int) -> dict[str, object]:
    found = PlacementTree.objects.filter(name=tree).values_list("id", flat=True).first()
    return {
        "tree": found,
        "placed": PositionState.PLACED,
        "since": since,
        "sale_max": sale_max,
        "period": rules.period,
        "from": rules.counts_from,
        "until": rules.counts_until,
        "ranks": list(rules.ranks),
        "tested": rules.tested,
        "test": ACTIVE_TEST,
        "full": rules.full_names,
        "statuses": list(STATUSES),
    }


def _read(statement: str, parameters: dict[str, object]) -> tuple[Nodes, Texts]:
    ((*columns, texts),) = binary.rows(statement, parameters)
    node, distributor, parent, slot, status, country, joined, rank, active, volume = columns
    nodes = Nodes(
        node=_array(node, ">i8"),
        distributor=_array(distributor, ">i8"),
        parent=_array(parent, ">i8"),
        slot=_array(slot, ">i4"),
        status=_array(status, ">i2") - 1,
        country=_array(country, ">i2"),
        joined_us=_array(joined, ">i8") + EPOCH_US,
        rank=_array(rank, ">i2"),
        active=_array(active, "?"),
        volume_e4=_array(volume, ">i8"),
    )
    return nodes, Texts.of(str(texts or ""))


def _array(data: bytes | None, dtype: str) -> AnyArray:
    found = np.frombuffer(data or b"", dtype)
    return found.astype(found.dtype.newbyteorder("="))
