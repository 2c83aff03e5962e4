"""Each kind of volume, worked by hand."""

from fractions import Fraction

import pytest

from saleor_mlm.engine.reference.inputs import EarlierPay, PastPeriod
from saleor_mlm.engine.reference.volumes import MixedCurrencies

from .company import line_of, person, sale, volumes, worked_out

PERSONAL = "personal: {kind: sales, measure: qv}"


def past(key, **of):
    values = {name: {"ann": Fraction(value)} for name, value in of.items()}
    return PastPeriod("month", key, volumes=values)


def test_sales_counts_what_stands_at_a_person_and_passes_the_filter():
    plan = """
volumes:
  all: {kind: sales, measure: qv}
  money: {kind: sales, measure: cv}
  own: {kind: sales, measure: qv, sales: {buyers: [self]}}
  retail: {kind: sales, measure: qv, sales: {buyers: [retail], order_kinds: [first, autoship]}}
  german-cream: {kind: sales, measure: qv, sales: {product_lines: [skincare], countries: [DE]}}
  pieces: {kind: sales, measure: units}
"""
    sales = [
        sale("ann", 80, "100.5", buyer_class="distributor", measures={"units": 3}),
        sale("ann", 20, 30, customer="eva", buyer_class="retail", order_kind="first"),
        sale("ann", 4, 5, customer="eva", buyer_class="retail", order_kind="regular"),
        sale("ann", 6, 7, customer="bea", buyer_class="preferred", order_kind="first"),
        sale("ann", 8, 9, country="DE", product_line="skincare"),
        sale("bob", 1, 2, country="AT", product_line="skincare"),
    ]
    assert volumes(plan, line_of("ann", "bob"), sales) == {
        "all": {"ann": "151.5", "bob": "2"},
        "money": {"ann": "118", "bob": "1"},
        "own": {"ann": "109.5", "bob": "2"},
        "retail": {"ann": "30", "bob": "0"},
        "german-cream": {"ann": "9", "bob": "0"},
        "pieces": {"ann": "3", "bob": "0"},
    }


def test_money_of_two_currencies_is_not_added():
    plan = "volumes: {money: {kind: sales, measure: cv}}"
    sales = [sale("ann", 1), sale("bob", 1, currency="EUR")]
    with pytest.raises(MixedCurrencies):
        volumes(plan, line_of("ann", "bob"), sales)


def test_a_late_sale_counts_in_the_run_that_claims_it_and_in_a_window_by_its_own_date():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  last-60-days: {kind: sales, measure: qv, days: 60}
  first-30-days: {kind: sales, measure: qv, since_enrolment_days: 30}
"""
    sales = [
        sale("ann", 1, day="2026-09-01"),  # the last 60 days begin on 2 September
        sale("ann", 2, day="2026-09-02"),
        sale("ann", 4, day="2026-09-03", earlier=True),
        sale("ann", 8, day="2026-08-30"),  # the 30th day of ann
        sale("ann", 16, day="2026-08-31"),
        sale("ann", 32, day="2026-07-31"),
    ]
    assert volumes(plan, [person("ann", joined="2026-08-01")], sales) == {
        "personal": {"ann": "59"},
        "last-60-days": {"ann": "6"},
        "first-30-days": {"ann": "8"},
    }


def test_heads_credits_blocks_and_sums():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  active-heads: {kind: heads, test: active}
  credits: {kind: credits, rows: [{test: strong, credit: "2"}, {test: active, credit: "0.5"}]}
  blocks: {kind: blocks, of: personal, size: "30"}
  sum: {kind: sum, plus: [personal, blocks], minus: [credits]}
tests:
  active: {kind: volume, volume: personal, at_least: "50"}
  strong: {kind: volume, volume: personal, at_least: "100"}
"""
    sales = [sale("ann", 119), sale("bob", 50), sale("cem", -31)]
    assert volumes(plan, line_of("ann", "bob", "cem"), sales) == {
        "personal": {"ann": "119", "bob": "50", "cem": "-31"},
        "active-heads": {"ann": "1", "bob": "1", "cem": "0"},
        "credits": {"ann": "2", "bob": "0.5", "cem": "0"},
        "blocks": {"ann": "3", "bob": "1", "cem": "0"},
        "sum": {"ann": "120", "bob": "50.5", "cem": "-31"},
    }


def test_teams_by_levels_and_by_who_has_a_level():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  group: {kind: team, of: personal, tree: enroller, himself: included}
  below: {kind: team, of: personal, tree: enroller, himself: excluded}
  two-levels: {kind: team, of: personal, tree: enroller, himself: excluded, levels: 2}
  two-active:
    {kind: team, of: personal, tree: enroller, himself: excluded, levels: 2, counted: active}
tests:
  active: {kind: volume, volume: personal, at_least: "10"}
"""
    # bob and dan are inactive: bob's 1 is on ann's level 0, dan's 4 on cem's level
    people = line_of("ann", "bob", "cem", "dan", "eva", "fay")
    sales = [sale("ann", 100), sale("bob", 1), sale("cem", 20), sale("dan", 4)]
    sales += [sale("eva", 30), sale("fay", 40)]
    assert volumes(plan, people, sales) == {
        "personal": {"ann": "100", "bob": "1", "cem": "20", "dan": "4", "eva": "30", "fay": "40"},
        "group": {"ann": "195", "bob": "95", "cem": "94", "dan": "74", "eva": "70", "fay": "40"},
        "below": {"ann": "95", "bob": "94", "cem": "74", "dan": "70", "eva": "40", "fay": "0"},
        "two-levels": {"ann": "21", "bob": "24", "cem": "34", "dan": "70", "eva": "40", "fay": "0"},
        "two-active": {"ann": "55", "bob": "54", "cem": "74", "dan": "70", "eva": "40", "fay": "0"},
    }


def test_teams_cut_off_at_a_test():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  without: {kind: team, of: personal, tree: placement, himself: included, stops_at: strong}
  with:
    kind: team
    of: personal
    tree: placement
    himself: included
    stops_at: strong
    stop_counts: yes
tests:
  strong: {kind: volume, volume: personal, at_least: "100"}
"""
    people = [
        *line_of("ann", "bob", "cem"),
        person("dan", "ann"),
        person("out", placement="outside"),
    ]
    sales = [sale("ann", 200), sale("bob", 100), sale("cem", 7), sale("dan", 3), sale("out", 9)]
    assert volumes(plan, people, sales) == {
        "personal": {"ann": "200", "bob": "100", "cem": "7", "dan": "3", "out": "9"},
        "without": {"ann": "203", "bob": "107", "cem": "7", "dan": "3", "out": "9"},
        "with": {"ann": "303", "bob": "107", "cem": "7", "dan": "3", "out": "9"},
    }


def legs(options, *of):
    plan = f"""
volumes:
  {PERSONAL}
  legs: {{kind: legs, of: personal, tree: enroller{options}}}
"""
    people = [person("top"), *(person(f"leg{number}", "top") for number in range(len(of)))]
    sales = [sale(f"leg{number}", value) for number, value in enumerate(of)]
    return volumes(plan, people, sales)["legs"]["top"]


def test_legs_from_the_largest_to_the_smallest():
    assert legs("", 100, 700, 200) == "1000"
    assert legs(", without_largest: 1", 100, 700, 200) == "300"
    assert legs(", without_largest: 1, only_largest: 1", 100, 700, 200) == "200"


def test_the_three_readings_of_a_limit_on_legs():
    limit = ", limit: {{share: {}, of: {}}}".format
    assert legs(limit("50 %", "own-total"), 700, 200, 100) == "800"
    requirement = 'requirement, requirement: "600"'
    assert legs(limit("50 %", requirement), 700, 200, 100) == "600"
    assert legs(limit("50 %", "counted"), 700, 200, 100) == "600"
    assert legs(limit("50 %", "counted"), 700) == "0"
    assert legs(limit("100 %", "counted"), 700, 200, -50) == "850"
    # 40 % of T from two legs and 50 from the third: T = 0.8 T + 50
    assert legs(limit("40 %", "counted"), 700, 500, 50) == "250"
    # a third of the whole, cut down to 1/10,000, shrinks to nothing
    assert legs(limit("33.3333 %", "counted"), 90, 90, 90) == "0"


def test_windows_over_earlier_results():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  three: {kind: window, of: personal, periods: 3, take: sum}
  before: {kind: window, of: personal, periods: 2, skip: 1, take: sum}
  best: {kind: window, of: personal, periods: all, take: best}
  lowest: {kind: window, of: personal, periods: 3, take: lowest}
  lowest-ever: {kind: window, of: personal, periods: 99, take: lowest}
  quarter: {kind: window, of: personal, periods: all, take: sum, within: quarters}
  new-quarter: {kind: window, of: personal, periods: 1, skip: 1, take: sum, within: quarters}
calendars:
  quarters:
    - {key: Q3, from: 2026-07-01, to: 2026-09-30}
    - {key: Q4, from: 2026-10-01, to: 2026-12-31}
"""
    earlier = (
        past("2026-05", personal=50),
        past("2026-08", personal=8),
        past("2026-09", personal=9),
    )
    assert volumes(plan, line_of("ann"), [sale("ann", 10)], past=earlier) == {
        "personal": {"ann": "10"},
        "three": {"ann": "27"},
        "before": {"ann": "17"},
        "best": {"ann": "50"},
        "lowest": {"ann": "8"},
        "lowest-ever": {"ann": "0"},
        "quarter": {"ann": "10"},
        "new-quarter": {"ann": "0"},
    }


def test_a_window_without_enough_results_is_said():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  two: {kind: window, of: personal, periods: 2, take: sum}
  three: {kind: window, of: personal, periods: 3, take: sum}
tests:
  a: {kind: volume, volume: two, at_least: "1"}
  b: {kind: volume, volume: three, at_least: "1"}
  c: {kind: all, tests: [a, b]}
bonuses:
  margin:
    {kind: retail, base: cv, payee: c, by: base, tiers: [{from: "0", rate: 0 %, applies: whole}]}
"""
    result = worked_out(plan, line_of("ann"), past=(past("2026-09", personal=9),))
    assert result.short_of_results == ("three",)


def test_periods_of_a_company_calendar():
    plan = """
volumes:
  personal: {kind: sales, measure: qv}
  two: {kind: window, of: personal, periods: 2, take: sum}
  days: {kind: sales, measure: qv, days: 28}
calendars:
  campaign:
    - {key: C09, from: 2026-09-07, to: 2026-10-04}
    - {key: C10, from: 2026-10-05, to: 2026-11-01}
"""
    earlier = (PastPeriod("campaign", "C09", volumes={"personal": {"ann": Fraction(9)}}),)
    sales = [sale("ann", 10), sale("ann", 5, day="2026-10-05"), sale("ann", 2, day="2026-10-04")]
    facts = {"plan_period": "campaign", "every": "campaign", "period": "C10", "past": earlier}
    assert volumes(plan, line_of("ann"), sales, **facts) == {
        "personal": {"ann": "17"},
        "two": {"ann": "26"},
        "days": {"ann": "15"},
    }


def test_earnings_are_what_shorter_periods_paid():
    plan = """
volumes:
  earned: {kind: earnings, bonuses: [weekly]}
tests:
  earner: {kind: volume, volume: earned, at_least: "12.34"}
bonuses:
  weekly:
    kind: level
    every: week
    base: cv
    tree: enroller
    compression: none
    rates: {by: level, rows: [5 %]}
  margin:
    kind: retail
    base: cv
    payee: earner
    by: base
    tiers: [{from: "0", rate: 1 %, applies: whole}]
"""
    pay = (EarlierPay("weekly", "ann", "USD", 1_234), EarlierPay("weekly", "bob", "USD", 1_233))
    result = worked_out(plan, line_of("ann", "bob"), earlier_pay=pay)
    assert result.volumes["earned"] == {"ann": Fraction("12.34"), "bob": Fraction("12.33")}
    assert result.tests["earner"] == {"ann": True, "bob": False}
