from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from ..app.models import App
from ..checkout.models import Checkout
from ..core.db.fields import amount, currency, money
from ..core.models import ModelWithMetadata
from . import TransactionEventType


def _requestor(target: object) -> models.ForeignKey:
    return models.ForeignKey(
        target, blank=True, null=True, on_delete=models.SET_NULL, related_name="+"
    )


class TransactionItem(ModelWithMetadata):
    token = models.UUIDField(unique=True, default=uuid4)
    idempotency_key = models.CharField(max_length=512, blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    modified_at = models.DateTimeField(auto_now=True, db_index=True)
    name = models.CharField(max_length=512, blank=True, null=True, default="")
    message = models.CharField(max_length=512, blank=True, null=True, default="")
    psp_reference = models.CharField(max_length=512, blank=True, null=True, db_index=True)
    available_actions = ArrayField(models.CharField(max_length=128), default=list)
    currency = currency()
    charged_value = amount()
    authorized_value = amount()
    refunded_value = amount()
    canceled_value = amount()
    charge_pending_value = amount()
    authorize_pending_value = amount()
    refund_pending_value = amount()
    cancel_pending_value = amount()
    amount_charged = money("charged_value")
    amount_authorized = money("authorized_value")
    amount_refunded = money("refunded_value")
    amount_canceled = money("canceled_value")
    amount_charge_pending = money("charge_pending_value")
    amount_authorize_pending = money("authorize_pending_value")
    amount_refund_pending = money("refund_pending_value")
    amount_cancel_pending = money("cancel_pending_value")
    external_url = models.URLField(blank=True, null=True)
    checkout = models.ForeignKey(
        Checkout, null=True, related_name="payment_transactions", on_delete=models.SET_NULL
    )
    order = models.ForeignKey(
        "order.Order", related_name="payment_transactions", null=True, on_delete=models.PROTECT
    )
    user = _requestor(settings.AUTH_USER_MODEL)
    app = _requestor(App)
    app_identifier = models.CharField(blank=True, null=True, max_length=256)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["app_identifier", "idempotency_key"], name="unique_transaction_idempotency"
            )
        ]


class TransactionEvent(models.Model):
    created_at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=512, blank=True, null=True)
    psp_reference = models.CharField(max_length=512, blank=True, null=True)
    message = models.CharField(max_length=512, blank=True, null=True, default="")
    transaction = models.ForeignKey(
        TransactionItem, related_name="events", on_delete=models.CASCADE
    )
    external_url = models.URLField(blank=True, null=True)
    currency = currency()
    type = models.CharField(max_length=128, default=TransactionEventType.INFO)
    amount_value = amount()
    amount = money("amount_value")
    user = _requestor(settings.AUTH_USER_MODEL)
    app = _requestor(App)
    app_identifier = models.CharField(blank=True, null=True, max_length=256)
    include_in_calculations = models.BooleanField(default=False)
    related_granted_refund = models.ForeignKey(
        "order.OrderGrantedRefund",
        related_name="transaction_events",
        null=True,
        on_delete=models.SET_NULL,
    )

    class Meta:
        ordering = ("pk",)
