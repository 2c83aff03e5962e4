"""Steps of carts: filled, changed, paid and completed."""

from typing import Any

from mlm_recorder.store import APP_TOKEN

from .walk import Walk, address, global_id, step


@step
def place(walk: Walk, order: str, cart: dict[str, Any], pay: dict[str, Any]) -> str | None:
    """A whole purchase in one step: cart, delivery, payment, completion."""
    if fill(walk, f"cart of {order}", **cart) is None:
        return None
    pay_cart(walk, f"cart of {order}", **pay)
    return complete(walk, f"cart of {order}", order, cart.get("buyer"))


@step
def fill(
    walk: Walk,
    cart: str,
    channel: str,
    items: dict[str, int],
    buyer: str | None = None,
    claim: dict[str, str] | None = None,
    vouchers: list[str] = (),
    deliver: bool = True,
    more: dict[str, Any] | None = None,
) -> str | None:
    claim = claim or {}
    who = (buyer or "guest").removeprefix("guest:")
    data = {
        "channel": channel,
        "lines": [{"variantId": variant(walk, sku), "quantity": n} for sku, n in items.items()],
        "shippingAddress": address(channel),
        "billingAddress": address(channel),
        **(more or {}),
    }
    token = walk.token_of(buyer)
    if not token:
        data["email"] = walk.email(who)
    if code := claim.get("metadata"):
        data["metadata"] = [{"key": "mlm.ref", "value": code}]
    made = walk.ask("checkoutCreate", token, input=data)
    if not made or not made["checkout"]:
        return None
    walk.carts[cart] = made["checkout"]["id"]
    walk.channels[cart] = channel
    for by in ("code", "link"):
        if by in claim:
            attach(walk, cart, channel, **{by: claim[by]})
    if deliver:
        delivery(walk, cart)
    for code in vouchers:
        voucher(walk, cart, code)
    return cart


def variant(walk: Walk, sku: str) -> str:
    from saleor.product.models import ProductVariant

    return global_id("ProductVariant", ProductVariant.objects.get(sku=sku).pk)


@step
def attach(walk: Walk, cart: str, channel: str, code: str = "", link: str = "") -> str | None:
    given = {"code": code} if code else {}
    if link:
        visit = walk.ask("mlmReferralVisit", "", code=link, channel=channel)
        given = {"token": visit["token"]} if visit else {}
    walk.ask("mlmCheckoutAttach", "", {"checkoutId": walk.cart(cart), **given})
    return cart


@step
def delivery(walk: Walk, cart: str, method: str = "own") -> str | None:
    """Choose the channel's own delivery, the other channel's, or none."""
    checkout_id, slug = walk.cart(cart), walk.channels[cart]
    name = {"own": slug, "other": "jp" if slug == "us" else "us"}.get(method)
    chosen = delivery_method(name) if name else None
    walk.ask("checkoutDeliveryMethodUpdate", id=checkout_id, deliveryMethodId=chosen)
    return cart


def delivery_method(channel: str) -> str:
    from saleor.shipping.models import ShippingMethod

    return global_id("ShippingMethod", ShippingMethod.objects.get(name=f"standard-{channel}").pk)


@step
def voucher(walk: Walk, cart: str, code: str, remove: bool = False) -> str | None:
    name = "checkoutRemovePromoCode" if remove else "checkoutAddPromoCode"
    walk.ask(name, id=walk.cart(cart), promoCode=code)
    return cart


@step
def items(walk: Walk, cart: str, change: str, items: dict[str, int]) -> str | None:
    lines = [{"variantId": variant(walk, sku), "quantity": n} for sku, n in items.items()]
    walk.ask(f"checkoutLines{change}", id=walk.cart(cart), lines=lines)
    return cart


@step
def cart_email(walk: Walk, cart: str, who: str) -> str | None:
    walk.ask("checkoutEmailUpdate", id=walk.cart(cart), email=walk.email(who) if who else "")
    return cart


@step
def cart_address(walk: Walk, cart: str, which: str, channel: str) -> str | None:
    name = f"checkout{which.title()}AddressUpdate"
    walk.ask(name, id=walk.cart(cart), **{f"{which}Address": address(channel)})
    return cart


@step
def cart_customer(walk: Walk, cart: str, who: str) -> str | None:
    key = global_id("User", walk.customer(who).pk)
    walk.ask("checkoutCustomerAttach", id=walk.cart(cart), customerId=key)
    return cart


@step
def cart_metadata(walk: Walk, cart: str, key: str, value: str) -> str | None:
    walk.ask("updateMetadata", id=walk.cart(cart), input=[{"key": key, "value": value}])
    return cart


@step
def pay_cart(
    walk: Walk, cart: str, share: float, kind: str = "amountCharged", reference: str = "pay-1"
) -> str | None:
    checkout_id = walk.cart(cart)
    total = total_of(walk, checkout_id)
    money = {"amount": part_of(total["amount"], share, total["currency"])}
    walk.ask(
        "transactionCreate",
        id=checkout_id,
        transaction={
            "name": "stub",
            "pspReference": walk.reference(reference),
            "availableActions": ["REFUND", "CHARGE", "CANCEL"],
            kind: money | {"currency": total["currency"]},
        },
    )
    return cart


def total_of(walk: Walk, checkout_id: str) -> dict[str, Any]:
    """What a cart costs; of one that has become an order, something."""
    query = "query ($id: ID!) { checkout(id: $id) { totalPrice { gross { amount currency } } } }"
    found = walk.store.raw({"query": query, "variables": {"id": checkout_id}}, APP_TOKEN)
    checkout = found["data"]["checkout"]
    return checkout["totalPrice"]["gross"] if checkout else {"amount": 10, "currency": "USD"}


def part_of(amount: Any, share: float, currency: str) -> float:
    return round(float(amount) * share, 0 if currency == "JPY" else 2)


@step
def complete(walk: Walk, cart: str, order: str, buyer: str | None = None) -> str | None:
    payload = walk.ask("checkoutComplete", walk.token_of(buyer), id=walk.cart(cart))
    return walk.keep_order(order, payload) or cart


@step
def order_from_cart(walk: Walk, cart: str, order: str) -> str | None:
    payload = walk.ask("orderCreateFromCheckout", id=walk.cart(cart))
    return walk.keep_order(order, payload) or cart
