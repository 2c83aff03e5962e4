"""Checks of ranks that somebody who had one before keeps, or rises from, by recruiting alone."""

from collections.abc import Iterator

from .check_sales import test_rests_on_sales, volume_rests_on_sales
from .problems import Finding
from .reads import OF_THIS_PERIOD
from .schema import Plan
from .tests import (
    AllTest,
    AnyTest,
    CountTest,
    CrossTreeTest,
    DistinctLegsTest,
    FirstTimeTest,
    HistoryTest,
    LegsTest,
    NotTest,
    RankTest,
    VolumeTest,
)


def kept_findings(plan: Plan) -> Iterator[Finding]:
    """Ranks that in a period without any sales somebody has with new people, and has not without
    them: what he was before rested on sales, and what he is now does not."""
    asked: list[str] = []
    for number, rank in enumerate(plan.ranks.ladder if plan.ranks else ()):
        kept = asked if plan.ranks and plan.ranks.cumulative == "yes" else []
        asked = [*kept, *rank.requires]
        with_people, without = (
            all(_passed(plan, key, people=people) for key in asked) for people in (True, False)
        )
        if with_people and not without:
            message = f"the rank `{rank.key}` would be paid for recruiting: a rank of before and "
            message += "people who need not sell are enough for it"
            expected = "a test of this period that nobody passes without sales"
            path = ("ranks", "ladder", number, "requires")
            yield Finding(path, message, expected, "pay-for-recruiting")


def _passed(plan: Plan, key: str, *, people: bool) -> bool:
    """Whether somebody with every rank before passes a test in a period without sales; people:
    whether he has enough of them."""

    def passed(inner: str) -> bool:
        return _passed(plan, inner, people=people)

    test = plan.tests[key]
    match test:
        case RankTest():
            return test.of not in OF_THIS_PERIOD
        case AllTest():
            return all(map(passed, test.tests))
        case AnyTest():
            return any(map(passed, test.tests))
        case NotTest():
            return not passed(test.test)
        case HistoryTest() | FirstTimeTest():
            return not test_rests_on_sales(plan, test.test) and passed(test.test)
    return _of_one(plan, key, people=people)


def _of_one(plan: Plan, key: str, *, people: bool) -> bool:
    """The same of a test that is put together from no other of the same person."""
    test = plan.tests[key]
    match test:
        case CountTest():
            return False
        case VolumeTest() if test.at_least_e4 is not None:
            return people and not volume_rests_on_sales(plan, test.volume)
        case LegsTest() | CrossTreeTest() | DistinctLegsTest():
            return people and not test_rests_on_sales(plan, key)
    return True
