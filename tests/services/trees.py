"""Placement trees for tests: people who stand somewhere, and a slow look for the open slot."""

from collections import deque
from datetime import datetime

from saleor_mlm.models import Distributor, PlacementTree, Position, PositionHint, StatusChange
from saleor_mlm.services import placement_trees, placing, position_hints_anew

Shape = dict[int, dict[int, int]]


def tree(name: str = "binary", width: int | None = 2, **chosen: object) -> PlacementTree:
    return placement_trees.create(name, width, **chosen)


def person(name: str, enroller: Distributor | None, at: datetime, country: str = "") -> Distributor:
    made = Distributor.objects.create(
        code=name.upper(), display_name=name, enroller=enroller, joined_at=at, country=country
    )
    StatusChange.objects.create(distributor=made, status="active", effective_at=at, recorded_at=at)
    return made


def joins(
    name: str, enroller: Distributor | None, at: datetime, country: str = "", **how: object
) -> Distributor:
    """Somebody enrols and is placed, or held, in every tree of the store."""
    made = person(name, enroller, at, country)
    placing.admit(made, actor="test", **how)
    return made


def drawn(name: str = "binary") -> dict[str, str]:
    """Who stands where: 'ANN': 'TOP/2' is slot 2 below TOP, 'top' has nobody above."""
    rows = Position.objects.filter(tree__name=name).select_related("parent__distributor")
    return {_label(row): _place(row) for row in rows.select_related("distributor")}


def _label(row: Position) -> str:
    return row.distributor.code + (f"#{row.number}" if row.number > 1 else "")


def _place(row: Position) -> str:
    if row.state != "placed":
        return row.state
    return f"{_label(row.parent)}/{row.slot}" if row.parent else "top"


def shape(chosen: PlacementTree) -> Shape:
    """Every placed position with whoever stands in each of its slots."""
    rows = Position.objects.filter(tree=chosen, state="placed")
    found: Shape = {row.id: {} for row in rows}
    for row in rows:
        if row.parent_id:
            found[row.parent_id][row.slot] = row.id
    return found


def slow_slot(found: Shape, start: int, width: int, strategy: str) -> tuple[int, int]:
    """The next open slot by walking, as docs/placement.md tells it; heads' ids are their ages."""
    if strategy == "breadth_first":
        waiting = deque([start])
        while len(found[waiting[0]]) == width:
            here = waiting.popleft()
            waiting.extend(found[here][slot] for slot in range(1, width + 1))
        here = waiting[0]
        return here, min(set(range(1, width + 1)) - set(found[here]))
    slot = {"left_edge": 1, "right_edge": width}.get(strategy) or _weaker(found, start, width)
    while slot in found[start]:
        start = found[start][slot]
    return start, slot


def _weaker(found: Shape, start: int, width: int) -> int:
    legs = found[start]
    empty = [slot for slot in range(1, width + 1) if slot not in legs]
    if empty:
        return empty[0]
    return min(legs, key=lambda slot: (heads(found, legs[slot]), legs[slot]))


def heads(found: Shape, position: int) -> int:
    count, waiting = 0, [position]
    while waiting:
        count += 1
        waiting.extend(found[waiting.pop()].values())
    return count


def hints_are_right(chosen: PlacementTree) -> bool:
    """Whether the hints kept are those that the positions alone give."""
    rows = Position.objects.filter(tree=chosen, state="placed").order_by("id")
    values = list(rows.values_list("id", "parent_id", "slot"))
    columns = position_hints_anew.hints(values, chosen.width)
    anew = list(zip(*(column.tolist() for column in columns), strict=True)) if values else []
    kept = PositionHint.objects.filter(position__tree=chosen).order_by("position_id")
    columns_kept = kept.values_list("position_id", "line", "slot", "step", "team", "gap")
    return anew == [tuple(value or 0 for value in row) for row in columns_kept]
