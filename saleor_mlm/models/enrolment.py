"""How customers become distributors: account classes, agreements, invitations."""

from django.db import models

from .genealogy import Distributor


class AccountClass(models.TextChoices):
    """What somebody is to the company, one at a time."""

    RETAIL = "retail"
    PREFERRED = "preferred"
    DISTRIBUTOR = "distributor"
    HOUSE = "house"


class AccountClassChange(models.Model):
    """What an account is from `effective_at` on; append-only, read like `EnrollerChange`.

    The account is a customer, a distributor without one, or a distributor with the customer he
    is. A customer without any row is a retail customer.
    """

    user_id = models.BigIntegerField(null=True)
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    account_class = models.CharField(max_length=16, choices=AccountClass.choices)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=255, blank=True)
    actor = models.CharField(max_length=128, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user_id__isnull=False) | models.Q(distributor__isnull=False),
                name="mlm_account_class_of_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["user_id", "effective_at"], name="mlm_class_of_user"),
            models.Index(fields=["distributor", "effective_at"], name="mlm_class_of_distributor"),
        ]


class Agreement(models.Model):
    """A version of the distributor agreement of a channel, and the digest of its text; never
    changed."""

    channel_id = models.BigIntegerField()
    version = models.CharField(max_length=32)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    effective_at = models.DateTimeField()
    actor = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel_id", "version"], name="mlm_agreement_version")
        ]


class AgreementAcceptance(models.Model):
    """That a distributor agreed to be one, by enrolment or renewal; append-only.

    The newest says to which channel the distributor belongs and from when the agreement runs: a
    renewal goes on where the term before it ends. `agreement` is the version that was accepted,
    null where the channel had none or it was signed elsewhere; `address` is where the acceptance
    came from, null for what staff wrote.
    """

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    channel_id = models.BigIntegerField()
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    runs_from = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    actor = models.CharField(max_length=128)

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "-id"], name="mlm_acceptance_newest"),
            models.Index(fields=["channel_id", "runs_from"], name="mlm_acceptance_running"),
        ]


class InvitationState(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Invitation(models.Model):
    """An enroller's invitation of one person, who accepts with the token in the mail.

    It enrols once. The token follows from `seed` and the store's secret key, so that a mail can be
    written again; of the token itself only the digest is kept.
    """

    enroller = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    channel_id = models.BigIntegerField()
    email = models.EmailField()
    display_name = models.CharField(max_length=128, blank=True)
    language = models.CharField(max_length=35, blank=True)
    seed = models.UUIDField()
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=16, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["enroller", "-id"], name="mlm_invitation_of_enroller")]


class SponsorTurn(models.Model):
    """Who takes turns as the enroller of people who name none.

    `opted_in` is the distributor's own wish, `listed` that of staff. `last_turn` is the number of
    the last turn, null before the first: the next is whose last turn is longest ago.
    """

    distributor = models.OneToOneField(
        Distributor, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    opted_in = models.BooleanField(default=False)
    listed = models.BooleanField(default=False)
    last_turn = models.BigIntegerField(null=True)
