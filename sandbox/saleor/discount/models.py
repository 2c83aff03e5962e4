from decimal import ROUND_HALF_UP, Decimal
from uuid import uuid4

from django.db import models
from django.utils import timezone
from prices import Money

from ..channel.models import Channel
from ..core.db.fields import amount, currency, money
from ..core.models import ModelWithMetadata
from ..core.prices import quantize_price
from . import DiscountValueType, VoucherType


class NotApplicable(ValueError):
    """The voucher's conditions do not hold."""


class Voucher(ModelWithMetadata):
    type = models.CharField(max_length=20, default=VoucherType.ENTIRE_ORDER)
    name = models.CharField(max_length=255, null=True, blank=True)
    usage_limit = models.PositiveIntegerField(null=True, blank=True)
    start_date = models.DateTimeField(default=timezone.now)
    end_date = models.DateTimeField(null=True, blank=True)
    apply_once_per_order = models.BooleanField(default=False)
    apply_once_per_customer = models.BooleanField(default=False)
    single_use = models.BooleanField(default=False)
    only_for_staff = models.BooleanField(default=False)
    discount_value_type = models.CharField(max_length=10, default=DiscountValueType.FIXED)
    min_checkout_items_quantity = models.PositiveIntegerField(null=True, blank=True)
    products = models.ManyToManyField("product.Product", blank=True)
    variants = models.ManyToManyField("product.ProductVariant", blank=True)
    categories = models.ManyToManyField("product.Category", blank=True)

    class Meta:
        ordering = ("name", "pk")

    @property
    def code(self) -> str | None:
        code = self.codes.last()
        return code.code if code else None

    def get_discount_amount_for(self, price: Money, channel: Channel) -> Money:
        """Return how much to take off, never more than the price itself."""
        listing = self.channel_listings.filter(channel=channel).first()
        if not listing:
            raise NotApplicable("This voucher is not assigned to this channel")
        if self.discount_value_type == DiscountValueType.FIXED:
            return min(price, Money(listing.discount_value, listing.currency))
        value = (price.amount * listing.discount_value / 100).quantize(
            Decimal("0.000001"), ROUND_HALF_UP
        )
        return min(price, quantize_price(Money(value, price.currency), price.currency))


class VoucherCode(models.Model):
    id = models.UUIDField(primary_key=True, editable=False, unique=True, default=uuid4)
    code = models.CharField(max_length=255, unique=True, db_index=True)
    used = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    voucher = models.ForeignKey(Voucher, related_name="codes", on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "code")


class VoucherChannelListing(models.Model):
    voucher = models.ForeignKey(Voucher, related_name="channel_listings", on_delete=models.CASCADE)
    channel = models.ForeignKey(Channel, related_name="voucher_listings", on_delete=models.CASCADE)
    discount_value = amount()
    currency = currency()
    min_spent_amount = amount(blank=True, null=True, default=None)
    min_spent = money("min_spent_amount")

    class Meta:
        unique_together = (("voucher", "channel"),)
        ordering = ("pk",)


class OrderDiscount(models.Model):
    id = models.UUIDField(primary_key=True, editable=False, unique=True, default=uuid4)
    created_at = models.DateTimeField(auto_now_add=True)
    order = models.ForeignKey(
        "order.Order", related_name="discounts", on_delete=models.CASCADE, null=True
    )
    type = models.CharField(max_length=64)
    value_type = models.CharField(max_length=10, default=DiscountValueType.FIXED)
    value = amount()
    amount_value = amount()
    amount = money("amount_value")
    currency = currency()
    name = models.CharField(max_length=255, null=True, blank=True)
    reason = models.TextField(blank=True, null=True)
    voucher = models.ForeignKey(Voucher, null=True, related_name="+", on_delete=models.SET_NULL)
    voucher_code = models.CharField(max_length=255, null=True, blank=True)

    class Meta:
        ordering = ("created_at", "id")


class VoucherCustomer(models.Model):
    voucher_code = models.ForeignKey(
        VoucherCode, related_name="customers", on_delete=models.CASCADE
    )
    customer_email = models.EmailField()

    class Meta:
        unique_together = (("voucher_code", "customer_email"),)
        ordering = ("voucher_code", "customer_email", "pk")
