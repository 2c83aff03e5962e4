"""Orders that do not come from a checkout: drafts of staff, and imports."""

# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from ... import NotInSandbox
from ...account.models import User
from ...channel.models import Channel
from ...core.exceptions import InsufficientStock
from ...core.taxes import zero_taxed_money
from ...order import OrderStatus
from ...order.actions import call_order_events
from ...order.bulk import import_order, taxed
from ...order.drafts import complete_draft, create_draft, price_draft, set_shipping
from ...order.models import Order
from ...product.models import ProductVariant
from ...shipping.models import ShippingMethod
from ..account.schema import save_address
from ..checkout.schema import pairs
from ..core.mutations import fail, get_node
from ..core.sdl import resolves
from ..plugins.dataloaders import get_plugin_manager_promise

LATER = ("voucher", "voucher_code", "discounts", "gift_cards", "fulfillments", "notes", "invoices")


def actors(info: Any) -> tuple[Any, Any, Any]:
    manager = get_plugin_manager_promise(info.context).get()
    return info.context.user or None, info.context.app, manager


@resolves("Mutation.draftOrderCreate")
def draft_order_create(_root: Any, info: Any, input: Any) -> Any:
    _only_known(input)
    method = input.get("shipping_method")
    channel = get_node(Channel, input.get("channel_id"), "channelId")
    made = create_draft(
        channel,
        [
            (get_node(ProductVariant, line["variant_id"]), line["quantity"], line.get("price"))
            for line in input.get("lines") or []
        ],
        _method(method, channel) if method else None,
        *actors(info),
        {
            "user": _customer(input),
            "user_email": input.get("user_email") or "",
            "customer_note": input.get("customer_note") or "",
            "metadata": pairs(input.get("metadata")),
            "private_metadata": pairs(input.get("private_metadata")),
            **_addresses(input),
        },
    )
    return {"order": made}


def _customer(input: dict[str, Any]) -> User | None:
    """Who has the e-mail has the draft, whoever was named."""
    if email := input.get("user_email"):
        return User.objects.filter(email=email, is_active=True).first()
    return get_node(User, input["user"]) if input.get("user") else None


def _method(id: str, channel: Channel) -> ShippingMethod:
    found = get_node(ShippingMethod, id, "shippingMethod")
    if not found.channel_listings.filter(channel=channel).exists():
        message = "Shipping method not available in the given channel."
        raise fail("shippingMethod", message, "shipping_method_not_applicable")
    return found


def _only_known(input: dict[str, Any]) -> None:
    for name in LATER:
        if input.get(name):
            raise NotInSandbox(f"{name} of an order that comes from no checkout")


def _addresses(input: dict[str, Any]) -> dict[str, Any]:
    names = ("billing_address", "shipping_address")
    return {name: save_address(input[name]) for name in names if input.get(name)}


def _draft(id: str) -> Order:
    found = get_node(Order, id)
    if found.status != OrderStatus.DRAFT:
        raise fail("id", "The order is not draft.", "invalid")
    return found


@resolves("Mutation.draftOrderComplete")
def draft_order_complete(_root: Any, info: Any, id: str) -> Any:
    found = _draft(id)
    price_draft(found)
    lines = list(found.lines.all())
    if not lines:
        raise fail("lines", "Could not create order without any products.", "required")
    shipped = any(line.is_shipping_required for line in lines)
    if shipped and not found.shipping_method:
        raise fail("shipping", "Shipping method is required.", "shipping_method_required")
    try:
        complete_draft(found, *actors(info))
    except InsufficientStock as error:
        raise fail("lines", str(error), "insufficient_stock") from error
    return {"order": found}


@resolves("Mutation.draftOrderDelete")
def draft_order_delete(_root: Any, info: Any, id: str) -> Any:
    found = _draft(id)
    if found.payment_transactions.exists():
        message = "Cannot delete order with payments or transactions attached to it."
        raise fail("id", message, "invalid")
    key = found.pk
    found.delete()
    found.pk = key
    call_order_events(actors(info)[2], ["draft_order_deleted"], found)
    return {"order": found}


@resolves("Mutation.orderUpdateShipping")
def order_update_shipping(_root: Any, info: Any, order: str, input: Any) -> Any:
    found = get_node(Order, order, "order")
    if found.status not in (OrderStatus.DRAFT, OrderStatus.UNCONFIRMED):
        raise fail("id", "Only draft and unconfirmed orders can be edited.", "not_editable")
    if not input.get("shipping_method"):
        raise NotInSandbox("Taking an order's shipping method away")
    method = _method(input["shipping_method"], found.channel)
    if found.status != OrderStatus.DRAFT:
        _check_applies(found, method)
    set_shipping(found, method)
    hook = "draft_order_updated" if found.status == OrderStatus.DRAFT else "order_updated"
    call_order_events(actors(info)[2], [hook], found)
    return {"order": found}


def _check_applies(found: Order, method: ShippingMethod) -> None:
    if not found.shipping_address:
        message = "Cannot choose a shipping method for an order without the shipping address."
        raise fail("order", message, "order_no_shipping_address")
    needed = found.lines.filter(is_shipping_required=True).exists()
    if not needed or found.shipping_address.country not in method.shipping_zone.countries:
        message = "Shipping method cannot be used with this order."
        raise fail("shippingMethod", message, "shipping_method_not_applicable")


@resolves("Mutation.orderBulkCreate")
def order_bulk_create(
    _root: Any,
    info: Any,
    orders: list[Any],
    error_policy: str = "reject_everything",
    stock_update_policy: str = "update",
) -> Any:
    if stock_update_policy != "skip":
        raise NotInSandbox("An import that updates the stock")
    made = [_imported(info, order) for order in orders]
    manager = get_plugin_manager_promise(info.context).get()
    manager.order_bulk_created(made)
    rows = [{"order": order, "errors": []} for order in made]
    return {"count": len(made), "results": rows}


def _imported(info: Any, data: dict[str, Any]) -> Order:
    _only_known(data)
    user = data["user"]
    channel = Channel.objects.filter(slug=data["channel"]).first()
    if not channel:
        raise fail("channel", "Channel instance with slug doesn't exist.", "not_found")
    price = (data.get("delivery_method") or {}).get("shipping_price")
    currency = data["currency"]
    return import_order(
        channel,
        [
            {**line, "variant": get_node(ProductVariant, line["variant_id"])}
            for line in data["lines"]
        ],
        data.get("transactions") or [],
        taxed(price, currency) if price else zero_taxed_money(currency),
        info.context.app,
        currency=currency,
        created_at=data["created_at"],
        status=data.get("status") or OrderStatus.UNFULFILLED,
        user=get_node(User, user["id"]) if user.get("id") else None,
        user_email=user.get("email") or "",
        language_code=data["language_code"],
        metadata=pairs(data.get("metadata")),
        private_metadata=pairs(data.get("private_metadata")),
        **_addresses(data),
    )
