"""Where the rates of commission lines come from, as the file of a run tells it."""

from .desk import Desk

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
