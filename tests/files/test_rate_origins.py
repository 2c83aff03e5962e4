"""The column `parameter`: from which one a rate comes, where its value alone says so."""

import pytest

from .desk import PLAN, Desk

PARAMETERS = """\
parameters:
  low: {unit: rate, source: Plan, basis: period, values: [{from: 2026-01-01, value: 3 %}]}
  part: {unit: rate, source: Plan, basis: period, values: [{from: 2026-01-01, value: 5 %}]}
volumes:
"""
SALES = """\
order_line,date,distributor,buyer,buyer_class,order_kind,currency,qv,cv
1,2026-10-06,bob,kim,retail,first,USD,60,100
"""
STAIRS = """\
bonuses:
  stairs:
    kind: differential
    tree: enroller
    base: cv
    compression: none
    rates:
      by: volume
      volume: personal
      rows: [{from: "0", rate: 0 %}, {from: "10", rate: $low}, {from: "50", rate: ROW}, \
{from: "90", rate: 12 %}]
"""
LEVELS = """\
bonuses:
  start:
    kind: fast-start
    tree: enroller
    base: cv
    compression: none
    window: {days: 365}
    same_volume: [{bonus: level, pays: 50 %}]
    rates: {by: level, rows: [1 %]}
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [10 %, $part]}
"""


def paid(desk: Desk, bonuses: str, sales: str = SALES) -> list[tuple[str, ...]]:
    plan = PLAN[: PLAN.index("bonuses:")].replace("volumes:\n", PARAMETERS) + bonuses
    desk.put("plan.yaml", plan)
    desk.put("sales.csv", sales)
    desk.run()
    return [tuple(row) for row in desk.rows("commissions", "distributor", "rate", "parameter")]


@pytest.fixture
def ann_leads() -> str:
    """Sales by which ann has 100 of her own and bob 60."""
    return SALES + "2,2026-10-07,ann,sue,retail,first,USD,100,0\n"


def test_a_difference_is_nobodys_value(desk: Desk, ann_leads: str) -> None:
    """12 % less 9 % is 3 %, and not `$low`."""
    found = paid(desk, STAIRS.replace("ROW", "9 %"), ann_leads)
    assert found == [("bob", "9 %", ""), ("ann", "3 %", "")]


def test_what_no_difference_comes_to_is_a_parameters(desk: Desk) -> None:
    """0 %, 3 %, 8 % and 12 % lie 4 %, 5 %, 8 %, 9 % and 12 % apart."""
    sales = SALES.replace(",60,", ",20,")
    found = paid(desk, STAIRS.replace("ROW", "8 %"), sales)
    assert found == [("bob", "3 %", "$low")]


def test_what_a_fast_start_leaves_is_nobodys_value(desk: Desk) -> None:
    """Half of the first level's 10 % is 5 %, and not `$part`, which is the second's."""
    found = paid(desk, LEVELS)
    assert found == [("bob", "1 %", ""), ("bob", "5 %", ""), ("ann", "2.5 %", "")]
