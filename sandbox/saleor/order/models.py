from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, models
from django.db.models import Max
from django.utils.timezone import now

from ..app.models import App
from ..channel.models import Channel
from ..core.db.fields import amount, currency, money, taxed_money
from ..core.models import ModelWithExternalReference, ModelWithMetadata, json_field
from ..discount.models import Voucher
from ..shipping.models import ShippingMethod
from . import (
    FulfillmentStatus,
    OrderAuthorizeStatus,
    OrderChargeStatus,
    OrderGrantedRefundStatus,
    OrderStatus,
)


class OrderQueryset(models.QuerySet["Order"]):
    def get_by_checkout_token(self, token: Any) -> "Order | None":
        return self.non_draft().filter(checkout_token=token).first()

    def non_draft(self) -> "OrderQueryset":
        return self.exclude(status=OrderStatus.DRAFT)

    def confirmed(self) -> "OrderQueryset":
        return self.exclude(status__in=[OrderStatus.DRAFT, OrderStatus.UNCONFIRMED])


def get_order_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('order_order_number_seq')")
        return cursor.fetchone()[0]


def _address() -> models.ForeignKey:
    return models.ForeignKey(
        "account.Address", related_name="+", editable=False, null=True, on_delete=models.SET_NULL
    )


def _requestor(target: Any) -> models.ForeignKey:
    return models.ForeignKey(
        target, blank=True, null=True, on_delete=models.SET_NULL, related_name="+"
    )


def _rate() -> models.DecimalField:
    return models.DecimalField(max_digits=5, decimal_places=4, blank=True, null=True)


class Order(ModelWithMetadata, ModelWithExternalReference):
    id = models.UUIDField(primary_key=True, editable=False, unique=True, default=uuid4)
    number = models.IntegerField(unique=True, default=get_order_number, editable=False)
    created_at = models.DateTimeField(default=now, editable=False, db_index=True)
    updated_at = models.DateTimeField(auto_now=True, editable=False, db_index=True)
    expired_at = models.DateTimeField(blank=True, null=True)
    status = models.CharField(max_length=32, default=OrderStatus.UNFULFILLED, db_index=True)
    authorize_status = models.CharField(
        max_length=32, default=OrderAuthorizeStatus.NONE, db_index=True
    )
    charge_status = models.CharField(max_length=32, default=OrderChargeStatus.NONE, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        blank=True,
        null=True,
        related_name="orders",
        on_delete=models.SET_NULL,
    )
    language_code = models.CharField(max_length=35, default=settings.LANGUAGE_CODE)
    billing_address = _address()
    shipping_address = _address()
    user_email = models.EmailField(blank=True, default="")
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    origin = models.CharField(max_length=32)
    currency = currency()
    shipping_method = models.ForeignKey(
        ShippingMethod, null=True, related_name="orders", on_delete=models.SET_NULL
    )
    shipping_method_name = models.CharField(max_length=255, null=True, default=None)
    channel = models.ForeignKey(Channel, related_name="orders", on_delete=models.PROTECT)
    shipping_price_net_amount = amount()
    shipping_price_gross_amount = amount()
    shipping_price = taxed_money("shipping_price")
    base_shipping_price_amount = amount()
    base_shipping_price = money("base_shipping_price_amount")
    undiscounted_base_shipping_price_amount = amount()
    undiscounted_base_shipping_price = money("undiscounted_base_shipping_price_amount")
    shipping_tax_rate = _rate()
    checkout_token = models.CharField(max_length=36, blank=True, db_index=True)
    lines_count = models.PositiveIntegerField()
    total_net_amount = amount()
    total_gross_amount = amount()
    total_net = money("total_net_amount")
    total_gross = money("total_gross_amount")
    total = taxed_money("total")
    undiscounted_total_net_amount = amount()
    undiscounted_total_gross_amount = amount()
    undiscounted_total = taxed_money("undiscounted_total")
    total_charged_amount = amount()
    total_authorized_amount = amount()
    total_charged = money("total_charged_amount")
    total_authorized = money("total_authorized_amount")
    subtotal_net_amount = amount()
    subtotal_gross_amount = amount()
    subtotal = taxed_money("subtotal")
    voucher = models.ForeignKey(
        Voucher, blank=True, null=True, related_name="+", on_delete=models.SET_NULL
    )
    voucher_code = models.CharField(max_length=255, null=True, blank=True)
    display_gross_prices = models.BooleanField(default=True)
    customer_note = models.TextField(blank=True, default="")
    redirect_url = models.URLField(blank=True, null=True)
    should_refresh_prices = models.BooleanField(default=True)
    tax_exemption = models.BooleanField(default=False)
    tax_error = models.CharField(max_length=255, null=True, blank=True)

    objects = models.Manager.from_queryset(OrderQueryset)()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"#{self.id}"

    def is_fully_paid(self) -> bool:
        return self.total_charged >= self.total.gross

    def get_customer_email(self) -> str | None:
        return self.user_email or (self.user.email if self.user else None)

    def can_cancel(self) -> bool:
        ended = {FulfillmentStatus.CANCELED, FulfillmentStatus.RETURNED}
        return self.status not in (
            OrderStatus.CANCELED,
            OrderStatus.DRAFT,
            OrderStatus.EXPIRED,
        ) and all(fulfillment.status in ended for fulfillment in self.fulfillments.all())


class OrderLine(ModelWithMetadata):
    id = models.UUIDField(primary_key=True, editable=False, unique=True, default=uuid4)
    created_at = models.DateTimeField(auto_now_add=True)
    order = models.ForeignKey(Order, related_name="lines", editable=False, on_delete=models.CASCADE)
    variant = models.ForeignKey(
        "product.ProductVariant",
        related_name="order_lines",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
    )
    product_name = models.CharField(max_length=386)
    variant_name = models.CharField(max_length=255, default="", blank=True)
    product_sku = models.CharField(max_length=255, null=True, blank=True)
    product_variant_id = models.CharField(max_length=255, null=True, blank=True)
    product_type_id = models.IntegerField(null=True, blank=True)
    is_shipping_required = models.BooleanField()
    is_gift_card = models.BooleanField()
    quantity = models.IntegerField()
    quantity_fulfilled = models.IntegerField(default=0)
    is_gift = models.BooleanField(default=False)
    currency = currency()
    unit_discount_amount = amount()
    unit_discount = money("unit_discount_amount")
    unit_discount_type = models.CharField(max_length=10, null=True, blank=True)
    unit_discount_reason = models.TextField(blank=True, null=True)
    unit_discount_value = amount()
    unit_price_net_amount = amount()
    unit_price_gross_amount = amount()
    unit_price = taxed_money("unit_price")
    total_price_net_amount = amount()
    total_price_gross_amount = amount()
    total_price = taxed_money("total_price")
    undiscounted_unit_price_net_amount = amount()
    undiscounted_unit_price_gross_amount = amount()
    undiscounted_unit_price = taxed_money("undiscounted_unit_price")
    undiscounted_total_price_net_amount = amount()
    undiscounted_total_price_gross_amount = amount()
    undiscounted_total_price = taxed_money("undiscounted_total_price")
    base_unit_price_amount = amount()
    base_unit_price = money("base_unit_price_amount")
    undiscounted_base_unit_price_amount = amount()
    undiscounted_base_unit_price = money("undiscounted_base_unit_price_amount")
    tax_rate = _rate()
    is_price_overridden = models.BooleanField(null=True, blank=True)
    voucher_code = models.CharField(max_length=255, null=True, blank=True)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        name = self.product_name
        return f"{name} ({self.variant_name})" if self.variant_name else name

    @property
    def quantity_unfulfilled(self) -> int:
        return self.quantity - self.quantity_fulfilled


class Fulfillment(ModelWithMetadata):
    fulfillment_order = models.PositiveIntegerField(editable=False)
    order = models.ForeignKey(
        Order, related_name="fulfillments", editable=False, on_delete=models.CASCADE
    )
    status = models.CharField(max_length=32, default=FulfillmentStatus.FULFILLED, db_index=True)
    tracking_number = models.CharField(max_length=255, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    shipping_refund_amount = amount(null=True, blank=True, default=None)
    total_refund_amount = amount(null=True, blank=True, default=None)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Fulfillment #{self.composed_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.pk:
            last = self.order.fulfillments.aggregate(last=Max("fulfillment_order"))["last"]
            self.fulfillment_order = (last or 0) + 1
        super().save(*args, **kwargs)

    @property
    def composed_id(self) -> str:
        return f"{self.order.number}-{self.fulfillment_order}"


class FulfillmentLine(models.Model):
    order_line = models.ForeignKey(
        OrderLine, related_name="fulfillment_lines", on_delete=models.CASCADE
    )
    fulfillment = models.ForeignKey(Fulfillment, related_name="lines", on_delete=models.CASCADE)
    quantity = models.PositiveIntegerField()
    stock = models.ForeignKey(
        "warehouse.Stock", related_name="fulfillment_lines", on_delete=models.SET_NULL, null=True
    )

    class Meta:
        ordering = ("pk",)


class OrderEvent(models.Model):
    date = models.DateTimeField(default=now, editable=False, db_index=True)
    type = models.CharField(max_length=255, db_index=True)
    order = models.ForeignKey(Order, related_name="events", on_delete=models.CASCADE)
    parameters = json_field()
    user = _requestor(settings.AUTH_USER_MODEL)
    app = _requestor(App)

    class Meta:
        ordering = ("date",)


class OrderGrantedRefund(models.Model):
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False, db_index=True)
    amount_value = amount()
    amount = money("amount_value")
    currency = currency()
    reason = models.TextField(blank=True, default="")
    user = _requestor(settings.AUTH_USER_MODEL)
    app = _requestor(App)
    order = models.ForeignKey(Order, related_name="granted_refunds", on_delete=models.CASCADE)
    shipping_costs_included = models.BooleanField(default=False)
    transaction_item = models.ForeignKey(
        "payment.TransactionItem",
        related_name="granted_refund",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )
    status = models.CharField(default=OrderGrantedRefundStatus.NONE, max_length=128)

    class Meta:
        ordering = ("created_at", "id")


class OrderGrantedRefundLine(models.Model):
    order_line = models.ForeignKey(
        OrderLine, related_name="granted_refund_lines", on_delete=models.CASCADE
    )
    quantity = models.PositiveIntegerField()
    granted_refund = models.ForeignKey(
        OrderGrantedRefund, related_name="lines", on_delete=models.CASCADE
    )
    reason = models.TextField(blank=True, null=True, default="")


def total_of(rows: Any, field: str) -> Decimal:
    return sum((getattr(row, field) for row in rows), Decimal(0))
