"""Claims before an order: visits, what a checkout keeps, vouchers, and what is forgotten."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from saleor.channel.models import Channel
from saleor.checkout.models import Checkout
from saleor.order.models import Order

from saleor_mlm.models import Activation, CheckoutClaim, DistributorVoucher, VoucherAssignment
from saleor_mlm.services import claims, settings, vouchers
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER

DAY = timedelta(days=1)


@pytest.fixture
def channel():
    Activation.objects.create(id=1, counts_from=NOVEMBER, sweep_watermark=NOVEMBER)
    return Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )


@pytest.fixture
def people(company):
    return [company.join(name) for name in ("Carol", "Dora", "Eve")]


@pytest.fixture
def checkout(channel):
    return Checkout.objects.create(channel=channel, currency="USD")


def attached(checkout):
    return [claim.distributor for claim in claims.of_checkout(checkout.pk)]


def click(checkout, person, token=None):
    _, token = claims.visit(person.code, "us", token)
    claims.attach(checkout.pk, None, token)
    return token


@pytest.mark.django_db
def test_a_token_carries_the_visits_before_it(checkout, people, time):
    carol, dora, eve = people
    token = None
    for person in (carol, dora, carol, eve):
        _, token = claims.visit(person.code, "us", token)
        time.now += DAY

    claims.attach(checkout.pk, None, token)

    clicks = [
        (claim.distributor, (claim.clicked_at - time()).days)
        for claim in claims.of_checkout(checkout.pk)
    ]
    assert clicks == [(carol.id, -4), (dora.id, -3), (carol.id, -2), (eve.id, -1)]


@pytest.mark.django_db
def test_a_token_of_the_version_before_is_read(checkout, people, time, channel):
    old = {"code": "CAROL", "channel": channel.id, "at": time().timestamp()}

    ruling = claims.attach(checkout.pk, None, signing.dumps(old, salt=claims.SALT))

    assert (ruling.distributor, ruling.clicked_at) == (people[0].id, time())


@pytest.mark.django_db
def test_a_damaged_earlier_token_spoils_no_visit(checkout, people, time):
    click(checkout, people[0], token="torn")

    assert attached(checkout) == [people[0].id]


@pytest.mark.django_db
def test_a_checkout_keeps_of_each_the_first_and_the_latest(checkout, people, time):
    carol, dora, _ = people
    for person in [carol, dora] * 8:
        time.now += DAY
        click(checkout, person)

    kept = claims.of_checkout(checkout.pk)
    assert attached(checkout) == [carol.id, dora.id, carol.id, dora.id]
    assert kept[0].clicked_at == time() - 15 * DAY


@pytest.mark.django_db
def test_a_checkout_shows_the_referral_that_would_rule_now(checkout, people, time):
    carol, dora, _ = people
    settings.update_channel("us", {"winningClick": "FIRST"}, "test")

    token = click(checkout, carol)
    time.now += DAY
    ruling = claims.attach(checkout.pk, None, claims.visit(dora.code, "us", token)[1])

    assert ruling.distributor == carol.id
    row = CheckoutClaim.objects.get()
    assert claims.ruling(row, settings.rules(checkout.channel_id).policy).distributor == carol.id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("late", "refused"), [(timedelta(microseconds=-1), False), (0 * DAY, True)]
)
def test_a_token_expires_with_the_window(checkout, people, time, late, refused):
    settings.update_channel("us", {"attributionWindowDays": "30"}, "test")
    _, token = claims.visit("CAROL", "us")
    time.now += 30 * DAY + late

    if refused:
        with pytest.raises(MlmError) as error:
            claims.attach(checkout.pk, None, token)
        assert error.value.code == "TOKEN_EXPIRED"
    else:
        claims.attach(checkout.pk, None, token)
    assert CheckoutClaim.objects.exists() is not refused


@pytest.mark.django_db
def test_a_detached_checkout_keeps_nothing(checkout, people, time):
    token = click(checkout, people[0])
    click(checkout, people[1], token)

    claims.detach(checkout.pk)

    assert attached(checkout) == []


@pytest.mark.django_db
def test_what_an_older_pod_attached_counts(checkout, people, time):
    """It writes the latest referral and knows nothing of earlier ones."""
    click(checkout, people[0])
    CheckoutClaim.objects.update(distributor=people[1], attached_at=time() + DAY)

    assert attached(checkout) == [people[1].id]


@pytest.mark.django_db
def test_only_claims_that_can_decide_nothing_are_forgotten(channel, people, time):
    open_, gone, ordered, old = (
        Checkout.objects.create(channel=channel, currency="USD") for _ in range(4)
    )
    for each in (open_, gone, ordered, old):
        click(each, people[0])
    CheckoutClaim.objects.filter(checkout_token=old.pk).update(clicked_at=time() - 366 * DAY)
    Order.objects.create(
        channel=channel, currency="USD", lines_count=0, origin="checkout", status="unfulfilled",
        checkout_token=str(ordered.pk),
    )  # fmt: skip
    kept = {open_.pk, ordered.pk}
    gone.delete()
    ordered.delete()

    at_once = claims.purge()
    time.now += DAY + timedelta(seconds=1)
    forgotten = claims.purge()

    assert (at_once, forgotten) == (0, 2)
    assert set(CheckoutClaim.objects.values_list("pk", flat=True)) == kept


@pytest.mark.django_db
def test_whose_a_voucher_was_is_known_for_any_instant(people, time):
    carol, dora, _ = people
    began = time()
    for person in (carol, dora, None):
        vouchers.assign("Spring", person and person.code, "staff:1")
        time.now += DAY

    owners = [vouchers.owner_at("SPRING", began + day * DAY) for day in (-1, 0, 1, 2)]

    assert owners == [None, (carol, began), (dora, began + DAY), None]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        VoucherAssignment.objects.all().delete()


@pytest.mark.django_db
def test_a_voucher_that_an_older_pod_gave_away_counts(people, time):
    carol, dora, _ = people
    vouchers.assign("spring", carol.code, "staff:1")
    DistributorVoucher.objects.all().delete()
    DistributorVoucher.objects.create(code="SPRING", distributor=dora, since=time() + DAY)

    assert vouchers.owner_at("spring", time() + DAY) == (dora, time() + DAY)
    assert vouchers.owner_at("spring", time()) == (carol, time())


def test_a_voucher_given_to_two_at_once_is_one_persons(committed_db, company, time, together):
    carol, dora = company.join("Carol"), company.join("Dora")

    results = together(
        *[lambda who=who: vouchers.assign("spring", who.code, "test") for who in (carol, dora)]
    )

    assert results == [carol, dora]
    owner = DistributorVoucher.objects.get().distributor
    assert vouchers.owner_at("SPRING", time()) == (owner, time())
