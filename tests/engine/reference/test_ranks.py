"""Ranks and titles, worked by hand."""

import pytest

from saleor_mlm.engine.reference.inputs import PastPeriod

from .company import line_of, passing, person, sale, worked_out

VOLUMES = """
volumes:
  personal: {kind: sales, measure: qv}
  group: {kind: team, of: personal, tree: enroller, himself: included}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
  group-100: {kind: volume, volume: group, at_least: "100"}
  personal-50: {kind: volume, volume: personal, at_least: "50"}
"""
LADDER = """
ranks:
  cumulative: <cumulative>
  grace_periods: <grace>
  title: {demotion: <demotion>}
  ladder:
    - {rank: silver, name: Silver, requires: [active]}
    - {rank: gold, name: Gold, requires: [group-100]}
    - {rank: ruby, name: Ruby, requires: [personal-50]}
"""


def ladder(cumulative="no", grace=0, demotion="never"):
    text = LADDER.replace("<cumulative>", cumulative).replace("<grace>", str(grace))
    return VOLUMES + text.replace("<demotion>", str(demotion))


def past(key, rank):
    return PastPeriod("month", key, qualified={"ann": rank}, paid_as={"ann": rank})


def test_the_highest_rank_whose_tests_pass_or_the_end_of_an_unbroken_ladder():
    people, sales = line_of("ann", "bob", "cem"), [sale("ann", 9), sale("bob", 1), sale("cem", 99)]
    assert worked_out(ladder(), people, sales).qualified == {"ann": 2, "bob": 2, "cem": 3}
    assert worked_out(ladder("yes"), people, sales).qualified == {"ann": 0, "bob": 0, "cem": 1}


def test_a_rank_is_still_paid_in_the_periods_of_grace():
    earlier = (past("2026-07", 3), past("2026-08", 2), past("2026-09", 0))
    one = worked_out(ladder(grace=1), line_of("ann"), past=earlier)
    two = worked_out(ladder(grace=2), line_of("ann"), past=earlier)
    assert (one.paid_as, two.paid_as, two.qualified) == ({"ann": 0}, {"ann": 2}, {"ann": 0})
    assert two.period.paid_as == {"ann": 2}


@pytest.mark.parametrize(
    ("demotion", "below", "title", "below_after"),
    [
        ("never", 7, 3, 8),
        ("follows", 0, 1, None),
        (2, 0, 3, 1),
        (2, 1, 1, None),
    ],
)
def test_when_a_title_falls(demotion, below, title, below_after):
    state = {"title": {"ann": 3}, "below-title": {"ann": below}}
    result = worked_out(ladder(demotion=demotion), line_of("ann"), [sale("ann", 10)], state=state)
    assert (result.paid_as["ann"], result.titles["ann"]) == (1, title)
    assert result.state["title"]["ann"] == title
    assert result.state.get("below-title", {}).get("ann") == below_after


def test_a_title_rises_at_once():
    state = {"title": {"ann": 1}, "below-title": {"ann": 4}}
    result = worked_out(ladder(demotion=5), line_of("ann"), [sale("ann", 50)], state=state)
    assert result.titles == {"ann": 3}
    assert result.state == {"title": {"ann": 3}}


def test_tests_of_rank_title_and_of_what_the_last_period_left():
    plan = ladder().replace(
        "tests:",
        """tests:
  is-gold: {kind: rank, at_least: gold, of: paid-as}
  gold-title: {kind: rank, at_least: gold, of: title}
  was-gold: {kind: rank, at_least: gold, of: paid-as-before}
  had-title: {kind: rank, at_least: gold, of: title-before}
""",
    )
    facts = {"past": (past("2026-08", 2),), "state": {"title": {"bob": 3}}}
    people = line_of("ann", "bob", "cem")
    found = passing(plan, people, [sale("cem", 50)], **facts)
    assert {name: found[name] for name in found if "gold" in name or "title" in name} == {
        "is-gold": "cem",
        "gold-title": "bob cem",
        "was-gold": "ann",
        "had-title": "bob",
    }


def test_ranks_on_ranks_in_two_trees_rise_to_the_least_set_that_holds():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
  is-silver: {kind: rank, at_least: silver, of: paid-as}
  is-gold: {kind: rank, at_least: gold, of: paid-as}
  silver-leg: {kind: legs, tree: enroller, at_least: 1, where: first, test: is-silver}
  gold-leg: {kind: legs, tree: placement, at_least: 1, where: anywhere, test: is-gold}
  active-or-gold-leg: {kind: any, tests: [active, gold-leg]}
ranks:
  cumulative: no
  title: {demotion: follows}
  ladder:
    - {rank: silver, name: Silver, requires: [active-or-gold-leg]}
    - {rank: gold, name: Gold, requires: [silver-leg]}
"""
    # cem is silver, so bob gold; ann has bob below in placement only: silver; top gold
    people = [
        person("top", None, placement="outside"),
        person("ann", "top", placement=None),
        person("bob", None, placement="ann"),
        person("cem", "bob", placement="outside"),
        person("eva", None, placement="fay"),  # eva and fay could only hold each other up
        person("fay", "eva", placement=None),
    ]
    result = worked_out(plan, people, [sale("cem", 10)])
    assert result.paid_as == {"top": 2, "ann": 1, "bob": 2, "cem": 1, "eva": 0, "fay": 0}
    assert result.tests["is-gold"] == {name: name in ("top", "bob") for name in result.paid_as}


def test_groups_that_stop_at_a_rank_are_decided_from_the_deepest():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  group: {kind: team, of: personal, tree: enroller, himself: included, stops_at: is-director}
tests:
  is-director: {kind: rank, at_least: director, of: paid-as}
  group-100: {kind: volume, volume: group, at_least: "100"}
ranks:
  cumulative: no
  title: {demotion: follows}
  ladder: [{rank: director, name: Director, requires: [group-100]}]
"""
    people = line_of("ann", "bob", "cem", "dan", "eva")
    sales = [sale("ann", 30), sale("bob", 70), sale("cem", 99), sale("dan", 60), sale("eva", 40)]
    result = worked_out(plan, people, sales)
    # dan's group is 100; cem's then 99; bob's 169; ann's 30
    assert result.paid_as == {"ann": 0, "bob": 1, "cem": 0, "dan": 1, "eva": 0}
    group = {"ann": 30, "bob": 169, "cem": 99, "dan": 100, "eva": 40}
    assert result.volumes["group"] == group


def test_a_run_of_another_length_sees_the_ranks_that_were_left():
    plan = (
        ladder()
        + """
bonuses:
  weekly:
    kind: level
    every: week
    base: cv
    tree: enroller
    own_orders: himself
    compression: none
    rates: {by: level, rows: [{by: rank, rows: {none: 1 %, silver: 2 %, gold: 3 %, ruby: 4 %}}]}
"""
    )
    facts = {"every": "week", "period": "2026-W41", "past": (past("2026-09", 2),)}
    result = worked_out(plan, line_of("ann"), [sale("ann", 100)], **facts)
    assert [line.amount_minor for line in result.commissions] == [300]
    assert result.state == {}
