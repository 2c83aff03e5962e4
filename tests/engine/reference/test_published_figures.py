"""Figures of public plan documents, which the engine must give too."""

import pytest

from saleor_mlm.engine.reference.inputs import Person

from .company import Sale, line_of, paid, person, sale, worked_out

STAIRSTEP = """
volumes:
  personal: {kind: sales, measure: qv}
  group: {kind: team, of: personal, tree: enroller, himself: included}
bonuses:
  stairstep:
    kind: differential
    base: cv
    tree: enroller
    own_orders: himself
    compression: none
    rates:
      by: volume
      volume: group
      rows:
        - {from: "0", rate: 0 %}
        - {from: "300", rate: 6 %}
        - {from: "1000", rate: 9 %}
        - {from: "2000", rate: 12 %}
        - {from: "4000", rate: 15 %}
        - {from: "10000", rate: 21 %}
"""
NEW_CUSTOMER = """
volumes:
  personal: {kind: sales, measure: qv, sales: {buyers: [self]}}
bonuses:
  first-month:
    kind: fast-start
    base: cv
    tree: enroller
    compression: none
    window: {calendar_months: 1}
    limit: "1000"
    rates:
      by: level
      rows:
        - by: volume
          volume: personal
          rows: [{from: "0", rate: 0 %}, {from: "100", rate: 30 %}, {from: "200", rate: 40 %}]
    same_volume: [{bonus: level, pays: 0 %}]
  level: {kind: level, base: cv, tree: enroller, compression: none, rates: {by: level, rows: [5 %]}}
"""


def stairstep(own: tuple[int, int], *legs: tuple[int, int]) -> int:
    """What the top is paid, with legs of one person each; (PV, BV) of everyone."""
    people: list[Person] = [person("top")]
    sales: list[Sale] = [sale("top", own[1], own[0])]
    for number, (pv, bv) in enumerate(legs):
        people.append(person(f"leg{number}", "top"))
        sales.append(sale(f"leg{number}", bv, pv))
    return paid(worked_out(STAIRSTEP, people, sales))["top"]


def test_stairstep_pays_the_differences_to_the_brackets_of_the_legs():
    legs = (2_000, 120_000), (2_000, 120_000), (1_000, 60_000), (4_000, 240_000)
    assert stairstep((1_000, 60_000), *legs) == 55_800_00
    assert stairstep((300, 18_000), *[(300, 18_000)] * 4) == 3_780_00


def test_fast_start_pays_20_10_5_percent_in_the_first_60_days():
    plan = """
bonuses:
  fast-start:
    kind: fast-start
    base: cv
    tree: enroller
    compression: none
    window: {days: 60}
    rates: {by: level, rows: [20 %, 10 %, 5 %]}
"""
    people = [*line_of("top", "middle", "enroller"), person("new", "enroller", joined="2026-08-15")]
    inside = [sale("new", cv, day=day) for cv, day in [(132, "2026-10-01"), (78, "2026-10-09")]]
    last, late = sale("new", 147, day="2026-10-13"), sale("new", 500, day="2026-10-14")
    assert paid(worked_out(plan, people, [*inside, last, late])) == {
        "enroller": 71_40,
        "middle": 35_70,
        "top": 17_85,
    }


@pytest.mark.parametrize(("own", "expected"), [(99, 5_00), (100, 305_00), (200, 405_00)])
def test_first_month_pays_by_the_enrollers_volume_up_to_1_000_and_the_rest_goes_to_the_level_bonus(
    own, expected
):
    people = [person("enroller"), person("new", "enroller", joined="2026-10-05")]
    result = worked_out(NEW_CUSTOMER, people, [sale("enroller", own), sale("new", 1_100)])
    assert paid(result)["enroller"] == expected
    assert result.state == {"used:first-month:USD": {"new": 1_000_0000}}


def test_1_000_at_30_percent_is_300():
    people = [person("enroller"), person("new", "enroller", joined="2026-10-31")]
    sales = [sale("enroller", 100), sale("new", 1_000, day="2026-10-31")]
    assert paid(worked_out(NEW_CUSTOMER, people, sales)) == {"enroller": 300_00}
