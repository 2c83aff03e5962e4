"""What is written of an order stays true to it, whatever the store or its merchant does next."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from saleor.channel.models import Channel
from saleor.order.models import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderEvent,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
)
from saleor.payment.models import TransactionEvent, TransactionItem

from saleor_mlm.models import Activation, Attribution, ClaimedSaleLine, SaleLine
from saleor_mlm.services import deletions, runs, sales, settings, sweep

from .conftest import NOVEMBER

PAID = NOVEMBER + timedelta(days=10)


@pytest.fixture
def channel():
    return Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )


@pytest.fixture
def activated(time, channel):
    Activation.objects.create(id=1, counts_from=NOVEMBER, sweep_watermark=NOVEMBER)
    with time.at(NOVEMBER):
        settings.update_channel("us", {"cvPercent": "100", "qvPercent": "100"}, "test")


@pytest.fixture
def order(activated, channel):
    """A paid order of Carol's customer: two units of 10.00, nothing sent."""
    placed = Order.objects.create(
        channel=channel,
        currency="USD",
        lines_count=1,
        origin="checkout",
        status="unfulfilled",
        total_gross_amount=Decimal("20.00"),
        metadata={"mlm.ref": "CAROL"},
    )
    Order.objects.filter(pk=placed.pk).update(created_at=PAID, updated_at=PAID)
    OrderLine.objects.create(
        order=placed,
        currency="USD",
        product_name="Tea",
        is_shipping_required=True,
        is_gift_card=False,
        quantity=2,
        unit_price_gross_amount=Decimal("10.00"),
        total_price_net_amount=Decimal("20.00"),
        total_price_gross_amount=Decimal("20.00"),
        undiscounted_total_price_net_amount=Decimal("20.00"),
    )
    happen(placed, "order_fully_paid", PAID)
    return placed


@pytest.fixture
def carol(company):
    return company.join("Carol")


def happen(order, kind, at, **parameters):
    return OrderEvent.objects.create(order=order, type=kind, date=at, parameters=parameters)


def send(order, quantity, at, status="fulfilled"):
    parcel = Fulfillment.objects.create(order=order, status=status)
    Fulfillment.objects.filter(pk=parcel.pk).update(created_at=at)
    FulfillmentLine.objects.create(
        fulfillment=parcel, order_line=order.lines.get(), quantity=quantity
    )
    return parcel


def money(order, kind, amount, at, **values):
    item, _ = TransactionItem.objects.get_or_create(order=order, currency="USD")
    return TransactionEvent.objects.create(
        transaction=item,
        currency="USD",
        type=kind,
        amount_value=Decimal(amount),
        created_at=at,
        include_in_calculations=True,
        **values,
    )


def grant(order, units, shipping=False):
    granted = OrderGrantedRefund.objects.create(
        order=order, currency="USD", shipping_costs_included=shipping
    )
    OrderGrantedRefundLine.objects.create(
        granted_refund=granted, order_line=order.lines.get(), quantity=units
    )
    return granted


def cv(order):
    """CV in whole units of money, by sum."""
    return (SaleLine.objects.filter(order_id=order.pk).aggregate(s=Sum("cv_e4"))["s"] or 0) / 10_000


@pytest.mark.django_db
def test_a_refund_while_the_channel_is_off_still_takes_back(order, carol, time):
    """Switching a channel off starts no sale; what was sold and is given back goes back."""
    sales.reconcile(order.pk)
    settings.update_channel("us", {"active": "false"}, "test")

    money(order, "refund_success", "20.00", PAID + timedelta(days=1))
    sales.reconcile(order.pk)

    assert cv(order) == 0


@pytest.mark.django_db
def test_a_refund_after_the_channel_was_off_for_a_while_still_takes_back(order, carol, time):
    sales.reconcile(order.pk)
    settings.update_channel("us", {"active": "false"}, "test")
    time.now += timedelta(days=1)
    settings.update_channel("us", {"active": "true"}, "test")

    money(order, "refund_success", "20.00", PAID + timedelta(days=1))
    sales.reconcile(order.pk)

    assert cv(order) == 0


@pytest.mark.django_db
def test_an_order_placed_while_the_channel_was_off_never_counts(order, carol, time):
    with time.at(PAID - timedelta(hours=1)):
        settings.update_channel("us", {"active": "false"}, "test")
    sales.reconcile(order.pk)
    time.now += timedelta(days=1)
    settings.update_channel("us", {"active": "true"}, "test")
    sales.reconcile(order.pk)

    assert not SaleLine.objects.exists()
    assert not Attribution.objects.exists()


@pytest.mark.django_db
def test_one_unit_refunded_in_two_parts_with_its_shipping_is_one_unit(order, carol, time):
    """15.00 for a unit of 10.00 and shipping of 5.00, paid back in two halves."""
    Order.objects.filter(pk=order.pk).update(shipping_price_gross_amount=Decimal("5.00"))
    granted = grant(order, 1, shipping=True)
    for days in (1, 2):
        money(
            order,
            "refund_success",
            "7.50",
            PAID + timedelta(days=days),
            related_granted_refund=granted,
        )

    sales.reconcile(order.pk)

    assert cv(order) == 10


@pytest.mark.django_db
def test_a_refund_that_failed_after_all_gives_the_sale_back(order, carol, time):
    """Saleor counts a success no more once a later failure bears the same reference."""
    money(order, "refund_success", "20.00", PAID + timedelta(days=1), psp_reference="r1")
    sales.reconcile(order.pk)
    before = cv(order)

    money(order, "refund_failure", "20.00", PAID + timedelta(days=2), psp_reference="r1")
    sales.reconcile(order.pk)

    assert (before, cv(order)) == (0, 20)


@pytest.mark.django_db
def test_a_refund_reported_for_a_day_to_come_counts_now(order, carol, time):
    """A payment app's clock must not put off a reversal for years."""
    now = time()
    money(order, "charge_success", "20.00", PAID)
    money(order, "refund_success", "20.00", now + timedelta(days=3650))

    sales.reconcile(order.pk)

    late = SaleLine.objects.filter(volume_at__gt=now)
    assert (cv(order), late.count()) == (0, 0)


@pytest.mark.django_db
def test_a_refund_by_the_legacy_payments_takes_back(order, carol, time):
    """They leave no transaction event, only an event of the order."""
    sales.reconcile(order.pk)

    happen(order, "payment_refunded", PAID + timedelta(days=1), amount="5.00", payment_id="p")
    sales.reconcile(order.pk)

    assert cv(order) == 15


@pytest.mark.django_db
def test_a_legacy_refund_of_named_goods_takes_back_those(order, carol, time):
    """The goods move to a parcel of their own, the money is named by two events."""
    line = order.lines.get()
    other = OrderLine.objects.get(pk=line.pk)
    other.pk = None
    other._state.adding = True
    other.save()
    sales.reconcile(order.pk)

    named = [{"quantity": 1, "line_pk": str(line.pk), "item": "Tea"}]
    happen(order, "payment_refunded", PAID + timedelta(days=1), amount="10.000")
    happen(order, "fulfillment_refunded", PAID + timedelta(days=1), amount="10.000", lines=named)
    sales.reconcile(order.pk)

    sums = SaleLine.objects.values("order_line_id").annotate(s=Sum("cv_e4"))
    assert {row["order_line_id"]: row["s"] for row in sums} == {line.pk: 100_000, other.pk: 200_000}


@pytest.mark.django_db
def test_a_parcel_that_waited_for_approval_is_sent_when_approved(order, carol, time):
    """Its row counts where it was paid and its hold begins when the goods leave."""
    approved = PAID + timedelta(days=30)
    parcel = send(order, 2, PAID + timedelta(hours=1), status="waiting_for_approval")
    happen(order, "fulfillment_awaits_approval", PAID + timedelta(hours=1))
    sales.reconcile(order.pk)

    Fulfillment.objects.filter(pk=parcel.pk).update(status="fulfilled")
    lines = list(parcel.lines.values_list("id", flat=True))
    happen(order, "fulfillment_fulfilled_items", approved, fulfilled_items=lines)
    sales.reconcile(order.pk)

    row = SaleLine.objects.exclude(earned_e4=0).get()
    assert (row.kind, row.volume_at, row.release_at) == (
        "fulfilled",
        PAID,
        approved + timedelta(days=14),
    )


@pytest.mark.django_db
def test_the_watermark_never_runs_ahead_of_the_clock(order, carol, time):
    """One event with a date to come would blind the sweep until then."""
    happen(order, "note_added", time() + timedelta(days=3650))

    sweep.sweep()

    assert Activation.objects.get().sweep_watermark <= time()


@pytest.mark.django_db
def test_an_order_counts_by_what_ruled_when_it_was_placed(order, carol, time):
    """The worker comes late: since the order the percent was changed and the channel closed."""
    settings.update_channel("us", {"active": "false", "cvPercent": "50"}, "test")

    sales.reconcile(order.pk)

    assert cv(order) == 20


@pytest.mark.django_db
def test_a_changed_percent_leaves_orders_alone_that_were_read_before(order, carol, time):
    sales.reconcile(order.pk)
    settings.update_channel("us", {"cvPercent": "50"}, "test")

    send(order, 2, PAID + timedelta(days=1))
    sales.reconcile(order.pk)

    assert cv(order) == 20


@pytest.mark.django_db
def test_a_charge_that_is_lowered_takes_back_and_raised_again_gives_back(order, carol, time):
    """A payment app may say only what is charged now: no event of a refund is written then."""
    volumes = []
    for day, amount in enumerate(("20.00", "-15.00", "15.00"), start=1):
        money(order, "charge_success", amount, PAID + timedelta(days=day))
        sales.reconcile(order.pk)
        volumes.append(cv(order))

    assert volumes == [20, 5, 20]
    assert facts(order) == ["paid", "refunded", "refunded"]


@pytest.mark.django_db
def test_a_charge_back_that_was_won_gives_the_sale_back(order, carol, time):
    money(order, "charge_success", "20.00", PAID, psp_reference="c1")
    volumes = []
    for day, kind in ((1, "charge_back"), (2, "charge_success")):
        money(order, kind, "20.00", PAID + timedelta(days=day), psp_reference=f"c{day + 1}")
        sales.reconcile(order.pk)
        volumes.append(cv(order))

    assert volumes == [0, 20]


@pytest.mark.django_db
def test_what_was_paid_too_much_goes_back_and_the_sale_stays(order, carol, time):
    money(order, "charge_success", "25.00", PAID)
    money(order, "refund_success", "5.00", PAID + timedelta(days=1), psp_reference="r1")
    sales.reconcile(order.pk)

    assert cv(order) == 20


@pytest.mark.django_db
def test_a_parcel_that_was_cancelled_leaves_later_facts_their_own_days(order, carol, time):
    """Once everything after a cancelled parcel became one adjustment of the day of reading."""
    parcel = send(order, 2, PAID + timedelta(days=1))
    rows = list(parcel.lines.values_list("id", flat=True))
    happen(order, "fulfillment_fulfilled_items", PAID + timedelta(days=1), fulfilled_items=rows)
    sales.reconcile(order.pk)
    Fulfillment.objects.filter(pk=parcel.pk).update(status="canceled")
    number = f"{order.number}-{parcel.fulfillment_order}"
    happen(order, "fulfillment_canceled", PAID + timedelta(days=2), composed_id=number)
    sales.reconcile(order.pk)
    send(order, 1, PAID + timedelta(days=3))
    money(order, "charge_success", "20.00", PAID)
    money(order, "refund_success", "20.00", PAID + timedelta(days=4), psp_reference="r1")
    sales.reconcile(order.pk)

    rows = SaleLine.objects.filter(order_id=order.pk).order_by("seq")
    assert [(row.kind, (row.at - PAID).days, row.earned_e4) for row in rows] == [
        ("paid", 0, 0),
        ("fulfilled", 1, 200_000),
        ("withdrawn", 2, -200_000),
        ("fulfilled", 3, 100_000),
        ("refunded", 4, -100_000),
    ]
    assert {row.volume_at for row in rows if row.kind != "refunded"} == {PAID}


@pytest.mark.django_db
def test_the_claim_of_an_order_that_was_not_confirmed_at_first_is_kept(order, carol, time):
    """Its hook told of the code; the metadata was edited before somebody confirmed it."""
    Order.objects.filter(pk=order.pk).update(status="unconfirmed", metadata={})
    sales.reconcile(order.pk, "CAROL")
    assert not Attribution.objects.exists()

    Order.objects.filter(pk=order.pk).update(status="unfulfilled", metadata={"mlm.ref": "SOMEBODY"})
    sales.reconcile(order.pk)

    assert Attribution.objects.get().distributor == carol
    assert cv(order) == 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "volume"),
    [
        ({"origin": "draft"}, 20),
        ({"origin": "bulk_create"}, 0),
        ({"origin": "bulk_create", "metadata": {"mlm.ref": "CAROL", "mlm.counts": "true"}}, 0),
        ({"origin": "bulk_create", "private_metadata": {"mlm.counts": "true"}}, 20),
        ({"origin": "reissue", "private_metadata": {"mlm.counts": "true"}}, 0),
        ({"status": "expired"}, 0),
        ({"status": "draft"}, 0),
    ],
)
def test_which_orders_are_sales(order, carol, time, values, volume):
    Order.objects.filter(pk=order.pk).update(**values)

    sales.reconcile(order.pk)

    assert cv(order) == volume


@pytest.mark.django_db
def test_an_order_deleted_before_the_commit_never_counts(order, carol, time):
    send(order, 2, PAID + timedelta(days=1))
    sales.reconcile(order.pk)
    key = order.pk
    Order.objects.filter(pk=key).delete()

    sweep.read_everything()
    sweep.read_everything()

    assert [row.kind for row in SaleLine.objects.order_by("seq")] == [
        "paid",
        "fulfilled",
        "deleted",
    ]
    last = SaleLine.objects.get(kind="deleted")
    assert (last.cv_e4, last.earned_e4, last.net_minor) == (-200_000, -200_000, -2000)
    assert last.volume_at == PAID


@pytest.mark.django_db
def test_what_a_run_counted_stands_and_so_does_what_was_taken_back(
    order,
    carol,
    time,
    in_force,
):
    # given: sold and sent in November, committed, half refunded in December
    Activation.objects.all().delete()
    in_force()
    send(order, 2, PAID + timedelta(days=1))
    money(order, "charge_success", "20.00", PAID)
    sales.reconcile(order.pk)
    time.now = NOVEMBER + timedelta(days=31)
    runs.commit("2026-11", "test")
    money(order, "refund_success", "10.00", time(), psp_reference="r1")
    sales.reconcile(order.pk)
    # when: by hand, since Saleor itself refuses it to an order that was paid
    TransactionItem.objects.filter(order=order).delete()
    Order.objects.filter(pk=order.pk).delete()
    deletions.reverse_deleted()
    # then
    assert ClaimedSaleLine.objects.count() == 2
    assert [row.kind for row in SaleLine.objects.order_by("seq")] == [
        "paid",
        "fulfilled",
        "refunded",
    ]


@pytest.mark.django_db
def test_a_draft_counts_from_when_it_was_placed(order, carol, time):
    """Drafted before the switch-on; only the event says when the order was placed."""
    before = NOVEMBER - timedelta(days=40)
    Order.objects.filter(pk=order.pk).update(origin="draft", created_at=before)
    happen(order, "placed_from_draft", PAID)

    sweep.read_everything()

    assert Attribution.objects.get().order_created_at == PAID
    assert cv(order) == 20


def facts(order):
    rows = SaleLine.objects.filter(order_id=order.pk).order_by("seq")
    return [row.kind for row in rows]
