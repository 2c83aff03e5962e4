"""Sale lines: signed, append-only facts about what was sold, earned and given back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .genealogy import Distributor


class SaleLine(models.Model):
    """One fact about one order line; the sum of an order line's rows is its state now.

    Volumes in 1/10,000, money in minor units, all signed. `volume_at` decides the period;
    `earned_e4` is the change of the commission base, due when the goods were sent.
    `seq` numbers an order line's rows from 1, `fact` names what happened: both unique, so a fact
    is written once whoever saw it and however often. A row that staff's correction caused names it
    and bears kind and dates of what it moves.
    """

    order_id = models.UUIDField()
    order_line_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    fact = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    volume_at = models.DateTimeField()
    release_at = models.DateTimeField(null=True)
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    own = models.BooleanField()
    channel_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    qv_e4 = models.BigIntegerField()
    cv_e4 = models.BigIntegerField()
    earned_e4 = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    correction = models.ForeignKey(
        "saleor_mlm.Correction",
        null=True,
        on_delete=models.PROTECT,
        related_name="sale_lines",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_line_id", "seq"], name="mlm_sale_line_seq"),
            models.UniqueConstraint(fields=["order_line_id", "fact"], name="mlm_sale_line_fact"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="mlm_sale_line_order"),
            models.Index(fields=["volume_at"], name="mlm_sale_line_volume_at"),
            models.Index(fields=["distributor", "volume_at"], name="mlm_sale_line_distributor"),
        ]


class OrderLineTraits(models.Model):
    """What an order line was when its first sale line was written; append-only, written with it.

    `country` is where the goods went, or the bill; empty where no address said. `categories` are
    the slugs of the product's categories, its own first. An order line that an older release
    recorded has no row.
    """

    order_line_id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2, blank=True)
    categories = ArrayField(models.CharField(max_length=255))
    recorded_at = models.DateTimeField()
