"""The differential bonus, worked by hand; the stairstep figures have their own file."""

from dataclasses import replace
from fractions import Fraction

from .company import line_of, sale, worked_out

PLAN = """
volumes: {personal: {kind: sales, measure: qv}}
tests: {active: {kind: class, one_of: [distributor]}}
bonuses:
  step:
    kind: differential
    base: cv
    tree: enroller
    payee: active
    compression: <compression>
    rates:
      by: volume
      volume: personal
      rows: [{from: "0", rate: 0 %}, {from: "1", rate: 3 %}, {from: "2", rate: 5 %}]
    <ties>
"""


def climbed(compression, ties, *volumes, inactive=()):
    """What people above a sale of 100 are paid, nearest first; their names are numbers."""
    names = [str(number) for number, _ in enumerate(volumes, start=1)]
    people = [
        replace(one, klass="retail" if one.name in inactive else "distributor")
        for one in line_of(*reversed(names), "source")
    ]
    sales = [sale(name, qv=volume) for name, volume in zip(names, volumes, strict=True)]
    plan = PLAN.replace("<compression>", compression).replace("<ties>", ties)
    result = worked_out(plan, people, [*sales, sale("source", 100, 2)])
    return [(one.payee, one.paid_level, one.amount_minor) for one in result.commissions]


def test_everyone_is_paid_the_difference_to_the_highest_below():
    assert climbed("none", "", 0, 1, 1, 2, 1) == [("2", 1, 300), ("4", 2, 200)]


def test_the_inactive_keep_their_part_for_the_company_or_pass_it_on():
    assert climbed("none", "", 1, 2, inactive="1") == [("2", 1, 200)]
    assert climbed("skip-inactive", "", 1, 2, inactive="1") == [("2", 1, 500)]
    assert climbed("none", "", 1, 2, 2, inactive="2") == [("1", 1, 300)]


def test_so_many_ties_are_paid_an_override_until_somebody_is_higher():
    ties = "ties: {rate: 1 %, people: 1}"
    assert climbed("none", ties, 0, 0, 1, 1, 1, 2, 1, 2, 2) == [
        ("3", 1, 300),
        ("4", 2, 100),
        ("6", 3, 200),
        ("8", 4, 100),
    ]
    assert climbed("skip-inactive", ties, 1, 1, 1, inactive="2") == [("1", 1, 300), ("3", 2, 100)]


def test_fixed_amounts_for_units():
    plan = """
volumes: {personal: {kind: sales, measure: qv}}
bonuses:
  step:
    kind: differential
    base: units
    tree: enroller
    compression: none
    rates:
      by: volume
      volume: personal
      rows: [{from: "0", rate: 1.00 USD}, {from: "1", rate: 2.50 USD}]
"""
    sales = [sale("ann", qv=1), sale("cem", measures={"units": 3})]
    result = worked_out(plan, line_of("ann", "bob", "cem"), sales)
    paid = [(one.payee, one.rate, one.amount_minor) for one in result.commissions]
    assert paid == [("bob", 1, 300), ("ann", Fraction(3, 2), 450)]
