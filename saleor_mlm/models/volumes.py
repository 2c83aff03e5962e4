"""CV and QV that a company fixes for what it sells."""

from django.db import models


class VolumeTarget(models.TextChoices):
    VARIANT = "variant"
    PRODUCT = "product"
    CATEGORY = "category"


class Volume(models.Model):
    """CV and QV of one unit in a channel from `since` on; append-only, an order keeps its own.

    Volumes are integers in 1/10,000 (`_e4`); CV's unit is the channel currency's major unit.
    Both null ends a volume: the next wider target, or the channel's percent, rules again.
    """

    target = models.CharField(max_length=16, choices=VolumeTarget.choices)
    target_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    cv_e4 = models.BigIntegerField(null=True)
    qv_e4 = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    actor = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["channel_id", "target", "target_id", "since"], name="mlm_volume_lookup"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cv_e4__gte=0, qv_e4__gte=0)
                | models.Q(cv_e4__isnull=True, qv_e4__isnull=True),
                name="mlm_volume_both_or_none",
            )
        ]
