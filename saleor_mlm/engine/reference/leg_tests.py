"""Tests of legs: on the first level or anywhere, across two trees, and each leg used once."""

from collections.abc import Sequence
from itertools import combinations

from ..plans.tests import CrossTreeTest, DistinctLegsTest, LegNeed, LegsTest
from .standing import Standing

type TestOfLegs = LegsTest | DistinctLegsTest
type Need = tuple[LegNeed, set[str]]
"""What is asked for, and the legs that serve it."""


def enough_legs(test: LegsTest, person: str, standing: Standing) -> bool:
    """Whether enough legs have somebody who passes."""
    return len(_serving(test, test.test, person, standing)) >= test.at_least


def enough_distinct(test: DistinctLegsTest, person: str, standing: Standing) -> bool:
    """Whether legs can be dealt out so that every need has enough of its own."""
    return can_deal_out(
        [(need, _serving(test, need.test, person, standing)) for need in test.needs]
    )


def can_deal_out(needs: Sequence[Need]) -> bool:
    """By Hall's theorem: when any needs together are served by as many legs as they ask for."""
    return all(
        _enough_together(chosen)
        for size in range(1, len(needs) + 1)
        for chosen in combinations(needs, size)
    )


def enough_crossed(test: CrossTreeTest, person: str, standing: Standing) -> bool:
    """Whether people whom he enrolled himself, and who pass, stand in enough legs of his."""
    tree = standing.trees[test.legs_of]
    enrolled = standing.trees[test.enrolled_in].children[person]
    good = [one for one in enrolled if standing.tests[test.test][one]]
    legs = [
        leg for leg in tree.children[person] if any(tree.stands_below(one, leg) for one in good)
    ]
    return len(legs) >= test.at_least


def passes_anywhere(tree: str, test: str, person: str, standing: Standing) -> bool:
    """Whether the person or anybody below him passes; for those below it is known already."""
    below = standing.anywhere[tree, test]
    return standing.tests[test][person] or any(
        below[child] for child in standing.trees[tree].children[person]
    )


def nested_tests(test: TestOfLegs) -> list[str]:
    """The tests that somebody in a leg must pass."""
    return [test.test] if isinstance(test, LegsTest) else [need.test for need in test.needs]


def _serving(of: TestOfLegs, test: str, person: str, standing: Standing) -> set[str]:
    """The legs that serve a need, by their first people."""
    look = standing.tests[test] if of.where == "first" else standing.anywhere[of.tree, test]
    return {leg for leg in standing.trees[of.tree].children[person] if look[leg]}


def _enough_together(needs: Sequence[Need]) -> bool:
    legs = set().union(*(legs for _, legs in needs))
    return len(legs) >= sum(need.at_least for need, _ in needs)
