"""Switch-on, settings per channel, and signs of life of the background tasks."""

from django.db import models


class Activation(models.Model):
    """The instant from which orders count, set once when the plugin is first switched on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    counts_from = models.DateTimeField()
    sweep_watermark = models.DateTimeField()
    sweep_finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="mlm_activation_one")]


class ChannelSettings(models.Model):
    """One channel's own settings; where it has none, or a null, the plugin's form rules."""

    channel_id = models.BigIntegerField(primary_key=True)
    active = models.BooleanField(default=True)
    counts_from = models.DateTimeField(null=True)
    cv_percent_ppm = models.PositiveIntegerField(null=True)
    qv_percent_ppm = models.PositiveIntegerField(null=True)
    hold_days = models.PositiveSmallIntegerField(null=True)
    storefront_url = models.URLField(blank=True)


class Heartbeat(models.Model):
    """When a background task last finished, and its last fault."""

    task = models.CharField(max_length=64, primary_key=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
