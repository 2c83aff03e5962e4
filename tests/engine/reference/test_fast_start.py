"""The fast-start bonus, worked by hand; published figures have their own file."""

from .company import person, sale, worked_out

PLAN = """
bonuses:
  fast:
    kind: fast-start
    base: cv
    tree: enroller
    compression: none
    window: {days: 10}
    limit: "100"
    rates: {by: level, rows: [20 %]}
    same_volume: [{bonus: half, pays: 50 %}, {bonus: none, pays: 0 %}]
  half: {kind: level, base: cv, tree: enroller, compression: none, rates: {by: level, rows: [10 %]}}
  none: {kind: level, base: cv, tree: enroller, compression: none, rates: {by: level, rows: [4 %]}}
  full: {kind: level, base: cv, tree: enroller, compression: none, rates: {by: level, rows: [1 %]}}
"""
PEOPLE = person("ann"), person("new", "ann", joined="2026-10-05")


def lines(result):
    return [
        (line.bonus, int(line.low), int(line.high), line.amount_minor)
        for line in result.commissions
    ]


def test_the_part_beyond_the_limit_falls_through_and_other_bonuses_pay_what_is_left():
    result = worked_out(PLAN, PEOPLE, [sale("new", 150)])
    assert lines(result) == [
        ("fast", 0, 100, 2000),
        ("half", 0, 100, 500),
        ("half", 100, 150, 500),
        ("none", 100, 150, 200),
        ("full", 0, 150, 150),
    ]


def test_earlier_sales_use_the_limit_first_and_earlier_runs_before_them():
    later, earlier = sale("new", 60, day="2026-10-14"), sale("new", 30, day="2026-10-05")
    too_late = sale("new", 10, day="2026-10-15")
    facts = {"state": {"used:fast:USD": {"new": 20_0000}}}
    result = worked_out(PLAN, PEOPLE, [later, earlier, too_late], **facts)
    fast = [(line.order_line, line.high) for line in result.commissions if line.bonus == "fast"]
    assert fast == [(earlier.line.key, 30), (later.line.key, 50)]
    assert result.state["used:fast:USD"] == {"new": 100_0000}


def test_each_currency_has_a_limit_of_its_own():
    dollars, euros = sale("new", 150), sale("new", 30, currency="EUR")
    facts = {"state": {"used:fast:USD": {"new": 80_0000}}}
    result = worked_out(PLAN, PEOPLE, [dollars, euros], **facts)
    fast = [(line.currency, line.high) for line in result.commissions if line.bonus == "fast"]
    assert sorted(fast) == [("EUR", 30), ("USD", 20)]
    used = {"used:fast:EUR": {"new": 30_0000}, "used:fast:USD": {"new": 100_0000}}
    assert result.state == used


def test_what_counts_counts_whether_or_not_anybody_is_paid_it():
    alone = (person("new", joined="2026-10-05"),)
    result = worked_out(PLAN, alone, [sale("new", 60)])
    assert result.commissions == ()
    assert result.state == {"used:fast:USD": {"new": 60_0000}}


def test_sales_before_enrolment_are_not_new():
    result = worked_out(PLAN, PEOPLE, [sale("new", 60, day="2026-10-04")])
    assert [line.bonus for line in result.commissions] == ["half", "none", "full"]
