"""Tests and ranks as a distributor would be told them."""

from collections.abc import Iterator

from .quantities import rate_text, volume_text
from .ranks import Ranks
from .schema import Plan
from .tests import (
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
    Test,
    VolumeTest,
)
from .wording import MEASURES, counted, listed, names, quoted, which_sales, whose_orders

_RANK = {
    "paid-as": "you are paid as {} or higher",
    "title": "your career title is {} or higher",
    "paid-as-before": "you were paid as {} or higher in the last closed period",
    "title-before": "your career title was {} or higher before this period",
}


def test_sentence(plan: Plan, name: str) -> str:
    """When somebody passes a test."""
    return f"You pass {quoted(name)} when {_said(plan, plan.tests[name])}."


def rank_sentences(ranks: Ranks) -> Iterator[str]:
    """The ladder, what one is paid as, and the career title."""
    yield f"The ranks, lowest first: {listed(rank.name for rank in ranks.ladder)}."
    for rank in ranks.ladder:
        yield f"You qualify for {rank.name} when you pass {names(rank.requires)}."
    if ranks.cumulative == "yes":
        yield "For each rank you must also qualify for all ranks below it."
    grace = ranks.grace_periods
    kept = f", or in the {counted(grace, 'period')} before it" if grace else ""
    yield f"You are paid as the highest rank for which you qualify in the period{kept}."
    yield f"Your career title {_title(ranks)}."


def rank_name(plan: Plan, key: str) -> str:
    """What people call a rank."""
    ladder = plan.ranks.ladder if plan.ranks else ()
    return next((rank.name for rank in ladder if rank.key == key), key)


def _title(ranks: Ranks) -> str:
    match ranks.title.demotion:
        case "follows":
            return "is the rank as which you are paid"
        case "never":
            return "is the highest rank as which you were ever paid, and never falls"
        case periods:
            after = counted(int(periods), "period")
            return (
                "rises with the rank as which you are paid, and falls to it when you were paid as "
                f"a lower one for {after} in a row"
            )


def _said(plan: Plan, test: Test) -> str:
    match test:
        case VolumeTest():
            return _volume(test)
        case RankTest():
            return _RANK[test.of].format(rank_name(plan, test.at_least))
        case CountTest():
            return _count(test)
        case LegsTest() | DistinctLegsTest() | CrossTreeTest():
            return _legs(test)
        case ClassTest():
            return f"your account class is {listed(test.one_of, 'or')}"
        case CountryTest():
            return f"you live in {listed(test.one_of, 'or')}"
        case DaysSinceTest():
            return _days(test)
        case _:
            return _of_tests(test)


def _of_tests(test: Test) -> str:
    match test:
        case AllTest():
            return f"you pass {names(test.tests)}"
        case AnyTest():
            return f"you pass {names(test.tests, 'or')}"
        case NotTest():
            return f"you do not pass {quoted(test.test)}"
        case FirstTimeTest():
            return f"you pass {quoted(test.test)} for the first time ever"
        case HistoryTest():
            row = ", one after the other" if test.consecutive == "yes" else ""
            end = "this one included" if test.this_period == "included" else "before this one"
            last = f"of the last {counted(test.periods, 'period')}, {end}"
            return f"you pass {quoted(test.test)} in at least {test.at_least} {last}{row}"
    raise AssertionError(test)


def _volume(test: VolumeTest) -> str:
    parts = []
    if test.at_least_e4 is not None:
        parts.append(f"at least {volume_text(test.at_least_e4)}")
    if test.below_e4 is not None:
        parts.append(f"below {volume_text(test.below_e4)}")
    if test.at_least_of is not None:
        other = test.at_least_of
        parts.append(f"at least {rate_text(other.share)} of your {quoted(other.of)}")
    return f"your {quoted(test.volume)} is {listed(parts)}"


def _count(test: CountTest) -> str:
    least = test.each_at_least_e4
    each = f"at least {volume_text(least)}" if least is not None else "more than 0"
    noun = "customer" if test.of == "customers" else "order"
    left_out = test.of == "customers" and test.household == "excluded"
    household = ", customers of your own household left out" if left_out else ""
    return (
        f"at least {counted(test.at_least, noun)} of yours came in the period to {each} "
        f"{MEASURES[test.measure]} each{household}; counted are {whose_orders(test.sales)}"
        f"{which_sales(test.sales)}"
    )


def _legs(test: LegsTest | DistinctLegsTest | CrossTreeTest) -> str:
    match test:
        case LegsTest():
            who = "the first person" if test.where == "first" else "somebody"
            legs = f"at least {counted(test.at_least, 'leg')} of yours in the {test.tree} tree"
            return f"in {legs} {who} passes {quoted(test.test)}"
        case DistinctLegsTest():
            who = "the first person" if test.where == "first" else "somebody"
            needs = [
                f"{need.at_least} where {who} passes {quoted(need.test)}" for need in test.needs
            ]
            legs = f"among your legs in the {test.tree} tree"
            return f"{legs} there are {listed(needs)}, no leg counted twice"
        case CrossTreeTest():
            return (
                f"people directly below you in the {test.enrolled_in} tree who pass "
                f"{quoted(test.test)} stand in at least {counted(test.at_least, 'leg')} of yours "
                f"in the {test.legs_of} tree"
            )


def _days(test: DaysSinceTest) -> str:
    parts = []
    if test.at_least is not None:
        parts.append(f"at least {counted(test.at_least, 'day')}")
    if test.at_most is not None:
        parts.append(f"at most {counted(test.at_most, 'day')}")
    return f"you enrolled {listed(parts)} before the last day of the period"
