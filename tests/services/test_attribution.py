"""Whose sale an order is: the order of claims, what ruled then, and that it stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from saleor.channel.models import Channel

from saleor_mlm.adapters.orders import Order
from saleor_mlm.models import (
    Attribution,
    CheckoutClaim,
    Distributor,
    DistributorVoucher,
)
from saleor_mlm.services import attribution, settings, vouchers

from .conftest import NOVEMBER

BUYER = 77


@pytest.fixture
def people(company):
    """Alice enrolled Bob, Bob enrolled Carol; Dora and Eve stand beside."""
    alice = company.join("Alice")
    bob = company.join("Bob", alice)
    company.join("Carol", bob)
    company.join("Dora")
    company.join("Eve")
    return lambda name: Distributor.objects.get(code=name.upper())


def order(time, **changes):
    values = {
        "id": uuid4(),
        "number": "1001",
        "created_at": time(),
        "channel_id": 1,
        "currency": "USD",
        "user_id": None,
        "checkout_token": uuid4(),
        "voucher_code": None,
        "metadata": {},
        "is_sale": True,
        "paid_at": None,
        "cancelled_at": None,
        "known_at": time(),
    }
    return Order(**(values | changes))


def attach(checkout_token, distributor, at):
    CheckoutClaim.objects.create(
        checkout_token=checkout_token, distributor=distributor, clicked_at=at, attached_at=at
    )


def past_sale(seller, at, source="link"):
    """An earlier order of the buyer, by which the buyer is the seller's customer."""
    Attribution.objects.create(
        order_id=uuid4(),
        distributor=seller,
        source=source,
        attached_at=at,
        decided_at=at,
        order_number="1000",
        order_created_at=at,
        customer_user_id=BUYER,
        channel_id=1,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claims", "credited", "source"),
    [
        ({"own", "record", "voucher", "attach", "metadata"}, "ALICE", "own_purchase"),
        ({"record", "voucher", "attach", "metadata"}, "BOB", "customer_of_record"),
        ({"voucher", "attach", "metadata"}, "CAROL", "voucher"),
        ({"attach", "metadata"}, "DORA", "link"),
        ({"metadata"}, "EVE", "metadata"),
        (set(), None, ""),
    ],
)
def test_the_first_claim_in_the_order_of_claims_decides(people, time, claims, credited, source):
    # given
    bought = order(
        time,
        user_id=BUYER,
        voucher_code="CAROL10" if "voucher" in claims else None,
        metadata={"mlm.ref": "eve"} if "metadata" in claims else {},
    )
    if "own" in claims:
        Distributor.objects.filter(code="ALICE").update(user_id=BUYER)
    if "record" in claims:
        past_sale(people("Bob"), NOVEMBER)
    DistributorVoucher.objects.create(code="carol10", distributor=people("Carol"), since=NOVEMBER)
    if "attach" in claims:
        attach(bought.checkout_token, people("Dora"), time())

    # when
    made = attribution.decide(bought, "")

    # then
    assert (made.distributor and made.distributor.code, made.source) == (credited, source)
    assert made.own is ("own" in claims)


@pytest.mark.django_db
def test_a_decision_is_made_once(people, time):
    bought = order(time, metadata={"mlm.ref": "CAROL"})
    attribution.decide(bought, "")

    again = attribution.decide(order(time, id=bought.id, metadata={"mlm.ref": "DORA"}), "EVE")

    assert (again.distributor.code, Attribution.objects.count()) == ("CAROL", 1)


@pytest.mark.django_db
def test_the_code_that_the_hook_saw_rules_over_the_metadata_of_today(people, time):
    made = attribution.decide(order(time, metadata={"mlm.ref": "DORA"}), "CAROL")

    assert made.distributor.code == "CAROL"


@pytest.mark.django_db
def test_a_policy_changed_since_the_order_changes_nothing(people, time):
    """The worker comes late: what ruled at the order rules."""
    channel = Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )
    bought = order(time, channel_id=channel.pk, voucher_code="CAROL10")
    with time.at(NOVEMBER):
        vouchers.assign("carol10", "CAROL", "test")
    time.now += timedelta(seconds=1)
    settings.update_channel("us", {"vouchersAttribute": "false"}, "test")
    vouchers.assign("carol10", "DORA", "test")

    made = attribution.decide(bought, "")

    assert (made.distributor.code, made.source) == ("CAROL", "voucher")
    assert made.explanation["policy"]["vouchersAttribute"] == "true"


@pytest.mark.django_db
def test_an_ended_distributor_gives_way_to_the_next_active_enroller(people, company, time):
    # given: Carol and Bob ended between attach and order
    bought = order(time)
    attach(bought.checkout_token, people("Carol"), time() - timedelta(hours=2))
    for name in ("Carol", "Bob"):
        company.status(people(name), "ended", time() - timedelta(hours=1))

    made = attribution.decide(bought, "")

    assert (made.distributor.code, made.claimed.code, made.source) == ("ALICE", "CAROL", "link")


@pytest.mark.django_db
def test_an_end_after_the_order_changes_nothing(people, company, time):
    """The worker may read the order late: what ruled at the order rules."""
    bought = order(time)
    attach(bought.checkout_token, people("Carol"), time())
    company.status(people("Carol"), "ended", time() + timedelta(minutes=1))
    time.now += timedelta(days=1)

    assert attribution.decide(bought, "").distributor.code == "CAROL"


@pytest.mark.django_db
def test_where_the_whole_line_has_ended_the_sale_is_nobodys(people, company, time):
    for name in ("Carol", "Bob", "Alice"):
        company.status(people(name), "ended", NOVEMBER)

    made = attribution.decide(order(time, metadata={"mlm.ref": "CAROL"}), "")

    assert (made.distributor, made.source) == (None, "")


@pytest.mark.django_db
def test_a_registered_customer_stays_with_the_first_distributor(people, time):
    first = order(time, user_id=BUYER)
    attach(first.checkout_token, people("Carol"), time())
    attribution.decide(first, "")

    time.now += timedelta(days=1)
    second = order(time, user_id=BUYER)
    attach(second.checkout_token, people("Dora"), time())
    made = attribution.decide(second, "")

    assert (made.distributor.code, made.source) == ("CAROL", "customer_of_record")


@pytest.mark.django_db
def test_the_first_order_makes_the_customer_although_it_is_read_last(people, time):
    first = order(time, user_id=BUYER)
    attach(first.checkout_token, people("Carol"), time())
    second = order(time, user_id=BUYER, created_at=time() + timedelta(minutes=1))
    attach(second.checkout_token, people("Dora"), time())

    attribution.decide(second, "")
    attribution.decide(first, "")

    time.now += timedelta(days=1)
    third = attribution.decide(order(time, user_id=BUYER), "")
    assert (third.distributor.code, third.attached_at) == ("CAROL", first.created_at)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", " ", "NOBODY", "x" * 500, "car\x07ol", "%", "_AROL"])
def test_a_strange_code_in_the_metadata_is_nobodys(people, time, code):
    assert attribution.decide(order(time, metadata={"mlm.ref": code}), "").distributor is None


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, 5, ["CAROL"], {"a": 1}])
def test_metadata_of_another_type_is_nobodys(people, time, value):
    assert attribution.decide(order(time, metadata={"mlm.ref": value}), "").distributor is None


def test_two_workers_at_once_make_one_decision(committed_db, company, time, together):
    carol, dora = company.join("Carol"), company.join("Dora")
    bought = order(time)

    made = together(
        lambda: attribution.decide(bought, carol.code).distributor_id,
        lambda: attribution.decide(bought, dora.code).distributor_id,
    )

    assert made[0] == made[1]
    assert Attribution.objects.count() == 1
