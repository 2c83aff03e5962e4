"""Enrolments that are taken back, and former distributors who come again."""

from datetime import timedelta

import pytest
from django.db import connection
from saleor.account.models import User

from saleor_mlm.models import CountryChange, EnrollerChange, Estimate, Event
from saleor_mlm.services import (
    account_classes,
    cooling_off,
    enrolment,
    genealogy,
    runs,
    sales,
    settings,
)
from saleor_mlm.services.applications import Details
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import Placed, pay, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def enroll(people, time):
    """Under somebody of the company of Alice, Bob and Carol, in the only channel."""

    def call(name, enroller, **wishes):
        email = f"{name.lower()}@example.com"
        user, _ = User.objects.get_or_create(email=email, defaults={"is_active": True})
        return enrolment.enroll(
            user_id=user.pk,
            enroller_code=enroller,
            display_name=name,
            actor=f"user:{user.pk}",
            details=Details(channel="us", by_staff=False),
            **wishes,
        )

    return call


def cancel(person):
    return cooling_off.cancel(person, "test")


def refused(act, *arguments, **named):
    with pytest.raises(MlmError) as caught:
        act(*arguments, **named)
    return caught.value.code, caught.value.field


def test_an_enrolment_taken_back_is_as_if_it_had_never_been(enroll, people, channel, time):
    # given: Eve below Bob, who enrols Finn and sells; Finn sells too
    eve = enroll("Eve", "BOB", code="EVE")
    time.now += timedelta(hours=1)
    finn = enroll("Finn", "EVE", code="FINN")
    time.now += timedelta(hours=1)
    by_eve = Placed(channel, time(), code="EVE").pay(time()).send(time())
    by_finn = Placed(channel, time(), code="FINN").pay(time()).send(time())
    for order in (by_eve, by_finn):
        sales.reconcile(order.id)
    runs.estimate()
    with_eve = pay(Estimate)
    time.now += timedelta(days=5)

    # when
    cancel(eve)
    runs.estimate()

    # then: her sale is Bob's, and Finn stands below Bob: 10, 5 and 2.5 % of 20.00
    assert with_eve == {"Finn": 200, "Eve": 300, "Bob": 150, "Alice": 50}
    assert stands(by_eve) == {"Bob": 20.0}
    assert pay(Estimate) == {"Finn": 200, "Bob": 300, "Alice": 150}
    finn.refresh_from_db()
    eve.refresh_from_db()
    assert (finn.enroller, eve.status) == (people["Bob"], "ended")
    changes = EnrollerChange.objects.filter(distributor=finn).order_by("id")
    assert [row.effective_at for row in changes] == [finn.joined_at] * 2
    assert genealogy.status_at(eve, eve.joined_at) == "ended"
    assert account_classes.of_users([eve.user_id], eve.joined_at) == {eve.user_id: "retail"}


def test_after_the_days_it_is_an_end_like_any_other(enroll, time):
    eve = enroll("Eve", "BOB")
    time.now += timedelta(days=14)

    assert refused(cancel, eve) == ("TOO_LATE", "code")
    eve.refresh_from_db()
    assert eve.status == "active"


def test_without_days_nothing_is_taken_back(enroll):
    settings.update_channel("us", {"coolingOffDays": "0"}, "test")

    assert refused(cancel, enroll("Eve", "BOB")) == ("TOO_LATE", "code")


def test_what_a_committed_month_counted_stays(enroll, people, channel, time):
    settings.update_channel("us", {"coolingOffDays": "60"}, "test")
    eve = enroll("Eve", "BOB", code="EVE")
    order = Placed(channel, time(), code="EVE").pay(time()).send(time())
    time.now = NOVEMBER + timedelta(days=31)
    runs.commit("2026-11", "test")

    cancel(eve)

    assert stands(order) == {"Eve": 20.0}
    december = NOVEMBER + timedelta(days=30)
    assert genealogy.status_at(eve, december - timedelta(seconds=1)) == "active"
    assert genealogy.status_at(eve, december) == "ended"


def test_who_took_it_back_may_enrol_again_at_once(enroll, people, time):
    eve = enroll("Eve", "BOB", code="EVE")
    cancel(eve)
    time.now += timedelta(hours=1)

    again = enroll("Eve", "DORA")

    assert (again, again.code, again.enroller) == (eve, "EVE", people["Dora"])
    assert genealogy.status_at(again, time()) == "active"
    told = Event.objects.filter(kind="distributor.enrolled", subject=str(eve.id))
    assert told.count() == 2


def test_a_former_distributor_waits_and_comes_back_without_the_team(enroll, people, time):
    eve = enroll("Eve", "BOB", code="EVE")
    finn = enroll("Finn", "EVE")
    enrolment.end("EVE", "left", "test")
    ended_at = time()

    time.now += timedelta(days=120)
    early = refused(enroll, "Eve", "DORA")
    time.now = ended_at.replace(month=5, year=2027)
    again = enroll("Eve", "DORA")

    assert early == ("WAITING_TIME", "user")
    assert (again, again.enroller, again.status) == (eve, people["Dora"], "active")
    finn.refresh_from_db()
    assert finn.enroller == people["Bob"]


def test_who_comes_back_from_another_country_lives_there_from_then_on(people, time):
    def enrol(country):
        user, _ = User.objects.get_or_create(email="eve@example.com", defaults={"is_active": True})
        details = Details(channel="us", by_staff=False, country=country)
        return enrolment.enroll(
            user_id=user.pk,
            enroller_code="BOB",
            display_name="Eve",
            actor="test",
            details=details,
        )

    eve = enrol("DE")
    enrolment.end(eve.code, "left", "test")
    time.now = time().replace(month=6, year=2027)
    enrol("AT")

    rows = CountryChange.objects.filter(distributor=eve).order_by("id")
    assert [(row.country, row.effective_at) for row in rows] == [
        ("DE", eve.joined_at),
        ("AT", time()),
    ]


def test_nobody_enrols_oneself_again(enroll, people, time):
    enroll("Eve", "BOB", code="EVE")
    enrolment.end("EVE", "left", "test")
    time.now += timedelta(days=365)

    assert refused(enroll, "Eve", "EVE") == ("CODE_ENDED", "enrollerCode")


def test_a_former_one_may_stand_below_somebody_of_the_own_former_team(enroll, people, time):
    enroll("Eve", "BOB", code="EVE")
    finn = enroll("Finn", "EVE", code="FINN")
    enrolment.end("EVE", "left", "test")
    time.now += timedelta(days=365)

    again = enroll("Eve", "FINN")

    finn.refresh_from_db()
    assert (again.enroller, finn.enroller) == (finn, people["Bob"])
    connection.check_constraints()
