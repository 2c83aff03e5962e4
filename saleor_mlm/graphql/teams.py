"""Teams: members by page, figures, legs, drawings, the way down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import graphene
from graphql import GraphQLError

from ..adapters import host
from ..engine.team_figures import Drawn
from ..engine.team_pages import COLUMNS, Key, Sort, Wanted
from ..models import Distributor
from ..services import team, team_views
from ..services.errors import MlmError
from ..services.team import Reading
from ..services.team_rows import ENROLLER
from ..services.team_views import Wish
from . import pages
from .base import row_number
from .loaders import DistributorById
from .team_types import (
    ASCENDING,
    GROUP,
    OWN,
    Member,
    MlmGenealogy,
    MlmGenealogyNode,
    MlmLeg,
    MlmTeam,
    MlmTeamConnection,
    volume_of,
)
from .visibility import viewer

NEWEST_MAX, DEPTH_MAX, WIDTH_MAX = 100, 10, 50
LEVELS_MAX = 100
NOTHING_BELOW = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a tree that the viewer may look at; `levels` below it are shown, none: all."""

    reading: Reading
    label: int
    levels: int | None


def place(root: Distributor, info: Any, tree: str | None) -> Place | None:
    """Where a person stands in a tree; none where he stands nowhere in it.

    Refused to whoever is neither the person nor above in this tree.
    """
    try:
        with host.writer():
            name = team.known_tree(tree)
    except MlmError as error:
        raise GraphQLError(error.message) from None
    reading = viewer(info).reading(name)
    label = team_views.head(reading, root.id)
    if label is None:
        return None
    return Place(reading, label, viewer(info).levels_left(reading, label))


def upline(root: Distributor, info: Any, tree: str | None = None, levels: int | None = None) -> Any:
    """Whoever stands above, the nearest first."""
    found = place(root, info, tree)
    if found is None:
        return []
    most = LEVELS_MAX if levels is None else max(0, min(levels, LEVELS_MAX))
    return _people(info, found, found.reading.now.upline(found.label, most))


def frontline(root: Distributor, info: Any, tree: str | None = None, **arguments: Any) -> Any:
    """Whoever stands right below, as they joined."""
    return _listed(root, info, tree, Wish(level_to=1), (Sort.JOINED, False), arguments)


def downline(
    root: Distributor,
    info: Any,
    tree: str | None = None,
    max_depth: int | None = None,
    filter: dict[str, Any] | None = None,
    sort_by: dict[str, Any] | None = None,
    **arguments: Any,
) -> Any:
    """Whoever stands below: by level and then as they joined, if nothing else is wanted."""
    wish = Wish(**(filter or {}))
    if max_depth is not None:
        bounds = [bound for bound in (max_depth, wish.level_to) if bound is not None]
        wish = replace(wish, level_to=min(bounds))
    order = sort_by or {"field": Sort.LEVEL, "direction": ASCENDING}
    sort = (Sort(order["field"]), order["direction"] != ASCENDING)
    return _listed(root, info, tree, wish, sort, arguments)


def newest(root: Distributor, info: Any, tree: str | None = None, first: int = 10) -> Any:
    """Whoever joined last in the team."""
    arguments = {"first": max(1, min(first, NEWEST_MAX))}
    listed = _listed(root, info, tree, Wish(), (Sort.JOINED, True), arguments)
    return [edge.node for edge in listed.edges]


def figures(root: Distributor, info: Any, tree: str | None = None) -> MlmTeam:
    """What is counted of the team."""
    found = place(root, info, tree)
    if found is None:
        return MlmTeam(
            as_of=viewer(info).reading(tree or ENROLLER).as_of,
            **dict.fromkeys(("size", "active", "depth", "legs", "joined_this_period"), 0),
            volume=volume_of(GROUP, 0),
        )
    with host.writer():
        counted = team_views.counted(found.reading, found.label)
    return MlmTeam(
        as_of=found.reading.as_of,
        period=found.reading.rules.period or None,
        size=counted.size,
        active=counted.active,
        depth=counted.depth,
        legs=counted.legs,
        joined_this_period=counted.joined,
        volume=volume_of(GROUP, counted.volume_e4),
    )


def legs(root: Distributor, info: Any, tree: str | None = None, first: int = 100) -> list[MlmLeg]:
    """The legs, by slot and then as their heads joined."""
    found = place(root, info, tree)
    if found is None or found.levels == NOTHING_BELOW:
        return []
    rows = team_views.legs_of(found.reading, found.label, max(0, first))
    heads = _people_now(found, [row.label for row in rows])
    now = found.reading.now
    return [
        MlmLeg(
            head=head,
            slot=now.value("slot", row.label) or None,
            size=row.size,
            active=row.active,
            volume=volume_of(GROUP, row.volume_e4),
        )
        for row, head in zip(rows, heads, strict=True)
    ]


def genealogy(
    root: Distributor, info: Any, tree: str | None = None, depth: int = 3, width: int = 8
) -> MlmGenealogy:
    """The person and some levels below, to be drawn."""
    found = place(root, info, tree)
    if found is None:
        return MlmGenealogy(as_of=viewer(info).reading(tree or ENROLLER).as_of, nodes=[])
    bounds = [depth, DEPTH_MAX, DEPTH_MAX if found.levels is None else found.levels]
    with host.writer():
        drawing = team_views.drawn(
            found.reading, found.label, max(0, min(bounds)), max(0, min(width, WIDTH_MAX))
        )
    people = _people_now(found, [one.label for one in drawing.nodes])
    nodes = [
        _drawn(found.reading, *columns)
        for columns in zip(drawing.nodes, people, drawing.open_slots, strict=True)
    ]
    return MlmGenealogy(as_of=found.reading.as_of, nodes=nodes)


def path_to(root: Distributor, info: Any, id: str, tree: str | None = None) -> Any:
    """From the person down to somebody below, both included; nobody where that one is not there."""
    found = place(root, info, tree)
    try:
        wanted = row_number(id, "MlmDistributor", "id")
    except MlmError:
        wanted = 0
    if found is None:
        return []
    labels = team_views.way_down(found.reading, found.label, wanted, found.levels)
    return _people(info, found, labels)


def group_volume_e4(root: Distributor, info: Any, period: str) -> int | None:
    """QV of a person and everybody below, of the period that is counted now; none of others."""
    reading = viewer(info).reading(ENROLLER)
    label = team_views.head(reading, root.id)
    if label is None or reading.rules.period != period:
        return None
    return reading.now.team_volume_e4(label, reading.now.team(label))


def position_id(reading: Reading, label: int) -> str:
    """The global id of a node: of a position, or of a person in the enroller tree."""
    node = reading.now.value("node", label)
    return str(graphene.Node.to_global_id("MlmPosition", f"{reading.tree}.{node}"))


def _listed(
    root: Distributor,
    info: Any,
    tree: str | None,
    wish: Wish,
    sort: tuple[Sort, bool],
    arguments: dict[str, Any],
) -> Any:
    """A page of a team, and how many there are on all."""
    found = place(root, info, tree)
    total = 0

    def fetch(
        after: Key | None, before: Key | None, limit: int, backwards: bool
    ) -> Sequence[tuple[Key, Any]]:
        nonlocal total
        if found is None:
            return []
        wanted = Wanted(*sort, after, before, limit, backwards)
        rows, total = team_views.members(found.reading, found.label, wish, found.levels, wanted)
        return rows

    numbers = (int,) * (len(COLUMNS.get(sort[0], ())) + 1)
    parts = (str, int) if sort[0] is Sort.NAME else numbers
    page = pages.page(MlmTeamConnection, fetch, parts=parts, **arguments)
    page.total_count = total
    page.as_of = viewer(info).reading(tree or ENROLLER).as_of
    if found is not None:
        people = _people_now(found, [edge.node for edge in page.edges])
        page.edges = [
            Member(edge.cursor, person, found.reading.now, found.label, edge.node)
            for edge, person in zip(page.edges, people, strict=True)
        ]
    return page


def _drawn(
    reading: Reading, one: Drawn, person: Distributor, open_slots: Sequence[int]
) -> MlmGenealogyNode:
    now = reading.now
    return MlmGenealogyNode(
        id=position_id(reading, one.label),
        distributor=person,
        parent_id=None if one.level == 0 else position_id(reading, one.parent),
        level=one.level,
        slot=now.value("slot", one.label) or None,
        team_size=one.team_size,
        hidden=one.hidden,
        active=bool(now.value("active", one.label)),
        volume=volume_of(OWN, now.value("volume_e4", one.label)),
        open_slots=open_slots,
    )


def _people(info: Any, found: Place, labels: Sequence[int]) -> Any:
    ids = team_views.distributors(found.reading.now, labels)
    return DistributorById(info.context).load_many(ids)


def _people_now(found: Place, labels: Sequence[int]) -> list[Distributor]:
    """Whoever holds these nodes, in this order."""
    ids = team_views.distributors(found.reading.now, labels)
    with host.writer():
        people = Distributor.objects.in_bulk(ids)
    return [people[number] for number in ids]
