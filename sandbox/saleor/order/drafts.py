"""Drafts: orders that staff makes, prices and completes; a replacement begins as one too."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from prices import Money

from ..account.models import User
from ..app.models import App
from ..channel.models import Channel
from ..core.prices import quantize_price
from ..core.taxes import TAX_RATE, with_tax, zero_taxed_money
from ..plugins.manager import PluginsManager
from ..shipping.models import ShippingMethod, ShippingMethodChannelListing
from ..warehouse.management import allocate_stocks
from . import OrderEvents, OrderOrigin, OrderStatus
from .actions import PAID, call_order_events, order_charged, order_confirmed
from .events import order_event
from .fetch import fetch_order_info
from .models import FulfillmentLine, Order, OrderLine

# What is saved when prices are brought up to date: not when.
REFRESHED = """
subtotal_net_amount subtotal_gross_amount total_net_amount total_gross_amount
undiscounted_total_net_amount undiscounted_total_gross_amount shipping_price_net_amount
shipping_price_gross_amount shipping_tax_rate should_refresh_prices
""".split()
PRICES = "unit_price total_price undiscounted_unit_price undiscounted_total_price".split()


def create_draft(
    channel: Channel,
    lines: Iterable[tuple[Any, int, Decimal | None]],
    method: ShippingMethod | None,
    user: User | None,
    app: App | None,
    manager: PluginsManager,
    fields: dict[str, Any],
) -> Order:
    """Draft an order of variants with quantities and, where staff sets one, a price."""
    rows = list(lines)
    with transaction.atomic():
        order = Order.objects.create(
            status=OrderStatus.DRAFT,
            origin=OrderOrigin.DRAFT,
            channel=channel,
            currency=channel.currency_code,
            lines_count=len(rows),
            display_gross_prices=False,
            **fields,
        )
        for variant, quantity, price in rows:
            _line(order, variant, quantity, price).save()
        if method:
            set_shipping(order, method)
        order_event(order, OrderEvents.ADDED_PRODUCTS, user, app)
        order_event(order, OrderEvents.DRAFT_CREATED, user, app)
    call_order_events(manager, ["draft_order_created"], order)
    return order


def _line(order: Order, variant: Any, quantity: int, price: Decimal | None) -> OrderLine:
    """A line without its tax: that comes when the draft is completed."""
    listed = variant.listing(order.channel_id).price_amount
    unit = Money(listed if price is None else price, order.currency)
    line = OrderLine(
        order=order,
        variant=variant,
        product_name=str(variant.product),
        variant_name=str(variant),
        product_sku=variant.sku,
        product_variant_id=variant.get_global_id(),
        product_type_id=variant.product.product_type_id,
        is_shipping_required=variant.is_shipping_required(),
        is_gift_card=variant.is_gift_card(),
        quantity=quantity,
        currency=order.currency,
        base_unit_price_amount=unit.amount,
        undiscounted_base_unit_price_amount=unit.amount,
        is_price_overridden=price is not None,
    )
    for name in PRICES:
        amount = unit * quantity if "total" in name else unit
        setattr(line, name, zero_taxed_money(order.currency) + amount)
    return line


def set_shipping(order: Order, method: ShippingMethod | None) -> None:
    order.shipping_method = method
    order.shipping_method_name = method.name if method else None
    listing = ShippingMethodChannelListing.objects.filter(
        shipping_method=method, channel=order.channel
    ).first()
    needed = order.shipping_address and order.lines.filter(is_shipping_required=True).exists()
    price = listing.price_amount if listing and needed else Decimal(0)
    order.base_shipping_price_amount = order.undiscounted_base_shipping_price_amount = price
    order.should_refresh_prices = True
    order.save()


def replacement(order: Order, parts: list[tuple[FulfillmentLine, int]]) -> Order:
    """Draft the order that replaces what came back; its lines keep the old prices and totals."""
    address, billing = order.shipping_address, order.billing_address
    draft = Order.objects.create(
        status=OrderStatus.DRAFT,
        origin=OrderOrigin.REISSUE,
        original=order,
        channel=order.channel,
        currency=order.currency,
        user=order.user,
        user_email=order.user_email,
        language_code=order.language_code,
        display_gross_prices=order.display_gross_prices,
        redirect_url=order.redirect_url,
        metadata=order.metadata,
        private_metadata=order.private_metadata,
        shipping_address=address.get_copy() if address else None,
        billing_address=billing.get_copy() if billing else None,
        lines_count=len({part.order_line_id for part, _ in parts}),
    )
    for line in OrderLine.objects.filter(pk__in={part.order_line_id for part, _ in parts}):
        quantity = sum(count for part, count in parts if part.order_line_id == line.pk)
        line.pk = OrderLine().pk
        line._state.adding = True
        line.order, line.quantity, line.quantity_fulfilled = draft, quantity, 0
        line.save()
    return draft


def price_draft(order: Order) -> None:
    """Bring a draft's prices up to date, with tax."""
    nothing = zero_taxed_money(order.currency)
    subtotal = nothing
    for line in order.lines.all():
        unit = with_tax(Money(line.base_unit_price_amount, order.currency))
        full = with_tax(Money(line.undiscounted_base_unit_price_amount, order.currency))
        line.unit_price, line.undiscounted_unit_price = unit, full
        line.total_price = with_tax(unit.net * line.quantity)
        line.undiscounted_total_price = with_tax(full.net * line.quantity)
        line.tax_rate = TAX_RATE
        line.save()
        subtotal += line.total_price
    order.shipping_price = with_tax(Money(order.base_shipping_price_amount, order.currency))
    order.shipping_tax_rate = TAX_RATE
    order.subtotal = quantize_price(subtotal, order.currency)
    order.total = order.undiscounted_total = order.subtotal + order.shipping_price
    order.should_refresh_prices = False
    order.save(update_fields=REFRESHED)


def _forget_shipping(order: Order) -> None:
    """What needs no delivery has no address: the total stays as it was."""
    order.shipping_method_name = order.shipping_address = None
    order.shipping_price = zero_taxed_money(order.currency)


def complete_draft(
    order: Order, user: User | None, app: App | None, manager: PluginsManager
) -> None:
    """Place a drafted order; its date stays that of the draft."""
    with transaction.atomic():
        price_draft(order)
        confirms = order.channel.automatically_confirm_all_new_orders
        order.status = OrderStatus.UNFULFILLED if confirms else OrderStatus.UNCONFIRMED
        if order.user:
            order.user_email = order.user.email
        elif order.user_email:
            order.user = User.objects.filter(email=order.user_email).first()
        if not order.lines.filter(is_shipping_required=True).exists():
            _forget_shipping(order)
        order.save()
        allocate_stocks(order.lines.all(), order.channel)
    order_event(order, OrderEvents.PLACED_FROM_DRAFT, user, app)
    call_order_events(manager, ["order_created"], order)
    if order.charge_status in PAID:
        order_charged(fetch_order_info(order), user, app, manager)
    if confirms:
        order_confirmed(order, user, app, manager)
