"""Agreements that run for a time, and distributors who do nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from saleor.account.models import User

from saleor_mlm.models import Notice, StatusChange
from saleor_mlm.services import (
    account_classes,
    agreements,
    enrolment,
    inactivity,
    renewals,
    settings,
    terms,
)
from saleor_mlm.services.applications import Details
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER

pytestmark = pytest.mark.django_db
JOINED = datetime(2026, 1, 31, 12, tzinfo=UTC)
ENDS = datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def carol(channel, in_force, time):
    """Enrolled on 31 January 2026 by a channel whose agreements run for twelve months."""
    in_force()
    texts = {"agreementMonths": "12", "renewalNoticeDays": "30", "renewalGraceDays": "14"}
    settings.update_channel("us", texts, "test")
    agreements.publish("us", "2026-1", "Sell honestly.", None, "test")
    user = User.objects.create(email="carol@example.com", is_active=True)
    with time.at(JOINED):
        return enrolment.enroll(
            user_id=user.pk,
            enroller_code=None,
            display_name="Carol",
            code="CAROL",
            actor="test",
            details=Details(channel="us"),
        )


def renew(carol, **wishes):
    usual = {"channel": None, "version": "2026-1", "address": "10.0.0.1", "by_staff": False}
    return renewals.renew(carol, actor="user:1", **(usual | wishes))


def test_an_agreement_is_renewed_from_its_end_on(carol, time):
    time.now = ENDS - timedelta(days=30)

    kept = renew(carol)

    assert (kept.runs_from, kept.accepted_at) == (ENDS, time())
    assert terms.ends_at(carol) == datetime(2028, 1, 31, 12, tzinfo=UTC)


def test_one_that_has_ended_goes_on_from_its_renewal(carol, time):
    time.now = ENDS + timedelta(days=3)

    assert renew(carol).runs_from == time()


@pytest.mark.parametrize(
    ("at", "wishes", "code"),
    [
        (ENDS - timedelta(days=31), {}, "NOT_DUE"),
        (ENDS, {"version": None}, "AGREEMENT_REQUIRED"),
        (ENDS, {"version": "2025"}, "AGREEMENT_OUTDATED"),
    ],
)
def test_a_renewal_too_early_or_of_nothing_is_refused(carol, time, at, wishes, code):
    time.now = at

    with pytest.raises(MlmError) as refused:
        renew(carol, **wishes)

    assert refused.value.code == code
    assert terms.ends_at(carol) == ENDS


def test_an_end_is_announced_once(carol, time):
    time.now = ENDS - timedelta(days=31)
    early = renewals.remind()
    time.now = ENDS - timedelta(days=30)
    first, again = renewals.remind(), renewals.remind()

    assert (early, first, again) == (0, 1, 0)
    assert list(Notice.objects.values_list("kind", "subject")) == [("renewal", "2027-01-31")]


def test_who_does_not_renew_ends_after_the_grace_and_is_a_customer(carol, time):
    time.now = ENDS + timedelta(days=13)
    within = renewals.end_overdue()
    time.now = ENDS + timedelta(days=14)
    after, again = renewals.end_overdue(), renewals.end_overdue()

    assert (within, after, again) == (0, 1, 0)
    carol.refresh_from_db()
    assert carol.status == "ended"
    last = StatusChange.objects.filter(distributor=carol).latest("id")
    assert last.reason == "the agreement was not renewed"
    at = {ENDS: "distributor", time(): "retail"}
    assert {day: account_classes.of_users([carol.user_id], day)[carol.user_id] for day in at} == at


def test_without_months_agreements_run_for_ever(carol, time):
    settings.update_channel("us", {"agreementMonths": None}, "test")
    time.now = ENDS + timedelta(days=4000)

    assert (renewals.remind(), renewals.end_overdue()) == (0, 0)
    with pytest.raises(MlmError) as refused:
        renew(carol)
    assert refused.value.code == "NOT_DUE"


def test_who_sold_nothing_for_long_is_shown_and_ended_only_when_switched_on(carol, company, time):
    settings.update_channel("us", {"inactivityMonths": "6"}, "test")
    time.now = NOVEMBER
    shown = list(inactivity.preview("us"))
    off = inactivity.purge()
    settings.update_channel("us", {"inactivityPurge": "true"}, "test")
    ended = inactivity.purge()

    assert (shown, off, ended) == ([carol], 0, 1)
    carol.refresh_from_db()
    assert carol.status == "ended"


def test_an_order_of_a_customer_keeps_somebody_active(carol, company, time):
    settings.update_channel("us", {"inactivityMonths": "6", "inactivityPurge": "true"}, "test")
    time.now = NOVEMBER
    company.sell(carol, "10", at=NOVEMBER - timedelta(days=100))

    assert list(inactivity.preview("us")) == []
    assert inactivity.purge() == 0
