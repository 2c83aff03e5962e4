"""Commission runs, their lines and standing, what they leave to the next, and the estimates."""

from django.db import models

from .genealogy import Distributor
from .plans import PlanVersion
from .sales import SaleLine


class CommissionRun(models.Model):
    """A committed calculation of one period; there is one for a period at most.

    Calculated again from what it names it gives the same hash: it counted the sale lines it
    claimed, and knew of people and trees what was recorded up to the five `..._id_max`. Null in a
    run from before these had a history: then everybody stood where he first stood, and was a
    distributor, or a retail customer; nothing was known of countries and product lines.
    """

    period = models.CharField(max_length=16, unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    status_change_id_max = models.BigIntegerField()
    enroller_change_id_max = models.BigIntegerField(null=True)
    position_change_id_max = models.BigIntegerField(null=True)
    account_class_change_id_max = models.BigIntegerField(null=True)
    country_change_id_max = models.BigIntegerField(null=True)
    engine_version = models.CharField(max_length=32)
    snapshot_sha256 = models.CharField(max_length=64)
    result_sha256 = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    committed_by = models.CharField(max_length=128)


class ClaimedSaleLine(models.Model):
    """That a run has counted a sale line; the key lets no other run count it again."""

    sale_line = models.OneToOneField(
        SaleLine, primary_key=True, on_delete=models.PROTECT, related_name="claimed"
    )
    run = models.ForeignKey(CommissionRun, on_delete=models.PROTECT, related_name="+")


class Part(models.TextChoices):
    """What an amount is for: a sale, or what belongs to a person and a period."""

    SALE = "sale"
    RANK = "rank"
    GUARANTEE_GIVEN = "guarantee_given"
    GUARANTEE_GOT = "guarantee_got"


class Line(models.Model):
    """What one person gets by one bonus: for an interval of an order line's earned base, or as a
    person (`part`), who then has no order.

    For a sale `amount_minor` = R(rate x base_to) - R(rate x base_from); with `reverses` its
    negative for the part taken back. Base in 1/10,000 of the currency's major unit. `rank` is the
    payee's paid-as rank then. `other` is who gave or got a guarantee, `number` an instalment.

    Not stored: `reversed_line` is the line taken back, `base_top_e4` where a standing interval
    ends after what was taken back from it.
    """

    reversed_line: "Line | None" = None
    base_top_e4: int = 0

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Distributor, null=True, on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField(null=True)
    order_number = models.CharField(max_length=32, blank=True)
    order_line_id = models.UUIDField(null=True)
    bonus = models.CharField(max_length=64)
    level = models.PositiveIntegerField()
    paid_level = models.PositiveSmallIntegerField()
    rate_num = models.BigIntegerField()
    rate_den = models.BigIntegerField()
    rounding = models.CharField(max_length=16)
    base_from_e4 = models.BigIntegerField()
    base_to_e4 = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    release_at = models.DateTimeField()
    skipped = models.JSONField()
    part = models.CharField(max_length=16, choices=Part.choices, db_default="sale")
    base = models.CharField(max_length=8, db_default="cv")
    rank = models.CharField(max_length=40, blank=True, db_default="")
    other = models.ForeignKey(Distributor, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        abstract = True


class CommissionLine(Line):
    """A line of a committed run; append-only."""

    run = models.ForeignKey(CommissionRun, on_delete=models.PROTECT, related_name="lines")
    reverses = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "run"], name="mlm_commission_distributor"),
            models.Index(fields=["order_line_id"], name="mlm_commission_order_line"),
        ]


class Estimate(Line):
    """What a commit now would give; derived, replaced whole with every new estimate."""

    period = models.CharField(max_length=16)
    reverses = models.ForeignKey(
        CommissionLine, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["distributor", "period"], name="mlm_estimate_distributor")]


COUNTED = "counted:"


class StandingRow(models.Model):
    """What a person was in a period: ranks by key (empty: none), every volume of the plan as a
    decimal, and every test with whether it was passed; under `counted:` and the name of a test that
    counts, how many there are. Who has nothing of it has no row."""

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    qualified = models.CharField(max_length=40, blank=True)
    paid_as = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=40, blank=True)
    volumes = models.JSONField()
    tests = models.JSONField()

    class Meta:
        abstract = True


class Standing(StandingRow):
    """The standing that a committed run found; append-only."""

    run = models.ForeignKey(CommissionRun, on_delete=models.PROTECT, related_name="standings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["distributor", "run"], name="mlm_standing_person")
        ]


class EstimatedStanding(StandingRow):
    """What a commit now would find; derived, replaced whole with every new estimate."""

    period = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["distributor", "period"], name="mlm_estimated_standing_person"
            )
        ]


class RunColumn(models.Model):
    """One column of what a committed run leaves for later ones: its state, its volumes, tests and
    ranks; append-only. `data`: int64 by person, little-endian, compressed; the column `people` has
    the persons' ids in the same order."""

    run = models.ForeignKey(CommissionRun, on_delete=models.PROTECT, related_name="columns")
    name = models.CharField(max_length=128)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="mlm_run_column_name")]
