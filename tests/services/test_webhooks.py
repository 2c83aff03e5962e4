"""Webhooks against a real HTTP server: signed, retried, logged, and never sent by two at once."""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from saleor.core.http_client import HTTPConfig
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from saleor_mlm.adapters import webhooks as calls
from saleor_mlm.models import Event, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from saleor_mlm.services import deliveries, doctor, events, webhooks
from saleor_mlm.services.errors import MlmError

from .receivers import OK, Receiver

SALE = "sale.attributed"


@pytest.fixture
def receiver(monkeypatch, time):
    monkeypatch.setattr(HTTPConfig, "ip_filter_allow_loopback_ips", True)
    with Receiver() as found:
        yield found


@pytest.fixture
def keyed(db, receiver):
    return webhooks.create(receiver.url, [SALE], "ERP", "test")


def happen(*facts, kind=SALE):
    """Something is told, and deliveries are made of it."""
    for fact in facts:
        events._write(kind, fact, 1, {"fact": fact})
    events.dispatch(deliveries.make)


def states():
    rows = WebhookDelivery.objects.order_by("id")
    return list(rows.values_list("state", "attempts"))


def verify(secret, call):
    """As a receiver does it, with the library of the specification; its clock is the real one."""
    hook = Webhook(secret)
    hook._Webhook__verify_timestamp = lambda header: _at(header)
    return hook.verify(call.body, call.headers)


def _at(header):
    return datetime.fromtimestamp(int(header), UTC)


def test_the_specifications_own_example_is_signed_the_same():
    body = '{"event_type":"ping","data":{"success":true}}'
    at = datetime.fromtimestamp(1731705121, UTC)

    found = calls.headers("msg_loFOjxBNrRLzqYUf", at, body, ["whsec_plJ3nmyCDGBKInavdOK15jsl"])

    assert found["webhook-timestamp"] == "1731705121"
    assert found["webhook-signature"] == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_an_event_arrives_signed_and_is_logged(keyed, receiver, time):
    happen("a")

    assert deliveries.send_due() == 1

    (call,) = receiver.calls
    event = Event.objects.get()
    assert call.body == event.payload.encode()
    assert verify(keyed.secret, call) == json.loads(event.payload)
    assert call.headers["webhook-id"] == f"evt_{event.id.hex}"
    assert call.headers["webhook-timestamp"] == str(int(time.now.timestamp()))
    assert call.headers["content-type"] == "application/json"
    log = WebhookAttempt.objects.get()
    assert (log.number, log.at, log.status_code, log.response, log.fault) == (
        1,
        time.now,
        200,
        "thank you",
        "",
    )
    assert states() == [("delivered", 1)]


def test_a_body_that_was_changed_on_the_way_is_noticed(keyed, receiver):
    happen("a")
    deliveries.send_due()
    (call,) = receiver.calls

    forged = type(call)(call.headers, call.body.replace(b'"a"', b'"b"'))

    with pytest.raises(WebhookVerificationError):
        verify(keyed.secret, forged)


def test_a_new_secret_signs_beside_the_old_one_for_a_day(keyed, receiver, time):
    new = webhooks.rotate_secret(keyed.endpoint.id)
    happen("a")
    deliveries.send_due()
    time.now += timedelta(days=1)
    happen("b")
    deliveries.send_due()

    during, after = receiver.calls
    verify(keyed.secret, during)
    verify(new.secret, during)
    verify(new.secret, after)
    with pytest.raises(WebhookVerificationError):
        verify(keyed.secret, after)
    assert len(base64.b64decode(new.secret.removeprefix("whsec_"))) == 32


def test_only_what_an_endpoint_wants_and_what_came_after_it_is_sent(keyed, receiver, time):
    happen("new member", kind="distributor.enrolled")
    events._write(SALE, "older", 1, {})
    Event.objects.filter(fact="older").update(at=time.now - timedelta(seconds=1))
    happen("a")

    deliveries.send_due()

    assert [json.loads(call.body)["data"] for call in receiver.calls] == [{"fact": "a"}]


@pytest.mark.parametrize("status", [300, 302, 400, 404, 500])
def test_whatever_is_not_2xx_is_tried_again_ever_later(keyed, receiver, time, status):
    # given
    receiver.answers(status, body=b"no")
    happen("a")
    deliveries.send_due()

    # when: tried at 10, 30 and 90 seconds, a fifth more or less
    assert deliveries.send_due() == 0
    pauses = []
    for _ in range(3):
        due_at = WebhookDelivery.objects.get().due_at
        pauses.append((due_at - time.now).total_seconds())
        time.now = due_at
        assert deliveries.send_due() == 1
    receiver.reply = lambda call: OK
    time.now = WebhookDelivery.objects.get().due_at
    deliveries.send_due()

    # then
    assert [round(pause / 10 / 3**n, 1) for n, pause in enumerate(pauses)] == [
        pytest.approx(1, abs=0.21)
    ] * 3
    assert len(set(receiver.ids())) == 1
    assert states() == [("delivered", 5)]
    codes = WebhookAttempt.objects.order_by("number").values_list("status_code", flat=True)
    assert list(codes) == [status] * 4 + [200]


def test_a_redirect_is_not_followed(keyed, receiver):
    with Receiver() as elsewhere:
        receiver.answers(307, {"location": elsewhere.url})
        happen("a")
        deliveries.send_due()

        assert elsewhere.calls == []
    assert states() == [("waiting", 1)]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"])
def test_private_addresses_are_not_called(db, time, host):
    webhooks.create(f"http://{host}:9/hook", [SALE], "", "test")
    happen("a")
    deliveries.send_due()

    assert WebhookAttempt.objects.get().fault.startswith("InvalidIPAddress")


def test_of_a_long_answer_the_beginning_is_kept(keyed, receiver):
    receiver.answers(500, body=b"x" * 499 + "\0é".encode() + b"y" * 1_000_000)
    happen("a")
    deliveries.send_due()

    assert WebhookAttempt.objects.get().response == "x" * 499 + "\ufffd"


def test_an_endpoint_that_never_answers_is_left_alone(keyed, receiver, monkeypatch):
    monkeypatch.setattr(calls, "DEADLINE_SECONDS", 0.2)
    never = threading.Event()
    receiver.reply = lambda call: (never.wait(30), OK)[1]
    happen("a")

    deliveries.send_due()
    never.set()

    assert WebhookAttempt.objects.get().fault == "no whole answer in 0 seconds"
    assert states() == [("waiting", 1)]


def test_workers_at_once_send_each_delivery_once(committed_db, keyed, receiver, together):
    happen(*"abcdefghijklmnopqrst")

    sent = together(*[deliveries.send_due] * 4)

    assert sum(sent) == 20
    assert len(set(receiver.ids())) == len(receiver.ids()) == 20


def test_while_one_worker_sends_no_other_does_and_no_transaction_is_open(
    committed_db, keyed, receiver, together
):
    # given: the endpoint answers when a second worker has looked for work
    happen("a")
    called, looked = threading.Event(), threading.Event()
    seen = []

    def reply(call):
        called.set()
        assert looked.wait(20)
        return OK

    def second():
        called.wait(20)
        with connection.cursor() as cursor:
            cursor.execute("SELECT attempts FROM saleor_mlm_webhookdelivery FOR UPDATE NOWAIT")
            seen.append(cursor.fetchone()[0])
        seen.append(deliveries.send_due())
        looked.set()

    receiver.reply = reply

    # when
    together(deliveries.send_due, second)

    # then: the claim was committed, its row was free, and there was nothing left to send
    assert seen == [1, 0]
    assert len(receiver.calls) == 1


def test_what_a_crashed_worker_held_comes_back_after_its_lease(keyed, receiver, time, monkeypatch):
    class PowerCut(BaseException):
        pass

    def crash(*_):
        raise PowerCut

    happen("a")
    post = calls.post
    monkeypatch.setattr(calls, "post", crash)
    with pytest.raises(PowerCut):
        deliveries.send_due()
    monkeypatch.setattr(calls, "post", post)

    assert deliveries.send_due() == 0
    time.now += deliveries.LEASE
    assert deliveries.send_due() == 1
    assert states() == [("delivered", 2)]


def test_a_worker_whose_lease_has_passed_decides_nothing(keyed, receiver, time, monkeypatch):
    """It was away for an hour; meanwhile another has tried, and says when it is tried next."""
    receiver.answers(500)
    happen("a")
    post = calls.post
    seen = []

    def away(*arguments):
        monkeypatch.setattr(calls, "post", post)
        time.now += timedelta(hours=1)
        deliveries.send_due()
        seen.append(WebhookDelivery.objects.get().due_at)
        return calls.Answer(None, "", "timed out", 1)

    monkeypatch.setattr(calls, "post", away)
    deliveries.send_due()

    assert states() == [("waiting", 2)]
    assert [WebhookDelivery.objects.get().due_at] == seen
    assert len(receiver.calls) == 1


def test_an_endpoint_deleted_while_it_is_called_leaves_nothing(committed_db, keyed, receiver):
    def reply(call):
        webhooks.delete(keyed.endpoint.id)
        connection.close()
        return OK

    receiver.reply = reply
    happen("a")
    deliveries.send_due()

    assert WebhookDelivery.objects.count() == WebhookAttempt.objects.count() == 0


def test_one_endpoint_that_fails_rests_and_stops_no_other(keyed, receiver, time):
    receiver.answers(500)
    with Receiver() as sound:
        webhooks.create(sound.url, [SALE], "", "test")
        happen("a", "b", "c")
        deliveries.send_due()

        assert len(receiver.calls) == 1
        assert len(sound.calls) == 3
    time.now += timedelta(seconds=1)
    deliveries.send_due()
    assert len(receiver.calls) == 2


def fail_for(days, time):
    until = time.now + timedelta(days=days)
    while time.now < until:
        deliveries.send_due()
        time.now += timedelta(hours=6)


def test_after_three_days_a_delivery_is_dead_and_can_be_sent_again(keyed, receiver, time):
    # given
    receiver.answers(500)
    happen("a")
    fail_for(3.5, time)
    assert WebhookDelivery.objects.get().state == "dead"
    assert deliveries.send_due() == 0

    # when
    receiver.answers(200)
    count = webhooks.redeliver(WebhookDelivery.objects.get().id)
    deliveries.send_due()

    # then: under the same id, by which a receiver knows it
    assert count == 1
    assert WebhookDelivery.objects.get().state == "delivered"
    assert len(set(receiver.ids())) == 1


def test_what_waits_is_not_sent_a_second_time_by_hand(keyed, receiver):
    """A worker may be sending it at this moment."""
    happen("a")

    with pytest.raises(MlmError) as refused:
        webhooks.redeliver(WebhookDelivery.objects.get().id)

    assert refused.value.code == "STILL_WAITING"


def test_after_five_days_an_endpoint_is_switched_off_and_the_doctor_says_so(keyed, receiver, time):
    # given: it fails, with something new each day
    receiver.answers(500)
    began = time.now
    for day in range(6):
        happen(f"day {day}")
        fail_for(1, time)

    # then
    endpoint = WebhookEndpoint.objects.get()
    (finding,) = [found for found in doctor.examine() if found.name == "Webhook"]
    assert (endpoint.active, endpoint.failing_since) == (False, began)
    assert finding.fine is False
    assert finding.message.startswith(
        "ERP has failed since 2026-11-21 00:00 UTC and was switched off"
    )

    # and when it is mended: what waits is sent, and what is dead on demand
    deliveries.purge()
    receiver.answers(200)
    receiver.calls.clear()
    with pytest.raises(MlmError):
        webhooks.redeliver_dead(endpoint.id)
    webhooks.update(endpoint.id, active=True)
    dead = webhooks.redeliver_dead(endpoint.id)
    time.now += timedelta(hours=13)
    deliveries.send_due()
    assert dead >= 2
    assert {state for state, _ in states()} == {"delivered"}
    assert [found for found in doctor.examine() if found.name == "Webhook"] == []


def test_what_is_old_and_done_is_forgotten(keyed, receiver, time):
    happen("a")
    deliveries.send_due()
    time.now += timedelta(days=31)
    happen("b")

    deliveries.purge()

    assert list(Event.objects.values_list("fact", flat=True)) == ["b"]
    assert WebhookAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": "ftp://hooks.example/"}, "INVALID_URL"),
        ({"url": "https://user:secret@hooks.example/"}, "INVALID_URL"),
        ({"url": "https://hooks.example/" + "x" * 500}, "INVALID_URL"),
        ({"url": ""}, "INVALID_URL"),
        ({"kinds": []}, "REQUIRED"),
        ({"name": "x" * 129}, "INVALID_TEXT"),
    ],
)
def test_an_endpoint_that_makes_no_sense_is_refused(keyed, change, code):
    with pytest.raises(MlmError) as refused:
        webhooks.update(keyed.endpoint.id, **change)

    assert refused.value.code == code
    assert WebhookEndpoint.objects.get().url == keyed.endpoint.url
