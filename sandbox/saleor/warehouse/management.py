"""Stock in its simplest form: what is there, and how much of it is promised to orders."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from ..channel.models import Channel
from ..core.exceptions import InsufficientStock
from ..order.models import Order, OrderLine
from ..shipping.models import ShippingZone
from .models import Allocation, Stock, Warehouse


def available(variant: Any, channel: Channel, country: str | None = None) -> int:
    """What is free for a channel; for a country, where a warehouse of the channel sends to it."""
    stocks = Stock.objects.filter(product_variant=variant, warehouse__channels=channel)
    if country:
        zones = ShippingZone.objects.filter(channels=channel, countries__contains=country)
        senders = Warehouse.objects.filter(shipping_zones__in=zones)
        stocks = stocks.filter(warehouse__in=senders)
    total = stocks.aggregate(free=Sum(F("quantity") - F("quantity_allocated")))["free"]
    return max(total or 0, 0)


@transaction.atomic
def allocate_stocks(lines: Iterable[OrderLine], channel: Channel) -> None:
    for line in lines:
        if not line.variant:
            continue
        stocks = Stock.objects.select_for_update(of=("self",)).filter(
            product_variant=line.variant, warehouse__channels=channel
        )
        stock = max(stocks, key=lambda s: s.quantity - s.quantity_allocated, default=None)
        free = stock.quantity - stock.quantity_allocated if stock else 0
        if line.variant.track_inventory and free < line.quantity:
            raise InsufficientStock([line.variant])
        if stock and line.variant.track_inventory:
            _allocate(line, stock, line.quantity)


@transaction.atomic
def take_from_stock(line: OrderLine, stock: Stock, quantity: int, *, exceed: bool = False) -> None:
    stock = Stock.objects.select_for_update().get(pk=stock.pk)
    if not line.variant or not line.variant.track_inventory:
        return
    if stock.quantity < quantity and not exceed:
        raise InsufficientStock([line.variant])
    stock.quantity = F("quantity") - quantity
    stock.save(update_fields=["quantity"])
    _release(line, quantity)


@transaction.atomic
def put_back(line: OrderLine, stock: Stock | None, quantity: int) -> None:
    if stock and line.variant and line.variant.track_inventory:
        Stock.objects.filter(pk=stock.pk).update(quantity=F("quantity") + quantity)
        _allocate(line, stock, quantity)


def deallocate_order(order: Order) -> None:
    for line in order.lines.all():
        _release(line, line.quantity)


def _allocate(line: OrderLine, stock: Stock, quantity: int) -> None:
    Stock.objects.filter(pk=stock.pk).update(quantity_allocated=F("quantity_allocated") + quantity)
    row, _ = Allocation.objects.get_or_create(order_line=line, stock=stock)
    row.quantity_allocated = F("quantity_allocated") + quantity
    row.save(update_fields=["quantity_allocated"])


def _release(line: OrderLine, quantity: int) -> None:
    for row in line.allocations.all():
        freed = min(row.quantity_allocated, quantity)
        quantity -= freed
        Stock.objects.filter(pk=row.stock_id).update(
            quantity_allocated=F("quantity_allocated") - freed
        )
        row.quantity_allocated -= freed
        row.save(update_fields=["quantity_allocated"])
