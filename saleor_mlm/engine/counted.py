"""What the tests that count have counted, of everybody: so many legs of two that are needed."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .columns import Int64
from .condition_words import everyone
from .plans.tests import CountTest, CrossTreeTest, HistoryTest, LegsTest, Test
from .result import Result
from .tests import serving
from .views import Everyone

COUNTING = (LegsTest, CrossTreeTest, CountTest, HistoryTest)
"""Tests that need at least so many of something."""


def counted(result: Result) -> Mapping[str, Int64]:
    """int64[person] by test, for the tests of the standing that count."""
    people = everyone(result.snapshot, result.plan, result.standing)
    tests = {name: result.plan.tests[name] for name in result.standing.tests}
    return {
        name: _RULES[type(test)](people, test)
        for name, test in tests.items()
        if isinstance(test, COUNTING)
    }


def _legs(people: Everyone, test: LegsTest) -> Int64:
    flags = serving(people, test.tree, test.where, test.test)
    return people.legs(test.tree).passing(flags)


def _cross_tree(people: Everyone, test: CrossTreeTest) -> Int64:
    return people.enrolled_legs(test)


def _count(people: Everyone, test: CountTest) -> Int64:
    return people.sold.counted(test)


def _history(people: Everyone, test: HistoryTest) -> Int64:
    """Periods in which it was passed; the longest row of them where they must be in a row."""
    periods = people.past.passed(test)
    if test.this_period == "included":
        periods.append(people.of(("test", test.test)))
    count = np.zeros(people.count, dtype=np.int64)
    best = count.copy()
    for passed in periods:
        count += passed
        if test.consecutive == "yes":
            count *= passed
        np.maximum(best, count, out=best)
    return best


_RULES: dict[type[Test], Callable[[Everyone, Any], Int64]] = {
    LegsTest: _legs,
    CrossTreeTest: _cross_tree,
    CountTest: _count,
    HistoryTest: _history,
}
