"""What is told of a team: who is in it, by page; figures, legs, a drawing, the way down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ..engine.team_figures import Drawn, Figures, Leg, drawing, figures, legs
from ..engine.team_now import TeamNow
from ..engine.team_pages import Filter, Key, Wanted, kept, page
from ..models import PlacementTree
from .instants import microseconds
from .team import Reading
from .team_rows import STATUSES

LEGS_MAX = 100
DRAWN_MAX = 500
NOBODY_HAS_IT = -1


@dataclass(frozen=True, slots=True)
class Wish:
    """Who of a team is wanted, in people's words; none: no condition."""

    level_from: int | None = None
    level_to: int | None = None
    status: Sequence[str] | None = None
    rank: Sequence[str] | None = None
    active: bool | None = None
    joined_since: datetime | None = None
    country: Sequence[str] | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn tree; `open_slots` of each node, where the tree has a width."""

    nodes: Sequence[Drawn]
    open_slots: Sequence[Sequence[int]]


def head(reading: Reading, distributor_id: int) -> int | None:
    """The label of somebody's first node, or none where there is none in the tree."""
    return next(iter(reading.now.labels_of(distributor_id)), None)


def members(
    reading: Reading, label: int, wish: Wish, levels: int | None, wanted: Wanted
) -> tuple[list[tuple[Key, int]], int]:
    """A page of (key, label), and how many are wanted on all; at most `levels` below."""
    now = reading.now
    team = now.team(label)
    keep = kept(now, team, _filter(reading, wish, levels))
    total = len(team) if keep is None else int(np.count_nonzero(keep))
    return page(now, team, keep, wanted), total


def distributors(now: TeamNow, labels: Sequence[int]) -> list[int]:
    """The ids of those who hold nodes."""
    found: list[int] = now.columns.values("distributor", np.array(labels, np.int32)).tolist()
    return found


def counted(reading: Reading, label: int) -> Figures:
    """Figures of a team; who joined in the open period counts as new."""
    begins_at = reading.rules.begins_at or reading.as_of
    assert begins_at is not None
    return figures(reading.now, label, microseconds(begins_at))


def legs_of(reading: Reading, label: int, first: int) -> list[Leg]:
    return legs(reading.now, label, min(first, LEGS_MAX))


def drawn(reading: Reading, label: int, depth: int, width: int) -> Drawing:
    """A node with those below, as a tree is drawn."""
    nodes = drawing(reading.now, label, depth, width, DRAWN_MAX)
    tree = PlacementTree.objects.filter(name=reading.tree).first()
    slots = range(1, (tree.width or 0) + 1) if tree else range(0)
    return Drawing(nodes, [[slot for slot in slots if slot not in one.taken] for one in nodes])


def way_down(reading: Reading, label: int, distributor_id: int, levels: int | None) -> list[int]:
    """The labels from a node down to somebody's below, both included; none where he is not there,
    or deeper than `levels`."""
    for target in reading.now.labels_of(distributor_id):
        found = reading.now.levels_below(target, label)
        if found is not None and (levels is None or found <= levels):
            return [target, *reading.now.upline(target, found)][::-1]
    return []


def _filter(reading: Reading, wish: Wish, levels: int | None) -> Filter:
    bounds = [bound for bound in (wish.level_to, levels) if bound is not None]
    since = wish.joined_since
    return Filter(
        level_from=wish.level_from,
        level_to=min(bounds) if bounds else None,
        statuses=_numbers(wish.status, list(STATUSES)),
        ranks=_numbers(wish.rank, ["", *reading.rules.ranks]),
        active=wish.active,
        joined_from_us=None if since is None else microseconds(since),
        countries=None if wish.country is None else [_country(code) for code in wish.country],
        text=wish.text or None,
    )


def _numbers(words: Sequence[str] | None, known: Sequence[str]) -> list[int] | None:
    if words is None:
        return None
    return [known.index(word) if word in known else NOBODY_HAS_IT for word in words]


def _country(code: str) -> int:
    """As `engine.team_tree.Nodes` has it."""
    if len(code) != 2 or not code.isascii():
        return NOBODY_HAS_IT
    return 256 * ord(code[0].upper()) + ord(code[1].upper())
