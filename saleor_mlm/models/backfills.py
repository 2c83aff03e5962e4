"""Past orders that staff let count, as previewed."""

from django.db import models


class BackfillOutcome(models.TextChoices):
    WAITING = "waiting"
    APPLIED = "applied"
    CHANGED = "changed"


class Backfill(models.Model):
    """A preview that is being applied, known by the token of what it said.

    `counted_in` is the open period in which its orders count; once that is committed, what is left
    of the backfill stays undone.
    """

    token = models.CharField(max_length=64, unique=True)
    channel_id = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    claim = models.CharField(max_length=24, blank=True)
    counted_in = models.CharField(max_length=16)
    reason = models.TextField()
    actor = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class BackfillOrder(models.Model):
    """One order of a backfill; `digest` names the attribution and sale lines that were previewed.

    An order that gives others by now is left out: its outcome is `changed`.
    """

    backfill = models.ForeignKey(Backfill, on_delete=models.PROTECT, related_name="orders")
    order_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    outcome = models.CharField(
        max_length=16, choices=BackfillOutcome.choices, default=BackfillOutcome.WAITING
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["backfill", "order_id"], name="mlm_backfill_order")
        ]
        indexes = [models.Index(fields=["outcome", "id"], name="mlm_backfill_outcome")]
