"""The earned base as an axis: what is new, what is taken back, and how it is rounded."""

from dataclasses import replace
from fractions import Fraction

import pytest

from saleor_mlm.engine.reference.inputs import Posted
from saleor_mlm.engine.reference.money import rounded

from .company import line_of, paid, sale, then, worked_out

PLAN = """
bonuses:
  level:
    {kind: level, base: cv, tree: enroller, own_orders: himself, compression: none,
     rates: {by: level, rows: [10 %]}}
"""


def posted(sold, low, high, rate="1/5", payee="old"):
    where = {"order_line": sold.line.key, "payee": payee, "bonus": "level", "base": "cv"}
    then = {"level": 1, "paid_level": 1, "rank": 0, "rate": Fraction(rate), "rounding": "down"}
    interval = {"low": Fraction(low), "high": Fraction(high), "currency": "USD"}
    return Posted(ref="r1", **where, **then, **interval)


def lines(result):
    """Payee, interval, cents and what is taken back."""
    return [
        (line.payee, str(line.low), str(line.high), line.amount_minor, line.reverses)
        for line in result.commissions
    ]


def worked(sold, rows, before, *stands):
    facts = {"earned_before": {("cv", sold.line.key): Fraction(before)}, "posted": stands}
    return lines(worked_out(PLAN, line_of("ann"), [sold], rows=rows, **facts))


def test_a_sale_and_its_refund_in_one_run_are_nothing():
    sold = sale("ann", 100)
    assert worked(sold, [then(sold, -100)], 0) == []


def test_what_was_earned_before_lies_at_the_bottom():
    sold = sale("ann", 50)
    assert worked(sold, [], "100.05") == [("ann", "2001/20", "3001/20", 500, None)]


def test_a_refund_takes_from_the_fresh_first_then_back_from_the_old_payee_at_the_old_rate():
    sold = sale("ann", 50)
    assert worked(sold, [then(sold, -50)], 100, posted(sold, 0, 100)) == []
    assert worked(sold, [then(sold, -80)], 100, posted(sold, 0, 100)) == [
        ("old", "70", "100", -600, "r1"),
    ]


def test_what_came_back_and_was_earned_again_is_a_new_sale():
    sold = sale("ann", 50)
    rows = [then(sold, -80), then(sold, 20, seq=3)]
    assert worked(sold, rows, 100, posted(sold, 0, 100)) == [
        ("old", "70", "100", -600, "r1"),
        ("ann", "70", "90", 200, None),
    ]


def test_pieces_add_up_to_the_whole_whatever_they_round_to():
    # 10 % of 0.05 is half a cent: 0 when even wins, and the next 0.05 brings the whole cent
    first, second = sale("ann", "0.05"), sale("ann", "0.05")
    assert worked(first, [], 0) == [("ann", "0", "1/20", 0, None)]
    assert worked(second, [], "0.05") == [("ann", "1/20", "1/10", 1, None)]


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("half-even", [0, 2, 2]), ("half-up", [1, 2, 3]), ("down", [0, 1, 2])],
)
def test_the_three_roundings(rounding, expected):
    amounts = [Fraction(1, 2), Fraction(3, 2), Fraction(5, 2)]
    assert [rounded(amount, rounding) for amount in amounts] == expected
    assert [rounded(-amount, rounding) for amount in amounts] == [-cents for cents in expected]


def test_the_plan_says_how_it_is_rounded():
    facts = {"plan_rounding": "half-up"}
    result = worked_out(PLAN, line_of("ann"), [sale("ann", "0.05")], **facts)
    assert paid(result) == {"ann": 1}


def test_a_rate_of_money_pays_for_units_in_its_own_currency_only():
    plan = """
bonuses:
  bottle:
    {kind: level, base: units, tree: enroller, own_orders: himself, compression: none,
     rates: {by: level, rows: [0.505 USD]}}
"""
    units = {"measures": {"units": 3}}
    sales = [sale("ann", **units), sale("ann", currency="EUR", **units)]
    result = worked_out(plan, line_of("ann"), sales)
    assert paid(result) == {"ann": 152}  # 1.515
    assert [(one.person, one.why) for one in result.unpaid] == [("ann", "no-rate")]


def test_currencies_have_their_own_decimals():
    sales = [sale("ann", "1005", currency="JPY"), sale("ann", "10.05", currency="KWD")]
    facts = {"exponents": {"JPY": 0, "KWD": 3}}
    result = worked_out(PLAN, line_of("ann"), sales, **facts)
    assert [line.amount_minor for line in result.commissions] == [100, 1005]


def test_what_a_run_paid_is_taken_back_whole_when_everything_comes_back():
    people, sold = line_of("ann", "bob"), sale("bob", "33.33", customer="eva")
    plan = PLAN.replace("[10 %]", "[7.77 %, 3.33 %]")
    first = worked_out(plan, people, [sold])
    stands = [
        Posted(
            ref=f"r{number}",
            **{name: getattr(line, name) for name in Posted.__annotations__ if name != "ref"},
        )
        for number, line in enumerate(first.commissions)
    ]
    back = replace(sold, row=then(sold, Fraction("-33.33")))
    facts = {"earned_before": {("cv", sold.line.key): Fraction("33.33")}, "posted": tuple(stands)}
    second = worked_out(plan, people, [back], **facts)
    assert paid(first) == {"bob": 259, "ann": 111}
    assert paid(second) == {"bob": -259, "ann": -111}
