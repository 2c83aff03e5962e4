"""Team volumes. What each brings to the person above is noted: no team is added up twice."""

from fractions import Fraction

from ..plans.volumes import TeamVolume
from .standing import Standing

type ByLevel = dict[int, Fraction]


def team_worth(volume: TeamVolume, person: str, standing: Standing) -> Fraction:
    """What all legs bring, and the person's own number where it is part of the sum."""
    own = standing.volumes[volume.of][person] if volume.himself == "included" else Fraction(0)
    return own + sum(_legs(volume, person, standing).values(), Fraction(0))


def brings(volume: TeamVolume, person: str, standing: Standing) -> ByLevel:
    """What a person and everyone below brings to whoever is directly above, by level there.

    Level 0 is whoever has no level, with nobody who has one in between.
    """
    own = standing.volumes[volume.of][person]
    step = 1 if standing.passes(volume.counted, person) else 0
    if volume.stops_at is not None and standing.passes(volume.stops_at, person):
        return _within(volume, {step: own} if volume.stop_counts == "yes" else {})
    brought = {level + step: number for level, number in _legs(volume, person, standing).items()}
    brought[step] = brought.get(step, Fraction(0)) + own
    return _within(volume, brought)


def _legs(volume: TeamVolume, person: str, standing: Standing) -> ByLevel:
    total: ByLevel = {}
    for child in standing.trees[volume.tree].children[person]:
        for level, number in standing.brought[volume][child].items():
            total[level] = total.get(level, Fraction(0)) + number
    return total


def _within(volume: TeamVolume, brought: ByLevel) -> ByLevel:
    """Only the levels that count; where all do, they need not be kept apart."""
    if volume.levels is None:
        return {0: sum(brought.values(), Fraction(0))}
    return {level: number for level, number in brought.items() if level <= volume.levels}
