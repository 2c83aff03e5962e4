"""Money back: refund, charge-back, failure and amounts stated anew, in every mixture."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.payments import Movement, backs

AT = datetime(2026, 11, 1, tzinfo=UTC)
PRICE = Decimal("60.50")


def told(amount, transaction=1, grant=None):
    return Movement("", AT, transaction, reported=Decimal(amount), grant=grant)


def stated(charge="0", refund="0", transaction=1):
    return Movement(
        "", AT, transaction, charge_stated=Decimal(charge), refund_stated=Decimal(refund)
    )


def back(*movements):
    return [(str(found.amount), found.grant) for found in backs(movements, PRICE)]


PAID = stated("60.50")


@pytest.mark.parametrize(
    ("movements", "expected"),
    [
        ([], []),
        ([told("-10")], [("10.00", None)]),
        ([told("-60.50"), told("60.50")], [("60.50", None), ("-60.50", None)]),
        ([stated("-40.50")], [("40.50", None)]),
        ([stated("-40.50"), stated("40.50")], [("40.50", None), ("-40.50", None)]),
        ([stated(refund="10")], [("10.00", None)]),
        ([stated(charge="-10"), stated(refund="10")], [("10.00", None)]),
        ([stated(refund="10"), stated(charge="-10")], [("10.00", None)]),
        ([told("-22", grant=5)], [("22.00", 5)]),
        ([told("-22", grant=5), told("22", grant=5)], [("22.00", 5), ("-22.00", 5)]),
        ([told("-22", grant=5), told("22")], [("22.00", 5), ("-22.00", None)]),
        ([told("-60.50"), told("60.50", transaction=2)], [("60.50", None), ("-60.50", None)]),
        ([told("60.50", transaction=2), told("-60.50")], []),
    ],
)
def test_what_goes_back_of_an_order_that_was_paid(movements, expected):
    assert back(PAID, *movements) == expected


def test_what_was_paid_beyond_the_price_goes_back_for_nothing():
    """And a refund of named goods takes those, however much was paid too much."""
    assert back(PAID, told("5"), told("-5")) == []
    assert back(PAID, told("5"), told("-8")) == [("3.00", None)]
    assert back(PAID, told("5"), told("-22", grant=5), told("-5")) == [("22.00", 5)]


def test_what_is_paid_back_before_the_rest_is_paid_is_no_loss():
    assert back(told("10"), told("-10"), told("60.50")) == [("10", None), ("-10", None)]


amounts = st.decimals("0.01", "99", places=2)
movements = st.lists(
    st.one_of(
        st.builds(told, amounts.map(lambda value: -value), st.integers(1, 2)),
        st.builds(told, amounts, st.integers(1, 2)),
        st.builds(told, amounts.map(lambda value: -value), st.just(1), st.integers(5, 6)),
        st.builds(stated, amounts.map(lambda value: -value)),
        st.builds(stated, amounts),
        st.builds(stated, st.just("0"), amounts),
    ),
    max_size=8,
)


@given(movements)
def test_money_without_a_name_never_takes_more_than_the_price(history):
    total = Decimal(0)
    for found in backs([PAID, *history], PRICE):
        if found.grant is None:
            total += found.amount
            assert total <= PRICE


@given(movements, st.integers(0, 8))
def test_what_comes_later_changes_nothing_of_what_was_before(history, length):
    whole = list(backs([PAID, *history], PRICE))
    part = list(backs([PAID, *history[:length]], PRICE))

    assert whole[: len(part)] == part
