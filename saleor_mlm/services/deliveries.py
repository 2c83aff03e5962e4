"""Deliveries: events sent to the merchant's endpoints, each at least once, until accepted.

A worker claims a delivery in one short transaction, calls the endpoint outside any, and writes
down what came back in another. A claim ends by itself, so that a crash gives the delivery back.
Deliveries are not ordered: a receiver goes by the `sequence` of a sale.
"""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from ..adapters import clock, webhooks
from ..models import Event, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from ..models.events import DeliveryState

LEASE = timedelta(minutes=2)  # longer than any call: see webhooks.DEADLINE_SECONDS
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=12)
LONGEST_REST = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=3)
SWITCH_OFF_AFTER = timedelta(days=5)
KEPT = timedelta(days=30)
RUN_SECONDS = 5.0
ACCEPTED = range(200, 300)


def make(event: Event) -> None:
    """A delivery for each endpoint that was there before the event and wants its kind."""
    endpoints = WebhookEndpoint.objects.filter(kinds__contains=[event.kind])
    now = clock.now()
    rows = [
        WebhookDelivery(event=event, endpoint=endpoint, due_at=now, give_up_at=now + GIVE_UP_AFTER)
        for endpoint in endpoints.filter(created_at__lte=event.at)
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)


def send_due() -> int:
    """Send what is due, for some seconds: Saleor's own work waits for the same workers."""
    sent = 0
    until = time.monotonic() + RUN_SECONDS
    while time.monotonic() < until:
        claimed = _claim()
        if claimed is None:
            break
        send(claimed)
        sent += 1
    return sent


def send(delivery: WebhookDelivery) -> None:
    """Call the endpoint for a delivery that this worker has claimed."""
    at = clock.now()
    body = delivery.event.payload
    keys = _secrets(delivery.endpoint, at)
    headers = webhooks.headers(message_id(delivery.event_id), at, body, keys)
    answer = webhooks.post(delivery.endpoint.url, body.encode(), headers)
    _record(delivery, at, answer)


def message_id(event_id: UUID) -> str:
    """The webhook-id: of the event, so the same whenever and wherever it is sent."""
    return f"evt_{event_id.hex}"


def revive(rows: QuerySet[WebhookDelivery]) -> int:
    """Let deliveries that are delivered or dead be sent again; how many.

    Not those that wait: a worker may be sending one at this moment.
    """
    now = clock.now()
    return int(
        rows.exclude(state=DeliveryState.WAITING).update(
            state=DeliveryState.WAITING, due_at=now, give_up_at=now + GIVE_UP_AFTER
        )
    )


def purge() -> None:
    """Give up what has waited too long, and forget what is older than 30 days and done."""
    now = clock.now()
    waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING)
    waiting.filter(give_up_at__lte=now, due_at__lte=now).update(state=DeliveryState.DEAD)
    WebhookAttempt.objects.filter(at__lt=now - KEPT).delete()
    old = Event.objects.filter(at__lt=now - KEPT, dispatched_at__isnull=False)
    old.exclude(deliveries__state=DeliveryState.WAITING).delete()


def _claim() -> WebhookDelivery | None:
    """The delivery that is longest due, taken for one lease; committed before it is sent."""
    now = clock.now()
    awake = Q(endpoint__resting_until__isnull=True) | Q(endpoint__resting_until__lte=now)
    with transaction.atomic():
        due = WebhookDelivery.objects.filter(
            awake, state=DeliveryState.WAITING, due_at__lte=now, endpoint__active=True
        )
        rows = due.select_related("event", "endpoint").order_by("due_at", "id")
        delivery = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is not None:
            delivery.attempts += 1
            delivery.due_at = now + LEASE
            delivery.save(update_fields=["attempts", "due_at"])
    return delivery


def _secrets(endpoint: WebhookEndpoint, at: datetime) -> Sequence[str]:
    if endpoint.previous_until and at < endpoint.previous_until:
        return [endpoint.secret, endpoint.previous_secret]
    return [endpoint.secret]


@transaction.atomic
def _record(delivery: WebhookDelivery, at: datetime, answer: webhooks.Answer) -> None:
    """Write down an attempt. A worker whose claim has passed to another decides nothing."""
    if not WebhookDelivery.objects.select_for_update().filter(id=delivery.id).exists():
        return  # deleted with its endpoint meanwhile
    WebhookAttempt.objects.create(
        delivery_id=delivery.id,
        number=delivery.attempts,
        at=at,
        duration_ms=answer.duration_ms,
        status_code=answer.status_code,
        response=answer.body,
        fault=answer.fault,
    )
    still_mine = WebhookDelivery.objects.filter(
        id=delivery.id, attempts=delivery.attempts, state=DeliveryState.WAITING
    )
    if answer.status_code in ACCEPTED:
        still_mine.update(state=DeliveryState.DELIVERED)
        _note_success(delivery.endpoint_id)
        return
    now = clock.now()
    due_at = now + _pause(delivery.attempts)
    if due_at < delivery.give_up_at:
        still_mine.update(due_at=due_at)
    else:
        still_mine.update(state=DeliveryState.DEAD)
    _note_failure(delivery.endpoint_id, now)


def _pause(attempts: int) -> timedelta:
    """10 seconds, three times as long each time, up to 12 hours, and by chance a fifth off or on.

    The chance keeps what failed together from coming back together.
    """
    longest = LONGEST_PAUSE / FIRST_PAUSE
    return FIRST_PAUSE * min(3.0 ** min(attempts - 1, 20), longest) * random.uniform(0.8, 1.2)


def _note_success(endpoint_id: int) -> None:
    failing = WebhookEndpoint.objects.filter(id=endpoint_id, failures__gt=0)
    failing.update(failures=0, failing_since=None, resting_until=None)


def _note_failure(endpoint_id: int, now: datetime) -> None:
    """Let an endpoint that fails rest, ever longer; switch it off after days without success."""
    endpoints = WebhookEndpoint.objects.filter(id=endpoint_id)
    failures = endpoints.values_list("failures", flat=True).first() or 0
    rest = min(timedelta(seconds=2 ** min(failures, 10)), LONGEST_REST)
    endpoints.update(
        failures=F("failures") + 1,
        failing_since=Coalesce(F("failing_since"), now),
        resting_until=now + rest,
    )
    hopeless = endpoints.filter(active=True, failing_since__lte=now - SWITCH_OFF_AFTER)
    hopeless.update(active=False, switched_off_at=now)
