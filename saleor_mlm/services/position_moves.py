"""Moves of positions: one, or one with its whole team, now, since a day, or on a later one.

The enroller moves once, soon after the placement and within the own organisation; staff at any
time. A move never reaches into a period that is closing or closed: trees are read as they stood at
each period's end. What is planned is checked again on its day, and left undone where it has become
impossible.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from ..adapters import clock
from ..models import Distributor, PlacementTree, PlannedMove, Position, PositionChange
from ..models.placement import PositionState
from . import after_end, placing, plans, position_hints, positions
from .errors import MlmError
from .positions import Place

REASON_MAX = 255
AT_ONCE = 500
LATEST = timedelta(days=366)
UP = """
WITH RECURSIVE up AS (
    SELECT id, parent_id FROM saleor_mlm_position WHERE id = %(position)s
    UNION ALL
    SELECT p.id, p.parent_id FROM saleor_mlm_position p JOIN up ON p.id = up.parent_id
)
"""
IS_ABOVE = UP + "SELECT EXISTS (SELECT 1 FROM up WHERE id = %(other)s)"
CHANGED_ABOVE = (
    UP
    + """
SELECT EXISTS (
    SELECT 1 FROM up JOIN saleor_mlm_positionchange c ON c.position_id = up.id
    WHERE c.effective_at > %(at)s
)
"""
)
TEAM = """
WITH RECURSIVE team AS (
    SELECT %(position)s::bigint AS id
    UNION ALL
    SELECT p.id FROM saleor_mlm_position p JOIN team ON p.parent_id = team.id
)
SELECT count(*) FROM team
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A move as somebody wants it: `by` the enroller, or (none) staff. Without a slot: the first
    open one directly below the parent. Without an instant: now."""

    position_id: int
    parent_id: int
    slot: int | None
    with_team: bool
    reason: str
    actor: str
    by: Distributor | None = None
    effective_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would do. `team`: how many positions go along, the moved one included;
    `rolled_up`: how many stay behind and stand one level higher; `period`: the first to see it."""

    position: Position
    parent: Position
    slot: int
    former: Position | None
    former_slot: int | None
    team: int
    rolled_up: int
    depth: int
    former_depth: int
    effective_at: datetime
    period: str | None


@dataclass(frozen=True, slots=True)
class _Checked:
    """A move that can be."""

    position: Position
    parent: Position
    slot: int
    effective_at: datetime


def preview(wanted: Wanted) -> Preview:
    """Check a move and tell its effect; nothing is written."""
    with transaction.atomic():
        return _told(_checked(wanted), wanted.with_team)


def move(wanted: Wanted) -> Position:
    """Move a position, or plan it where it is for later."""
    with transaction.atomic():
        checked = _checked(wanted)
        if checked.effective_at > clock.now():
            _plan(checked, wanted)
        else:
            _apply(checked, wanted)
        if wanted.by is not None:
            Position.objects.filter(id=wanted.position_id).update(moved_at=clock.now())
    return Position.objects.get(id=wanted.position_id)


def put_due() -> int:
    """Do what was planned for a date that has come, in that order; how many were moved."""
    due = PlannedMove.objects.filter(done_at=None, effective_at__lte=clock.now())
    keys = due.order_by("effective_at", "id").values_list("id", flat=True)[:AT_ONCE]
    return sum(_put(key) for key in keys)


def _put(key: int) -> bool:
    with transaction.atomic():
        rows = PlannedMove.objects.filter(id=key, done_at=None)
        planned = rows.select_for_update(skip_locked=True).first()
        if planned is None:
            return False
        planned.fault = _try(planned)
        planned.done_at = clock.now()
        planned.save(update_fields=["fault", "done_at"])
    return not planned.fault


def _try(planned: PlannedMove) -> str:
    """Move as planned; the code of why not, where it cannot be any more."""
    wanted = Wanted(
        planned.position_id,
        planned.parent_id,
        planned.slot,
        planned.with_team,
        planned.reason,
        planned.actor,
    )
    try:
        with transaction.atomic():
            _apply(_checked(wanted), wanted)
    except MlmError as error:
        return error.code
    return ""


def _checked(wanted: Wanted) -> _Checked:
    """A move that can be, with the tree locked; or the reason why it cannot."""
    position = _standing(wanted.position_id, "position")
    placing.take_tree(position.tree)
    position = _standing(wanted.position_id, "position")
    parent = _standing(wanted.parent_id, "parent")
    now = clock.now()
    at = wanted.effective_at or now
    if not wanted.reason.strip() or len(wanted.reason) > REASON_MAX:
        raise MlmError("REQUIRED", f"Say why, in 1 to {REASON_MAX} characters.", "reason")
    if wanted.by is not None:
        _check_enroller(position, parent, wanted.by)
    _check_shape(position, parent, wanted.with_team)
    slot = _slot(position, parent, wanted.slot)
    _check_period(at, now)
    if at < now and _changed_since(position, parent, slot, wanted.with_team, at):
        message = "Something here or above has changed since; choose a later instant."
        raise MlmError("CHANGED_SINCE", message, "effectiveAt")
    return _Checked(position, parent, slot, at)


def _standing(position_id: int, field: str) -> Position:
    rows = Position.objects.filter(id=position_id, state=PositionState.PLACED)
    found = rows.select_related("tree", "distributor", "parent").first()
    if found is None:
        raise _nowhere(field)
    return found


def _nowhere(field: str) -> MlmError:
    """Said also of what does not concern an enroller."""
    return MlmError("POSITION_UNKNOWN", "No such position stands in a tree.", field)


def _check_enroller(position: Position, parent: Position, by: Distributor) -> None:
    if position.distributor.enroller_id != by.id:
        raise _nowhere("position")
    until = position.placed_at + timedelta(days=position.tree.move_days)
    if position.moved_at is not None or clock.now() > until:
        message = f"An enroller moves a position once, within {position.tree.move_days} days."
        raise MlmError("MOVE_USED_UP", message, "position")
    if not (placing.is_in_team(position, by.id) and placing.is_in_team(parent, by.id)):
        raise _nowhere("parent")


def _check_shape(position: Position, parent: Position, with_team: bool) -> None:
    if parent.tree_id != position.tree_id:
        raise MlmError("OTHER_TREE", "The parent stands in another tree.", "parent")
    below = with_team and _asks(IS_ABOVE, position=parent.id, other=position.id)
    if parent.id == position.id or below:
        raise MlmError("CYCLE", "Nobody can stand below himself.", "parent")
    alone = not with_team and position.tree.width is not None
    if alone and Position.objects.filter(parent=position).exists():
        message = "It has others below, for whom a tree of a width has no room: move them too."
        raise MlmError("HAS_TEAM", message, "withTeam")


def _slot(position: Position, parent: Position, wanted: int | None) -> int:
    if (position.parent_id, position.slot) == (parent.id, wanted or position.slot):
        raise MlmError("UNCHANGED", "The position stands there already.", "slot")
    if wanted is None:
        wanted = _first_open(position.tree, parent)
    placing.check_slot(position.tree, parent, wanted)
    return wanted


def _first_open(tree: PlacementTree, parent: Position) -> int:
    taken = set(Position.objects.filter(parent=parent).values_list("slot", flat=True))
    if tree.width is None:
        return max(taken, default=0) + 1
    free = sorted(set(range(1, tree.width + 1)) - taken)
    if not free:
        raise MlmError("SLOT_TAKEN", f"{parent.distributor.code} has no open slot.", "slot")
    return free[0]


def _check_period(at: datetime, now: datetime) -> None:
    """A move reaches into the period that runs, or a later one."""
    period = plans.period_of(now)
    if period and at < period.starts_at:
        message = f"Periods before {period.key} are closed; choose a later day."
        raise MlmError("PERIOD_CLOSED", message, "effectiveAt")
    if at > now + LATEST:
        raise MlmError("OUT_OF_RANGE", "At most a year ahead.", "effectiveAt")


def _changed_since(
    position: Position, parent: Position, slot: int, with_team: bool, at: datetime
) -> bool:
    """Whether anything that bears on a move has: if not, the tree was a tree at every instant."""
    were_there = PositionChange.objects.filter(parent=parent, slot=slot)
    concerned = Q(position__in=were_there.values("position"))
    if not with_team:
        concerned |= Q(position__parent=position)
    return PositionChange.objects.filter(concerned, effective_at__gt=at).exists() or any(
        _asks(CHANGED_ABOVE, position=place.id, at=at) for place in (position, parent)
    )


def _told(checked: _Checked, with_team: bool) -> Preview:
    position, parent = checked.position, checked.parent
    period = plans.period_of(checked.effective_at)
    children = Position.objects.filter(parent=position).count()
    return Preview(
        position=position,
        parent=parent,
        slot=checked.slot,
        former=position.parent,
        former_slot=position.slot,
        team=_team(position) if with_team else 1,
        rolled_up=0 if with_team else children,
        depth=placing.depth(parent.id) + 1,
        former_depth=placing.depth(position.id),
        effective_at=checked.effective_at,
        period=period.key if period else None,
    )


def _team(position: Position) -> int:
    if position.tree.width is not None:
        return position_hints.team(position.tree, position)
    return _count(TEAM, position=position.id)


def _apply(checked: _Checked, wanted: Wanted) -> None:
    position, former_id = checked.position, checked.position.parent_id
    at = min(checked.effective_at, clock.now())
    stay = [] if wanted.with_team else list(Position.objects.filter(parent=position))
    place = Place(position, checked.parent.id, checked.slot)
    positions.rewrite([place], wanted.reason, wanted.actor, at)
    why = f"{position.distributor.code} moved away"
    positions.rewrite(after_end.beside(stay, former_id), why, wanted.actor, at)
    if position.tree.width is not None:
        position_hints.move(position.tree, position, former_id)


def _plan(checked: _Checked, wanted: Wanted) -> None:
    PlannedMove.objects.create(
        position=checked.position,
        parent=checked.parent,
        slot=checked.slot,
        with_team=wanted.with_team,
        effective_at=checked.effective_at,
        recorded_at=clock.now(),
        reason=wanted.reason,
        actor=wanted.actor,
    )


def _asks(sql: str, **parameters: object) -> bool:
    return bool(_count(sql, **parameters))


def _count(sql: str, **parameters: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])
