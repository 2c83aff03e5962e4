"""What GraphQL tells of teams, as types."""

from collections.abc import Callable
from typing import Any

import graphene
from django.utils.module_loading import import_string
from saleor.graphql.core.scalars import DateTime

from ..engine.team_now import TeamNow
from ..models import Distributor
from . import pages
from .money import MlmVolume, decimal_text
from .statuses import MlmDistributorStatus

DISTRIBUTOR = "saleor_mlm.graphql.genealogy.MlmDistributor"
OWN, GROUP = "personal QV", "group QV"
ASCENDING = "ASC"


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


class Member:
    """An edge's root: a node of a page, read further only where more is asked."""

    def __init__(self, cursor: str, node: Distributor, now: TeamNow, head: int, label: int) -> None:
        self.cursor, self.node, self.now, self.head, self.label = cursor, node, now, head, label


def _level(root: Member, info: Any) -> int | None:
    return root.now.levels_below(root.label, root.head)


def _team_size(root: Member, info: Any) -> int:
    return len(root.now.team(root.label))


def _is_active(root: Member, info: Any) -> bool:
    return bool(root.now.value("active", root.label))


def _own_volume(root: Member, info: Any) -> MlmVolume:
    return volume_of(OWN, root.now.value("volume_e4", root.label))


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


def volume_of(name: str, value_e4: int) -> MlmVolume:
    return MlmVolume(name=name, value=decimal_text(value_e4))
