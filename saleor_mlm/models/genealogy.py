"""People of the company and who enrolled whom."""

from django.db import models
from django.db.models.functions import Upper


class DistributorStatus(models.TextChoices):
    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class OwnerKind(models.TextChoices):
    """Whom an agreement is with."""

    PERSON = "person"
    COUPLE = "couple"
    COMPANY = "company"


class Distributor(models.Model):
    """An enrolled owner; `enroller` links form a forest, never a cycle.

    `enroller` and `status` are what rules now, by the newest changes that are in force; what
    ruled at another instant follows from `EnrollerChange` and `StatusChange`. `code` is the public
    referral code of today, unique whatever its case. `user_id` is the primary key of a Saleor
    user: one distributor for a user at most. `recorded_at` is when the company learned of the
    person; null: when the person joined. `house` is an account of the company itself. `country` is
    two capital letters, empty where unknown; what it was follows from `CountryChange`.
    """

    code = models.CharField(max_length=32)
    handle = models.CharField(max_length=64, null=True, blank=True, unique=True)
    display_name = models.CharField(max_length=128)
    user_id = models.BigIntegerField(null=True, unique=True)
    enroller = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=16, choices=DistributorStatus.choices, default=DistributorStatus.ACTIVE
    )
    joined_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    kind = models.CharField(
        max_length=16,
        choices=OwnerKind.choices,
        default=OwnerKind.PERSON,
        db_default=OwnerKind.PERSON,
    )
    house = models.BooleanField(default=False, db_default=False)
    country = models.CharField(max_length=2, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("code"), name="mlm_distributor_code"),
            models.CheckConstraint(
                condition=~models.Q(enroller=models.F("id")),
                name="mlm_distributor_not_own_enroller",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ReferralCode(models.Model):
    """A code that a distributor has or once had; never given to another, never taken away.

    The database writes a row with every code a distributor gets, and refuses another's code.
    """

    code = models.CharField(max_length=32)
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="codes")

    class Meta:
        constraints = [models.UniqueConstraint(Upper("code"), name="mlm_referral_code")]


class StatusChange(models.Model):
    """A distributor's status from `effective_at` on; append-only, the newest record rules."""

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=DistributorStatus.choices)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=255, blank=True)
    actor = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "effective_at"], name="mlm_status_effective")
        ]


class EnrollerChange(models.Model):
    """Who a distributor's enroller is from `effective_at` on; append-only.

    At an instant, as known at another: of the rows recorded by then that are effective by then,
    the one that is effective last rules, and of two at once the one with the greater id. The
    first row of each distributor is written by the database with the distributor. A null
    `enroller` is the head of a line.
    """

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    enroller = models.ForeignKey(Distributor, null=True, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True)
    actor = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "effective_at"], name="mlm_enroller_effective")
        ]


class CountryChange(models.Model):
    """Where a distributor lives from `effective_at` on; append-only, read like `EnrollerChange`.

    The database writes a row with every country a distributor gets; who never had one has none.
    """

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "effective_at"], name="mlm_country_effective")
        ]
