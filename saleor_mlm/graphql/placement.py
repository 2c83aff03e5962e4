"""Placing people who wait, moving positions, taking further ones, and preferring a side."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import graphene
from saleor.core.exceptions import PermissionDenied
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions, OrderPermissions

from ..models import Distributor, Position
from ..services import (
    genealogy,
    holding_tank,
    more_positions,
    placement_preferences,
    position_moves,
)
from ..services.errors import MlmError
from ..services.placing import Wish
from ..services.position_moves import Wanted
from .base import MlmMutation, actor, allowed, error_type, errors_field, no_id, row_id, user_id
from .placing import PLACING_CODES, MlmPlacementStrategy
from .positions import MlmPosition, key_of, of_placement

MlmPlacementError = error_type(
    "Placement",
    [
        *(code for code in PLACING_CODES if code != "SIDE_UNKNOWN"),
        "CHANGED_SINCE",
        "CODE_UNKNOWN",
        "COMMIT_UNDER_WAY",
        "CYCLE",
        "HAS_TEAM",
        "INVALID_ID",
        "MOVE_USED_UP",
        "NOT_HELD",
        "ORDER_NOT_FOUND",
        "OUT_OF_RANGE",
        "OTHER_TREE",
        "OWNERS_MAY_NOT",
        "PERIOD_CLOSED",
        "PERIOD_COMMITTED",
        "PLAN_WALKS_TREE",
        "REQUIRED",
        "STRATEGY_NEEDS_VOLUME",
        "STRATEGY_NEEDS_WIDTH",
        "UNCHANGED",
        "WINDOW_OVER",
    ],
)


class MlmPositionPlace(MlmMutation):
    """Place somebody who waits: an own enrollee within the window, or by staff anyone."""

    class Arguments:
        position = graphene.ID(required=True)
        parent = graphene.ID(description="Left out, the enroller's first position.")
        slot = graphene.Int(description="From 1 on the left; left out, the strategy finds one.")
        strategy = MlmPlacementStrategy(description="Left out, the preference or the tree's.")

    position = graphene.Field(MlmPosition)
    errors = errors_field(MlmPlacementError)

    @classmethod
    def perform(cls, info: Any, *, position: str, **place: Any) -> Any:
        by = _by(info)
        key = key_of(position, "position")
        placed = holding_tank.place(key, _wish("", place), actor(info), by)
        return cls(position=of_placement(placed), errors=[])


class MoveArguments:
    position = graphene.ID(required=True)
    parent = graphene.ID(required=True, description="The position to stand below.")
    slot = graphene.Int(description="Left out, the first open one directly below.")
    with_team = graphene.Boolean(
        default_value=True, description="Or alone: those below stand one level higher then."
    )
    effective_at = DateTime(description="Left out, now; in the period that runs, or later.")
    reason = graphene.String(required=True)


class MlmPlacementMove(graphene.ObjectType):
    """What a move does. It moves volume from its period on, and nothing of earlier ones."""

    position = graphene.Field(MlmPosition, required=True)
    former_parent = graphene.Field(MlmPosition)
    former_slot = graphene.Int()
    former_depth = graphene.Int(required=True)
    parent = graphene.Field(MlmPosition, required=True)
    slot = graphene.Int(required=True)
    depth = graphene.Int(required=True)
    team = graphene.Int(required=True, description="How many positions go along, itself included.")
    rolled_up = graphene.Int(required=True, description="How many stand one level higher then.")
    effective_at = DateTime(required=True)
    period = graphene.String(description="The first period that sees it.")


class MlmPositionMovePreview(MlmMutation):
    """Tell what a move would do, or why it cannot be; nothing is written."""

    Arguments = MoveArguments

    move = graphene.Field(MlmPlacementMove)
    errors = errors_field(MlmPlacementError)

    @classmethod
    def perform(cls, info: Any, **input: Any) -> Any:
        return cls(move=_told(position_moves.preview(_wanted(info, input))), errors=[])


class MlmPositionMove(MlmMutation):
    """Move a position: the enroller once, soon after the placement and in the own organisation;
    staff at any time. A later date waits for its day and is checked again then."""

    Arguments = MoveArguments

    position = graphene.Field(MlmPosition)
    errors = errors_field(MlmPlacementError)

    @classmethod
    def perform(cls, info: Any, **input: Any) -> Any:
        moved = position_moves.move(_wanted(info, input))
        return cls(position=of_placement(moved), errors=[])


class MlmPositionAdd(MlmMutation):
    """Give an owner one more position: oneself where the tree lets owners, or by staff anyone."""

    class Arguments:
        tree = graphene.String(required=True)
        code = graphene.String(description="Whose, by any code; left out, one's own.")
        parent = graphene.ID(description="Left out, the owner's first position.")
        slot = graphene.Int(description="Left out, the strategy finds one.")
        strategy = MlmPlacementStrategy(description="Left out, the tree's.")

    position = graphene.Field(MlmPosition)
    errors = errors_field(MlmPlacementError)

    @classmethod
    def perform(cls, info: Any, *, tree: str, code: str | None = None, **place: Any) -> Any:
        owner = _whose(info, code)
        by_staff = allowed(info, AccountPermissions.MANAGE_USERS)
        made = more_positions.add(owner, _wish(tree, place), actor(info), by_staff)
        return cls(position=of_placement(made), errors=[])


class MlmOrderAssignPosition(MlmMutation):
    """Say to which of its distributor's positions an order belongs, until a run counts it: the
    distributor, or staff who manage orders."""

    class Arguments:
        order_id = graphene.ID(required=True)
        position = graphene.ID(required=True)

    position = graphene.Field(MlmPosition)
    errors = errors_field(MlmPlacementError)

    @classmethod
    def perform(cls, info: Any, *, order_id: str, position: str) -> Any:
        by = None if allowed(info, OrderPermissions.MANAGE_ORDERS) else _own(info)
        key = key_of(position, "position")
        made = more_positions.assign_order(_order_key(order_id), key, actor(info), by)
        return cls(position=of_placement(made.position), errors=[])


class MlmPlacementPreferenceSet(MlmMutation):
    """Say where own enrollees shall stand whom nobody places by hand."""

    class Arguments:
        tree = graphene.String(required=True)
        strategy = MlmPlacementStrategy(description="Null: as the tree has it.")
        code = graphene.String(description="Whose, by any code; left out, one's own.")

    preference = MlmPlacementStrategy()
    errors = errors_field(MlmPlacementError)

    @classmethod
    def perform(
        cls, info: Any, *, tree: str, strategy: str | None = None, code: str | None = None
    ) -> Any:
        chosen = placement_preferences.choose(_whose(info, code), tree, strategy)
        return cls(preference=chosen, errors=[])


def _by(info: Any) -> Distributor | None:
    """None for staff who manage users; the distributor who asks else."""
    return None if allowed(info, AccountPermissions.MANAGE_USERS) else _own(info)


def _own(info: Any) -> Distributor:
    own = genealogy.by_user(user_id(info))
    if own is None:
        raise PermissionDenied("Only distributors and staff may do this.")
    return own


def _whose(info: Any, code: str | None) -> Distributor:
    if code is None:
        return _own(info)
    found = genealogy.by_code(code)
    if not allowed(info, AccountPermissions.MANAGE_USERS) and found != _own(info):
        raise PermissionDenied(permissions=[AccountPermissions.MANAGE_USERS])
    if found is None:
        raise MlmError("CODE_UNKNOWN", f"There is no distributor {code}.", "code")
    return found


def _wish(tree: str, place: dict[str, Any]) -> Wish:
    parent = place.get("parent")
    return Wish(
        tree,
        parent=None if parent is None else key_of(parent, "parent"),
        slot=place.get("slot"),
        strategy=place.get("strategy"),
    )


def _wanted(info: Any, input: dict[str, Any]) -> Wanted:
    return Wanted(
        by=_by(info),
        position_id=key_of(input["position"], "position"),
        parent_id=key_of(input["parent"], "parent"),
        slot=input.get("slot"),
        with_team=input["with_team"],
        reason=input["reason"],
        actor=actor(info),
        effective_at=_aware(input.get("effective_at")),
    )


def _aware(instant: datetime | None) -> datetime | None:
    """An instant without a zone is in UTC."""
    return instant if instant is None or instant.tzinfo else instant.replace(tzinfo=UTC)


def _told(preview: position_moves.Preview) -> MlmPlacementMove:
    return MlmPlacementMove(
        position=of_placement(preview.position),
        former_parent=_shown(preview.former),
        former_slot=preview.former_slot,
        former_depth=preview.former_depth,
        parent=of_placement(preview.parent),
        slot=preview.slot,
        depth=preview.depth,
        team=preview.team,
        rolled_up=preview.rolled_up,
        effective_at=preview.effective_at,
        period=preview.period,
    )


def _shown(position: Position | None) -> Any:
    return of_placement(position) if position else None


def _order_key(global_id: str) -> UUID:
    try:
        return UUID(row_id(global_id, "Order", "orderId"))
    except ValueError:
        raise no_id(global_id, "Order", "orderId") from None
