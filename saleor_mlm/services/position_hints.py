"""Shortcuts to open slots in trees of a width: what `PositionHint` keeps, and how it is kept.

A hint never decides: every answer is the one that a walk over all positions would give, which is
what the tests hold it to. Whoever reads or changes hints holds the tree's lock. Whoever writes
positions in another way than `positions` makes the hints anew (`rebuild`).
"""

from itertools import pairwise
from typing import Any

from django.db import connection

from ..models import PlacementTree, Position, PositionHint
from ..models.placement import PositionState
from . import position_hints_anew

# From a position down to the leftmost of the nearest with an open slot, and its taken slots.
TO_GAP = """
WITH RECURSIVE down AS (
    SELECT position_id, gap FROM saleor_mlm_positionhint WHERE position_id = %s
    UNION ALL
    SELECT c.position_id, c.gap FROM down d CROSS JOIN LATERAL (
        SELECT h.position_id, h.gap
        FROM saleor_mlm_position p JOIN saleor_mlm_positionhint h ON h.position_id = p.id
        WHERE p.parent_id = d.position_id AND h.gap = d.gap - 1
        ORDER BY p.slot LIMIT 1
    ) c
    WHERE d.gap > 0
)
SELECT d.position_id, array_remove(array_agg(c.slot), NULL)
FROM down d LEFT JOIN saleor_mlm_position c ON c.parent_id = d.position_id
WHERE d.gap = 0 GROUP BY d.position_id
"""
# The last of a line that goes on from a position in a slot: itself where nobody stands there.
LINE_END = """
WITH line AS (
    SELECT coalesce(last.position_id, own.position_id) AS foot
    FROM saleor_mlm_positionhint own LEFT JOIN LATERAL (
        SELECT m.position_id FROM saleor_mlm_positionhint m
        WHERE m.slot = %(slot)s
            AND m.line = CASE WHEN own.slot = %(slot)s THEN own.line ELSE own.position_id END
        ORDER BY m.step DESC LIMIT 1
    ) last ON true
    WHERE own.position_id = %(position)s
)
SELECT foot FROM line WHERE NOT EXISTS (
    SELECT 1 FROM saleor_mlm_position p WHERE p.parent_id = foot AND p.slot = %(slot)s
)
"""
NEW_LEAF = """
INSERT INTO saleor_mlm_positionhint (position_id, line, slot, step, team, gap)
SELECT %(leaf)s,
    CASE WHEN slot = %(slot)s THEN line ELSE position_id END, %(slot)s,
    CASE WHEN slot = %(slot)s THEN step + 1 ELSE 1 END, 1, 0
FROM saleor_mlm_positionhint WHERE position_id = %(parent)s
RETURNING line
"""
# The lines on the way up each hang on the position that they begin below.
ADD_TEAM = """
WITH RECURSIVE up AS (
    SELECT %s::bigint AS id
    UNION ALL
    SELECT h.line FROM up JOIN saleor_mlm_positionhint h ON h.position_id = up.id
    WHERE h.line IS NOT NULL
)
UPDATE saleor_mlm_positionhint h SET team = h.team + %s FROM up WHERE h.position_id = up.id
"""
GAP = """
SELECT h.gap, p.parent_id, count(c.position_id), min(c.gap)
FROM saleor_mlm_positionhint h
JOIN saleor_mlm_position p ON p.id = h.position_id
LEFT JOIN saleor_mlm_position b ON b.parent_id = p.id
LEFT JOIN saleor_mlm_positionhint c ON c.position_id = b.id
WHERE h.position_id = %s GROUP BY h.gap, p.parent_id
"""
# A position with those who go on in its slot, from itself on.
TEAM = """
SELECT coalesce(sum(m.team), h.team) FROM saleor_mlm_positionhint h
LEFT JOIN saleor_mlm_positionhint m
    ON m.line = h.line AND m.slot = h.slot AND m.step >= h.step
WHERE h.position_id = %s GROUP BY h.team
"""
GO_OVER = """
WITH gone AS (
    UPDATE saleor_mlm_positionhint SET line = %(to_line)s, step = step + %(by)s
    WHERE line = %(line)s AND slot = %(slot)s AND step > %(after)s RETURNING team
)
SELECT coalesce(sum(team), 0) FROM gone
"""
SUCCEED = """
UPDATE saleor_mlm_positionhint h SET line = up.successor
FROM unnest(%s::bigint[], %s::bigint[]) AS up (position, successor) WHERE h.line = up.position
"""
LEGS = """
SELECT p.slot, (
    SELECT sum(m.team) FROM saleor_mlm_positionhint m
    WHERE m.line = h.line AND m.slot = h.slot AND m.step >= h.step
)
FROM saleor_mlm_position p JOIN saleor_mlm_positionhint h ON h.position_id = p.id
WHERE p.parent_id = %s
"""


def nearest_gap(tree: PlacementTree, position: Position) -> tuple[int, int]:
    """The first open slot, level by level and from the left, at or below a position: whose, and
    which."""
    for _ in range(2):
        for parent_id, taken in _rows(TO_GAP, [position.id]):
            open_slots = set(range(1, (tree.width or 0) + 1)) - set(taken)
            if open_slots:
                return parent_id, min(open_slots)
        rebuild(tree)
    raise AssertionError(f"no gap below position {position.id}")


def line_end(tree: PlacementTree, position: Position, slot: int) -> int:
    """The last of those who stand below `position` in that slot, one under another."""
    for _ in range(2):
        rows = _rows(LINE_END, {"position": position.id, "slot": slot})
        if rows:
            return int(rows[0][0])
        rebuild(tree)
    raise AssertionError(f"no end of the line in slot {slot} below position {position.id}")


def leg_heads(tree: PlacementTree, position: Position) -> dict[int, int]:
    """How many positions stand in each leg of `position`, by slot; empty slots are left out."""
    for _ in range(2):
        found = {slot: int(heads) for slot, heads in _rows(LEGS, [position.id])}
        if len(found) == _children(position):
            return found
        rebuild(tree)
    raise AssertionError(f"legs of position {position.id} without hints")


def add_leaf(tree: PlacementTree, leaf: Position) -> None:
    """Take a position into account that was just placed and has nobody below."""
    if tree.width is None:
        return
    if leaf.parent_id is None:
        PositionHint.objects.create(position=leaf)
        return
    place = {"leaf": leaf.id, "parent": leaf.parent_id, "slot": leaf.slot}
    rows = _rows(NEW_LEAF, place)
    if not rows:
        rebuild(tree)
        return
    _run(ADD_TEAM, [rows[0][0], 1])
    renew_gaps(tree, leaf.parent_id)


def team(tree: PlacementTree, position: Position) -> int:
    """How many positions stand at and below one."""
    if not PositionHint.objects.filter(position=position).exists():
        rebuild(tree)
    return int(_rows(TEAM, [position.id])[0][0])


def move(tree: PlacementTree, position: Position, former_id: int | None) -> None:
    """Take into account that a position with its team stands elsewhere now: `position` is as it
    is, `former_id` stood above it before."""
    own = PositionHint.objects.filter(position=position).first()
    above = PositionHint.objects.filter(position_id=position.parent_id).first()
    if own is None or above is None:
        rebuild(tree)
        return
    moved = team(tree, position)
    if own.line is not None:
        _run(ADD_TEAM, [own.line, -moved])
    goes_on = above.slot == position.slot
    line, step = (above.line, above.step + 1) if goes_on else (above.position_id, 1)
    if own.slot == position.slot:
        _go_over(own.line, own.slot, own.step, line, step - own.step)
    else:
        _change_slot(own, position.slot, line, step)
    PositionHint.objects.filter(position=position).update(line=line, slot=position.slot, step=step)
    _run(ADD_TEAM, [line, moved])
    renew_gaps(tree, former_id)
    renew_gaps(tree, position.parent_id)


def _change_slot(own: PositionHint, slot: int, line: int, step: int) -> None:
    """Those who went on in the slot it had begin a line of their own; those in the slot that it
    gets go on in its new one."""
    begin = _go_over(own.line, own.slot, own.step, own.position_id, -own.step) if own.line else 0
    go_on = _go_over(own.position_id, slot, 0, line, step)
    PositionHint.objects.filter(position=own.position_id).update(team=own.team + begin - go_on)


def _go_over(line: int, slot: int, after: int, to_line: int, by: int) -> int:
    """Let the members of a line after a step go over to another; the sum of their teams."""
    place = {"line": line, "slot": slot, "after": after, "to_line": to_line, "by": by}
    return int(_rows(GO_OVER, place)[0][0])


def promote(tree: PlacementTree, chain: list[int], former_id: int | None) -> None:
    """Take into account that each of a chain, of whom each stood below the one before, has taken
    the place of the one before; the first, who stood below `former_id`, is gone, and nobody stood
    below the last."""
    last = PositionHint.objects.filter(position_id=chain[-1]).first()
    if last is None:
        rebuild(tree)
        return
    if last.line is not None:
        _run(ADD_TEAM, [last.line, -1])
    places = {row.position_id: row for row in PositionHint.objects.filter(position__in=chain)}
    PositionHint.objects.filter(position__in=chain).delete()
    for before, after in pairwise(chain):
        places[before].position_id = after
    PositionHint.objects.bulk_create([places[before] for before in chain[:-1]])
    _run(SUCCEED, [chain[:-1], chain[1:]])
    renew_gaps(tree, chain[-1] if chain[1:] else former_id)


def renew_gaps(tree: PlacementTree, position_id: int | None) -> None:
    """Put the gap of a position right after its slots changed, and those above as far as they
    change: a gap is never wider than its team is deep where it is full, so that is near."""
    while position_id is not None:
        (gap, parent_id, children, nearest), *_ = _rows(GAP, [position_id])
        right = 0 if children < (tree.width or 0) else nearest + 1
        if right == gap:
            return
        PositionHint.objects.filter(position_id=position_id).update(gap=right)
        position_id = parent_id


def rebuild(tree: PlacementTree) -> None:
    """Make all hints of a tree anew from its positions."""
    if tree.width is None:
        return
    places = Position.objects.filter(tree=tree, state=PositionState.PLACED).order_by("id")
    rows = list(places.values_list("id", "parent_id", "slot"))
    PositionHint.objects.filter(position__tree=tree).delete()
    position_hints_anew.write(rows, tree.width)


def _children(position: Position) -> int:
    return Position.objects.filter(parent=position).count()


def _rows(sql: str, params: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _run(sql: str, params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
