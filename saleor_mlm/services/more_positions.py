"""Further positions of one owner, and to which of them an order belongs.

The engine's trees are over people as yet: in a tree that a plan in force names, each owner has one
position, and a plan that names a tree with second positions is not published.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from ..adapters import clock
from ..models import Attribution, ClaimedSaleLine, Distributor, OrderPosition, Position
from ..models.placement import PositionState
from . import corrections, genealogy, holdings, locks, placement_trees, placing, plans
from .errors import MlmError
from .placing import Wish


def add(owner: Distributor, wish: Wish, actor: str, by_staff: bool) -> Position:
    """Give an owner one more position in a tree: below the own first one, or where staff say."""
    with transaction.atomic():
        locks.take(plans.LOCK)
        tree = placement_trees.by_name(wish.tree)
        placing.take_tree(tree)
        first = placing.first_of(tree, owner)
        if first is None or owner.status not in genealogy.EARNING:
            message = f"{owner.code} has no place in {tree.name}, or no agreement in force."
            raise MlmError("POSITION_UNKNOWN", message, "tree")
        if not (by_staff or tree.owners_add):
            message = f"In {tree.name} further positions are given by staff alone."
            raise MlmError("OWNERS_MAY_NOT", message, "tree")
        _check_not_walked(tree.name)
        last = Position.objects.filter(tree=tree, distributor=owner).aggregate(n=Max("number"))
        position = Position(
            tree=tree, distributor=owner, number=last["n"] + 1, created_at=clock.now()
        )
        _place(position, first, wish, actor, by_staff)
    return position


def _place(position: Position, first: Position, wish: Wish, actor: str, by_staff: bool) -> None:
    tree = position.tree
    parent = first
    if wish.parent is not None:
        rows = Position.objects.filter(tree=tree, state=PositionState.PLACED, id=wish.parent)
        found = rows.select_related("tree", "distributor").first()
        if found is None or not (by_staff or placing.is_in_team(found, first.distributor_id)):
            raise MlmError("POSITION_UNKNOWN", "No such position stands in your team.", "parent")
        parent = found
    if wish.slot is None:
        strategy = placing.checked_strategy(tree, wish.strategy or tree.strategy)
        placing.below(position, parent, strategy, actor)
        return
    placing.stand_by_hand(position, parent, wish.slot, actor)


def assign_order(
    order_id: UUID, position_id: int, actor: str, by: Distributor | None
) -> OrderPosition:
    """Say to which of the positions of its distributor an order belongs, before a run counts it:
    `by` the distributor, or by staff (none)."""
    with corrections.between_commits():
        decision = Attribution.objects.filter(order_id=order_id).first()
        ruling = holdings.ruling(decision) if decision else None
        if ruling is None or (by is not None and ruling.distributor_id != by.id):
            raise MlmError("ORDER_NOT_FOUND", "There is no such order.", "orderId")
        position = Position.objects.filter(id=position_id).first()
        if position is None or position.distributor_id != ruling.distributor_id:
            message = "The order does not stand with the owner of this position."
            raise MlmError("POSITION_UNKNOWN", message, "position")
        if ClaimedSaleLine.objects.filter(sale_line__order_id=order_id).exists():
            message = "A committed run has counted the order."
            raise MlmError("PERIOD_COMMITTED", message, "orderId")
        return OrderPosition.objects.create(
            order_id=order_id, position=position, assigned_at=clock.now(), actor=actor
        )


def position_of_order(order_id: UUID, tree: str) -> Position | None:
    """The position of a tree to which an order was assigned last; none: the owner's first."""
    rows = OrderPosition.objects.filter(order_id=order_id, position__tree__name=tree)
    newest = rows.select_related("position").order_by("-id").first()
    return newest.position if newest else None


def _check_not_walked(tree: str) -> None:
    if tree in plans.trees_in_force():
        message = f"A plan in force walks {tree}, and a run knows one position of each owner there."
        raise MlmError("PLAN_WALKS_TREE", message, "tree")
