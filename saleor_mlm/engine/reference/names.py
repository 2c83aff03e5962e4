"""Which volumes and tests a run needs, and in which order they are known."""

from collections.abc import Iterator
from functools import singledispatch
from graphlib import TopologicalSorter

from ..plans.bonuses import Bonus, GenerationBonus, InfinityBonus, RetailBonus
from ..plans.schema import Plan
from ..plans.tests import (
    AllTest,
    AnyTest,
    CrossTreeTest,
    DistinctLegsTest,
    FirstTimeTest,
    HistoryTest,
    LegsTest,
    NotTest,
    RankTest,
    VolumeTest,
)
from ..plans.volumes import (
    BlocksVolume,
    CreditsVolume,
    HeadsVolume,
    LegsVolume,
    SumVolume,
    TeamVolume,
    WindowVolume,
)
from .rates import volumes_of

type Name = tuple[str, str]
"""`volumes` or `tests`, and the name in the plan."""


def definition(plan: Plan, name: Name) -> object:
    """What the plan says under a name."""
    kind, key = name
    return plan.volumes[key] if kind == "volumes" else plan.tests[key]


def needed(plan: Plan, every: str) -> list[Name]:
    """Everything that the ranks and bonuses of this length rest on, each after what it names."""
    graph: dict[Name, list[Name]] = {}
    todo = list(_roots(plan, every))
    while todo:
        name = todo.pop()
        if name not in graph:
            found = rests_on(definition(plan, name))
            graph[name] = [] if _only_earlier(definition(plan, name)) else found
            todo += found
    return list(TopologicalSorter(graph).static_order())


def moving(plan: Plan, names: list[Name]) -> list[Name]:
    """Of these, what rests on the ranks that are being worked out."""
    found: set[Name] = set()
    for name in names:
        one = definition(plan, name)
        by_rank = isinstance(one, RankTest) and one.of in ("paid-as", "title")
        if by_rank or found & set(rests_on(one)):
            found.add(name)
    return [name for name in names if name in found]


def _roots(plan: Plan, every: str) -> Iterator[Name]:
    if plan.ranks is not None and (plan.ranks.every or plan.period) == every:
        for rank in plan.ranks.ladder:
            yield from _tests(*rank.requires)
    for bonus in plan.bonuses.values():
        if (bonus.every or plan.period) == every:
            yield from of_bonus(bonus)


def of_bonus(bonus: Bonus) -> Iterator[Name]:
    """The volumes and tests that a bonus names."""
    for field in ("source", "payee", "leader"):
        yield from _tests(getattr(bonus, field, None))
    if isinstance(bonus, GenerationBonus):
        yield from _tests(bonus.boundary.test)
        yield from _volumes(*volumes_of(bonus.own_group))
    if isinstance(bonus, InfinityBonus):
        yield from _tests(bonus.stop.test)
    if isinstance(bonus, RetailBonus):
        yield from _volumes(bonus.volume)
    yield from _volumes(*volumes_of(getattr(bonus, "rates", None)))


def _volumes(*keys: str | None) -> list[Name]:
    return [("volumes", key) for key in keys if key is not None]


def _tests(*keys: str | None) -> list[Name]:
    return [("tests", key) for key in keys if key is not None]


def _only_earlier(one: object) -> bool:
    """Whether it looks at earlier results only."""
    if isinstance(one, WindowVolume):
        return one.skip > 0
    return isinstance(one, HistoryTest) and one.this_period == "excluded"


@singledispatch
def rests_on(one: object) -> list[Name]:
    """The volumes and tests that a volume or test names."""
    return []


@rests_on.register
def _(
    one: HeadsVolume | LegsTest | CrossTreeTest | HistoryTest | FirstTimeTest | NotTest,
) -> list[Name]:
    return _tests(one.test)


@rests_on.register
def _(one: CreditsVolume) -> list[Name]:
    return _tests(*(row.test for row in one.rows))


@rests_on.register
def _(one: TeamVolume) -> list[Name]:
    return _volumes(one.of) + _tests(one.counted, one.stops_at)


@rests_on.register
def _(one: LegsVolume | BlocksVolume | WindowVolume) -> list[Name]:
    return _volumes(one.of)


@rests_on.register
def _(one: SumVolume) -> list[Name]:
    return _volumes(*one.plus, *one.minus)


@rests_on.register
def _(one: VolumeTest) -> list[Name]:
    return _volumes(one.volume, one.at_least_of.of if one.at_least_of else None)


@rests_on.register
def _(one: DistinctLegsTest) -> list[Name]:
    return _tests(*(need.test for need in one.needs))


@rests_on.register
def _(one: AllTest | AnyTest) -> list[Name]:
    return _tests(*one.tests)
