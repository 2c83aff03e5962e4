"""What is counted of a team, and how a tree is drawn."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from .team_now import TeamNow


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """Of everybody below a node: how many, how many are active, levels, legs, who joined from an
    instant on. volume_e4: own QV of the node and everybody below."""

    size: int
    active: int
    depth: int
    legs: int
    joined: int
    volume_e4: int


@dataclasses.dataclass(frozen=True, slots=True)
class Leg:
    """Somebody on the first level, with everybody below; the figures count both."""

    label: int
    size: int
    active: int
    volume_e4: int


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """A node of a drawn tree. hidden: how many right below are not drawn. team_size: everybody
    below. taken: the slots right below in which somebody stands."""

    label: int
    parent: int
    level: int
    team_size: int
    hidden: int
    taken: tuple[int, ...]


def figures(now: TeamNow, head: int, joined_from_us: int) -> Figures:
    """Everything at once of one node's team."""
    team = now.team(head)
    level = now.column(team, "level")
    return Figures(
        size=len(team),
        active=int(np.count_nonzero(now.column(team, "active"))),
        depth=int(level.max(initial=0)),
        legs=int(np.count_nonzero(level == 1)),
        joined=int(np.count_nonzero(now.column(team, "joined_us") >= joined_from_us)),
        volume_e4=now.team_volume_e4(head, team),
    )


def legs(now: TeamNow, head: int, most: int) -> list[Leg]:
    """By slot, then as their heads joined; the first `most`."""
    return [_leg(now, label) for label in now.children(now.team(head))[:most].tolist()]


def _leg(now: TeamNow, label: int) -> Leg:
    team = now.team(label)
    active = now.value("active", label) + int(np.count_nonzero(now.column(team, "active")))
    return Leg(label, len(team) + 1, active, now.team_volume_e4(label, team))


def drawing(now: TeamNow, head: int, depth: int, width: int, most: int) -> list[Drawn]:
    """A node and `depth` levels below, at most `width` below each and `most` in all; by level."""
    drawn: list[Drawn] = []
    wave: Sequence[tuple[int, int]] = [(head, -1)]
    for level in range(depth + 1):
        following: list[tuple[int, int]] = []
        for label, parent in wave:
            team = now.team(label)
            children = now.children(team)
            left = most - len(drawn) - len(wave) - len(following)
            shown = children[: max(0, min(width, left) if level < depth else 0)].tolist()
            slots = now.columns.values("slot", children).tolist()
            hidden = len(children) - len(shown)
            drawn.append(Drawn(label, parent, level, len(team), hidden, tuple(slots)))
            following += [(child, label) for child in shown]
        wave = following
    return drawn
