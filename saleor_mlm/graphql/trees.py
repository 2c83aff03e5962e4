"""The placement trees of the store, and how staff set them up."""

from typing import Any

import graphene
from saleor.permission.enums import AccountPermissions, SitePermissions

from ..adapters import host
from ..models import PlacementTree
from ..services import genealogy, placement_preferences, placement_trees
from .base import MlmMutation, allowed, error_type, errors_field, user_id
from .placing import MlmPlacementStrategy

MlmTreeError = error_type(
    "Tree",
    [
        "AFTER_END_IMPOSSIBLE",
        "NAME_INVALID",
        "OUT_OF_RANGE",
        "REQUIRED",
        "STRATEGY_NEEDS_WIDTH",
        "TREE_EXISTS",
        "TREE_UNKNOWN",
    ],
)


class MlmAfterEnd(graphene.Enum):
    """What becomes of a place whose distributor has ended: those below roll up, it stays as a
    hole, or the earliest below is promoted."""

    ROLL_UP = "roll_up"
    HOLE = "hole"
    PROMOTE = "promote"


class MlmTree(graphene.ObjectType):
    """A placement tree; plans name it."""

    name = graphene.String(required=True)
    width = graphene.Int(description="Slots below each position; none: as many as there are.")
    strategy = MlmPlacementStrategy(required=True)
    volume = graphene.String(description="The plan's volume by which WEAKER_VOLUME compares legs.")
    window_days = graphene.Int(required=True, description="How long people wait in the tank.")
    move_days = graphene.Int(required=True, description="How long an enroller may move once.")
    after_end = MlmAfterEnd(required=True)
    owners_add = graphene.Boolean(required=True, description="Owners may take more positions.")
    my_preference = MlmPlacementStrategy(description="The viewer's own, as a distributor.")

    def resolve_volume(root: PlacementTree, info: Any) -> str | None:
        return root.volume or None

    def resolve_my_preference(root: PlacementTree, info: Any) -> str | None:
        with host.writer():
            own = genealogy.by_user(user_id(info))
            return placement_preferences.chosen(own, root.name) if own else None


class MlmTreeInput(graphene.InputObjectType):
    """What is left out stays as it is, or takes its default: breadth first, no window, no moves by
    enrollers, holes, positions by staff."""

    strategy = MlmPlacementStrategy()
    volume = graphene.String(description="Needed by WEAKER_VOLUME.")
    window_days = graphene.Int()
    move_days = graphene.Int()
    after_end = MlmAfterEnd()
    owners_add = graphene.Boolean()


class MlmTreeCreate(MlmMutation):
    """Set up a placement tree; name and width stay for ever. Who is there already is taken in."""

    class Arguments:
        name = graphene.String(required=True)
        width = graphene.Int(description="Left out: as many below each position as there are.")
        input = MlmTreeInput(default_value={})

    permission = SitePermissions.MANAGE_SETTINGS
    tree = graphene.Field(MlmTree)
    errors = errors_field(MlmTreeError)

    @classmethod
    def perform(
        cls, info: Any, *, name: str, width: int | None = None, input: dict[str, Any]
    ) -> Any:
        return cls(tree=placement_trees.create(name, width, **_given(input)), errors=[])


class MlmTreeUpdate(MlmMutation):
    """Change how a tree is filled from now on."""

    class Arguments:
        name = graphene.String(required=True)
        input = MlmTreeInput(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    tree = graphene.Field(MlmTree)
    errors = errors_field(MlmTreeError)

    @classmethod
    def perform(cls, info: Any, *, name: str, input: dict[str, Any]) -> Any:
        return cls(tree=placement_trees.update(name, **_given(input)), errors=[])


def resolve_trees(_root: Any, info: Any) -> list[PlacementTree]:
    """For distributors, and staff who manage users or settings; for others there is none."""
    staff = (AccountPermissions.MANAGE_USERS, SitePermissions.MANAGE_SETTINGS)
    with host.writer():
        if any(allowed(info, right) for right in staff) or genealogy.by_user(user_id(info)):
            return placement_trees.every()
    return []


def _given(input: dict[str, Any]) -> dict[str, Any]:
    """A null is no wish."""
    return {name: value for name, value in input.items() if value is not None}
