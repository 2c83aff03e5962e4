"""What becomes of the places of distributors whose agreement ends, by each tree's policy.

A hole stays: volume flows through. Where a tree has no width those below may roll up; in any tree
the earliest placed of those below may be promoted, whose own place is filled in the same way, so
that everybody else stays on the side where he was. A roll-up is undone when the agreement comes
back, as far as those below still stand where it put them.
"""

from collections.abc import Iterable

from django.db.models import Max

from ..models import Distributor, Position, PositionChange
from ..models.placement import AfterEnd, PositionState
from . import placing, position_hints, positions
from .positions import Place


def ended(distributor: Distributor, actor: str) -> None:
    """Called in the transaction that ends an agreement."""
    for position in _of(distributor):
        if position.state == PositionState.HELD:
            positions.rewrite([_gone(position)], f"{distributor.code} has ended", actor)
        elif position.state == PositionState.PLACED:
            _vacate(position, actor)


def reinstated(distributor: Distributor, actor: str) -> None:
    """Called in the transaction that takes back an end: who lost the place gets one again."""
    for position in _of(distributor):
        if position.state == PositionState.REMOVED:
            if position.tree.after_end == AfterEnd.ROLL_UP and _rolled_back(position, actor):
                continue
            placing.automatically(position, actor)


def _of(distributor: Distributor) -> list[Position]:
    """A distributor's positions, with their trees locked."""
    rows = Position.objects.filter(distributor=distributor).select_related("tree", "distributor")
    trees = {row.tree.name: row.tree for row in rows}
    for name in sorted(trees):
        placing.take_tree(trees[name])
    return list(rows.order_by("tree__name", "number"))


def _vacate(position: Position, actor: str) -> None:
    why = f"{position.distributor.code} has ended"
    if position.tree.after_end == AfterEnd.ROLL_UP:
        children = Position.objects.filter(parent=position)
        positions.rewrite(beside(children, position.parent_id), f"{why}: rolled up", actor)
        positions.rewrite([_gone(position)], why, actor)
    elif position.tree.after_end == AfterEnd.PROMOTE:
        promote(position, why, actor)


def beside(children: Iterable[Position], parent_id: int | None) -> list[Place]:
    """Places below a parent after all who stand there, in the order of the children's slots;
    without a parent, tops of their own."""
    if parent_id is None:
        return [Place(child, None, None) for child in children]
    last = Position.objects.filter(parent_id=parent_id).aggregate(last=Max("slot"))["last"] or 0
    in_order = sorted(children, key=lambda child: child.slot or 0)
    return [Place(child, parent_id, last + n) for n, child in enumerate(in_order, start=1)]


def promote(position: Position, why: str, actor: str) -> None:
    """Take a position out and let the earliest below follow, down to where nobody stands below."""
    former_id = position.parent_id
    chain, places = [position], [_gone(position)]
    parent_id, slot = position.parent_id, position.slot
    while children := list(Position.objects.filter(parent=chain[-1]).order_by("placed_at", "id")):
        heir = children[0]
        follows = Place(heir, parent_id, slot)
        places += [follows, *(Place(child, heir.id, child.slot) for child in children[1:])]
        parent_id, slot = heir.id, heir.slot
        chain.append(heir)
    positions.rewrite(places, f"{why}: the earliest below is promoted", actor)
    if position.tree.width is not None:
        position_hints.promote(position.tree, [link.id for link in chain], former_id)


def _rolled_back(position: Position, actor: str) -> bool:
    """Stand where one stood when the agreement ended, with those who rolled up; whether it went."""
    changes = PositionChange.objects.filter(position=position).order_by("effective_at", "id")
    *_, stood, left = changes
    parent = Position.objects.filter(id=stood.parent_id, state=PositionState.PLACED).first()
    if stood.state != PositionState.PLACED or (stood.parent_id and parent is None):
        return False
    positions.rewrite(beside([position], stood.parent_id), "the agreement is in force again", actor)
    back = _still_rolled_up(position, left)
    places = [Place(child, position.id, number) for number, child in enumerate(back, start=1)]
    positions.rewrite(places, f"{position.distributor.code} is back", actor)
    return True


def _still_rolled_up(position: Position, left: PositionChange) -> list[Position]:
    """Who rolled up when a position was left and has not been moved since."""
    why = f"{position.distributor.code} has ended: rolled up"
    rolled = PositionChange.objects.filter(recorded_at=left.recorded_at, reason=why)
    found = []
    for change in rolled.order_by("id").select_related("position"):
        later = PositionChange.objects.filter(position=change.position, id__gt=change.id)
        if not later.exists():
            found.append(change.position)
    return found


def _gone(position: Position) -> Place:
    return Place(position, None, None, PositionState.REMOVED)
