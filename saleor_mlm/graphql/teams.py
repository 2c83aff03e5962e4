"""Teams: members by page, figures, legs, drawings, the way down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import graphene
from django.utils.module_loading import import_string
from graphql import GraphQLError
from saleor.graphql.core.scalars import DateTime

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
from .money import MlmVolume, decimal_text
from .statuses import MlmDistributorStatus
from .visibility import viewer

DISTRIBUTOR = "saleor_mlm.graphql.genealogy.MlmDistributor"
OWN, GROUP = "personal QV", "group QV"
NEWEST_MAX, DEPTH_MAX, WIDTH_MAX = 100, 10, 50
LEVELS_MAX = 100
NOTHING_BELOW = 0
ASCENDING = "ASC"


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a tree that the viewer may look at; `levels` below it are shown, none: all."""

    reading: Reading
    label: int
    levels: int | None


class MlmDownlineSortField(graphene.Enum):
    LEVEL = "level"
    JOINED = "joined"
    VOLUME = "volume"
    RANK = "rank"
    NAME = "name"


class MlmSortDirection(graphene.Enum):
    ASC = "ASC"
    DESC = "DESC"


class MlmDownlineSort(graphene.InputObjectType):
    """Equal ones by when they joined (levels), then in the order in which they were recorded."""

    field = MlmDownlineSortField(required=True)
    direction = MlmSortDirection(default_value=ASCENDING)


class MlmDownlineFilter(graphene.InputObjectType):
    """Every given condition has to hold."""

    level_from = graphene.Int(description="Below the person, from 1.")
    level_to = graphene.Int()
    status = graphene.List(graphene.NonNull(MlmDistributorStatus))
    rank = graphene.List(graphene.NonNull(graphene.String), description="Keys of paid-as ranks.")
    active = graphene.Boolean(
        description="Passes the plan's test `active`; under a plan without it, the agreement is in"
        " force."
    )
    joined_since = DateTime()
    country = graphene.List(graphene.NonNull(graphene.String), description="Two letters each.")
    text = graphene.String(description="Part of the code or of the name that is shown.")


class MlmTeam(graphene.ObjectType):
    """Figures of everybody below a person in a tree. The volume is the person's own too."""

    as_of = DateTime(
        description="The instant of these figures; null while nothing has been counted yet."
    )
    period = graphene.String(description="The period of volume, activity and who has joined.")
    size = graphene.Int(required=True)
    active = graphene.Int(required=True)
    depth = graphene.Int(required=True)
    legs = graphene.Int(required=True)
    joined_this_period = graphene.Int(required=True)
    volume = graphene.Field(MlmVolume, required=True)


class MlmLeg(graphene.ObjectType):
    """Somebody right below, with everybody below; the figures count both."""

    head = graphene.Field(DISTRIBUTOR, required=True)
    slot = graphene.Int()
    size = graphene.Int(required=True)
    active = graphene.Int(required=True)
    volume = graphene.Field(MlmVolume, required=True)


class MlmGenealogyNode(graphene.ObjectType):
    """A node of a drawn tree. `hidden`: how many right below are not drawn."""

    id = graphene.ID(required=True, description="Of the position.")
    distributor = graphene.Field(DISTRIBUTOR, required=True)
    parent_id = graphene.ID(description="Null of the node on top.")
    level = graphene.Int(required=True)
    slot = graphene.Int()
    team_size = graphene.Int(required=True)
    hidden = graphene.Int(required=True)
    active = graphene.Boolean(required=True)
    volume = graphene.Field(MlmVolume, required=True, description="Of the person alone.")
    open_slots = graphene.List(
        graphene.NonNull(graphene.Int), required=True, description="Of a tree that has a width."
    )


class MlmGenealogy(graphene.ObjectType):
    """A tree to be drawn: the node on top, then those below, level by level."""

    as_of = DateTime()
    nodes = graphene.List(graphene.NonNull(MlmGenealogyNode), required=True)


class _Member:
    """An edge's root: a node of a page, read further only where more is asked."""

    def __init__(self, cursor: str, node: Distributor, found: Place, label: int) -> None:
        self.cursor, self.node = cursor, node
        self.now, self.head, self.label = found.reading.now, found.label, label


def _level(root: _Member, info: Any) -> int | None:
    return root.now.levels_below(root.label, root.head)


def _team_size(root: _Member, info: Any) -> int:
    return len(root.now.team(root.label))


def _is_active(root: _Member, info: Any) -> bool:
    return bool(root.now.value("active", root.label))


def _own_volume(root: _Member, info: Any) -> MlmVolume:
    return _volume(OWN, root.now.value("volume_e4", root.label))


def _of_edge(type_: Any, resolver: Callable[..., Any], description: str | None = None) -> Any:
    return graphene.Field(type_, required=True, resolver=resolver, description=description)


MlmTeamConnection: Any = pages.connection_type(
    lambda: import_string(DISTRIBUTOR),
    name="MlmTeam",
    edge_fields={
        "level": _of_edge(graphene.Int, _level, "Below the person, from 1."),
        "team_size": _of_edge(graphene.Int, _team_size, "Everybody below."),
        "active": _of_edge(graphene.Boolean, _is_active),
        "volume": _of_edge(MlmVolume, _own_volume, "Of the person alone."),
    },
    fields={
        "total_count": graphene.Int(required=True, description="On all pages."),
        "as_of": DateTime(),
    },
)


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
            volume=_volume(GROUP, 0),
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
        volume=_volume(GROUP, counted.volume_e4),
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
            volume=_volume(GROUP, row.volume_e4),
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
            _Member(edge.cursor, person, found, edge.node)
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
        volume=_volume(OWN, now.value("volume_e4", one.label)),
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


def _volume(name: str, value_e4: int) -> MlmVolume:
    return MlmVolume(name=name, value=decimal_text(value_e4))
