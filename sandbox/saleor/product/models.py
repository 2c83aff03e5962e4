import datetime
from typing import Any

import graphene
from django.db import models
from django.db.models import Q, QuerySet
from prices import Money

from ..channel.models import Channel
from ..core.db.fields import amount, currency, money
from ..core.models import ModelWithExternalReference, ModelWithMetadata


class ProductTypeKind:
    NORMAL = "normal"
    GIFT_CARD = "gift_card"


class Category(ModelWithMetadata):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    updated_at = models.DateTimeField(auto_now=True, blank=True, null=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, related_name="children", on_delete=models.CASCADE
    )

    def __str__(self) -> str:
        return self.name


class ProductType(ModelWithMetadata):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=32)
    is_shipping_required = models.BooleanField(default=True)
    is_digital = models.BooleanField(default=False)
    has_variants = models.BooleanField(default=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class ProductsQueryset(models.QuerySet["Product"]):
    def published(self, channel: Channel) -> QuerySet["Product"]:
        now = datetime.datetime.now(tz=datetime.UTC)
        listed = ProductChannelListing.objects.using(self.db).filter(
            Q(published_at__lte=now) | Q(published_at__isnull=True),
            channel=channel,
            is_published=True,
        )
        return self.filter(pk__in=listed.values("product_id"))


class Product(ModelWithMetadata, ModelWithExternalReference):
    product_type = models.ForeignKey(ProductType, related_name="products", on_delete=models.CASCADE)
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(blank=True, null=True)
    category = models.ForeignKey(
        Category, related_name="products", on_delete=models.SET_NULL, null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    default_variant = models.OneToOneField(
        "ProductVariant", blank=True, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rating = models.FloatField(null=True, blank=True)

    objects = models.Manager.from_queryset(ProductsQueryset)()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class ProductChannelListing(models.Model):
    product = models.ForeignKey(Product, related_name="channel_listings", on_delete=models.CASCADE)
    channel = models.ForeignKey(Channel, related_name="product_listings", on_delete=models.CASCADE)
    published_at = models.DateTimeField(blank=True, null=True)
    is_published = models.BooleanField(default=False)
    visible_in_listings = models.BooleanField(default=False)
    available_for_purchase_at = models.DateTimeField(blank=True, null=True)
    currency = currency()
    discounted_price_amount = amount(blank=True, null=True, default=None)
    discounted_price = money("discounted_price_amount")

    class Meta:
        unique_together = [["product", "channel"]]
        ordering = ("pk",)


class ProductVariant(ModelWithMetadata, ModelWithExternalReference):
    sku = models.CharField(max_length=255, unique=True, null=True, blank=True)
    name = models.CharField(max_length=255, blank=True)
    product = models.ForeignKey(Product, related_name="variants", on_delete=models.CASCADE)
    track_inventory = models.BooleanField(default=True)
    quantity_limit_per_customer = models.IntegerField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    sort_order = models.IntegerField(editable=False, db_index=True, null=True)

    class Meta:
        ordering = ("sort_order", "sku")

    def __str__(self) -> str:
        return self.name or self.sku or f"ID:{self.pk}"

    def get_global_id(self) -> str:
        return graphene.Node.to_global_id("ProductVariant", self.id)

    def listing(self, channel: Any) -> "ProductVariantChannelListing | None":
        return self.channel_listings.filter(channel=channel, price_amount__isnull=False).first()

    def price_in(self, channel: Channel) -> Money | None:
        listing = self.listing(channel)
        return listing.price if listing else None

    def is_shipping_required(self) -> bool:
        return self.product.product_type.is_shipping_required

    def is_gift_card(self) -> bool:
        return self.product.product_type.kind == ProductTypeKind.GIFT_CARD


class ProductVariantChannelListing(models.Model):
    variant = models.ForeignKey(
        ProductVariant, related_name="channel_listings", on_delete=models.CASCADE
    )
    channel = models.ForeignKey(Channel, related_name="variant_listings", on_delete=models.CASCADE)
    currency = currency()
    price_amount = amount(blank=True, null=True, default=None)
    price = money("price_amount")
    cost_price_amount = amount(blank=True, null=True, default=None)
    discounted_price_amount = amount(blank=True, null=True, default=None)
    discounted_price = money("discounted_price_amount")

    class Meta:
        unique_together = [["variant", "channel"]]
        ordering = ("pk",)
