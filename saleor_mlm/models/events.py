"""What happened, as events for other systems, and their way to the merchant's endpoints."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class EventKind(models.TextChoices):
    SALE_ATTRIBUTED = "sale.attributed"
    DISTRIBUTOR_ENROLLED = "distributor.enrolled"
    ENROLLER_CHANGED = "distributor.enroller_changed"
    DISTRIBUTORS_MERGED = "distributor.merged"
    DISTRIBUTOR_TRANSFERRED = "distributor.transferred"
    COMMISSION_COMMITTED = "commission.committed"


class Event(models.Model):
    """A fact of ours, written in the transaction of the fact: it exists if and only if that does.

    `fact` names what happened: with `kind` unique, so that nothing is told twice at the source.
    `subject` is the key of the order, distributor or run that it is about. `payload` is what was
    true at that moment, byte by byte as it is sent; `dispatched_at` when deliveries and notices
    were made of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=32, choices=EventKind.choices)
    fact = models.CharField(max_length=96)
    subject = models.CharField(max_length=64)
    payload = models.TextField()
    at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "fact"], name="mlm_event_fact")]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(dispatched_at__isnull=True), name="mlm_event_waiting"
            ),
            models.Index(fields=["at"], name="mlm_event_at"),
        ]


class WebhookEndpoint(models.Model):
    """Where a merchant wants events sent to.

    `previous_secret` signs beside `secret` until `previous_until`, so that a receiver can change
    over. Switched off it keeps what is for it; nothing is sent. `failing_since` is the first
    failure after the last success, `resting_until` keeps everything from an endpoint that fails.
    """

    url = models.CharField(max_length=500)
    name = models.CharField(max_length=128, blank=True)
    kinds = ArrayField(models.CharField(max_length=32, choices=EventKind.choices))
    active = models.BooleanField(default=True)
    secret = models.CharField(max_length=128)
    previous_secret = models.CharField(max_length=128, blank=True)
    previous_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=128)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    resting_until = models.DateTimeField(null=True)
    switched_off_at = models.DateTimeField(null=True)


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class WebhookDelivery(models.Model):
    """An event on its way to an endpoint; one for each pair.

    While a worker sends it `due_at` lies one lease ahead, so that a crashed worker's delivery
    comes back; `attempts` tells its result from that of a worker who came later.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    state = models.CharField(
        max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    give_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="mlm_delivery_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="mlm_delivery_due")
        ]


class WebhookAttempt(models.Model):
    """One call of an endpoint: what came back, or why nothing did."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="log")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status_code = models.PositiveSmallIntegerField(null=True)
    response = models.TextField(blank=True)
    fault = models.TextField(blank=True)
