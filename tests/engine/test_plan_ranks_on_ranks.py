"""What a further rank does to each kind of volume and test, and so how ranks on ranks are decided.

Gold asks for one test of `EACH`; all rest on who is silver, strictly below in the enroller tree or
in the person himself.
"""

import pytest

from saleor_mlm.engine.plans import PlanError, load_plan
from saleor_mlm.engine.plans.dependencies import rank_order, rank_tree

PLAN = """\
plan: ranks
name: Ranks on ranks
time_zone: UTC
period: month
rounding: down
trees: [placement, enroller]
volumes:
  personal: {{kind: sales, measure: qv}}
  head: {{kind: heads, test: is-silver}}
  heads: {{kind: team, of: head, tree: enroller, himself: excluded}}
  few: {{kind: sum, plus: [personal], minus: [heads]}}
{volumes}tests:
  sells: {{kind: volume, volume: personal, at_least: "1"}}
  is-silver: {{kind: rank, at_least: silver, of: paid-as}}
  below: {{kind: legs, tree: enroller, at_least: 1, where: first, test: is-silver}}
{tests}ranks:
  cumulative: no
  title: {{demotion: never}}
  ladder:
    - {{rank: silver, name: Silver, requires: [sells]}}
    - {{rank: gold, name: Gold, requires: [each, sells]}}
bonuses:
  retail: {{kind: retail, base: cv, by: base, tiers: [{{from: "0", rate: 1 %, applies: whole}}]}}
"""
ENOUGH = '  each: {kind: volume, volume: v, at_least: "1"}\n'
# name: (volumes, tests)
ADDING = {
    "legs": (
        "",
        "  each: {kind: legs, tree: enroller, at_least: 2, where: first, test: is-silver}\n",
    ),
    "the same person": ("", "  each: {kind: all, tests: [is-silver]}\n"),
    "the title": ("", "  each: {kind: rank, at_least: silver, of: title}\n"),
    "any": ("", "  each: {kind: any, tests: [below, sells]}\n"),
    "not not": ("", "  none: {kind: not, test: below}\n  each: {kind: not, test: none}\n"),
    "history": ("", "  each: {kind: history, test: below, at_least: 2, periods: 3}\n"),
    "first time": ("", "  each: {kind: first-time, test: below}\n"),
    "two trees": (
        "",
        "  placed: {kind: legs, tree: placement, at_least: 1, where: first, test: is-silver}\n"
        "  each: {kind: all, tests: [below, placed]}\n",
    ),
    "distinct legs": (
        "",
        "  each: {kind: distinct-legs, tree: enroller, where: first, needs: [{at_least: 1, test: "
        "is-silver}, {at_least: 1, test: sells}]}\n",
    ),
    "heads": ("  v: {kind: sum, plus: [heads, personal]}\n", ENOUGH),
    "less of what takes away": ("  v: {kind: sum, plus: [personal], minus: [few]}\n", ENOUGH),
    "legs of heads": (
        "  v: {kind: legs, of: heads, tree: placement, without_largest: 1}\n",
        ENOUGH,
    ),
    "blocks": ('  v: {kind: blocks, of: heads, size: "2"}\n', ENOUGH),
    "a window with this period": (
        "  v: {kind: window, of: heads, periods: 2, take: best}\n",
        ENOUGH,
    ),
    "credits that fall": (
        '  v: {kind: credits, rows: [{test: below, credit: "2"}, {test: sells, credit: "2"}]}\n',
        ENOUGH,
    ),
    "below of what takes away": ("", '  each: {kind: volume, volume: few, below: "1"}\n'),
}
TAKING = {
    "not": ("", "  each: {kind: not, test: below}\n"),
    "below": ("", '  each: {kind: volume, volume: heads, below: "2"}\n'),
    "between": ("", '  each: {kind: volume, volume: heads, at_least: "1", below: "2"}\n'),
    "a share of heads": (
        "",
        "  each: {kind: volume, volume: personal, at_least_of: {share: 10 %, of: heads}}\n",
    ),
    "less heads": ("  v: {kind: sum, plus: [personal], minus: [heads]}\n", ENOUGH),
    "a stop": (
        "  v: {kind: team, of: personal, tree: enroller, himself: included, stops_at: is-silver}\n",
        ENOUGH,
    ),
    "compressed levels": (
        "  v: {kind: team, of: personal, tree: enroller, himself: included, counted: is-silver, "
        "levels: 2}\n",
        ENOUGH,
    ),
    "credits that rise": (
        '  v: {kind: credits, rows: [{test: below, credit: "1"}, {test: sells, credit: "2"}]}\n',
        ENOUGH,
    ),
}
EARLIER = {
    "the title before": ("", "  each: {kind: rank, at_least: silver, of: title-before}\n"),
    "paid as before": ("", "  each: {kind: rank, at_least: silver, of: paid-as-before}\n"),
    "a window before": ("  v: {kind: window, of: few, periods: 2, skip: 1, take: sum}\n", ENOUGH),
    "history before": (
        "",
        "  each: {kind: history, test: below, at_least: 1, periods: 3, this_period: excluded}\n",
    ),
}


def text(volumes: str, tests: str) -> str:
    return PLAN.format(volumes=volumes, tests=tests)


@pytest.mark.parametrize("name", ADDING)
def test_what_only_adds_is_the_least_set(name: str) -> None:
    assert rank_order(load_plan(text(*ADDING[name]))) == "least-fixed-point"


@pytest.mark.parametrize("name", TAKING)
def test_what_takes_away_is_decided_deepest_first(name: str) -> None:
    plan = load_plan(text(*TAKING[name]))
    assert rank_order(plan) == "deepest-first"
    assert rank_tree(plan) == "enroller"


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("  own: {kind: any, tests: [is-silver, sells]}\n", "looks at the same person's own rank"),
        (
            "  own: {kind: legs, tree: placement, at_least: 1, where: first, test: is-silver}\n",
            "ranks in several trees (enroller, placement)",
        ),
    ],
)
def test_and_is_refused_with_anything_else(name: str, more: str, why: str) -> None:
    volumes, tests = TAKING[name]
    asks = text(volumes, tests + more).replace("[each, sells]", "[each, own, sells]")
    with pytest.raises(PlanError) as caught:
        load_plan(asks)
    [problem] = caught.value.problems
    assert problem.code == "ranks-oscillate"
    assert why in problem.message


@pytest.mark.parametrize("name", EARLIER)
def test_what_earlier_periods_left_decides_nothing(name: str) -> None:
    assert rank_order(load_plan(text(*EARLIER[name]))) == "independent"


def test_people_directly_below_stand_below_in_both_trees() -> None:
    """A cross-tree test looks at people who are below in either tree."""
    cross = (
        "  cross: {kind: cross-tree, enrolled_in: enroller, legs_of: placement, at_least: 2, "
        "test: is-silver}\n  each: {kind: not, test: cross}\n"
    )
    plan = load_plan(text("", cross))
    assert (rank_order(plan), rank_tree(plan)) == ("deepest-first", "placement")
