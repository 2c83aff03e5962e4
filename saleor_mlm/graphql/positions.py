"""Positions as GraphQL shows them, of the enroller tree and of placement trees alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime

from ..adapters import host
from ..models import Distributor, Position
from ..models.placement import PositionState
from ..services import genealogy, placing
from ..services.placement_trees import ENROLLER
from . import pages
from .base import denied, no_id, row_id
from .loaders import DistributorById, PositionById
from .visibility import sees

DISTRIBUTOR = "saleor_mlm.graphql.genealogy.MlmDistributor"
NAME = "MlmPosition"


@dataclass(frozen=True, slots=True)
class Shown:
    """A position to show; in the enroller tree a person is the own position. `above`: its key."""

    tree: str
    key: int
    owner_id: int
    above: int | None
    slot: int | None = None
    number: int = 1
    state: str = PositionState.PLACED
    held_until: datetime | None = None
    placed_at: datetime | None = None


def of_enroller_tree(distributor: Distributor) -> Shown:
    return Shown(ENROLLER, distributor.id, distributor.id, distributor.enroller_id)


def of_placement(position: Position) -> Shown:
    return Shown(
        position.tree.name,
        position.id,
        position.distributor_id,
        position.parent_id,
        position.slot,
        position.number,
        position.state,
        position.held_until,
        position.placed_at,
    )


def key_of(global_id: str, field: str) -> int:
    """The key in the id of a position in a placement tree."""
    tree, _, key = row_id(global_id, NAME, field).rpartition(".")
    if not tree or tree == ENROLLER or not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise no_id(global_id, NAME, field)
    return int(key)


def owner_in_line(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Only for the owner, those above, and staff who manage users."""

    @wraps(resolve)
    def guarded(root: Shown, info: Any) -> Any:
        if not sees(info, root.owner_id):
            raise denied("Only the person, the upline and staff may see this.")
        return resolve(root, info)

    return guarded


class MlmPositionState(graphene.Enum):
    """Held: in the holding tank. Removed: the place went to others when the agreement ended."""

    HELD = "held"
    PLACED = "placed"
    REMOVED = "removed"


class MlmPosition(graphene.ObjectType):
    """A node of a tree, held by a distributor. In the enroller tree each has one; in a placement
    tree it may wait, and a distributor may hold several, numbered from 1."""

    id = graphene.ID(required=True)
    tree = graphene.String(required=True)
    number = graphene.Int(required=True)
    state = MlmPositionState(required=True)
    parent = graphene.Field(lambda: MlmPosition)
    slot = graphene.Int(description="From 1 on the left; none at the top, or in no tree.")
    depth = graphene.Int(description="How many stand above; none while it stands nowhere.")
    held_until = DateTime(description="Until when the enroller may place it.")
    placed_at = DateTime()
    distributor = graphene.Field(DISTRIBUTOR, required=True)

    def resolve_id(root: Shown, info: Any) -> str:
        return graphene.Node.to_global_id(NAME, f"{root.tree}.{root.key}")

    @owner_in_line
    def resolve_parent(root: Shown, info: Any) -> Any:
        if root.above is None:
            return None
        loader = DistributorById if root.tree == ENROLLER else PositionById
        shown = of_enroller_tree if root.tree == ENROLLER else of_placement
        return loader(info.context).load(root.above).then(shown)

    @owner_in_line
    def resolve_depth(root: Shown, info: Any) -> int | None:
        if root.state != PositionState.PLACED:
            return None
        with host.writer():
            if root.tree == ENROLLER:
                return len(genealogy.upline_ids(root.key))
            return placing.depth(root.key)

    def resolve_distributor(root: Shown, info: Any) -> Any:
        return DistributorById(info.context).load(root.owner_id)


class MlmHeldPosition(graphene.ObjectType):
    """An own enrollee's position that waits to be placed."""

    position = graphene.Field(MlmPosition, required=True)
    held_until = DateTime(required=True)
    distributor = graphene.Field(DISTRIBUTOR, required=True)

    def resolve_position(root: Position, info: Any) -> Shown:
        return of_placement(root)


MlmHeldPositionConnection = pages.connection_type(MlmHeldPosition)
