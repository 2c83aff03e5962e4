"""Each kind of test, worked by hand."""

from fractions import Fraction

from saleor_mlm.engine.reference.inputs import PastPeriod, TestException

from .company import line_of, passing, person, sale, worked_out


def past(key, **tests):
    return PastPeriod("month", key, tests={name: {"ann": True} for name in tests})


def test_volume_at_least_below_and_growth():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  before: {kind: window, of: personal, periods: 1, skip: 1, take: sum}
tests:
  fifty: {kind: volume, volume: personal, at_least: "50"}
  middle: {kind: volume, volume: personal, at_least: "50", below: "60.01"}
  grown: {kind: volume, volume: personal, at_least_of: {share: 110 %, of: before}}
"""
    earlier = PastPeriod("month", "2026-09", volumes={"personal": {"ann": Fraction("54.5455")}})
    sales = [sale("ann", "59.9999"), sale("bob", "60.01"), sale("cem", "49.9999")]
    assert passing(plan, line_of("ann", "bob", "cem"), sales, past=(earlier,)) == {
        "fifty": "ann bob",
        "middle": "ann",
        "grown": "bob cem",  # ann would need 60.00005
    }


def test_class_country_and_days_since_enrolment():
    plan = """
tests:
  distributor: {kind: class, one_of: [distributor]}
  german: {kind: country, one_of: [DE, AT]}
  a-month: {kind: days-since, event: enrolment, at_least: 30}
  first-day: {kind: days-since, event: enrolment, at_most: 0}
"""
    people = [
        person("ann", country="DE", joined="2026-10-01"),
        person("bob", klass="distributor", country="CH", joined="2026-10-02"),
        person("cem", joined="2026-10-31"),
        person("dan", joined="2026-11-01"),
    ]
    assert passing(plan, people) == {
        "distributor": "bob",
        "german": "ann",
        "a-month": "ann",
        "first-day": "cem",
    }


def test_legs_on_the_first_level_and_anywhere():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
  first: {kind: legs, tree: enroller, at_least: 2, where: first, test: active}
  anywhere: {kind: legs, tree: enroller, at_least: 2, where: anywhere, test: active}
  elsewhere: {kind: legs, tree: placement, at_least: 2, where: anywhere, test: active}
"""
    people = [
        person("top"),
        *(person(name, "top", placement="outside") for name in ("ann", "bob")),
        person("cem", "bob", placement="top"),
        person("dan", "cem", placement="top"),
    ]
    sales = [sale("ann", 10), sale("cem", 10), sale("dan", 10)]
    assert passing(plan, people, sales) == {
        "active": "ann cem dan",
        "first": "",
        "anywhere": "top",
        "elsewhere": "top",
    }


def test_legs_of_another_tree_with_people_whom_one_enrolled():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
  cross: {kind: cross-tree, enrolled_in: enroller, legs_of: placement, at_least: 2, test: active}
"""
    people = [
        person("top"),
        person("left", "top"),
        person("right", "left", placement="top"),  # enrolled by left
        person("deep", "top", placement="right"),
    ]
    sales = [sale(name, 10) for name in ("left", "right", "deep")]
    assert passing(plan, people, sales)["cross"] == "top"
    assert passing(plan, people, sales[:2])["cross"] == ""
    # both enrolled people in one leg
    one_leg = [*people[:2], person("right", "top", placement="left"), people[3]]
    assert passing(plan, one_leg, sales)["cross"] == ""


def test_no_leg_serves_two_needs():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  silver: {kind: volume, volume: personal, at_least: "10"}
  gold: {kind: volume, volume: personal, at_least: "20"}
  shared: {kind: legs, tree: enroller, at_least: 2, where: anywhere, test: silver}
  distinct:
    kind: distinct-legs
    tree: enroller
    where: anywhere
    needs: [{at_least: 1, test: gold}, {at_least: 2, test: silver}]
"""
    people = [person("top"), *(person(name, "top") for name in ("ann", "bob", "cem"))]
    two = [sale("ann", 20), sale("bob", 20)]
    assert passing(plan, people, two)["shared"] == "top"
    assert passing(plan, people, two)["distinct"] == ""
    assert passing(plan, people, [*two, sale("cem", 10)])["distinct"] == "top"
    silver = [sale(name, 10) for name in ("ann", "bob", "cem")]
    assert passing(plan, people, silver)["distinct"] == ""


def test_counts_of_customers_and_orders():
    plan = """
tests:
  two-customers: {kind: count, of: customers, at_least: 2, measure: qv}
  two-good: {kind: count, of: customers, at_least: 2, measure: qv, each_at_least: "20"}
  household: {kind: count, of: customers, at_least: 3, measure: qv, household: included}
  two-autoships:
    {kind: count, of: orders, at_least: 2, measure: cv, sales: {order_kinds: [autoship]}}
"""
    sales = [
        sale("ann", 15, customer="eva", order="1", order_kind="autoship"),
        sale("ann", 5, customer="eva", order="2"),
        sale("ann", 20, customer="fay", order="3", order_kind="autoship"),
        sale("ann", 50, customer="gus", household="anns", order="4"),
        sale("bob", 20, customer="eva", order="5", order_kind="autoship"),
        sale("bob", 20, order="6", order_kind="autoship"),
        sale("bob", -20, customer="fay", order="7", order_kind="autoship"),
        sale("bob", 90, order="8", own=False, buyer=None),
        sale("bob", 90, order="9", own=False, buyer=None),
    ]
    people = [person("ann", household="anns"), person("bob", household="bobs")]
    assert passing(plan, people, sales) == {
        "two-customers": "ann",
        "two-good": "ann",
        "household": "ann",
        "two-autoships": "ann bob",
    }


def test_an_order_that_is_not_known_is_none():
    plan = "tests: {one-order: {kind: count, of: orders, at_least: 1, measure: qv}}"
    sales = [sale("ann", 5, order=None), sale("bob", 5)]
    assert passing(plan, line_of("ann", "bob"), sales) == {"one-order": "bob"}


def test_history_with_and_without_this_period():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
  three-of-five: {kind: history, test: active, at_least: 3, periods: 5}
  three-before: {kind: history, test: active, at_least: 3, periods: 5, this_period: excluded}
  in-a-row: {kind: history, test: active, at_least: 2, periods: 5, consecutive: yes}
  three-in-a-row: {kind: history, test: active, at_least: 3, periods: 5, consecutive: yes}
"""
    earlier = (past("2026-06", active=1), past("2026-07", active=1), past("2026-08"))
    sales = [sale("ann", 10), sale("bob", 10)]
    assert passing(plan, line_of("ann", "bob"), sales, past=earlier) == {
        "active": "ann bob",
        "three-of-five": "ann",
        "three-before": "",
        "in-a-row": "ann",
        "three-in-a-row": "",
    }


def test_first_time_all_any_not_and_exceptions():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
  strong: {kind: volume, volume: personal, at_least: "100"}
  first-strong: {kind: first-time, test: strong}
  both: {kind: all, tests: [active, strong]}
  either: {kind: any, tests: [active, strong]}
  weak: {kind: not, test: strong}
"""
    sales = [sale("ann", 100), sale("bob", 100), sale("cem", 10)]
    given = (TestException("strong", "dan", True), TestException("either", "cem", False))
    people = line_of("ann", "bob", "cem", "dan")
    facts = {"exceptions": given, "state": {"passed:strong": {"bob": 1}}}
    assert passing(plan, people, sales, **facts) == {
        "active": "ann bob cem",
        "strong": "ann bob dan",
        "first-strong": "ann dan",
        "both": "ann bob",
        "either": "ann bob dan",
        "weak": "cem",
    }


def test_what_was_passed_once_is_carried():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  strong: {kind: volume, volume: personal, at_least: "100"}
  first: {kind: first-time, test: strong}
bonuses:
  first:
    kind: retail
    base: cv
    payee: first
    by: base
    tiers: [{from: "0", rate: 1 %, applies: whole}]
"""
    state = {"passed:strong": {"bob": 1}, "used:old": {"bob": 7}}
    result = worked_out(plan, line_of("ann", "bob"), [sale("ann", 100)], state=state)
    assert result.state == {"passed:strong": {"ann": 1, "bob": 1}, "used:old": {"bob": 7}}
    assert [line.amount_minor for line in result.commissions] == [100]
