"""What staff decided about an attribution afterwards, and why."""

from django.db import models

from .genealogy import Distributor


class CorrectionKind(models.TextChoices):
    CREDIT = "credit"
    MOVE = "move"
    EXCLUDE = "exclude"
    CUSTOMER_MOVE = "customer_move"
    UNDO = "undo"


class Correction(models.Model):
    """Whose an order, or a customer's later orders, are from `made_at` on; append-only.

    The newest of an order, or of a customer, rules every later reading. It is about one of both;
    a null distributor is nobody. `part_of` is the customer's correction that moved the order too.
    """

    kind = models.CharField(max_length=16, choices=CorrectionKind.choices)
    order_id = models.UUIDField(null=True)
    order_number = models.CharField(max_length=32, blank=True)
    customer_user_id = models.BigIntegerField(null=True)
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    own = models.BooleanField(default=False)
    source = models.CharField(max_length=24, blank=True)
    before_distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    before_source = models.CharField(max_length=24, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    reason = models.TextField()
    actor = models.CharField(max_length=128)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(order_id__isnull=True) ^ models.Q(customer_user_id__isnull=True),
                name="mlm_correction_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["order_id", "id"], name="mlm_correction_order"),
            models.Index(fields=["customer_user_id", "id"], name="mlm_correction_customer"),
        ]
