"""Tests: who passes one predicate, and whom exceptions let pass or fail."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .columns import AnyArray, Bool, Int8
from .filters import one_of
from .legs import enough_of_each
from .plans.tests import (
    AllTest,
    AnyTest,
    ClassTest,
    Comparison,
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
from .sums import exact
from .titles import kept_titles, title_before
from .views import View


def test_of(view: View, name: str) -> Bool:
    """bool[person in view]: who passes the test of this name, exceptions counted.

    Raises as `volumes.volume_of` does.
    """
    definition = view.plan.tests[name]
    passed = _RULES[type(definition)](view, name, definition)
    if name not in view.excepted:
        return passed
    decided = view.fixed(f"exceptions {name}", lambda: _decided(view, name))
    return np.where(decided < 0, passed, decided > 0)


def _decided(view: View, name: str) -> Int8:
    """1 and 0 for whoever passes and fails by exception, -1 for all others."""
    rows = view.snapshot.exceptions
    rows = rows.take(rows.test == list(view.plan.tests).index(name))
    decided = np.full(len(view.snapshot.persons), -1, dtype=np.int8)
    decided[rows.person] = rows.passes
    return decided


def _volume(view: View, _: str, definition: VolumeTest) -> Bool:
    volume_e4 = view.of(("volume", definition.volume))
    passed = []
    if definition.at_least_e4 is not None:
        passed.append(volume_e4 >= definition.at_least_e4)
    if definition.below_e4 is not None:
        passed.append(volume_e4 < definition.below_e4)
    if definition.at_least_of is not None:
        of_e4 = view.of(("volume", definition.at_least_of.of))
        passed.append(_at_least(volume_e4, of_e4, definition.at_least_of))
    return passed[0] if len(passed) == 1 else np.logical_and.reduce(passed)


def _at_least(volume_e4: AnyArray, of_e4: AnyArray, comparison: Comparison) -> Bool:
    numerator, denominator = comparison.share.numerator, comparison.share.denominator
    left = exact(volume_e4, denominator) * denominator
    right = exact(of_e4, numerator) * numerator
    return (left >= right).astype(np.bool_)


def _rank(view: View, _: str, definition: RankTest) -> Bool:
    """A title follows the paid-as rank, so that whoever is paid as the rank has the title too; so
    has who had it before and does not lose it now."""
    ranks, key = view.plan.ranks, definition.at_least
    assert ranks is not None
    at_least = [rank.key for rank in ranks.ladder].index(key)
    if definition.of == "paid-as":
        return view.of(("rank", key))
    if definition.of == "paid-as-before":
        return view.fixed(f"paid as {key} before", lambda: view.past.paid_as() >= at_least)
    if definition.of == "title-before" or not view.decides_ranks:
        return view.fixed(f"title {key} before", lambda: title_before(view.past) >= at_least)
    kept = view.fixed(f"title {key} kept", lambda: kept_titles(view.past, ranks) >= at_least)
    return view.of(("rank", key)) | kept


def _legs(view: View, _: str, definition: LegsTest) -> Bool:
    flags = serving(view, definition.tree, definition.where, definition.test)
    return view.legs(definition.tree).passing(flags) >= definition.at_least


def _distinct_legs(view: View, _: str, definition: DistinctLegsTest) -> Bool:
    needs = definition.needs
    serves = [serving(view, definition.tree, definition.where, need.test) for need in needs]
    return enough_of_each(view.legs(definition.tree), serves, [need.at_least for need in needs])


def serving(view: View, tree: str, where: str, test: str) -> Bool:
    """Of each leg, whether its first person passes, or anybody anywhere in it."""
    if where == "anywhere":
        return view.anywhere(tree, test)
    return view.below(tree, ("test", test))


def _cross_tree(view: View, _: str, definition: CrossTreeTest) -> Bool:
    return view.enrolled_legs(definition) >= definition.at_least


def _class(view: View, _: str, definition: ClassTest) -> Bool:
    snapshot = view.snapshot
    return one_of(snapshot.persons.klass, snapshot.words.classes, definition.one_of)


def _country(view: View, _: str, definition: CountryTest) -> Bool:
    snapshot = view.snapshot
    return one_of(snapshot.persons.country, snapshot.words.countries, definition.one_of)


def _days_since(view: View, _: str, definition: DaysSinceTest) -> Bool:
    days = view.sold.days_enrolled()
    passed: Bool = days >= (definition.at_least or 0)  # who is yet to enrol fails
    if definition.at_most is not None:
        passed &= days <= definition.at_most
    return passed


def _count(view: View, _: str, definition: CountTest) -> Bool:
    return view.sold.counted(definition) >= definition.at_least


def _history(view: View, name: str, definition: HistoryTest) -> Bool:
    earlier = view.fixed(f"history {name}", lambda: view.past.history(definition))
    now = 0 if definition.this_period == "excluded" else view.of(("test", definition.test))
    enough: Bool = earlier + now >= 2
    return enough


def _first_time(view: View, _: str, definition: FirstTimeTest) -> Bool:
    never = view.fixed(
        f"never {definition.test}", lambda: view.past.state(f"passed:{definition.test}") == 0
    )
    return never & view.of(("test", definition.test))


def _all(view: View, _: str, definition: AllTest) -> Bool:
    passed: Bool = np.logical_and.reduce([view.of(("test", test)) for test in definition.tests])
    return passed


def _any(view: View, _: str, definition: AnyTest) -> Bool:
    passed: Bool = np.logical_or.reduce([view.of(("test", test)) for test in definition.tests])
    return passed


def _not(view: View, _: str, definition: NotTest) -> Bool:
    passed: Bool = view.of(("test", definition.test))
    return ~passed


_RULES: dict[type, Callable[[View, str, Any], Bool]] = {
    VolumeTest: _volume,
    RankTest: _rank,
    LegsTest: _legs,
    CrossTreeTest: _cross_tree,
    DistinctLegsTest: _distinct_legs,
    ClassTest: _class,
    CountryTest: _country,
    DaysSinceTest: _days_since,
    CountTest: _count,
    HistoryTest: _history,
    FirstTimeTest: _first_time,
    AllTest: _all,
    AnyTest: _any,
    NotTest: _not,
}
