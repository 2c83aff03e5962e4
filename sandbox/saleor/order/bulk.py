"""Imported orders: written as they are told, with no hook but order_bulk_created."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from prices import Money, TaxedMoney

from ..app.models import App
from ..channel.models import Channel
from ..core.prices import quantize_price
from ..core.taxes import zero_taxed_money
from ..payment.utils import create_transaction_for_order
from . import OrderOrigin
from .models import Order, OrderLine
from .utils import updates_amounts_for_order


def import_order(
    channel: Channel,
    lines: list[dict[str, Any]],
    payments: list[dict[str, Any]],
    shipping: TaxedMoney,
    app: App | None,
    **fields: Any,
) -> Order:
    with transaction.atomic():
        order = Order.objects.create(
            origin=OrderOrigin.BULK_CREATE,
            channel=channel,
            lines_count=len(lines),
            should_refresh_prices=False,
            display_gross_prices=False,
            shipping_tax_rate=Decimal(0),
            **fields,
        )
        made = [_line(order, line) for line in lines]
        OrderLine.objects.bulk_create(made)
        nothing = zero_taxed_money(order.currency)
        order.shipping_price = shipping
        order.subtotal = sum((line.total_price for line in made), nothing)
        order.total = order.subtotal + shipping
        full = sum((line.undiscounted_total_price for line in made), nothing)
        order.undiscounted_total = full + shipping
        for payment in payments:
            create_transaction_for_order(
                order,
                None,
                app,
                payment.get("psp_reference"),
                Decimal(str(payment["amount_charged"]["amount"])),
                payment.get("available_actions"),
                payment.get("name") or "",
            )
        updates_amounts_for_order(order, save=False)
        order.save()
    return order


def _line(order: Order, data: dict[str, Any]) -> OrderLine:
    variant, quantity = data["variant"], data["quantity"]
    total = taxed(data["total_price"], order.currency)
    full = taxed(data["undiscounted_total_price"], order.currency)
    unit = quantize_price(total / quantity, order.currency)
    full_unit = quantize_price(full / quantity, order.currency)
    return OrderLine(
        order=order,
        variant=variant,
        product_name=data.get("product_name") or str(variant.product),
        variant_name=data.get("variant_name") or str(variant),
        product_sku=data.get("product_sku"),
        product_variant_id=variant.get_global_id(),
        is_shipping_required=data["is_shipping_required"],
        is_gift_card=data["is_gift_card"],
        quantity=quantity,
        currency=order.currency,
        unit_price=unit,
        total_price=total,
        undiscounted_unit_price=full_unit,
        undiscounted_total_price=full,
        base_unit_price=unit.net,
        undiscounted_base_unit_price=full_unit.net,
        tax_rate=total.gross.amount / total.net.amount - 1 if total.net.amount else None,
    )


def taxed(data: dict[str, Any], currency: str) -> TaxedMoney:
    net, gross = (Money(Decimal(str(data[name])), currency) for name in ("net", "gross"))
    return TaxedMoney(net, gross)
