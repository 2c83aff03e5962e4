"""Placement trees as staff sets them up."""

import re
from typing import Any

from django.db import transaction

from ..adapters import clock
from ..models import Distributor, PlacementTree
from ..models.placement import AfterEnd, Strategy
from . import locks
from .errors import MlmError

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
ENROLLER = "enroller"
WIDTH_MAX = 100
VOLUME_LENGTH = 64
DAYS_MAX = 365


def every() -> list[PlacementTree]:
    return list(PlacementTree.objects.order_by("name"))


def by_name(name: str) -> PlacementTree:
    tree = PlacementTree.objects.filter(name=name).first()
    if tree is None:
        raise MlmError("TREE_UNKNOWN", f"There is no placement tree {name}.", "tree")
    return tree


def create(name: str, width: int | None, **chosen: Any) -> PlacementTree:
    """Set up a tree: of a width, or (none) of as many legs as there are. Those who are there
    already are held in its tank from now on."""
    if not NAME.fullmatch(name) or name == ENROLLER:
        message = "A name has small letters, digits, - and _; `enroller` is the enroller tree."
        raise MlmError("NAME_INVALID", message, "name")
    tree = PlacementTree(name=name, width=width, created_at=clock.now(), **chosen)
    _check(tree)
    with transaction.atomic():
        locks.take("trees")
        if PlacementTree.objects.filter(name=name).exists():
            raise MlmError("TREE_EXISTS", f"There is a tree {name} already.", "name")
        tree.people_from = 1 if Distributor.objects.exists() else None
        tree.save()
    return tree


def update(name: str, **chosen: Any) -> PlacementTree:
    """Change how a tree is filled from now on; name and width stay for ever."""
    with transaction.atomic():
        locks.take("trees")
        tree = by_name(name)
        for field, value in chosen.items():
            setattr(tree, field, value)
        _check(tree)
        tree.save()
    return tree


def _check(tree: PlacementTree) -> None:
    if tree.width is not None and not 1 <= tree.width <= WIDTH_MAX:
        raise MlmError("OUT_OF_RANGE", f"A width is from 1 to {WIDTH_MAX}, or none.", "width")
    for field, days in (("windowDays", tree.window_days), ("moveDays", tree.move_days)):
        if not 0 <= days <= DAYS_MAX:
            raise MlmError("OUT_OF_RANGE", f"From 0 to {DAYS_MAX} days.", field)
    if tree.width is None and tree.strategy != Strategy.BREADTH_FIRST:
        message = "A tree without a width has no edges and weaker legs: take BREADTH_FIRST."
        raise MlmError("STRATEGY_NEEDS_WIDTH", message, "strategy")
    if len(tree.volume) > VOLUME_LENGTH:
        message = f"A volume's name has at most {VOLUME_LENGTH} characters."
        raise MlmError("OUT_OF_RANGE", message, "volume")
    if tree.strategy == Strategy.WEAKER_VOLUME and not tree.volume:
        raise MlmError("REQUIRED", "Name the volume by which legs are compared.", "volume")
    if tree.after_end == AfterEnd.ROLL_UP and tree.width is not None:
        message = "Those below roll up only where there is room for them: not in a width."
        raise MlmError("AFTER_END_IMPOSSIBLE", message, "afterEnd")
