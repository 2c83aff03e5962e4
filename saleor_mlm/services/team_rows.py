"""The rows of a tree as columns: everybody, or those who were touched since a snapshot."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from ..adapters import binary
from ..engine.columns import AnyArray, Int64, order_of
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
STATUSES_MAX = 16  # what a country is multiplied with beside it
EPOCH_US = 946_684_800_000_000  # PostgreSQL counts microseconds from the year 2000

PERSON = "d.id AS distributor_id, d.status, d.country, d.joined_at, d.display_name, d.code"
PEOPLE = f"""
SELECT d.id AS node, coalesce(d.enroller_id, 0) AS parent, {PERSON} FROM saleor_mlm_distributor d
"""
POSITIONS = f"""
SELECT p.id AS node, coalesce(p.parent_id, 0) AS parent, coalesce(p.slot, 0) AS slot, {PERSON}
FROM saleor_mlm_position p JOIN saleor_mlm_distributor d ON d.id = p.distributor_id
WHERE p.tree_id = %(tree)s AND p.state = %(placed)s
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
# A column leaves the database as one value: a million rows would cost a million steps each, and
# every value costs a step of its own: country and status go together as one number.
NODES = """
SELECT
    string_agg(int8send(n.node), ''), string_agg(int8send(n.parent), ''),
    string_agg(timestamptz_send(n.joined_at), ''),
    string_agg(int8send((
        least(ascii(n.country), 90) * 256 + least(ascii(substr(n.country, 2, 1)), 90)
    ) * 16 + array_position(%(statuses)s::text[], n.status::text)), ''),
    string_agg(replace(CASE WHEN %(full)s OR coalesce(c.name_shown, false) THEN n.display_name
        ELSE left(n.display_name, 1) END, E'\n', ' ') || E'\t' || n.code || E'\n', '')
    {more}
FROM ({nodes}) n
LEFT JOIN saleor_mlm_personchoice c ON c.distributor_id = n.distributor_id
"""
OF_POSITIONS = """
    , string_agg(int8send(n.distributor_id), ''), string_agg(int4send(n.slot), '')
"""
# Joins and sums are left to numpy: PostgreSQL takes seconds to group and join as many.
STANDINGS = """
SELECT string_agg(int8send(s.distributor_id), ''), string_agg(int8send(
    coalesce(array_position(%(ranks)s::text[], s.paid_as::text), 0) * 2
        + coalesce((s.tests ->> %(test)s)::boolean, false)::int
), '')
FROM saleor_mlm_estimatedstanding s WHERE s.period = %(period)s
"""
SOLD = f"""
SELECT string_agg(int8send(l.distributor_id), ''), string_agg(int8send(l.qv_e4), '') {COUNTED}
"""
SOLD_BEFORE = SOLD + " AND l.id <= %(sale_max)s"
SOLD_SINCE = SOLD + " AND l.id > %(sale_max)s"
FIRST_NODES = """
SELECT string_agg(int8send(f.node), ''), string_agg(int8send(f.distributor_id), '') FROM (
    SELECT n.distributor_id, min(n.node) AS node FROM ({nodes}) n
    WHERE n.distributor_id = ANY(%(sellers)s) GROUP BY n.distributor_id
) f
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
    """Everybody who stands in a tree, as one statement sees it. What a distributor sells counts at
    the first node."""
    parameters = _parameters(tree, rules, sale_line_id_max, 0)
    nodes, texts = _read(tree, _nodes(tree), parameters)
    nodes = _with_standings(nodes, rules, *_arrays(STANDINGS, parameters))
    return _with_volumes(nodes, *_arrays(SOLD_BEFORE, parameters)), texts


def changes(tree: str, rules: Rules, sale_line_id_max: int, change_id_max: int) -> Changes:
    """What was touched since a snapshot with these marks, as it is now."""
    parameters = _parameters(tree, rules, sale_line_id_max, change_id_max)
    people = tree == ENROLLER
    owners = TOUCHED_PEOPLE if people else OWNERS_TOUCHED
    chosen = f"SELECT * FROM ({_nodes(tree)}) m WHERE m.distributor_id IN ({owners})"
    nodes, texts = _read(tree, chosen, parameters)
    standings = f"{STANDINGS} AND s.distributor_id IN ({owners})"
    nodes = _with_standings(nodes, rules, *_arrays(standings, parameters))
    before = f"{SOLD_BEFORE} AND l.distributor_id IN ({owners})"
    nodes = _with_volumes(nodes, *_arrays(before, parameters))
    touched = TOUCHED_PEOPLE if people else TOUCHED_POSITIONS
    named = f"SELECT string_agg(int8send(id), '') FROM ({touched}) t (id)"
    (ids,) = _arrays(named, parameters)
    return Changes(nodes, texts, np.setdiff1d(ids, nodes.node), *_sold_since(tree, parameters))


def _sold_since(tree: str, parameters: dict[str, object]) -> tuple[Int64, Int64]:
    """Own QV that came since, by node, each once."""
    distributor, sold_e4 = _arrays(SOLD_SINCE, parameters)
    sellers, index = np.unique(distributor, return_inverse=True)
    sums_e4 = np.zeros(len(sellers), np.int64)
    np.add.at(sums_e4, index, sold_e4)
    if tree == ENROLLER:
        return sellers, sums_e4
    wanted = parameters | {"sellers": sellers.tolist()}
    node, owner = _arrays(FIRST_NODES.format(nodes=_nodes(tree)), wanted)
    return node, sums_e4[np.searchsorted(sellers, owner)]


def _with_standings(nodes: Nodes, rules: Rules, person: Int64, standing: Int64) -> Nodes:
    """Ranks and activity: of each node its distributor's."""
    sort = order_of(person)
    if sort is not None:
        person, standing = person[sort], standing[sort]
    rank = np.zeros(len(nodes), np.int16)
    passed = np.zeros(len(nodes), np.bool_)
    if len(person):
        place = np.minimum(np.searchsorted(person, nodes.distributor), len(person) - 1)
        known = person[place] == nodes.distributor
        rank = np.where(known, standing[place] >> 1, 0).astype(np.int16)
        passed = known & (standing[place] & 1 == 1)
    active = nodes.active & passed if rules.tested else nodes.active
    return replace(nodes, rank=rank, active=active)


def _with_volumes(nodes: Nodes, seller: Int64, sold_e4: Int64) -> Nodes:
    """Own QV put at each seller's first node; whoever stands nowhere has none."""
    order = order_of(nodes.distributor, nodes.node)
    order = np.arange(len(nodes)) if order is None else order
    owners = nodes.distributor[order]
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    owners = owners[first]
    volume_e4 = np.zeros(len(nodes), np.int64)
    if len(owners):
        place = np.minimum(np.searchsorted(owners, seller), len(owners) - 1)
        here = owners[place] == seller
        np.add.at(volume_e4, order[first[place[here]]], sold_e4[here])
    return replace(nodes, volume_e4=volume_e4)


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


def _read(tree: str, nodes: str, parameters: dict[str, object]) -> tuple[Nodes, Texts]:
    """Nodes without standings and volumes, and their texts."""
    statement = NODES.format(nodes=nodes, more="" if tree == ENROLLER else OF_POSITIONS)
    ((node, parent, joined, small, texts, *more),) = binary.rows(statement, parameters)
    ids, small = _array(node, ">i8"), _array(small, ">i8")
    status = (small % STATUSES_MAX - 1).astype(np.int8)
    found = Nodes(
        node=ids,
        distributor=_array(more[0], ">i8") if more else ids,
        parent=_array(parent, ">i8"),
        slot=_array(more[1], ">i4") if more else np.zeros(len(ids), np.int32),
        status=status,
        country=(small // STATUSES_MAX).astype(np.int16),
        joined_us=_array(joined, ">i8") + EPOCH_US,
        rank=np.zeros(len(ids), np.int16),
        active=status == STATUSES.index(DistributorStatus.ACTIVE),
        volume_e4=np.zeros_like(ids),
    )
    return found, Texts.of(str(texts or ""))


def _arrays(statement: str, parameters: dict[str, object]) -> list[Int64]:
    """The columns of a statement that has only ids and volumes."""
    (columns,) = binary.rows(statement, parameters)
    return [_array(column, ">i8") for column in columns]


def _array(data: bytes | None, dtype: str) -> AnyArray:
    found = np.frombuffer(data or b"", dtype)
    return found.astype(found.dtype.newbyteorder("="))
