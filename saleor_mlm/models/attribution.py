"""Whose sale an order is: the claims made before it and the one decision."""

from django.db import models
from django.db.models.functions import Upper

from .genealogy import Distributor


class AttributionSource(models.TextChoices):
    OWN_PURCHASE = "own_purchase"
    CUSTOMER_OF_RECORD = "customer_of_record"
    VOUCHER = "voucher"
    LINK = "link"
    METADATA = "metadata"
    STAFF = "staff"


class CheckoutClaim(models.Model):
    """The latest referral attached to a checkout, one row for a checkout.

    `earlier` has those before it, the oldest first: [distributor id, clicked at, attached at].
    """

    checkout_token = models.UUIDField(primary_key=True)
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    clicked_at = models.DateTimeField()
    attached_at = models.DateTimeField(db_index=True)
    earlier = models.JSONField(db_default=models.Value([], models.JSONField()))


class DistributorVoucher(models.Model):
    """The distributor of a voucher code now; codes are compared whatever their case."""

    code = models.CharField(max_length=255)
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Upper("code"), name="mlm_voucher_code")]


class VoucherAssignment(models.Model):
    """Whose a voucher code is from `since` on, null nobody's; append-only, the newest rules."""

    code = models.CharField(max_length=255)
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    actor = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = [models.Index(Upper("code"), "since", name="mlm_voucher_assignment")]


class Attribution(models.Model):
    """The one decision for an order, made once and never changed; a null distributor is nobody's.

    `distributor` is in whose line the sale stands; `own` says that the buyer is that distributor.
    `customer_user_id` is the registered customer, null where an e-mail alone identified the order.
    `explanation` has the policy, every claim and what became of it.
    """

    order_id = models.UUIDField(primary_key=True)
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    own = models.BooleanField(default=False)
    source = models.CharField(max_length=24, choices=AttributionSource.choices, blank=True)
    claimed = models.ForeignKey(
        Distributor,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who was claimed, where the sale rolled up to another as this one had ended.",
    )
    attached_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    order_number = models.CharField(max_length=32)
    order_created_at = models.DateTimeField()
    customer_user_id = models.BigIntegerField(null=True)
    channel_id = models.BigIntegerField()
    explanation = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["distributor", "order_created_at"], name="mlm_attribution"),
            models.Index(
                fields=["customer_user_id", "order_created_at"], name="mlm_attribution_customer"
            ),
        ]
