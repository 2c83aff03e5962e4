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
    """One channel's own settings now; where it has none, or a null, form or default rules.

    What each means stands in `services/declared_settings.py`.
    """

    channel_id = models.BigIntegerField(primary_key=True)
    active = models.BooleanField(default=True)
    counts_from = models.DateTimeField(null=True)
    cv_percent_ppm = models.PositiveIntegerField(null=True)
    qv_percent_ppm = models.PositiveIntegerField(null=True)
    hold_days = models.PositiveSmallIntegerField(null=True)
    storefront_url = models.URLField(blank=True)
    attribution_window_days = models.PositiveSmallIntegerField(null=True)
    winning_click = models.CharField(max_length=16, null=True)
    customer_protection = models.BooleanField(null=True)
    customer_protection_days = models.PositiveSmallIntegerField(null=True)
    customer_protection_from = models.CharField(max_length=16, null=True)
    vouchers_attribute = models.BooleanField(null=True)
    own_purchases = models.CharField(max_length=16, null=True)
    guest_identity = models.CharField(max_length=16, null=True)
    roll_up = models.CharField(max_length=16, null=True)
    enrolment_age_min = models.PositiveSmallIntegerField(null=True)
    enrolment_countries = models.CharField(max_length=255, null=True)
    sponsor_rule = models.CharField(max_length=16, null=True)
    invitation_days = models.PositiveSmallIntegerField(null=True)
    cooling_off_days = models.PositiveSmallIntegerField(null=True)
    rejoin_months = models.PositiveSmallIntegerField(null=True)
    agreement_months = models.PositiveSmallIntegerField(null=True)
    renewal_notice_days = models.PositiveSmallIntegerField(null=True)
    renewal_grace_days = models.PositiveSmallIntegerField(null=True)
    inactivity_months = models.PositiveSmallIntegerField(null=True)
    inactivity_purge = models.BooleanField(null=True)
    starter_kit = models.CharField(max_length=64, null=True)


class SettingChange(models.Model):
    """Who changed a setting, when, from what to what; append-only.

    Undone from the newest on, changes give the settings of any instant. A null channel is the
    plugin's form, which holds for all; a null value is none of its own.
    """

    channel_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=64)
    before = models.CharField(max_length=255, null=True)
    after = models.CharField(max_length=255, null=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["channel_id", "id"], name="mlm_setting_change")]


class Heartbeat(models.Model):
    """When a background task last finished, and its last fault."""

    task = models.CharField(max_length=64, primary_key=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
