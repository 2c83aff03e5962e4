"""Steps of orders: sent, taken back, granted, edited, cancelled."""

from typing import Any

from .carts import delivery_method, variant
from .walk import Walk, address, global_id, key_of, step

NOBODY = 0  # the key of a row that is not there


def lines(walk: Walk, order: str) -> list[Any]:
    from saleor.order.models import OrderLine

    key = key_of(walk.order(order))
    return list(OrderLine.objects.filter(order_id=key).order_by("created_at", "id"))


def nth(rows: list[Any], number: int) -> Any:
    """The row of that number, round and round; none where there are none."""
    return rows[number % len(rows)] if rows else None


def warehouse() -> str:
    from saleor.warehouse.models import Warehouse

    return global_id("Warehouse", Warehouse.objects.get(slug="main").pk)


@step
def fulfil(walk: Walk, order: str, units: list[int], exceed: bool = False) -> str | None:
    """Send units of the order's lines; 0 sends none, -1 what is left."""
    rows = []
    for line, wanted in zip(lines(walk, order), units * 10, strict=False):
        count = line.quantity_unfulfilled if wanted < 0 else wanted
        stocks = [{"warehouse": warehouse(), "quantity": count}]
        rows.append({"orderLineId": global_id("OrderLine", line.pk), "stocks": stocks})
    data = {"lines": rows, "notifyCustomer": False}
    if exceed:
        data["allowStockToBeExceeded"] = True
    walk.ask("orderFulfill", order=walk.order(order), input=data)
    return order


def fulfillments(walk: Walk, order: str) -> list[Any]:
    from saleor.order.models import Fulfillment

    key = key_of(walk.order(order))
    return list(Fulfillment.objects.filter(order_id=key).order_by("pk"))


@step
def unsend(walk: Walk, order: str, number: int, restock: bool = True) -> str | None:
    """Cancel a fulfilment."""
    found = nth(fulfillments(walk, order), number)
    key = global_id("Fulfillment", found.pk if found else NOBODY)
    data = {"warehouseId": warehouse()} if restock else {}
    walk.ask("orderFulfillmentCancel", id=key, input=data)
    return order


@step
def approve(walk: Walk, order: str, number: int) -> str | None:
    """Approve a fulfilment that waits for it."""
    found = nth(fulfillments(walk, order), number)
    key = global_id("Fulfillment", found.pk if found else NOBODY)
    walk.ask("orderFulfillmentApprove", id=key, notifyCustomer=False)
    return order


@step
def give_back(
    walk: Walk, order: str, number: int, units: int, replacement: str | None = None
) -> str | None:
    """Goods of a fulfilment come back, without money, maybe for a replacement of that name."""
    from saleor.order.models import FulfillmentLine

    key = key_of(walk.order(order))
    rows = FulfillmentLine.objects.filter(fulfillment__order_id=key).order_by("pk")
    found = nth(list(rows), number)
    row = {
        "fulfillmentLineId": global_id("FulfillmentLine", found.pk if found else NOBODY),
        "quantity": units,
        "replace": bool(replacement),
    }
    data = {"fulfillmentLines": [row], "refund": False}
    made = walk.ask("orderFulfillmentReturnProducts", order=walk.order(order), input=data)
    if made and made["replaceOrder"] and replacement:
        walk.orders[replacement] = made["replaceOrder"]["id"]
    return order


@step
def cancel(walk: Walk, order: str) -> str | None:
    walk.ask("orderCancel", id=walk.order(order))
    return order


@step
def confirm(walk: Walk, order: str) -> str | None:
    walk.ask("orderConfirm", id=walk.order(order))
    return order


@step
def edit(walk: Walk, order: str, who: str) -> str | None:
    walk.ask("orderUpdate", id=walk.order(order), input={"userEmail": walk.email(who)})
    return order


@step
def note(walk: Walk, order: str, key: str, value: str, private: bool = False) -> str | None:
    name = "updatePrivateMetadata" if private else "updateMetadata"
    walk.ask(name, id=walk.order(order), input=[{"key": key, "value": value}])
    return order


@step
def draft(
    walk: Walk,
    order: str,
    channel: str,
    items: dict[str, int],
    who: str,
    code: str = "",
    **more: Any,
) -> str | None:
    """An order by staff; `price` is the first line's, set by hand."""
    from saleor.channel.models import Channel

    rows = [{"variantId": variant(walk, sku), "quantity": n} for sku, n in items.items()]
    if more.get("price"):
        rows[0]["price"] = more["price"]
    data = {
        "channelId": global_id("Channel", Channel.objects.get(slug=channel).pk),
        "userEmail": walk.email(who),
        "shippingAddress": address(channel),
        "billingAddress": address(channel),
        "lines": rows,
        "metadata": [{"key": "mlm.ref", "value": code}] if code else [],
    }
    if more.get("deliver", True):
        data["shippingMethod"] = delivery_method(channel)
    return walk.keep_order(order, walk.ask("draftOrderCreate", input=data))


@step
def draft_shipping(walk: Walk, order: str, channel: str) -> str | None:
    data = {"shippingMethod": delivery_method(channel)}
    walk.ask("orderUpdateShipping", order=walk.order(order), input=data)
    return order


@step
def draft_complete(walk: Walk, order: str) -> str | None:
    walk.ask("draftOrderComplete", id=walk.order(order))
    return order


@step
def draft_delete(walk: Walk, order: str) -> str | None:
    if walk.ask("draftOrderDelete", id=walk.order(order)):
        del walk.orders[order]
        return None
    return order


@step
def customer_delete(walk: Walk, who: str) -> str | None:
    walk.ask("customerDelete", id=global_id("User", walk.customer(who).pk))
    return None


@step
def customer_edit(walk: Walk, who: str, name: str) -> str | None:
    key = global_id("User", walk.customer(who).pk)
    walk.ask("customerUpdate", id=key, input={"lastName": name})
    return None
