"""Lays the store that the scenarios know into a real Saleor, 3.21 to 3.24.

Invariant: run again it changes what differs and makes nothing twice. The sandbox has a seed of its
own, `seed_store`; whatever a scenario reads is the same in both.
"""

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sites.models import Site
from django.core.management.base import BaseCommand
from django.db import transaction
from saleor.account.models import Address, User
from saleor.app.models import App, AppToken
from saleor.channel.models import Channel
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
from saleor.tax.models import TaxClass, TaxClassCountryRate, TaxConfiguration
from saleor.warehouse.models import Stock, Warehouse
from saleor.webhook.models import Webhook, WebhookEvent

import mlm_faults

# Saleor ignores an app's token that is not thirty characters long.
APP_TOKEN = "scenarios-app-token-0123456789"
COUNTRIES = ["US", "JP"]
PUBLISHED = datetime(2024, 1, 1, tzinfo=UTC)
CHANNELS = {
    "us": ("United States", "USD", "US", Decimal("5.00"), 1),
    "jp": ("Japan", "JPY", "JP", Decimal(500), 100),
}
TAX_PERCENT = Decimal(10)
PRICES = (
    "20.00 50.00 5.00 7.50 9.99 12.00 15.00 18.25 24.00 29.95 33.00 36.50 42.00 48.00 59.00 "
    "65.00 79.90 95.00 120.00 25.00"
).split()
GIFT_CARD = 20
WAREHOUSE = {
    "company_name": "Main Warehouse",
    "street_address_1": "1 Depot Road",
    "city": "NEW YORK",
    "country": "US",
    "country_area": "NY",
    "postal_code": "10001",
}
EVENTS = [f"transaction_{word}_requested" for word in ("charge", "refund", "cancelation")]
ASKED = Path(mlm_faults.__file__).with_name("payment_asked.graphql")


def put(model: Any, lookup: dict[str, Any], **fields: Any) -> Any:
    row, _ = model.objects.update_or_create(**lookup, defaults=fields)
    return row


class Command(BaseCommand):
    help = __doc__

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        _site()
        tax_class = _taxes()
        channels = {slug: _channel(slug) for slug in CHANNELS}
        warehouse = _warehouse(list(channels.values()))
        for slug, channel in channels.items():
            _shipping(slug, channel, warehouse, tax_class)
        _catalogue(channels, warehouse, tax_class)
        _people()
        self.stdout.write(f"seeded: {Product.objects.count()} products in {', '.join(channels)}")


def _site() -> None:
    site = Site.objects.get(pk=1)
    site.domain, site.name = urlsplit(os.environ["PUBLIC_URL"]).netloc, "Scenario Store"
    site.save()
    site.settings.enable_account_confirmation_by_email = False
    site.settings.allow_login_without_confirmation = True
    site.settings.fulfillment_auto_approve = True
    site.settings.fulfillment_allow_unpaid = False
    site.settings.track_inventory_by_default = True
    site.settings.save()


def _taxes() -> TaxClass:
    """A flat rate in both countries, for the goods and for whatever has no class."""
    standard = put(TaxClass, {"name": "Standard 10"})
    for _, _, country, _, _ in CHANNELS.values():
        for tax_class in (standard, None):
            lookup = {"country": country, "tax_class": tax_class}
            put(TaxClassCountryRate, lookup, rate=TAX_PERCENT)
    return standard


def _channel(slug: str) -> Channel:
    name, currency, country, _, _ = CHANNELS[slug]
    channel = put(
        Channel,
        {"slug": slug},
        name=name,
        is_active=True,
        currency_code=currency,
        default_country=country,
        automatically_confirm_all_new_orders=True,
        allow_unpaid_orders=False,
        order_mark_as_paid_strategy="transaction_flow",
        default_transaction_flow_strategy="charge",
    )
    put(
        TaxConfiguration,
        {"channel": channel},
        charge_taxes=True,
        tax_calculation_strategy="FLAT_RATES",
        prices_entered_with_tax=False,
        display_gross_prices=False,
        tax_app_id=None,
    )
    return channel


def _warehouse(channels: list[Channel]) -> Warehouse:
    warehouse = Warehouse.objects.filter(slug="main").first()
    if not warehouse:
        address = Address.objects.create(**WAREHOUSE)
        warehouse = Warehouse.objects.create(slug="main", name="Main", address=address)
    Warehouse.objects.filter(pk=warehouse.pk).update(
        is_private=False, click_and_collect_option="disabled"
    )
    warehouse.channels.add(*channels)
    return warehouse


def _shipping(slug: str, channel: Channel, warehouse: Warehouse, tax_class: TaxClass) -> None:
    zone = put(ShippingZone, {"name": f"zone-{slug}"}, countries=COUNTRIES)
    zone.channels.set([channel])
    warehouse.shipping_zones.add(zone)
    lookup = {"name": f"standard-{slug}", "shipping_zone": zone}
    method = put(ShippingMethod, lookup, type="price", tax_class=tax_class)
    put(
        ShippingMethodChannelListing,
        {"shipping_method": method, "channel": channel},
        currency=channel.currency_code,
        price_amount=CHANNELS[slug][3],
        minimum_order_price_amount=Decimal(0),
    )


def _catalogue(channels: dict[str, Channel], warehouse: Warehouse, tax_class: TaxClass) -> None:
    category = Category.objects.filter(slug="wellness").first()
    category = category or Category.objects.create(name="Wellness", slug="wellness")
    kinds = {
        is_gift: put(
            ProductType,
            {"slug": "gift-card" if is_gift else "goods"},
            name="Gift card" if is_gift else "Goods",
            kind="gift_card" if is_gift else "normal",
            is_shipping_required=not is_gift,
            has_variants=False,
            tax_class=tax_class,
        )
        for is_gift in (False, True)
    }
    for number, price in enumerate(map(Decimal, PRICES), 1):
        is_gift = number == GIFT_CARD
        variant = _variant(number, price, category, kinds[is_gift], is_gift)
        for slug, channel in channels.items():
            _listings(variant, channel, price * CHANNELS[slug][4])
        Stock.objects.get_or_create(
            warehouse=warehouse, product_variant=variant, defaults={"quantity": 1_000_000}
        )


def _variant(
    number: int, price: Decimal, category: Category, kind: ProductType, is_gift: bool
) -> ProductVariant:
    product = put(
        Product,
        {"slug": f"product-{number:02}"},
        name=f"Gift card {price}" if is_gift else f"Product {number:02}",
        category=category,
        product_type=kind,
        tax_class=kind.tax_class,
    )
    sku = f"SKU-{number:02}"
    variant = put(ProductVariant, {"sku": sku}, product=product, name=sku, track_inventory=True)
    Product.objects.filter(pk=product.pk).update(default_variant=variant, search_index_dirty=True)
    return variant


def _listings(variant: ProductVariant, channel: Channel, price: Decimal) -> None:
    put(
        ProductChannelListing,
        {"product": variant.product, "channel": channel},
        currency=channel.currency_code,
        is_published=True,
        published_at=PUBLISHED,
        visible_in_listings=True,
        available_for_purchase_at=PUBLISHED,
        discounted_price_amount=price,
        discounted_price_dirty=False,
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
    app = put(
        App,
        {"identifier": "scenarios"},
        name="scenarios",
        is_active=True,
        is_installed=True,
        type="local",
    )
    app.permissions.set(get_permissions())
    if not app.tokens.filter(token_last_4=APP_TOKEN[-4:]).exists():
        AppToken.objects.create(app=app, name="scenarios", auth_token=APP_TOKEN)
    lookup, target = {"app": app, "name": "psp"}, os.environ["SCENARIOS_PSP_URL"]
    query = ASKED.read_text()
    hook = put(Webhook, lookup, target_url=target, is_active=True, subscription_query=query)
    for event in EVENTS:
        WebhookEvent.objects.get_or_create(webhook=hook, event_type=event)
