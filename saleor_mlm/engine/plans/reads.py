"""What each volume, test and rank reads of others: the edges of the plan's graph of names."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .ranks import Ranks
from .schema import Plan
from .tests import (
    AllTest,
    AnyTest,
    CrossTreeTest,
    DistinctLegsTest,
    FirstTimeTest,
    HistoryTest,
    LegsTest,
    NotTest,
    RankTest,
    Test,
    VolumeTest,
)
from .volumes import (
    BlocksVolume,
    CreditsVolume,
    HeadsVolume,
    LegsVolume,
    SumVolume,
    TeamVolume,
    Volume,
    WindowVolume,
)

type Node = tuple[Literal["volume", "test", "rank"], str]
OF_THIS_PERIOD = ("paid-as", "title")


class Effect(enum.Enum):
    """What more of the one does to the other: never less of it, never more, or either."""

    ADDS = "adds"
    TAKES_AWAY = "takes away"
    EITHER = "either"

    def then(self, other: "Effect") -> "Effect":
        """One effect after the other: to take away from what takes away adds."""
        if Effect.EITHER in (self, other):
            return Effect.EITHER
        return Effect.ADDS if self is other else Effect.TAKES_AWAY


@dataclass(frozen=True)
class Read:
    """One name reads another.

    himself: of the same person. below: of people strictly below him, in any one of these trees
    (with `himself`: of both). now: this period's; otherwise only what earlier periods left.
    """

    of: Node
    effect: Effect = Effect.ADDS
    himself: bool = True
    below: frozenset[str] = frozenset()
    now: bool = True


def reads(plan: Plan, node: Node) -> list[Read]:
    """What a name reads, in the order in which it is written."""
    kind, key = node
    if kind == "volume":
        return list(_of_volume(plan.volumes[key]))
    if kind == "test":
        return list(_of_test(plan.tests[key], plan.ranks))
    assert plan.ranks is not None
    [rank] = [rank for rank in plan.ranks.ladder if rank.key == key]
    return [Read(("test", test)) for test in rank.requires]


def _of_volume(volume: Volume) -> Iterator[Read]:
    match volume:
        case HeadsVolume():
            yield Read(("test", volume.test))
        case CreditsVolume():
            yield from _of_credits(volume)
        case TeamVolume():
            yield from _of_team(volume)
        case LegsVolume():
            yield _below("volume", volume.of, volume.tree)
        case BlocksVolume():
            yield Read(("volume", volume.of))
        case SumVolume():
            yield from (Read(("volume", key)) for key in volume.plus)
            yield from (Read(("volume", key), Effect.TAKES_AWAY) for key in volume.minus)
        case WindowVolume():
            yield Read(("volume", volume.of), now=volume.skip == 0)


def _of_credits(volume: CreditsVolume) -> Iterator[Read]:
    """To pass a row adds where no later row would give more."""
    for number, row in enumerate(volume.rows):
        later = [other.credit_e4 for other in volume.rows[number + 1 :]]
        adds = row.credit_e4 >= max(later, default=0)
        yield Read(("test", row.test), Effect.ADDS if adds else Effect.EITHER)


def _of_team(volume: TeamVolume) -> Iterator[Read]:
    """Who is cut off, or has no level, may bear a negative number: either way is possible. It does
    not matter whether somebody would stop his own team, or have a level in it."""
    tree = frozenset({volume.tree})
    yield Read(("volume", volume.of), himself=volume.himself == "included", below=tree)
    if volume.counted is not None:
        yield Read(("test", volume.counted), Effect.EITHER, himself=False, below=tree)
    if volume.stops_at is not None:
        yield Read(("test", volume.stops_at), Effect.EITHER, himself=False, below=tree)


def _of_test(test: Test, ranks: Ranks | None) -> Iterator[Read]:
    match test:
        case VolumeTest():
            yield from _of_volume_test(test)
        case RankTest() if ranks is not None and test.of in OF_THIS_PERIOD:
            keys = [rank.key for rank in ranks.ladder]
            yield from (Read(("rank", key)) for key in keys[keys.index(test.at_least) :])
        case LegsTest() | CrossTreeTest() | DistinctLegsTest():
            yield from _of_legs_test(test)
        case _:
            yield from _of_test_of_tests(test)


def _of_legs_test(test: LegsTest | CrossTreeTest | DistinctLegsTest) -> Iterator[Read]:
    match test:
        case LegsTest():
            yield _below("test", test.test, test.tree)
        case CrossTreeTest():
            yield _below("test", test.test, test.enrolled_in, test.legs_of)
        case DistinctLegsTest():
            yield from (_below("test", need.test, test.tree) for need in test.needs)


def _of_test_of_tests(test: Test) -> Iterator[Read]:
    match test:
        case HistoryTest():
            yield Read(("test", test.test), now=test.this_period == "included")
        case FirstTimeTest():
            yield Read(("test", test.test))
        case AllTest() | AnyTest():
            yield from (Read(("test", key)) for key in test.tests)
        case NotTest():
            yield Read(("test", test.test), Effect.TAKES_AWAY)


def _of_volume_test(test: VolumeTest) -> Iterator[Read]:
    adds = test.at_least_e4 is not None or test.at_least_of is not None
    effect = Effect.ADDS if adds else Effect.TAKES_AWAY
    if adds and test.below_e4 is not None:
        effect = Effect.EITHER
    yield Read(("volume", test.volume), effect)
    if test.at_least_of is not None:
        yield Read(("volume", test.at_least_of.of), Effect.TAKES_AWAY)


def _below(kind: Literal["volume", "test"], key: str, *trees: str) -> Read:
    return Read((kind, key), himself=False, below=frozenset(trees))
