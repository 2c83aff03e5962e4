"""Sale facts: the same rows whoever looked when, and sums that are always right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.sale_facts import (
    NOTHING,
    FactKind,
    Fulfilment,
    Measures,
    MoneyBack,
    Order,
    OrderLine,
    PercentVolume,
    Recorded,
    UnitVolume,
    checkpoints,
    line_volume_e4,
    new_rows,
)

START = datetime(2026, 11, 1, tzinfo=UTC)


def at(hours):
    return START + timedelta(hours=hours)


def line(key="a", quantity=2, net="40.00", full=None, gross="44.00", counts=True, volume=None):
    return OrderLine(
        id=key,
        quantity=quantity,
        net=Decimal(net),
        undiscounted_net=Decimal(full or net),
        gross=Decimal(gross),
        counts=counts,
        volume=volume or UnitVolume(cv_e4=123_500, qv_e4=100_000),
    )


def order(lines, *, paid=1, cancelled=None, sent=(), back=()):
    return Order(
        lines=lines,
        exponent=2,
        paid_at=at(paid) if paid is not None else None,
        cancelled_at=at(cancelled) if cancelled is not None else None,
        fulfilments=list(sent),
        money_back=list(back),
        known_at=at(999),
    )


def rows(state, key="a", recorded=None):
    return new_rows(checkpoints(state)[key], recorded or Recorded(), state.known_at)


def total(found):
    result = NOTHING
    for row in found:
        result = result.plus(row.change)
    return result


def test_paid_then_sent_then_refunded_gives_a_row_each():
    state = order(
        [line()],
        sent=[Fulfilment("1", at(2), {"a": 2})],
        back=[MoneyBack("7", at(3), Decimal("22.00"), {"a": 1}, Decimal("22.00"))],
    )

    found = rows(state)

    assert [(row.fact, row.at, row.change) for row in found] == [
        ("paid", at(1), Measures(200_000, 247_000, 0, 4000)),
        ("fulfilled:1", at(2), Measures(0, 0, 247_000, 0)),
        ("refunded:7", at(3), Measures(-100_000, -123_500, -123_500, -2000)),
    ]


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (order([line()], paid=None, sent=[Fulfilment("1", at(2), {"a": 2})]), "not paid"),
        (order([line()], paid=None, cancelled=2), "cancelled before payment"),
        (order([line(counts=False)]), "a gift card"),
        (order([line(net="0.00", full="40.00", gross="0.00")]), "a voucher of 100 %"),
    ],
)
def test_nothing_is_written_where_nothing_was_bought(state, why):
    assert rows(state) == [], why


def test_goods_sent_before_the_payment_are_earned_with_it():
    state = order([line()], paid=5, sent=[Fulfilment("1", at(2), {"a": 1})])

    assert [(row.fact, row.change.earned_e4) for row in rows(state)] == [("paid", 123_500)]


def test_a_cancellation_takes_everything_back():
    state = order([line()], sent=[Fulfilment("1", at(2), {"a": 2})], cancelled=4)

    found = rows(state)

    assert (found[-1].kind, found[-1].change) == (
        FactKind.CANCELLED,
        Measures(-200_000, -247_000, -247_000, -4000),
    )


def test_money_without_units_is_spread_by_what_remains():
    # given: 44.00 and 66.00 gross; 27.50 goes back, a quarter of all
    state = order(
        [line("a"), line("b", quantity=1, net="60.00", gross="66.00")],
        back=[MoneyBack("7", at(3), Decimal("27.50"))],
    )

    assert rows(state, "a")[-1].change == Measures(-50_000, -61_750, 0, -1000)
    assert rows(state, "b")[-1].change == Measures(-25_000, -30_875, 0, -1500)


def test_money_beyond_the_named_units_and_their_shipping_is_spread():
    # given: one of two units at 22.00 and 5.00 shipping, but 38.00 went back: 11.00 more,
    # half of the 22.00 that were left
    back = MoneyBack("7", at(3), Decimal("38.00"), {"a": 1}, Decimal("22.00"), Decimal("5.00"))

    state = order([line()], back=[back])

    assert total(rows(state)) == Measures(50_000, 61_750, 0, 1000)


def test_a_part_of_the_price_takes_that_part_of_the_units():
    back = MoneyBack("7", at(3), Decimal("11.00"), {"a": 1}, Decimal("22.00"))

    assert total(rows(order([line()], back=[back]))) == Measures(150_000, 185_250, 0, 3000)


def test_a_return_that_is_taken_back_leaves_the_sale_whole():
    back = [MoneyBack("7", at(3), Decimal("22.00")), MoneyBack("8", at(4), Decimal("-22.00"))]

    assert total(rows(order([line()], back=back))) == Measures(200_000, 247_000, 0, 4000)


def test_more_money_than_was_paid_takes_no_more_than_was_sold():
    back = [MoneyBack("7", at(3), Decimal("500.00"))]

    assert total(rows(order([line()], back=back))) == NOTHING


@pytest.mark.parametrize(
    ("sold", "expected"),
    [
        (line(net="40.00"), (247_000, 200_000)),
        (line(net="30.00", full="40.00"), (185_250, 150_000)),
        (line(net="50.00", full="40.00"), (247_000, 200_000)),
        (line(net="0.00", full="40.00"), (0, 0)),
        (line(volume=PercentVolume(cv_ppm=333_333, qv_ppm=1_000_000)), (133_333, 400_000)),
        (line(quantity=3, net="10.00", full="30.01"), (123_459, 99_967)),
    ],
)
def test_a_discount_scales_a_fixed_volume_and_a_surcharge_does_not(sold, expected):
    assert line_volume_e4(sold) == expected


def test_a_parcel_that_was_withdrawn_and_sent_again_gives_a_row_each():
    state = order(
        [line()],
        sent=[
            Fulfilment("1", at(2), {"a": 2}, withdrawn_at=at(3)),
            Fulfilment("2", at(4), {"a": 1}),
        ],
    )

    assert [(row.fact, row.change.earned_e4) for row in rows(state)] == [
        ("paid", 0),
        ("fulfilled:1", 247_000),
        ("withdrawn:1", -247_000),
        ("fulfilled:2", 123_500),
    ]


def test_facts_after_one_that_vanished_are_written_one_by_one():
    # given: what was sent came back, in a parcel of its own; the first parcel is gone
    written = rows(order([line()], sent=[Fulfilment("1", at(2), {"a": 2})]))
    recorded = Recorded([row.fact for row in written], total(written))
    back = [MoneyBack("7", at(5), Decimal("22.00"))]

    found = rows(
        order([line()], sent=[Fulfilment("2", at(4), {"a": 2})], back=back), recorded=recorded
    )

    assert [(row.fact, row.at, row.change.earned_e4) for row in found] == [
        ("refunded:7", at(5), -123_500)
    ]


@pytest.mark.parametrize(
    ("net", "expected"),
    [("40.00", (247_000, 200_000)), ("20.00", (200_000, 161_943)), ("0.00", (0, 0))],
)
def test_a_price_set_by_hand_bears_no_more_volume_than_itself(net, expected):
    by_hand = replace(line(net=net, gross=net), price_by_hand=True)

    assert line_volume_e4(by_hand) == expected


def test_a_fact_that_vanished_is_closed_by_one_adjustment():
    # given: a fulfilment was written, and has been cancelled since
    sent = order([line()], sent=[Fulfilment("1", at(2), {"a": 2})])
    written = rows(sent)
    recorded = Recorded([row.fact for row in written], total(written))

    found = rows(order([line()]), recorded=recorded)

    assert [(row.fact, row.kind, row.change) for row in found] == [
        ("adjusted:3", FactKind.ADJUSTED, Measures(0, 0, -247_000, 0))
    ]


quantities = st.integers(min_value=1, max_value=3)
histories = st.lists(
    st.tuples(
        st.sampled_from(["sent", "withdrawn", "back", "units", "taken back"]),
        quantities,
        st.decimals("0.01", "60", places=2),
    ),
    max_size=6,
)


def built(history):
    """An order of 3 units and one of 1, with a history of one fact an hour."""
    lines = [
        line("a", quantity=3, net="60.00", gross="66.00"),
        line("b", quantity=1, net="7.77", gross="8.55", volume=PercentVolume(500_000, 123_456)),
    ]
    sent, back = [], []
    for hour, (what, quantity, amount) in enumerate(history, start=2):
        key = f"{hour:02}"
        if what == "sent":
            sent.append(Fulfilment(key, at(hour), {"a": quantity}))
        elif what == "withdrawn":
            standing = [index for index, parcel in enumerate(sent) if not parcel.withdrawn_at]
            if standing:
                sent[standing[-1]] = replace(sent[standing[-1]], withdrawn_at=at(hour))
        elif what == "back":
            back.append(MoneyBack(key, at(hour), amount))
        elif what == "units":
            back.append(MoneyBack(key, at(hour), amount, {"a": quantity}, 22 * Decimal(quantity)))
        else:
            back.append(MoneyBack(key, at(hour), -amount))
    return order(lines, sent=sent, back=back)


@given(histories, st.sets(st.integers(0, 6)))
def test_looking_after_each_step_or_once_at_the_end_writes_the_same_rows(history, looks):
    steps = [*sorted(look for look in looks if look < len(history)), len(history)]
    for key in ("a", "b"):
        written = []
        for step in steps:
            recorded = Recorded([row.fact for row in written], total(written))
            written += rows(built(history[:step]), key, recorded)

        assert written == rows(built(history), key)


@given(histories, histories)
def test_whatever_was_written_the_sum_becomes_what_the_state_says(before, after):
    for key in ("a", "b"):
        written = rows(built(before), key)
        recorded = Recorded([row.fact for row in written], total(written))

        found = rows(built(after), key, recorded)

        assert total(written).plus(total(found)) == total(rows(built(after), key))


@given(histories)
def test_no_figure_is_ever_below_nothing_or_above_what_was_sold(history):
    for key, path in checkpoints(built(history)).items():
        whole = path[0].total
        for point in path:
            assert 0 <= point.total.earned_e4 <= point.total.cv_e4 <= whole.cv_e4, key
            assert 0 <= point.total.qv_e4 <= whole.qv_e4
            assert 0 <= point.total.net_minor <= whole.net_minor
