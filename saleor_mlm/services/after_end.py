"""What becomes of the places of distributors whose agreement ends, by each tree's policy.

A hole stays: volume flows through. Where a tree has no width those below may roll up; in any tree
the earliest placed of those below may be promoted, whose own place is filled in the same way, so
that everybody else stays on the side where he was. A roll-up is undone when the agreement comes
back, as far as those below still stand where it put them.
"""

from collections.abc import Iterable
from itertools import pairwise

from django.db import connection
from django.db.models import Max

from ..models import Distributor, Position, PositionChange
from ..models.placement import AfterEnd, PositionState
from . import placing, position_hints, positions
from .positions import Place

ROLLED_UP = ": rolled up"
HEIRS = """
WITH RECURSIVE heirs AS (
    SELECT %s::bigint AS id, 0 AS step
    UNION ALL
    SELECT child.id, h.step + 1 FROM heirs h CROSS JOIN LATERAL (
        SELECT p.id FROM saleor_mlm_position p WHERE p.parent_id = h.id
        ORDER BY p.placed_at, p.id LIMIT 1
    ) child
)
SELECT id FROM heirs ORDER BY step
"""


def ended(distributor: Distributor, actor: str) -> None:
    """Called in the transaction that ends an agreement."""
    for position in _of(distributor):
        if position.state == PositionState.HELD:
            positions.rewrite([_gone(position)], f"{distributor.code} has ended", actor)
        elif position.state == PositionState.PLACED:
            _vacate(position, actor)


def cancelled(distributor: Distributor, actor: str) -> None:
    """Called where an enrolment is taken back: who has nobody below leaves no hole either."""
    for position in _of(distributor):
        _give_up(position, f"{distributor.code} cancelled the enrolment", actor)
    ended(distributor, actor)


def rejoined(distributor: Distributor, actor: str) -> None:
    """Called where somebody enrols again, below whoever enrols him now: he is placed from there,
    but for a position with others below, which stays with them."""
    for position in _of(distributor):
        _give_up(position, f"{distributor.code} enrols again", actor)
        if position.state == PositionState.REMOVED:
            placing.automatically(position, actor)


def _give_up(position: Position, why: str, actor: str) -> None:
    below = Position.objects.filter(parent=position).exists()
    if position.state == PositionState.PLACED and not below:
        promote(position, why, actor)


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
        positions.rewrite(beside(children, position.parent_id), f"{why}{ROLLED_UP}", actor)
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
    """Take a position out and let the earliest below, if anybody is, follow; and so on below."""
    former_id = position.parent_id
    chain = _heirs(position)
    children: dict[int, list[Position]] = {link.id: [] for link in chain}
    for child in Position.objects.filter(parent__in=chain).order_by("slot"):
        children[child.parent_id].append(child)
    places, above = [_gone(position)], position.parent_id
    for link, heir in pairwise(chain):
        others = [child for child in children[link.id] if child.id != heir.id]
        places += [Place(heir, above, link.slot), *(Place(o, heir.id, o.slot) for o in others)]
        above = heir.id
    positions.rewrite(places, f"{why}: the earliest below is promoted", actor)
    if position.tree.width is not None:
        position_hints.promote(position.tree, [link.id for link in chain], former_id)


def _heirs(position: Position) -> list[Position]:
    """A position, the earliest placed below it, the earliest below that, to the last."""
    with connection.cursor() as cursor:
        cursor.execute(HEIRS, [position.id])
        keys = [row[0] for row in cursor.fetchall()]
    found = Position.objects.in_bulk(keys[1:])
    return [position, *(found[key] for key in keys[1:])]


def _rolled_back(position: Position, actor: str) -> bool:
    """Stand where one stood when the agreement ended, with those who rolled up; whether it went."""
    changes = PositionChange.objects.filter(position=position).order_by("effective_at", "id")
    *_, stood, left = changes
    parent = Position.objects.filter(id=stood.parent_id, state=PositionState.PLACED).first()
    if stood.state != PositionState.PLACED or (stood.parent_id and parent is None):
        return False
    positions.rewrite(beside([position], stood.parent_id), "the agreement is in force again", actor)
    back = _still_rolled_up(position, stood, left)
    places = [Place(child, position.id, number) for number, child in enumerate(back, start=1)]
    positions.rewrite(places, f"{position.distributor.code} is back", actor)
    return True


def _still_rolled_up(
    position: Position, stood: PositionChange, left: PositionChange
) -> list[Position]:
    """Who rolled up when a position was left and has not been moved since."""
    rolled = PositionChange.objects.filter(
        id__gt=stood.id, id__lt=left.id, reason__endswith=ROLLED_UP
    )
    found = []
    for change in rolled.order_by("id").select_related("position"):
        own = PositionChange.objects.filter(position=change.position)
        before = own.filter(id__lt=change.id).order_by("id").last()
        moved_since = own.filter(id__gt=change.id).exists()
        if before and before.parent_id == position.id and not moved_since:
            found.append(change.position)
    return found


def _gone(position: Position) -> Place:
    return Place(position, None, None, PositionState.REMOVED)
