"""Orders from before the switch-on: what a preview says is what counts afterwards, or nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from saleor.account.models import Address, User
from saleor.order.models import Order

from saleor_mlm.models import (
    Attribution,
    Backfill,
    BackfillOrder,
    CommissionLine,
    Estimate,
    OutboxEntry,
    SaleLine,
    VoucherAssignment,
)
from saleor_mlm.services import backfills, runs, sales, settings, sweep
from saleor_mlm.services.backfills import Choice
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import Placed, pay, stands

BEFORE = NOVEMBER - timedelta(hours=6)
DECEMBER = NOVEMBER + timedelta(days=32)
CHOICE = Choice("us", NOVEMBER - timedelta(days=30))
pytestmark = pytest.mark.django_db


@pytest.fixture
def past(people, channel):
    """A paid and sent order of 20.00 from before the switch-on, by Carol's code or another's."""

    def place(code="CAROL", at=BEFORE, **more):
        return Placed(channel, at, code=code, **more).pay(at).send(at)

    return place


def begin(choice=CHOICE):
    return backfills.start(
        choice, backfills.preview(choice).token, "moved from elsewhere", "user:1"
    )


def outcomes():
    return sorted(BackfillOrder.objects.values_list("outcome", flat=True))


def test_a_preview_says_who_what_and_how_much_and_writes_nothing(past, people):
    for code in ("CAROL", "CAROL", "DORA", ""):
        past(code)

    found = backfills.preview(CHOICE)

    shares = {who.code: (s.orders, s.cv_e4, s.qv_e4) for who, s in found.shares.items()}
    assert shares == {"CAROL": (2, 400_000, 400_000), "DORA": (1, 200_000, 200_000)}
    assert found.commission_minor == {"USD": 2 * (200 + 100 + 50) + 200}
    assert (found.counted_in, set(found.skipped.values())) == ("2026-11", {"NOBODYS"})
    for table in (Attribution, SaleLine, Backfill, BackfillOrder, Estimate):
        assert not table.objects.exists()


def test_what_was_previewed_counts(past):
    order = past()
    found = backfills.preview(CHOICE)

    made = begin()
    backfills.work(10)
    runs.estimate()

    assert stands(order) == {"Carol": 20}
    assert sum(pay(Estimate, period="2026-11").values()) == found.commission_minor["USD"]
    made.refresh_from_db()
    assert made.finished_at is not None
    assert backfills.progress(made) == "1 of 1 orders count now"


def test_why_orders_are_left_out(past, channel, people):
    past("")
    counted = past()
    begin()
    backfills.work(10)
    Placed(channel, BEFORE, code="CAROL")
    imported = past()
    Order.objects.filter(pk=imported.id).update(origin="reissue")
    cancelled = past()
    Order.objects.filter(pk=cancelled.id).update(status="canceled")

    found = backfills.preview(CHOICE)

    assert sorted(found.skipped.values()) == [
        "COUNTS_ALREADY",
        "NOBODYS",
        "NOT_PAID",
        "NO_SALE",
        "NO_VOLUME",
    ]
    assert stands(counted) == {"Carol": 20}


def test_who_had_not_joined_yet_is_credited_with_nothing(past, company, people):
    """As of then: the code's owner joined later, so the next above had the sale."""
    late = company.join("Late", people["Bob"])
    company.status(late, "ended", BEFORE)
    order = past("LATE")

    begin()
    backfills.work(10)

    assert stands(order) == {"Bob": 20}


def test_a_preview_that_is_no_longer_true_is_not_applied(past):
    past()
    token = backfills.preview(CHOICE).token
    past()

    with pytest.raises(MlmError) as caught:
        backfills.start(CHOICE, token, "r", "user:1")

    assert caught.value.code == "PREVIEW_OUTDATED"
    assert not Backfill.objects.exists()


def test_an_order_that_changes_before_its_turn_is_left_out(past):
    orders = [past(), past()]
    made = begin()

    orders[0].give_back("5.00", BEFORE + timedelta(hours=1))
    backfills.work(10)

    assert [stands(order) for order in orders] == [{}, {"Carol": 20}]
    assert backfills.progress(made) == "1 of 2 orders count now, 1 were left out"


def test_an_order_that_would_go_elsewhere_is_left_out(past):
    """Plans may pay by the country."""
    order = past()
    begin()
    there = Address.objects.create(country="DE")
    Order.objects.filter(id=order.id).update(shipping_address=there)

    backfills.work(10)

    assert outcomes() == ["changed"]
    assert SaleLine.objects.count() == 0


def test_the_same_token_again_is_the_same_backfill(past):
    past()
    token = backfills.preview(CHOICE).token

    first = backfills.start(CHOICE, token, "r", "user:1")
    backfills.work(10)
    again = backfills.start(CHOICE, token, "r", "user:1")
    done = backfills.work(10)

    assert (again, done, SaleLine.objects.count()) == (first, 0, 2)


def test_a_backfill_goes_on_where_it_stopped(past):
    orders = [past() for _ in range(3)]
    made = begin()

    done = [backfills.work(2), backfills.progress(made), backfills.work(2)]

    assert done == [2, "2 of 3 orders count now", 1]
    assert [stands(order) for order in orders] == [{"Carol": 20}] * 3


def test_overlapping_backfills_count_an_order_once(past):
    order = past()
    begin()
    wider = Choice("us", NOVEMBER - timedelta(days=60))
    begin(wider)

    backfills.work(10)

    assert (stands(order), outcomes()) == ({"Carol": 20}, ["applied", "applied"])


def test_a_period_committed_meanwhile_is_not_touched(past, time):
    past()
    begin()
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    backfills.work(10)

    assert (outcomes(), SaleLine.objects.count()) == (["changed"], 0)
    assert not CommissionLine.objects.exists()


def test_a_later_refund_takes_back_also_when_no_hook_told(past, time):
    order = past()
    begin()
    backfills.work(10)
    order.give_back("5.00", time())

    sweep.sweep()
    assert OutboxEntry.objects.filter(order_id=order.id).exists()
    sales.reconcile(order.id)

    assert stands(order) == {"Carol": 15}


def test_only_one_kind_of_claim(past, people, channel):
    """By voucher: orders by a code in the metadata are left out."""
    VoucherAssignment.objects.create(
        code="TEN", distributor=people["Dora"], since=BEFORE - timedelta(hours=1)
    )
    by_code, by_voucher = past(), past()
    Order.objects.filter(pk=by_voucher.id).update(voucher_code="TEN")

    begin(Choice("us", CHOICE.starts_at, claim="voucher"))
    backfills.work(10)

    assert (stands(by_code), stands(by_voucher)) == ({}, {"Dora": 20})


def test_the_customer_of_the_first_order_in_time_is_remembered_for_the_next(past):
    user = User.objects.create(email="c@example.com")
    first = past("CAROL", at=BEFORE - timedelta(hours=2), user_id=user.pk)
    second = past("DORA", user_id=user.pk)

    begin()
    backfills.work(10)

    assert [stands(order) for order in (first, second)] == [{"Carol": 20}, {"Carol": 20}]


def test_volumes_are_those_of_the_day_of_the_backfill(past, time):
    order = past()
    begin()
    time.now += timedelta(hours=1)
    settings.update_channel("us", {"cvPercent": "50"}, "test")

    backfills.work(10)

    assert (stands(order), outcomes()) == ({"Carol": 20}, ["applied"])


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice("moon", BEFORE), "CHANNEL_UNKNOWN"),
        (Choice("us", NOVEMBER), "OUT_OF_RANGE"),
        (Choice("us", BEFORE, NOVEMBER + timedelta(days=1)), "OUT_OF_RANGE"),
        (Choice("us", BEFORE, BEFORE), "OUT_OF_RANGE"),
    ],
)
def test_a_choice_that_makes_no_sense(people, choice, code):
    with pytest.raises(MlmError) as caught:
        backfills.preview(choice)

    assert caught.value.code == code


def test_more_orders_than_one_preview_takes(past, monkeypatch):
    monkeypatch.setattr(backfills, "ORDERS_MAX", 1)
    past(), past()

    with pytest.raises(MlmError) as caught:
        backfills.preview(CHOICE)

    assert caught.value.code == "OUT_OF_RANGE"


def test_the_command_shows_a_preview_and_applies_it(past):
    order = past()
    chosen = ["backfill", "us", "--from", "2026-10-01"]
    out = StringIO()
    call_command("mlm", *chosen, stdout=out)
    token = backfills.preview(Choice("us", NOVEMBER - timedelta(days=31))).token
    call_command("mlm", *chosen, "--apply", token, "--reason", "moved here", stdout=out)

    assert stands(order) == {"Carol": 20}
    assert out.getvalue().splitlines() == [
        "1 orders would count, in 2026-11:",
        "  CAROL: 1 orders, CV 20.0000",
        "Estimated commission in minor units: 350 USD.",
        f"To apply exactly this: --apply {token} --reason ...",
        "1 of 1 orders count now ...",
        "1 of 1 orders count now.",
    ]
