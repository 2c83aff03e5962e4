"""Orders that changed and wait to be read, and what was read last."""

from django.db import models


class OutboxEntry(models.Model):
    """An order that something happened to; a row for each event, gone once the order was read.

    There is deliberately no unique key on the order: a row that a worker has locked would
    swallow a later event of the same order.
    """

    order_id = models.UUIDField(db_index=True)
    claimed_code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=models.functions.Now())
    attempts = models.PositiveSmallIntegerField(db_default=0)
    next_attempt_at = models.DateTimeField(null=True)
    fault = models.TextField(db_default="")


class OrderReading(models.Model):
    """The fingerprint of an order's state when it was last read, and the claim that came first.

    A claim is kept from the first hook on: an order may become a sale only days later, and by then
    its metadata may have been edited.
    """

    order_id = models.UUIDField(primary_key=True)
    fingerprint = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    claimed_code = models.CharField(max_length=64, blank=True, db_default="")
