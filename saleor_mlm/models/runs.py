"""Commission runs, their lines, and the estimate of what is still open."""

from django.db import models

from .genealogy import Distributor
from .plans import PlanVersion
from .sales import SaleLine


class CommissionRun(models.Model):
    """A committed calculation of one period; there is one for a period at most.

    Calculated again from what it names it gives the same hash: it counted the sale lines it
    claimed, and knew of people what was recorded up to `status_change_id_max`.
    """

    period = models.CharField(max_length=16, unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    status_change_id_max = models.BigIntegerField()
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


class Line(models.Model):
    """What one person gets for an interval of an order line's earned base, by one bonus.

    `amount_minor` = R(rate x base_to) - R(rate x base_from); with `reverses` its negative for the
    part taken back. Base in 1/10,000 of the currency's major unit.

    Not stored: `reversed_line` is the line taken back, `base_top_e4` where a standing interval
    ends after what was taken back from it.
    """

    reversed_line: "Line | None" = None
    base_top_e4: int = 0

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=32)
    order_line_id = models.UUIDField()
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
