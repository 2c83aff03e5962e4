"""In which order names are worked out, and how ranks that rest on ranks are decided."""

import pytest

from saleor_mlm.engine.plans import Plan, load_plan
from saleor_mlm.engine.plans.dependencies import evaluation, rank_order, rank_tree

HEAD = """\
plan: stairs
name: Stairs
time_zone: UTC
period: month
rounding: half-even
trees: [enroller, placement]
volumes:
  personal: {kind: sales, measure: qv}
  team: {kind: team, of: personal, tree: enroller, himself: included}
"""
BONUSES = """\
bonuses:
  level: {kind: level, tree: enroller, base: cv, compression: none, rates: {by: level, rows: [5 %]}}
"""


def plan(names: str, ladder: str) -> Plan:
    ranks = f"ranks:\n  cumulative: yes\n  title: {{demotion: never}}\n  ladder:\n{ladder}"
    return load_plan(HEAD + names + ranks + BONUSES)


def test_ranks_on_sales_alone_are_independent() -> None:
    independent = plan(
        'tests:\n  enough: {kind: volume, volume: team, at_least: "100.00"}\n',
        "    - {rank: silver, name: Silver, requires: [enough]}\n",
    )
    assert rank_order(independent) == "independent"
    assert evaluation(independent).before == (
        ("volume", "personal"),
        ("volume", "team"),
        ("test", "enough"),
    )


TWO_TREES = """\
tests:
  enough: {kind: volume, volume: team, at_least: "100.00"}
  is-silver: {kind: rank, at_least: silver, of: paid-as}
  enrolled: {kind: legs, tree: enroller, at_least: 1, where: anywhere, test: is-silver}
  placed: {kind: legs, tree: placement, at_least: 1, where: first, test: is-silver}
"""
LADDER = """\
    - {rank: silver, name: Silver, requires: [enough]}
    - {rank: gold, name: Gold, requires: [enrolled, placed]}
"""


def test_ranks_that_only_add_may_rest_on_two_trees() -> None:
    two = plan(TWO_TREES, LADDER)
    assert rank_order(two) == "least-fixed-point"
    assert evaluation(two).during == (
        ("test", "is-silver"),
        ("test", "enrolled"),
        ("test", "placed"),
    )


BREAKAWAY = """\
  group: {kind: team, of: personal, tree: enroller, himself: included, stops_at: is-director}
tests:
  enough: {kind: volume, volume: group, at_least: "100.00"}
  is-director: {kind: rank, at_least: director, of: paid-as}
"""
DIRECTOR = "    - {rank: director, name: Director, requires: [enough]}\n"


def test_groups_without_the_groups_of_directors_are_decided_deepest_first() -> None:
    stairs = plan(BREAKAWAY, DIRECTOR)
    assert rank_order(stairs) == "deepest-first"
    assert rank_tree(stairs) == "enroller"


def test_what_no_rank_needs_comes_after_the_ranks() -> None:
    # given a bonus for directors
    text = HEAD + BREAKAWAY + "ranks:\n  cumulative: yes\n  title: {demotion: never}\n  ladder:\n"
    text += DIRECTOR + BONUSES.replace("tree: enroller", "tree: enroller, payee: lucky")
    text = text.replace("tests:\n", "tests:\n  lucky: {kind: all, tests: [is-director]}\n")

    # when
    order = evaluation(load_plan(text))

    # then
    assert order.before == (("volume", "personal"),)
    assert order.during == (
        ("test", "is-director"),
        ("volume", "group"),
        ("test", "enough"),
    )
    assert order.after == (("test", "lucky"),)


def test_to_take_away_from_what_takes_away_adds() -> None:
    twice = plan(
        TWO_TREES + "  few: {kind: not, test: enrolled}\n  many: {kind: not, test: few}\n",
        LADDER.replace("[enrolled, placed]", "[many, placed, enough]"),
    )
    assert rank_order(twice) == "least-fixed-point"


@pytest.mark.parametrize("every", ["week", "day"])
def test_a_run_that_works_out_no_ranks_finds_them_as_they_were(every: str) -> None:
    text = HEAD + TWO_TREES + "ranks:\n  cumulative: yes\n  title: {demotion: never}\n  ladder:\n"
    bonuses = BONUSES.replace("tree: enroller", f"every: {every}, payee: enrolled, tree: enroller")
    order = evaluation(load_plan(text + LADDER + bonuses), every)
    assert order.before == (("test", "is-silver"), ("test", "enrolled"))
    assert order.during == order.after == ()


def test_what_only_earlier_periods_left_is_needed_but_orders_nothing() -> None:
    """A rank that rests on last month's ranks rests on none of this month."""
    history = plan(
        TWO_TREES
        + "  was: {kind: history, test: is-silver, at_least: 1, periods: 3, "
        + "this_period: excluded}\n"
        + "  before: {kind: rank, at_least: silver, of: title-before}\n",
        "    - {rank: silver, name: Silver, requires: [enough, was, before]}\n",
    )
    assert rank_order(history) == "independent"
    assert ("test", "is-silver") in evaluation(history).after
