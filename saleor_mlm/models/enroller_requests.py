"""Wishes for another enroller, who has to agree, and who did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .genealogy import Distributor, EnrollerChange


class Party(models.TextChoices):
    """Whose consent a change of enroller may need."""

    PERSON = "person"
    OLD_ENROLLER = "old_enroller"
    NEW_ENROLLER = "new_enroller"


class RequestState(models.TextChoices):
    """Waiting for consents, scheduled for its day, in force; or come to nothing."""

    WAITING = "waiting"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    IMPOSSIBLE = "impossible"


class EnrollerRequest(models.Model):
    """A wish that a distributor's enroller be another, and what became of it.

    `needs` are those who have to agree, as the settings were when it was made. Without
    `effective_at` it holds from the last consent. `change` is the row that it led to. One waits or
    is scheduled for a distributor at a time. `fault` says why it is impossible.
    """

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    old_enroller = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    new_enroller = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    effective_at = models.DateTimeField(null=True)
    needs = ArrayField(models.CharField(max_length=16, choices=Party.choices))
    state = models.CharField(max_length=16, choices=RequestState.choices)
    reason = models.CharField(max_length=1000, blank=True)
    requested_by = models.CharField(max_length=128)
    requested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    change = models.OneToOneField(
        EnrollerChange, null=True, on_delete=models.PROTECT, related_name="+"
    )
    fault = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["distributor"],
                condition=models.Q(state__in=[RequestState.WAITING, RequestState.SCHEDULED]),
                name="mlm_enroller_request_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["effective_at"],
                condition=models.Q(state=RequestState.SCHEDULED),
                name="mlm_enroller_request_due",
            )
        ]


class EnrollerConsent(models.Model):
    """That a party agrees to a request, or does not; said once, append-only."""

    request = models.ForeignKey(EnrollerRequest, on_delete=models.PROTECT, related_name="consents")
    party = models.CharField(max_length=16, choices=Party.choices)
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "party"], name="mlm_enroller_consent_once")
        ]
