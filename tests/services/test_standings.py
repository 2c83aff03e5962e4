"""What the next rank asks of a person, and what there is of it."""

import pytest

from saleor_mlm.services import plans, runs, standings

from .conftest import NOVEMBER

PLAN = """
plan: ladder
name: Ladder
time_zone: UTC
period: month
rounding: half-even
volumes:
  personal: {kind: sales, measure: qv}
  own-orders: {kind: sales, measure: qv, sales: {buyers: [self]}}
tests:
  sold-100: {kind: volume, volume: personal, at_least: "100.00"}
  bought-60: {kind: volume, volume: own-orders, at_least: "60.00"}
  active: {kind: any, tests: [sold-100, bought-60]}
  two-legs: {kind: legs, tree: enroller, at_least: 2, where: anywhere, test: active}
ranks:
  cumulative: yes
  title: {demotion: never}
  ladder:
    - {rank: bronze, name: Bronze, requires: [active]}
    - {rank: silver, name: Silver, requires: [active, two-legs]}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: dynamic
    rates: {by: level, rows: [5 %]}
"""
MONTH = "2026-11"

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(company, in_force):
    """Alice above Bob and Carol, with sales of 250, 120 and 30."""
    in_force()
    plans.publish(PLAN, NOVEMBER.date(), "test")
    alice = company.join("Alice")
    found = {
        "Alice": alice,
        "Bob": company.join("Bob", alice),
        "Carol": company.join("Carol", alice),
    }
    for name, cv in (("Alice", "250"), ("Bob", "120"), ("Carol", "30")):
        company.sell(found[name], cv)
    return found


def asked(people, name):
    runs.estimate()
    plan, person = plans.for_period(plans.period(MONTH)).plan, people[name].id
    return standings.next_rank(plan, "month", standings.of([person], MONTH).get(person))


def test_legs_are_counted(people):
    found = asked(people, "Alice")
    assert (found.rank.key, found.order) == ("silver", 2)
    assert [(one.test, one.passed, one.actual, one.needed) for one in found.requirements] == [
        ("active", True, None, None),
        ("two-legs", False, "1", "2"),
    ]


def test_a_requirement_is_told_down_to_its_parts(people):
    [active] = asked(people, "Carol").requirements
    assert (active.passed, active.any_part, active.bonuses) == (False, True, ["level"])
    assert [(one.test, one.passed, one.actual, one.needed) for one in active.parts] == [
        ("sold-100", False, "30.00", "100.00"),
        ("bought-60", False, "0.00", "60.00"),
    ]


def test_who_has_done_nothing_is_told_of_the_lowest_rank(people, company):
    people["Dora"] = company.join("Dora")
    assert asked(people, "Dora").rank.key == "bronze"


def test_there_is_nothing_above_the_top(people, company):
    company.sell(people["Carol"], "100")
    assert asked(people, "Alice") is None


def test_a_plan_without_ranks_has_no_next_one(people):
    plan = plans.for_period(plans.period(MONTH)).plan.model_copy(update={"ranks": None})
    assert standings.next_rank(plan, "month", None) is None
