"""Events are written with their facts: a reading, an enrolment, a commit."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from graphql_relay import to_global_id
from saleor.account.models import User

from saleor_mlm.models import Attribution, Distributor, Event, SaleLine
from saleor_mlm.services import deliveries, enrolment, events, notices, runs, sales
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .test_sales import PAID, activated, carol, channel, happen, money, order, send  # noqa: F401


def told(kind):
    rows = Event.objects.filter(kind=kind).order_by("at", "fact")
    return [json.loads(row.payload) for row in rows]


@pytest.mark.django_db
def test_a_sale_is_told_when_it_is_new_and_each_time_it_changes(order, carol, time):  # noqa: F811
    sales.reconcile(order.id)
    send(order, 2, PAID + timedelta(days=1))
    time.now += timedelta(minutes=1)
    sales.reconcile(order.id)
    money(order, "refund_success", "20.00", PAID + timedelta(days=2))
    time.now += timedelta(minutes=1)
    sales.reconcile(order.id)

    found = [payload["data"] for payload in told("sale.attributed")]
    short = [(e["state"], e["net"], e["cv"], e["qv"], e["earnedCv"]) for e in found]
    assert short == [
        ("new", "20.00", "20.00", "20.00", "0.00"),
        ("changed", "20.00", "20.00", "20.00", "20.00"),
        ("reversed", "0.00", "0.00", "0.00", "0.00"),
    ]
    assert [e["sequence"] for e in found] == sorted({e["sequence"] for e in found})


@pytest.mark.django_db
def test_an_event_names_what_it_is_about_and_no_person(order, carol, time):  # noqa: F811
    sales.reconcile(order.id)

    (payload,) = told("sale.attributed")
    data = payload.pop("data")
    assert payload == {
        "type": "sale.attributed",
        "version": 1,
        "timestamp": "2026-11-21T00:00:00+00:00",
    }
    assert data == {
        "order": {"id": to_global_id("Order", order.id), "number": str(order.number)},
        "channel": {"id": to_global_id("Channel", order.channel_id)},
        "distributor": {"id": to_global_id("MlmDistributor", carol.id), "code": "CAROL"},
        "source": "metadata",
        "state": "new",
        "sequence": 1,
        "currency": "USD",
        "net": "20.00",
        "cv": "20.00",
        "qv": "20.00",
        "earnedCv": "0.00",
    }


@pytest.mark.django_db
def test_reading_again_tells_nothing_again(order, carol, time):  # noqa: F811
    sales.reconcile(order.id)
    sales.reconcile(order.id)

    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_nobodys_sale_is_no_event(order, time):  # noqa: F811
    sales.reconcile(order.id)

    assert SaleLine.objects.count() == 1
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_sale_that_staff_takes_from_everybody_is_told(order, carol, time):  # noqa: F811
    sales.reconcile(order.id)
    decision = Attribution.objects.get(order_id=order.id)
    line = SaleLine.objects.get()
    taken = SaleLine(distributor=carol, order_id=order.id, currency="USD")
    taken.order_line_id, taken.seq, taken.fact, taken.kind = line.order_line_id, 2, "x", "moved"
    for field in ("at", "volume_at", "own", "channel_id", "recorded_at"):
        setattr(taken, field, getattr(line, field))
    taken.qv_e4, taken.cv_e4, taken.earned_e4, taken.net_minor = -line.qv_e4, -line.cv_e4, 0, 0
    taken.save()
    decision.distributor = None

    events.note_sale(decision, [taken])

    data = told("sale.attributed")[-1]["data"]
    assert (data["state"], data["distributor"], data["sequence"]) == ("reversed", None, 2)
    assert events.dispatch(deliveries.make, notices.make) == 2


def test_an_event_stands_or_falls_with_its_fact(db, order, carol, time):  # noqa: F811
    class PowerCut(BaseException):
        pass

    def read():
        with transaction.atomic():
            sales.reconcile(order.id)
            raise PowerCut

    with pytest.raises(PowerCut):
        read()
    lost = (SaleLine.objects.count(), Event.objects.count())
    with transaction.atomic():
        sales.reconcile(order.id)

    assert lost == (0, 0)
    assert (SaleLine.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_an_enrolment_is_told_once_and_a_refused_one_never(company, time):
    alice = company.join("Alice")
    user = User.objects.create(email="bob@example.com", is_active=True)
    wish = {"user_id": user.pk, "enroller_code": "ALICE", "display_name": "Bob", "actor": "test"}

    enrolment.enroll(**wish, code="BOB")
    with pytest.raises(MlmError):
        enrolment.enroll(**wish)

    (payload,) = told("distributor.enrolled")
    bob = Distributor.objects.get(code="BOB")
    assert payload["data"] == {
        "distributor": {"id": to_global_id("MlmDistributor", bob.id), "code": "BOB"},
        "user": {"id": to_global_id("User", user.pk)},
        "enroller": {"id": to_global_id("MlmDistributor", alice.id), "code": "ALICE"},
        "joinedAt": "2026-11-21T00:00:00+00:00",
    }


@pytest.mark.django_db
def test_a_commit_is_told_with_its_totals(company, in_force, time):
    # given: 10 % of 10.00 and 2,000 for Carol, 5 % of them for Bob above her
    in_force()
    bob = company.join("Bob")
    carol = company.join("Carol", bob)  # noqa: F811
    company.sell(carol, "10.00")
    company.sell(carol, "2000", currency="JPY")
    time.now = NOVEMBER + timedelta(days=30)

    # when
    run = runs.commit("2026-11", "test")

    # then
    (payload,) = told("commission.committed")
    assert payload["data"] == {
        "period": "2026-11",
        "startsAt": "2026-11-01T00:00:00+00:00",
        "endsAt": "2026-12-01T00:00:00+00:00",
        "resultSha256": run.result_sha256,
        "totals": [
            {"currency": "JPY", "amount": "300", "distributors": 2},
            {"currency": "USD", "amount": "1.50", "distributors": 2},
        ],
    }


def some_events(count):
    for _ in range(count):
        events._write("sale.attributed", uuid.uuid4().hex, 1, {})


def test_workers_at_once_take_each_event_once(committed_db, time, together):
    some_events(20)
    seen = []

    done = together(*[lambda: events.dispatch(lambda event: seen.append(event.id))] * 4)

    assert sum(done) == 20
    assert sorted(seen) == sorted(Event.objects.values_list("id", flat=True))


def test_a_crash_while_deliveries_are_made_gives_the_event_back(db, time):
    some_events(1)

    class PowerCut(BaseException):
        pass

    def crash(event):
        raise PowerCut

    with pytest.raises(PowerCut):
        events.dispatch(deliveries.make, crash)

    assert events.dispatch(deliveries.make) == 1
