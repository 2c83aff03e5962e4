"""Where the rates of commission lines come from, as the file of a run tells it."""

from .desk import Desk

PLAN = """\
plan: origins
name: Origins
time_zone: UTC
period: month
rounding: half-even
parameters:
  three: {unit: rate, source: s, basis: period, values: [{from: 2026-01-01, value: 3 %}]}
  six: {unit: rate, source: s, basis: period, values: [{from: 2026-01-01, value: 6 %}]}
  ten: {unit: rate, source: s, basis: period, values: [{from: 2026-01-01, value: 10 %}]}
volumes:
  personal: {kind: sales, measure: qv}
bonuses:
  steps:
    kind: differential
    tree: enroller
    base: cv
    compression: none
    rates:
      by: volume
      volume: personal
      rows: [{from: "0", rate: 0 %}, {from: "50", rate: $three}, {from: "100", rate: $six}]
  start:
    kind: fast-start
    tree: enroller
    base: cv
    compression: none
    window: {calendar_months: 100}
    same_volume: [{bonus: level, pays: 50 %}]
    rates: {by: level, rows: [15 %]}
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [20 %, $ten]}
"""
NETWORK = """\
distributor,joined,enroller
ann,2026-01-05,
bob,2026-02-01,ann
cat,2026-03-01,bob
"""
SALES = """\
order_line,date,distributor,buyer,currency,qv,cv
1,2026-10-05,ann,ann,USD,100,0
2,2026-10-06,bob,bob,USD,60,0
3,2026-10-07,cat,cat,USD,20,100
"""


LEVEL = """\
plan: origins
name: Origins
time_zone: UTC
period: month
rounding: half-even
parameters:
  first:
    {unit: rate, source: s, basis: period, values: [{from: 2026-01-01, value: 10 %}<then>]}
  second:
    {unit: rate, source: s, basis: period, values: [{from: 2026-01-01, value: 5 %}<then>]}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [$first, $second]}
"""
COLUMNS = ("bonus", "distributor", "rate", "parameter", "amount")


def test_only_a_rate_that_is_a_parameters_value_names_it(desk: Desk) -> None:
    # given rates that differences, and halves, come to as well
    desk.put("plan.yaml", PLAN)
    desk.put("network.csv", NETWORK)
    desk.put("sales.csv", SALES)

    # when
    desk.run(out="october")

    # then
    assert desk.rows("commissions", *COLUMNS, out="october") == [
        ("steps", "bob", "3 %", "", "3.00"),
        ("steps", "ann", "3 %", "", "3.00"),
        ("start", "bob", "15 %", "", "15.00"),
        ("level", "bob", "10 %", "", "10.00"),
        ("level", "ann", "5 %", "", "5.00"),
    ]


def test_what_is_taken_back_is_told_by_the_line_of_then(desk: Desk) -> None:
    # given
    desk.put("plan.yaml", LEVEL.replace("<then>", ""))
    desk.put("network.csv", NETWORK)
    desk.put("sales.csv", SALES)
    desk.run(out="october")

    # when from November on the first level has the rate that the second had
    first, second = (f", {{from: 2026-11-01, value: {rate} %}}" for rate in (5, 2))
    desk.put("plan.yaml", LEVEL.replace("<then>", first, 1).replace("<then>", second, 1))
    desk.put("sales.csv", SALES.splitlines()[0] + "\n3,2026-11-07,cat,cat,USD,-20,-100\n")
    desk.run("--state-in", desk.path("october"), out="november", period="2026-11")

    # then
    assert desk.rows("commissions", *COLUMNS, out="october") == [
        ("level", "bob", "10 %", "$first", "10.00"),
        ("level", "ann", "5 %", "$second", "5.00"),
    ]
    assert desk.rows("commissions", *COLUMNS, out="november") == [
        ("level", "bob", "10 %", "", "-10.00"),
        ("level", "ann", "5 %", "", "-5.00"),
    ]
