"""Positions as they are written: the row that rules now, its history, and the hints, in one go."""

from datetime import datetime

from ..adapters import clock
from ..models import Distributor, PlacementTree, Position, PositionChange
from ..models.placement import PositionState
from . import position_hints

REASON_LENGTH = 255


def held(
    tree: PlacementTree, distributor: Distributor, until: datetime, wish: str, actor: str
) -> Position:
    """A first position that waits in the holding tank."""
    position = Position.objects.create(
        tree=tree,
        distributor=distributor,
        state=PositionState.HELD,
        created_at=clock.now(),
        held_until=until,
        wish=wish,
    )
    record(position, "waits to be placed", actor)
    return position


def stand(
    position: Position, parent: Position | None, slot: int | None, why: str, actor: str
) -> None:
    """Let a position that stands nowhere yet stand in an open slot, or at the top; it is written
    here if it is new."""
    position.state = PositionState.PLACED
    position.parent, position.slot = parent, slot
    position.placed_at, position.held_until, position.wish = clock.now(), None, ""
    position.save()
    record(position, why, actor)
    position_hints.add_leaf(position.tree, position)


def record(position: Position, why: str, actor: str, at: datetime | None = None) -> None:
    """Append what holds of a position from an instant on; without one, from now."""
    now = clock.now()
    PositionChange.objects.create(
        position=position,
        distributor_id=position.distributor_id,
        state=position.state,
        parent_id=position.parent_id,
        slot=position.slot,
        effective_at=at or now,
        recorded_at=now,
        reason=why[:REASON_LENGTH],
        actor=actor,
    )
