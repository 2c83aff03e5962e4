"""What people are told about a result, word for word."""

from dataclasses import replace
from fractions import Fraction

import pytest

from saleor_mlm.engine.amounts import amount_text, decimal_text
from saleor_mlm.engine.explain import Names, explain_line, explain_person, explain_unpaid
from saleor_mlm.engine.result import Result

from .builders import ALWAYS, Event, OrderLine, Story, everyone_active, plan_with, results_of

ALICE, BOB, CAROL = range(3)
NAMES = Names(persons=["Alice", "Bob", "Carol"], order_lines=["mugs (#1001)", "starter (#1002)"])
MUGS, STARTER = OrderLine(CAROL, False, 0), OrderLine(ALICE, True, 0)
SALE = Event(0, 500_000, 247_000, 247_000)
STARTS = Event(1, 500_000, 0, 0)


def result_of(*runs: tuple[Event, ...], compression: str = "skip-inactive") -> Result:
    """The last run of a story in which Bob is inactive."""
    story = Story((-1, ALICE, BOB), (MUGS, STARTER), runs)
    plan = plan_with(("compression: skip-inactive", f"compression: {compression}"))
    return results_of(story, [plan] * len(runs))[-1]


def test_a_line_says_how_its_amount_came_about() -> None:
    assert explain_line(result_of((SALE, STARTS)), 0, NAMES) == [
        "Carol, mugs (#1001), level 1: 10 % of 24.70 CV, rounded half-even from 2.4700 to 2.47 USD."
    ]


def test_a_line_says_who_was_passed_over() -> None:
    assert explain_line(result_of((SALE, STARTS)), 1, NAMES) == [
        "Alice, mugs (#1001), level 2 (3 steps up the tree): 5 % of 24.70 CV, "
        "rounded half-even from 1.2350 to 1.24 USD.",
        "Bob was passed over: 0.00 of 50.00 personal volume needed.",
    ]


def test_a_line_says_whose_agreement_was_not_in_force() -> None:
    story = Story((-1, ALICE, BOB), (MUGS, STARTER), ((SALE,),), ((BOB, *ALWAYS),))
    [result] = results_of(story, [everyone_active()])
    assert explain_line(result, 1, NAMES)[1:] == [
        "Bob was passed over: no agreement was in force when the sale was paid."
    ]


def test_a_person_is_told_which_sales_the_agreement_covers() -> None:
    # given mugs sold on the 10th and the 28th, and Bob's end on the 25th
    later = OrderLine(CAROL, False, 0, 28)
    story = Story(
        (-1, ALICE, BOB),
        (OrderLine(CAROL, False, 0, 10), later),
        ((SALE, replace(SALE, order_line=1)),),
        ((BOB, 25, ALWAYS[1]),),
    )
    names = replace(NAMES, order_lines=["mugs (#1001)", "mugs (#1002)"])

    # when
    [result] = results_of(story, [everyone_active()])

    # then
    assert explain_person(result, BOB, names) == [
        "Bob is not “active”: 0.00 of 50.00 personal volume needed.",
        "Bob: 1.24 USD, the sum of 1 line(s).",
        "Bob, mugs (#1001), level 2: 5 % of 24.70 CV, rounded half-even from 1.2350 to 1.24 USD.",
        "mugs (#1002), level 2: Bob was passed over (no agreement was in force when the sale was "
        "paid), and it went to Alice.",
    ]


def test_a_second_delivery_is_told_as_a_difference() -> None:
    more = Event(0, 500_000, 0, 123_500)
    assert explain_line(result_of((SALE, STARTS), (more,)), 0, NAMES) == [
        "Carol, mugs (#1001), level 1: 10 % of 12.35 CV (earned from 24.70 to 37.05), "
        "3.7050 less 2.4700, each rounded half-even: 1.23 USD."
    ]


def test_a_refund_is_told_as_taken_back() -> None:
    half, rest = Event(0, 0, 0, -123_500), Event(0, 0, 0, -123_500)
    assert explain_line(result_of((SALE, STARTS), (half,)), 0, NAMES) == [
        "Carol, mugs (#1001), refund: 10 % of 12.35 CV (earned from 12.35 to 24.70) taken back, "
        "1.2350 less 2.4700, each rounded half-even: -1.23 USD."
    ]
    assert explain_line(result_of((SALE, STARTS), (half,), (rest,)), 0, NAMES) == [
        "Carol, mugs (#1001), refund: 10 % of 12.35 CV taken back, "
        "rounded half-even from -1.2350 to -1.24 USD."
    ]


def test_a_lost_level_says_who_used_it_up() -> None:
    result = result_of((SALE, STARTS), compression="none")
    assert explain_unpaid(result, 0, NAMES) == [
        "mugs (#1001), level 2: paid to nobody, "
        "Bob uses it up: 0.00 of 50.00 personal volume needed."
    ]


def test_the_top_of_the_tree_says_who_was_passed_over_on_the_way() -> None:
    result = result_of((SALE,))
    assert explain_unpaid(result, 0, NAMES) == [
        "mugs (#1001), level 2: paid to nobody, nor is any level after it, since the top of the "
        "tree is reached.",
        "Bob was passed over: 0.00 of 50.00 personal volume needed.",
        "Alice was passed over: 0.00 of 50.00 personal volume needed.",
    ]


def test_a_person_is_told_tests_totals_and_lines() -> None:
    assert explain_person(result_of((SALE, STARTS)), ALICE, NAMES) == [
        "Alice is “active”: 50.00 of 50.00 personal volume needed.",
        "Alice: 1.24 USD, the sum of 1 line(s).",
        "Alice, mugs (#1001), level 2 (3 steps up the tree): 5 % of 24.70 CV, "
        "rounded half-even from 1.2350 to 1.24 USD.",
        "Bob was passed over: 0.00 of 50.00 personal volume needed.",
    ]


@pytest.mark.parametrize(
    ("sales", "compression", "sentence"),
    [
        ((SALE, STARTS), "skip-inactive", "Bob was passed over, and it went to Alice."),
        ((SALE,), "skip-inactive", "Bob was passed over, and it went to nobody."),
        (
            (SALE, STARTS),
            "none",
            "paid to nobody, Bob uses it up: 0.00 of 50.00 personal volume needed.",
        ),
    ],
)
def test_a_person_is_told_why_not(
    sales: tuple[Event, ...], compression: str, sentence: str
) -> None:
    assert explain_person(result_of(sales, compression=compression), BOB, NAMES) == [
        "Bob is not “active”: 0.00 of 50.00 personal volume needed.",
        "Bob is paid nothing.",
        f"mugs (#1001), level 2: {sentence}",
    ]


@pytest.mark.parametrize(
    ("amount_minor", "exponent", "text"),
    [(580, 2, "5.80"), (-123, 2, "-1.23"), (-5, 2, "-0.05"), (124, 0, "124"), (1, 3, "0.001")],
)
def test_amount_text(amount_minor: int, exponent: int, text: str) -> None:
    assert amount_text(amount_minor, exponent) == text


def test_an_exact_value_is_shown_in_full() -> None:
    assert decimal_text(Fraction(6175, 10_000_000), decimals_min=2) == "0.0006175"
    with pytest.raises(ValueError, match="1/3 is no finite decimal"):
        decimal_text(Fraction(1, 3), decimals_min=2)
