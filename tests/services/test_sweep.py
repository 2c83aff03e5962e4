"""The sweep: what no hook told is found, however quietly Saleor changed it, and only once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from saleor.channel.models import Channel
from saleor.order.models import Order, OrderEvent, OrderGrantedRefund

from saleor_mlm.models import Activation, OrderReading, OutboxEntry
from saleor_mlm.services import outbox, sales, sweep

START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def channel():
    return Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )


@pytest.fixture
def place(channel):
    """An order that was last changed long before the watermark, and has been read since."""

    def make(created_at=START + timedelta(days=1), read=True):
        order = Order.objects.create(
            channel=channel,
            currency="USD",
            lines_count=0,
            origin="checkout",
            status="unfulfilled",
            total_gross_amount=Decimal("10.00"),
        )
        quiet = {"created_at": created_at, "updated_at": created_at}
        Order.objects.filter(pk=order.pk).update(**quiet)
        if read:
            sales.reconcile(order.pk)
        return order

    return make


@pytest.fixture
def activated(time):
    watermark = START + timedelta(days=10)
    return Activation.objects.create(id=1, counts_from=START, sweep_watermark=watermark)


def waiting():
    return set(OutboxEntry.objects.values_list("order_id", flat=True))


def event(order, at, kind="fulfillment_fulfilled_items"):
    OrderEvent.objects.create(order=order, type=kind, date=at)


@pytest.mark.django_db
def test_an_order_that_only_wrote_an_event_is_found(activated, place):
    """Saleor leaves `updated_at` when the second part of an order is sent."""
    order = place()
    place()
    event(order, START + timedelta(days=11))

    assert sweep.sweep() == 1
    assert waiting() == {order.pk}


@pytest.mark.django_db
def test_a_granted_refund_alone_is_found(activated, place):
    order = place()
    refund = OrderGrantedRefund.objects.create(
        order=order, currency="USD", amount_value=Decimal("1.00")
    )
    OrderGrantedRefund.objects.filter(pk=refund.pk).update(updated_at=START + timedelta(days=11))

    sweep.sweep()

    assert waiting() == {order.pk}


@pytest.mark.django_db
def test_what_was_read_is_not_read_again(activated, place):
    order = place()
    event(order, START + timedelta(days=11))
    sweep.sweep()
    outbox.drain(sales.reconcile)

    assert sweep.sweep() == 0
    assert waiting() == set()


@pytest.mark.django_db
def test_a_transaction_that_showed_late_is_found_within_the_hour(activated, place):
    order = place()
    event(order, activated.sweep_watermark - timedelta(minutes=59))

    sweep.sweep()

    assert waiting() == {order.pk}


@pytest.mark.django_db
def test_the_watermark_follows_the_store_and_never_goes_back(activated, place):
    event(place(), START + timedelta(days=12))
    sweep.sweep()
    first = Activation.objects.get().sweep_watermark
    sweep.sweep()

    assert first == Activation.objects.get().sweep_watermark == START + timedelta(days=12)


@pytest.mark.django_db
def test_more_orders_than_a_page_in_one_hour_are_all_found(activated, place, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 3)
    orders = [place() for _ in range(10)]
    for order in orders:
        event(order, START + timedelta(days=11))

    assert sweep.sweep() == 10
    assert waiting() == {order.pk for order in orders}


@pytest.mark.django_db
def test_orders_from_before_the_switch_on_are_never_touched(activated, place):
    order = place(created_at=START - timedelta(seconds=1), read=False)
    event(order, START + timedelta(days=11))

    sweep.sweep()
    sweep.read_everything()

    assert waiting() == set()
    assert not OrderReading.objects.filter(order_id=order.pk).exists()


@pytest.mark.django_db
def test_before_a_commit_even_an_order_far_behind_the_watermark_is_read(activated, place):
    order = place(read=False)

    sweep.sweep()
    behind = waiting()
    sweep.read_everything()

    assert behind == set()
    assert OrderReading.objects.filter(order_id=order.pk).exists()
