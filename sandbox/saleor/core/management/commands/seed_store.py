"""Lays the store that the scenarios know; the same as on a real Saleor, and harmless to repeat."""

import datetime
import os
from decimal import Decimal
from typing import Any

from django.contrib.sites.models import Site
from django.core.management.base import BaseCommand
from django.db import transaction
from saleor.account.models import Address, User
from saleor.app.models import App, AppToken
from saleor.channel.models import Channel, MarkAsPaidStrategy
from saleor.permission.enums import get_permissions
from saleor.product.models import (
    Category,
    Product,
    ProductChannelListing,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
)
from saleor.shipping.models import ShippingMethod, ShippingMethodChannelListing, ShippingZone
from saleor.warehouse.models import Stock, Warehouse
from saleor.webhook.models import Webhook, WebhookEvent

APP_TOKEN = "scenarios-app-token-0123456789"
PSP_URL = "http://127.0.0.1:8399/psp"
COUNTRIES = ["US", "JP"]
PUBLISHED = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
CHANNELS = {
    "us": ("United States", "USD", "US", Decimal("5.00"), 1),
    "jp": ("Japan", "JPY", "JP", Decimal(500), 100),
}
PRICES = (
    "20.00 50.00 5.00 7.50 9.99 12.00 15.00 18.25 24.00 29.95 33.00 36.50 42.00 48.00 59.00 "
    "65.00 79.90 95.00 120.00 25.00"
).split()
GIFT_CARD = 20


def put(model: Any, lookup: dict[str, Any], **fields: Any) -> Any:
    row, _ = model.objects.update_or_create(**lookup, defaults=fields)
    return row


class Command(BaseCommand):
    help = __doc__

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        _site()
        _left_by_migrations()
        channels = {slug: _channel(slug) for slug in CHANNELS}
        warehouse = _warehouse(list(channels.values()))
        for slug, channel in channels.items():
            _shipping(slug, channel, warehouse)
        _catalogue(channels, warehouse)
        _people()
        products, apps = Product.objects.count(), App.objects.count()
        self.stdout.write(f"seeded: {len(channels)} channels, {products} products, {apps} app")


def _site() -> None:
    site = Site.objects.get(pk=1)
    site.domain = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
    site.name = "Scenario Store"
    site.save()
    site.settings.enable_account_confirmation_by_email = False
    site.settings.allow_login_without_confirmation = True
    site.settings.fulfillment_auto_approve = True
    site.settings.fulfillment_allow_unpaid = False
    site.settings.save()


def _left_by_migrations() -> None:
    """What Saleor's own migrations put into a new store."""
    lookup = {"slug": "default-channel"}
    country = {"currency_code": "USD", "default_country": "US"}
    put(Channel, lookup, name="Default Channel", is_active=True, **country)
    put(Category, {"slug": "default-category"}, name="Default Category")


def _channel(slug: str) -> Channel:
    name, currency, country, _shipping_price, _factor = CHANNELS[slug]
    return put(
        Channel,
        {"slug": slug},
        name=name,
        is_active=True,
        currency_code=currency,
        default_country=country,
        automatically_confirm_all_new_orders=True,
        allow_unpaid_orders=False,
        order_mark_as_paid_strategy=MarkAsPaidStrategy.TRANSACTION_FLOW,
    )


def _warehouse(channels: list[Channel]) -> Warehouse:
    warehouse = Warehouse.objects.filter(slug="main").first()
    if not warehouse:
        address = Address.objects.create(
            company_name="Main Warehouse",
            street_address_1="1 Depot Road",
            city="NEW YORK",
            country="US",
            country_area="NY",
            postal_code="10001",
        )
        warehouse = Warehouse.objects.create(
            slug="main", name="Main", address=address, is_private=False
        )
    warehouse.channels.add(*channels)
    return warehouse


def _shipping(slug: str, channel: Channel, warehouse: Warehouse) -> None:
    zone = put(ShippingZone, {"name": f"zone-{slug}"}, countries=COUNTRIES)
    zone.channels.set([channel])
    warehouse.shipping_zones.add(zone)
    # By its place: somebody may have given it another name since.
    method = ShippingMethod.objects.filter(shipping_zone=zone).first()
    method = method or ShippingMethod.objects.create(
        name=f"standard-{slug}", shipping_zone=zone, type="price"
    )
    put(
        ShippingMethodChannelListing,
        {"shipping_method": method, "channel": channel},
        currency=channel.currency_code,
        price_amount=CHANNELS[slug][3],
        minimum_order_price_amount=Decimal(0),
    )


def _catalogue(channels: dict[str, Channel], warehouse: Warehouse) -> None:
    category = put(Category, {"slug": "wellness"}, name="Wellness")
    goods = put(
        ProductType,
        {"slug": "goods"},
        name="Goods",
        kind="normal",
        is_shipping_required=True,
        has_variants=False,
    )
    gift_card = put(
        ProductType,
        {"slug": "gift-card"},
        name="Gift card",
        kind="gift_card",
        is_shipping_required=False,
        has_variants=False,
    )
    for number, price in enumerate(map(Decimal, PRICES), 1):
        sku = f"SKU-{number:02}"
        if ProductVariant.objects.filter(sku=sku).exists():
            continue  # somebody may have given it another name since
        is_gift = number == GIFT_CARD
        product = put(
            Product,
            {"slug": f"product-{number:02}"},
            name=f"Gift card {price}" if is_gift else f"Product {number:02}",
            category=category,
            product_type=gift_card if is_gift else goods,
        )
        variant = put(ProductVariant, {"sku": sku}, product=product, name=sku)
        Product.objects.filter(pk=product.pk).update(default_variant=variant)
        for slug, channel in channels.items():
            _listings(product, variant, channel, price * CHANNELS[slug][4])
        Stock.objects.get_or_create(
            warehouse=warehouse, product_variant=variant, defaults={"quantity": 1_000_000}
        )


def _listings(product: Product, variant: ProductVariant, channel: Channel, price: Decimal) -> None:
    put(
        ProductChannelListing,
        {"product": product, "channel": channel},
        currency=channel.currency_code,
        is_published=True,
        published_at=PUBLISHED,
        visible_in_listings=True,
        available_for_purchase_at=PUBLISHED,
        discounted_price_amount=price,
    )
    put(
        ProductVariantChannelListing,
        {"variant": variant, "channel": channel},
        currency=channel.currency_code,
        price_amount=price,
        discounted_price_amount=price,
    )


def _people() -> None:
    admin = User.objects.filter(email="admin@example.com").first()
    if not admin:
        admin = User(email="admin@example.com", first_name="Ada", last_name="Admin")
        admin.set_password("admin")
    admin.is_staff = admin.is_superuser = admin.is_active = admin.is_confirmed = True
    admin.save()
    app = put(App, {"identifier": "scenarios"}, name="scenarios", is_active=True)
    app.permissions.set(get_permissions())
    if not app.tokens.filter(token_last_4=APP_TOKEN[-4:]).exists():
        AppToken.objects.create(app=app, name="scenarios", auth_token=APP_TOKEN)
    hook = put(
        Webhook,
        {"app": app, "name": "psp"},
        target_url=os.environ.get("SCENARIOS_PSP_URL") or PSP_URL,
        is_active=True,
    )
    for word in ("charge", "refund", "cancelation"):
        WebhookEvent.objects.get_or_create(webhook=hook, event_type=f"transaction_{word}_requested")
