"""The holding tank: positions of people who enrolled and are not placed yet.

Within the window the enroller places them, staff at any time; what is overdue a beat places by the
link's wish, the enroller's preference or the tree's strategy, in the order of joining.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from ..adapters import clock
from ..models import Distributor, PlacementTree, Position
from ..models.genealogy import DistributorStatus
from ..models.placement import PositionState
from . import placing, positions
from .errors import MlmError
from .placing import Wish

BEAT = "beat"
AT_ONCE = 2_000
SETTLED = timedelta(minutes=10)


def waiting(enroller: Distributor, tree: str | None = None) -> QuerySet[Position]:
    """The held positions of an enroller's own enrollees."""
    rows = Position.objects.filter(distributor__enroller=enroller, state=PositionState.HELD)
    rows = rows.filter(tree__name=tree) if tree else rows
    return rows.select_related("tree", "distributor")


def place(position_id: int, wish: Wish, actor: str, by: Distributor | None) -> Position:
    """Place a held position: `by` its enroller within the window, or by staff (none)."""
    with transaction.atomic():
        position = _locked(position_id)
        _check_may_place(position, by)
        if wish.by_hand:
            placing.by_wish(position, wish, actor, anywhere=by is None)
        else:
            placing.automatically(position, actor, wish.strategy)
    return position


def place_due() -> int:
    """Place what is overdue, and take in who was there before a tree was; how many were placed.

    Each in a transaction of its own, by the tree's lock; what another worker places is left to it.
    """
    for tree in PlacementTree.objects.filter(people_from__isnull=False).order_by("name"):
        _take_in(tree)
    overdue = Position.objects.filter(
        state=PositionState.HELD, held_until__lte=clock.now()
    ).order_by("distributor__joined_at", "id")
    return sum(_place_one(key) for key in overdue.values_list("id", flat=True)[:AT_ONCE])


def _place_one(position_id: int) -> bool:
    """The tree's lock comes before the row's, as wherever positions are locked."""
    waiting = Position.objects.filter(id=position_id, state=PositionState.HELD)
    with transaction.atomic():
        seen = waiting.select_related("tree").first()
        if seen is None:
            return False
        placing.take_tree(seen.tree)
        rows = waiting.select_for_update(skip_locked=True, of=("self",))
        position = rows.select_related("tree", "distributor").first()
        if position is None:
            return False
        placing.automatically(position, BEAT)
    return True


def _take_in(tree: PlacementTree) -> None:
    """Hold positions for the next of those who were there before the tree, or enrolled beside its
    making: the last of them are looked at again until no such enrolment can be under way."""
    with transaction.atomic():
        placing.take_tree(tree)
        tree.refresh_from_db()
        if tree.people_from is None:
            return
        rows = Distributor.objects.filter(id__gte=tree.people_from).order_by("id")
        found = list(rows[:AT_ONCE])
        until = tree.created_at + timedelta(days=tree.window_days)
        placed = Position.objects.filter(tree=tree, distributor__in=found)
        known = set(placed.values_list("distributor_id", flat=True))
        for distributor in found:
            if distributor.id not in known and distributor.status != DistributorStatus.ENDED:
                positions.held(tree, distributor, until, "", BEAT)
        if len(found) == AT_ONCE:
            tree.people_from = found[-1].id + 1
        elif clock.now() > tree.created_at + SETTLED:
            tree.people_from = None
        tree.save(update_fields=["people_from"])


def _locked(position_id: int) -> Position:
    """A position that waits, with its tree locked."""
    known = Position.objects.select_related("tree").filter(id=position_id).first()
    if known is None:
        raise MlmError("POSITION_UNKNOWN", "There is no such position.", "position")
    placing.take_tree(known.tree)
    rows = Position.objects.select_related("tree", "distributor__enroller")
    return rows.select_for_update(of=("self",)).get(id=position_id)


def _check_may_place(position: Position, by: Distributor | None) -> None:
    if by is not None and position.distributor.enroller_id != by.id:
        raise MlmError("POSITION_UNKNOWN", "There is no such position.", "position")
    if position.state != PositionState.HELD:
        message = f"{position.distributor.code} does not wait to be placed."
        raise MlmError("NOT_HELD", message, "position")
    if by is not None and position.held_until < clock.now():
        message = f"The window of {position.tree.window_days} days is over."
        raise MlmError("WINDOW_OVER", message, "position")
