from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_countries.fields import CountryField
from prices import Money, TaxedMoney

from ..channel.models import Channel
from ..core.db.fields import amount, currency, money, taxed_money
from ..core.models import ModelWithMetadata, json_field
from ..core.prices import quantize_price
from ..giftcard.models import GiftCard
from ..product.models import ProductVariant
from ..shipping.models import ShippingMethod
from . import CheckoutAuthorizeStatus, CheckoutChargeStatus


class Checkout(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    last_change = models.DateTimeField(auto_now=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        blank=True,
        null=True,
        related_name="checkouts",
        on_delete=models.CASCADE,
    )
    email = models.EmailField(blank=True, null=True)
    token = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    channel = models.ForeignKey(Channel, related_name="checkouts", on_delete=models.PROTECT)
    save_billing_address = models.BooleanField(default=True)
    billing_address = models.ForeignKey(
        "account.Address", related_name="+", null=True, on_delete=models.SET_NULL
    )
    save_shipping_address = models.BooleanField(default=True)
    shipping_address = models.ForeignKey(
        "account.Address", related_name="+", null=True, on_delete=models.SET_NULL
    )
    shipping_method = models.ForeignKey(
        ShippingMethod, null=True, related_name="checkouts", on_delete=models.SET_NULL
    )
    shipping_method_name = models.CharField(max_length=255, null=True, default=None)
    note = models.TextField(blank=True, default="")
    currency = currency()
    country = CountryField(default="US")
    total_net_amount = amount()
    total_gross_amount = amount()
    total = taxed_money("total")
    subtotal_net_amount = amount()
    subtotal_gross_amount = amount()
    subtotal = taxed_money("subtotal")
    shipping_price_net_amount = amount()
    shipping_price_gross_amount = amount()
    shipping_price = taxed_money("shipping_price")
    authorize_status = models.CharField(
        max_length=32, default=CheckoutAuthorizeStatus.NONE, db_index=True
    )
    charge_status = models.CharField(
        max_length=32, default=CheckoutChargeStatus.NONE, db_index=True
    )
    price_expiration = models.DateTimeField(default=timezone.now)
    discount_amount = amount()
    discount = money("discount_amount")
    discount_name = models.CharField(max_length=255, blank=True, null=True)
    voucher_code = models.CharField(max_length=255, blank=True, null=True)
    redirect_url = models.URLField(blank=True, null=True)
    language_code = models.CharField(max_length=35, default=settings.LANGUAGE_CODE)
    tax_error = models.CharField(max_length=255, blank=True, null=True)
    gift_cards = models.ManyToManyField(GiftCard, blank=True, related_name="checkouts")

    class Meta:
        ordering = ("-last_change", "pk")

    def get_customer_email(self) -> str | None:
        return self.email or (self.user.email if self.user else None)

    def get_country(self) -> str:
        """Where it goes, by its addresses; kept as its country."""
        address = self.shipping_address or self.billing_address
        if address and address.country != self.country:
            self.country = address.country
            self.save(update_fields=["country"])
        return self.country.code

    def total_to_pay(self) -> TaxedMoney:
        """The total less the balance of its gift cards; net in proportion."""
        total = self.total
        balance = sum((card.current_balance_amount for card in self.gift_cards.all()), Decimal(0))
        if not balance or not total.gross.amount:
            return total
        gross = max(total.gross - Money(balance, self.currency), Money(Decimal(0), self.currency))
        net = quantize_price(total.net * (gross / total.gross), self.currency)
        return TaxedMoney(net, gross)

    def is_shipping_required(self) -> bool:
        return any(line.variant.is_shipping_required() for line in self.lines.all())


class CheckoutLine(ModelWithMetadata):
    id = models.UUIDField(primary_key=True, editable=False, unique=True, default=uuid4)
    created_at = models.DateTimeField(auto_now_add=True)
    checkout = models.ForeignKey(Checkout, related_name="lines", on_delete=models.CASCADE)
    variant = models.ForeignKey(ProductVariant, related_name="+", on_delete=models.CASCADE)
    quantity = models.PositiveIntegerField()
    is_gift = models.BooleanField(default=False)
    price_override = amount(blank=True, null=True, default=None)
    currency = currency()
    total_price_net_amount = amount()
    total_price_gross_amount = amount()
    total_price = taxed_money("total_price")
    undiscounted_unit_price_amount = amount()
    undiscounted_unit_price = money("undiscounted_unit_price_amount")

    class Meta:
        ordering = ("created_at", "id")


class CheckoutMetadata(models.Model):
    checkout = models.OneToOneField(
        Checkout, related_name="metadata_storage", on_delete=models.CASCADE
    )
    private_metadata = json_field()
    metadata = json_field()

    def store_value_in_metadata(self, items: dict) -> None:
        self.metadata = {**self.metadata, **items}

    def store_value_in_private_metadata(self, items: dict) -> None:
        self.private_metadata = {**self.private_metadata, **items}
