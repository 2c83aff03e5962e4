"""Which slot is next: the placement strategies, each deterministic and with its reason.

Whoever asks holds the tree's lock until the position stands there. The strategies of a tree of a
width end in one of two searches, both from one position on: the first open slot level by
level from the left, or the foot of a *line*, those in one and the same slot one under another.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from ..adapters import clock
from ..models import EstimatedStanding, PlacementTree, Position
from ..models.placement import Strategy
from . import plans, position_hints


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """An open slot below a position, by its key, and why it is this one."""

    parent_id: int
    slot: int
    why: str


def find(tree: PlacementTree, start: Position, strategy: str) -> OpenSlot:
    """The next open slot at or below a placed position."""
    if tree.width is None:
        return _beside(start)
    if strategy == Strategy.BREADTH_FIRST:
        return _breadth_first(tree, start)
    slot, why = _leg(tree, start, tree.width, strategy)
    foot = position_hints.line_end(tree, start, slot)
    return OpenSlot(foot, slot, f"{strategy}: {why}; foot of slot {slot}'s line")


def _beside(start: Position) -> OpenSlot:
    last = Position.objects.filter(parent=start).aggregate(last=Max("slot"))["last"]
    return OpenSlot(start.id, (last or 0) + 1, "beside the others: the tree has no width")


def _breadth_first(tree: PlacementTree, start: Position) -> OpenSlot:
    parent_id, slot = position_hints.nearest_gap(tree, start)
    why = f"{Strategy.BREADTH_FIRST}: nearest level with an open slot, from the left"
    return OpenSlot(parent_id, slot, why)


def _leg(tree: PlacementTree, start: Position, width: int, strategy: str) -> tuple[int, str]:
    """The slot below the start that leads to the chosen leg."""
    match strategy:
        case Strategy.LEFT_EDGE:
            return 1, "left"
        case Strategy.RIGHT_EDGE:
            return width, "right"
        case Strategy.ALTERNATE:
            last = start.turn or 0
            return last % width + 1, f"the last went to slot {last or 'none'}"
    return _weaker(tree, start, width, strategy)


def _weaker(tree: PlacementTree, start: Position, width: int, strategy: str) -> tuple[int, str]:
    """An empty slot before any leg; of two legs that are as weak, the older, then the left."""
    heads = list(Position.objects.filter(parent=start).order_by("placed_at", "slot"))
    empty = sorted(set(range(1, width + 1)) - {head.slot for head in heads})
    if empty:
        return empty[0], f"nobody stands in slot {empty[0]}"
    if strategy == Strategy.WEAKER_HEADS:
        counted = position_hints.leg_heads(tree, start)
        weight = {slot: Decimal(count) for slot, count in counted.items()}
    else:
        weight = _volumes(tree, heads)
    weakest = min(heads, key=lambda head: weight[head.slot])
    told = ", ".join(f"{slot}: {weight[slot].normalize():f}" for slot in sorted(weight)[:6])
    return weakest.slot, f"legs {told}"


def _volumes(tree: PlacementTree, heads: list[Position]) -> dict[int, Decimal]:
    """The tree's volume of each leg's head in the period that runs, as last estimated."""
    period = plans.period_of(clock.now())
    rows = EstimatedStanding.objects.filter(
        distributor__in=[head.distributor_id for head in heads],
        period=period.key if period else "",
    )
    known = {row.distributor_id: Decimal(row.volumes.get(tree.volume, 0)) for row in rows}
    return {head.slot: known.get(head.distributor_id, Decimal(0)) for head in heads}
