"""Whether one person passes a test, kind by kind; tests of legs and counts have their own files."""

from fractions import Fraction
from functools import singledispatch

from ..plans.tests import (
    AllTest,
    AnyTest,
    ClassTest,
    CountryTest,
    CountTest,
    CrossTreeTest,
    DaysSinceTest,
    DistinctLegsTest,
    FirstTimeTest,
    HistoryTest,
    LegsTest,
    NotTest,
    RankTest,
    VolumeTest,
)
from .counts import enough_counted
from .leg_tests import enough_crossed, enough_distinct, enough_legs
from .standing import Standing
from .windows import window_of

E4 = 10**4


@singledispatch
def passes(test: object, person: str, standing: Standing) -> bool:
    """The outcome for one person before exceptions; what it rests on is known already."""
    raise TypeError(test)


@passes.register
def _(test: VolumeTest, person: str, standing: Standing) -> bool:
    volume = standing.volumes[test.volume][person]
    if test.at_least_e4 is not None and volume < Fraction(test.at_least_e4, E4):
        return False
    if test.below_e4 is not None and volume >= Fraction(test.below_e4, E4):
        return False
    other = test.at_least_of
    return other is None or volume >= other.share * standing.volumes[other.of][person]


@passes.register
def _(test: RankTest, person: str, standing: Standing) -> bool:
    ranks = standing.plan.ranks
    assert ranks is not None
    wanted = [rank.key for rank in ranks.ladder].index(test.at_least) + 1
    if test.of == "title-before":
        return standing.state("title", person) >= wanted
    now = {
        "paid-as": standing.paid_as,
        "title": standing.titles,
        "paid-as-before": standing.paid_as_before,
    }
    return now[test.of][person] >= wanted


@passes.register
def _(test: LegsTest, person: str, standing: Standing) -> bool:
    return enough_legs(test, person, standing)


@passes.register
def _(test: CrossTreeTest, person: str, standing: Standing) -> bool:
    return enough_crossed(test, person, standing)


@passes.register
def _(test: DistinctLegsTest, person: str, standing: Standing) -> bool:
    return enough_distinct(test, person, standing)


@passes.register
def _(test: ClassTest, person: str, standing: Standing) -> bool:
    return standing.people[person].klass in test.one_of


@passes.register
def _(test: CountryTest, person: str, standing: Standing) -> bool:
    return standing.people[person].country in test.one_of


@passes.register
def _(test: DaysSinceTest, person: str, standing: Standing) -> bool:
    days = (standing.span.last - standing.day(standing.people[person].joined)).days
    most = days if test.at_most is None else test.at_most
    return max(0, test.at_least or 0) <= days <= most


@passes.register
def _(test: CountTest, person: str, standing: Standing) -> bool:
    return enough_counted(test, person, standing)


@passes.register
def _(test: HistoryTest, person: str, standing: Standing) -> bool:
    in_a_row = best = passed = 0
    for key in window_of(test, standing):
        outcome = _outcome(test.test, key, person, standing)
        in_a_row = in_a_row + 1 if outcome else 0
        best, passed = max(best, in_a_row), passed + outcome
    return (best if test.consecutive == "yes" else passed) >= test.at_least


def _outcome(test: str, key: str, person: str, standing: Standing) -> bool:
    if key == standing.span.key:
        return standing.tests[test][person]
    return standing.past(key).tests.get(test, {}).get(person, False)


@passes.register
def _(test: FirstTimeTest, person: str, standing: Standing) -> bool:
    return standing.tests[test.test][person] and not standing.state(f"passed:{test.test}", person)


@passes.register
def _(test: AllTest, person: str, standing: Standing) -> bool:
    return all(standing.tests[name][person] for name in test.tests)


@passes.register
def _(test: AnyTest, person: str, standing: Standing) -> bool:
    return any(standing.tests[name][person] for name in test.tests)


@passes.register
def _(test: NotTest, person: str, standing: Standing) -> bool:
    return not standing.tests[test.test][person]
