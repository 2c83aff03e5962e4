"""Notices by mail: what is to be told to whom, and who does not want to be told."""

from django.db import models
from django.db.models import Q

from .genealogy import Distributor


class NoticeKind(models.TextChoices):
    SALE = "sale"
    NEW_MEMBER = "new_member"
    PAY_DUE = "pay_due"
    RENEWAL = "renewal"
    INVITATION = "invitation"


class NoticeState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    NOT_WANTED = "not_wanted"
    FAILED = "failed"


class Notice(models.Model):
    """Something to tell a distributor by mail, once: the key stands before the mail is sent.

    `subject` is the key of the order, distributor, run or invitation that it is about, or the day
    on which an agreement ends; an invitation is told to whom the distributor invited. What is
    `sending` when a worker dies stays so: nobody knows whether that mail went out, and it is not
    sent again.
    """

    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=64)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=16, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "distributor", "subject"], name="mlm_notice_once"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="mlm_notice_due")
        ]


class NoticeOptOut(models.Model):
    """A kind of notice that a distributor does not want."""

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["distributor", "kind"], name="mlm_notice_opt_out")
        ]
