"""Placing: where a new distributor stands in each placement tree of the store.

A position is placed by hand, by the strategy that somebody asks for, or waits in the holding tank.
All placing in one tree is serial, by the tree's lock: no slot is given twice, no hole is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from ..adapters import clock, statements
from ..models import Distributor, PlacementPreference, PlacementTree, Position
from ..models.placement import PositionState, Strategy
from . import genealogy, locks, open_slots, positions
from .errors import MlmError

# What is chosen by hand in a tree without a width; those who stand beside the others go on from it.
SLOT_MAX = 1_000_000
SIDES = {"left": Strategy.LEFT_EDGE, "right": Strategy.RIGHT_EDGE}
TREES = (
    f"SELECT {statements.columns(PlacementTree, 't')} FROM saleor_mlm_placementtree t ORDER BY name"
)
# The nearest above in the enroller tree who stands in the placement tree: where a search starts.
START = """
WITH RECURSIVE up AS (
    SELECT enroller_id AS id, 1 AS distance FROM saleor_mlm_distributor WHERE id = %(whose)s
    UNION ALL
    SELECT d.enroller_id, u.distance + 1
    FROM up u JOIN saleor_mlm_distributor d ON d.id = u.id
    WHERE NOT EXISTS (
        SELECT 1 FROM saleor_mlm_position p
        WHERE p.distributor_id = u.id AND p.tree_id = %(tree)s AND p.state = 'placed'
    )
)
SELECT p.id FROM up u JOIN saleor_mlm_position p
    ON p.distributor_id = u.id AND p.tree_id = %(tree)s AND p.state = 'placed'
ORDER BY u.distance, p.number LIMIT 1
"""
DEPTH = """
WITH RECURSIVE up AS (
    SELECT parent_id FROM saleor_mlm_position WHERE id = %s
    UNION ALL
    SELECT p.parent_id FROM saleor_mlm_position p JOIN up ON p.id = up.parent_id
)
SELECT count(parent_id) FROM up
"""
IS_BELOW = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, distributor_id FROM saleor_mlm_position WHERE id = %(position)s
    UNION ALL
    SELECT p.id, p.parent_id, p.distributor_id
    FROM saleor_mlm_position p JOIN up ON p.id = up.parent_id
)
SELECT EXISTS (SELECT 1 FROM up WHERE distributor_id = %(owner)s)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where in a tree the enroller or staff want a position.

    A parent (by code: the first position, or by the position's key) with a slot is a place by
    hand; a parent or a strategy alone lets the strategy search, below that parent or below the
    enroller.
    """

    tree: str
    parent_code: str | None = None
    slot: int | None = None
    strategy: str | None = None
    parent: int | None = None

    @property
    def by_hand(self) -> bool:
        return bool(self.parent_code or self.parent or self.slot is not None)


def admit(
    distributor: Distributor,
    wishes: Sequence[Wish] = (),
    link: str | None = None,
    *,
    actor: str,
    anywhere: bool = False,
) -> list[Position]:
    """Give a new distributor a position in each tree of the store.

    `wishes` are those of the enroller or of staff, `link` is the side that the referral link asks
    for (left, right). Staff may place `anywhere`, others in the enroller's organisation. Called
    last in the enrolment's transaction: locks of trees are held to its end.
    """
    trees = statements.every(PlacementTree, TREES)
    wanted = {wish.tree: wish for wish in wishes}
    unknown = sorted(set(wanted) - {tree.name for tree in trees})
    if unknown:
        raise MlmError("TREE_UNKNOWN", f"There is no placement tree {unknown[0]}.", "tree")
    side = _side(link)
    return [
        _admit_to(tree, distributor, wanted.get(tree.name), side, actor, anywhere) for tree in trees
    ]


def _admit_to(
    tree: PlacementTree,
    distributor: Distributor,
    wish: Wish | None,
    side: str,
    actor: str,
    anywhere: bool,
) -> Position:
    if wish is None and tree.window_days and distributor.enroller_id:
        until = clock.now() + timedelta(days=tree.window_days)
        return positions.held(tree, distributor, until, side, actor)
    position = Position(tree=tree, distributor=distributor, created_at=clock.now(), wish=side)
    take_tree(tree)
    if wish is not None and wish.by_hand:
        by_wish(position, wish, actor, anywhere)
    else:
        automatically(position, actor, wish.strategy if wish else None)
    return position


def automatically(position: Position, actor: str, strategy: str | None = None) -> None:
    """Place a position from where its search starts: by the strategy given, else by the one that
    the link asked for, whoever stands there prefers, or the tree has. The tree's lock is held."""
    tree = position.tree
    start = start_of(position.distributor, tree)
    if start is None:
        positions.stand(position, None, None, "nobody above stands in the tree", actor)
        return
    chosen = strategy or position.wish or _preferred(start) or tree.strategy
    below(position, start, checked_strategy(tree, chosen), actor)


def below(position: Position, start: Position, strategy: str, actor: str) -> None:
    """Place a position at or below another by a strategy. The tree's lock is held."""
    found = open_slots.find(position.tree, start, strategy)
    positions.stand(position, found.parent_id, found.slot, found.why, actor)
    if strategy == Strategy.ALTERNATE and position.tree.width:
        slot = (start.turn or 0) % position.tree.width + 1
        Position.objects.filter(id=start.id).update(turn=slot)


def by_wish(position: Position, wish: Wish, actor: str, anywhere: bool) -> None:
    """Place a position where somebody wants it. The tree's lock is held."""
    tree = position.tree
    parent = wanted_parent(tree, wish, position.distributor, anywhere)
    if wish.slot is None:
        below(position, parent, checked_strategy(tree, wish.strategy or tree.strategy), actor)
    else:
        stand_by_hand(position, parent, wish.slot, actor)


def stand_by_hand(position: Position, parent: Position, slot: int, actor: str) -> None:
    """Place a position in a slot that somebody chose. The tree's lock is held."""
    check_slot(position.tree, parent, slot)
    positions.stand(position, parent.id, slot, "by hand", actor)


def wanted_parent(
    tree: PlacementTree, wish: Wish, distributor: Distributor, anywhere: bool
) -> Position:
    """The position that a wish names. Others than staff are told the same of one outside of the
    enroller's organisation as of one that is not there."""
    parent = _named_parent(tree, wish, distributor)
    if parent is None or not (anywhere or is_in_team(parent, distributor.enroller_id)):
        where = f"in {tree.name}" if anywhere else f"in your organisation in {tree.name}"
        message = f"{wish.parent_code or 'The parent'} has no place {where}."
        raise MlmError("POSITION_UNKNOWN", message, "parent")
    return parent


def _named_parent(tree: PlacementTree, wish: Wish, distributor: Distributor) -> Position | None:
    if wish.parent is not None:
        placed = Position.objects.filter(tree=tree, state=PositionState.PLACED, id=wish.parent)
        return placed.select_related("tree", "distributor").first()
    if wish.parent_code:
        return first_of(tree, genealogy.by_code(wish.parent_code))
    return first_of(tree, distributor.enroller)


def check_slot(tree: PlacementTree, parent: Position, slot: int) -> None:
    """Refuse a slot that is not there, or is taken. The tree's lock is held."""
    if not 1 <= slot <= (tree.width or SLOT_MAX):
        message = f"{tree.name} has the slots 1 to {tree.width or SLOT_MAX}."
        raise MlmError("SLOT_OUT_OF_RANGE", message, "slot")
    if Position.objects.filter(parent=parent, slot=slot).exists():
        message = f"Slot {slot} below {parent.distributor.code} is taken."
        raise MlmError("SLOT_TAKEN", message, "slot")


def checked_strategy(tree: PlacementTree, strategy: str) -> str:
    """Without a width there is one strategy alone: whatever a link or an enroller would like."""
    return strategy if tree.width else Strategy.BREADTH_FIRST


def start_of(distributor: Distributor, tree: PlacementTree) -> Position | None:
    """The first position of the nearest above in the enroller tree who stands in this one."""
    if distributor.enroller_id is None:
        return None
    near = first_of(tree, distributor.enroller)
    if near:
        return near
    with connection.cursor() as cursor:
        cursor.execute(START, {"whose": distributor.id, "tree": tree.id})
        row = cursor.fetchone()
    return Position.objects.select_related("tree").get(id=row[0]) if row else None


def first_of(tree: PlacementTree, owner: Distributor | None) -> Position | None:
    """A distributor's first position that stands in a tree."""
    if owner is None:
        return None
    placed = Position.objects.filter(tree=tree, distributor=owner, state=PositionState.PLACED)
    return placed.select_related("tree", "distributor").order_by("number").first()


def is_in_team(position: Position, owner_id: int | None) -> bool:
    """Whether a position is one of an owner's, or stands below one."""
    with connection.cursor() as cursor:
        cursor.execute(IS_BELOW, {"position": position.id, "owner": owner_id})
        return bool(cursor.fetchone()[0])


def depth(position_id: int) -> int:
    """How many stand above a position."""
    with connection.cursor() as cursor:
        cursor.execute(DEPTH, [position_id])
        return int(cursor.fetchone()[0])


def take_tree(tree: PlacementTree) -> None:
    """Wait until nobody else places or moves in a tree, and keep them waiting."""
    locks.take(f"tree.{tree.name}")


def _preferred(start: Position) -> str:
    rows = PlacementPreference.objects.filter(tree=start.tree_id, distributor=start.distributor_id)
    return rows.values_list("strategy", flat=True).first() or ""


def _side(link: str | None) -> str:
    if link is not None and link not in SIDES:
        raise MlmError("SIDE_UNKNOWN", "A link asks for left or right.", "place")
    return SIDES.get(link or "", "")
