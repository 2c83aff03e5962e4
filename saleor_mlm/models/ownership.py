"""Who a distributor is: two that were one person all along, and an agreement in other hands."""

from django.db import models

from .genealogy import Distributor, OwnerKind


class Merger(models.Model):
    """That a distributor is the same person as another, who goes on for both; append-only.

    From `merged_at` on whatever names the duplicate leads to the one that was kept.
    """

    duplicate = models.OneToOneField(Distributor, on_delete=models.PROTECT, related_name="merger")
    kept = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    actor = models.CharField(max_length=128)


class TransferKind(models.TextChoices):
    INHERITANCE = "inheritance"
    SALE = "sale"


class Transfer(models.Model):
    """That a distributor's agreement went from one customer to another; append-only.

    Place, team, title and codes stay. A period is the owner's whose it was at its last instant:
    what the former one earned stays payable to the former one.
    """

    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=TransferKind.choices)
    former_user_id = models.BigIntegerField(null=True)
    former_name = models.CharField(max_length=128)
    former_kind = models.CharField(max_length=16, choices=OwnerKind.choices)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=128)
    owner_kind = models.CharField(max_length=16, choices=OwnerKind.choices)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    actor = models.CharField(max_length=128)

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "effective_at"], name="mlm_transfer_effective"),
            models.Index(fields=["former_user_id"], name="mlm_transfer_former"),
        ]
