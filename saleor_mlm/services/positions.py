"""Positions as they are written: the row that rules now, its history, and the hints, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ..adapters import clock
from ..models import Distributor, PlacementTree, Position, PositionChange
from ..models.placement import PositionState
from . import position_hints

REASON_LENGTH, BATCH = 255, 5_000
# One statement, so that slots may be swapped.
REWRITE = """
UPDATE saleor_mlm_position p SET state = n.state, parent_id = n.parent, slot = n.slot
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::int[]) AS n (id, state, parent, slot)
WHERE p.id = n.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a position is to stand; without a parent: at the top, or nowhere by its state."""

    position: Position
    parent_id: int | None
    slot: int | None
    state: str = PositionState.PLACED


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
    position: Position, parent_id: int | None, slot: int | None, why: str, actor: str
) -> None:
    """Let a position that stands nowhere yet stand in an open slot, or at the top; it is written
    here if it is new."""
    position.state = PositionState.PLACED
    position.parent_id, position.slot = parent_id, slot
    position.placed_at, position.held_until, position.wish = clock.now(), None, ""
    position.save()
    record(position, why, actor)
    position_hints.add_leaf(position.tree, position)


def record(position: Position, why: str, actor: str) -> None:
    """Append what holds of a position from now on."""
    now = clock.now()
    _change(position, why, actor, now, now).save()


def rewrite(places: Sequence[Place], why: str, actor: str, at: datetime | None = None) -> None:
    """Let several positions stand elsewhere, all at once, from an instant on. Hints are the
    caller's to put right."""
    if not places:
        return
    columns = (
        [place.position.id for place in places],
        [str(place.state) for place in places],
        [place.parent_id for place in places],
        [place.slot for place in places],
    )
    with connection.cursor() as cursor:
        cursor.execute(REWRITE, columns)
    rows = [_moved(place) for place in places]
    now = clock.now()
    changes = [_change(row, why, actor, at or now, now) for row in rows]
    PositionChange.objects.bulk_create(changes, batch_size=BATCH)


def _moved(place: Place) -> Position:
    position = place.position
    position.state, position.parent_id, position.slot = place.state, place.parent_id, place.slot
    return position


def _change(
    position: Position, why: str, actor: str, effective_at: datetime, now: datetime
) -> PositionChange:
    return PositionChange(
        position=position,
        distributor_id=position.distributor_id,
        state=position.state,
        parent_id=position.parent_id,
        slot=position.slot,
        effective_at=effective_at,
        recorded_at=now,
        reason=why[:REASON_LENGTH],
        actor=actor,
    )
