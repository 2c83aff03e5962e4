# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import graphene
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from graphql_relay import from_global_id

from ... import NotInSandbox
from ...account.models import User
from ...channel.models import Channel
from ...checkout import calculations
from ...checkout.actions import call_checkout_event
from ...checkout.complete_checkout import complete_checkout
from ...checkout.fetch import (
    CheckoutInfo,
    discounted_lines,
    fetch_checkout_info,
    fetch_checkout_lines,
    set_voucher,
)
from ...checkout.models import Checkout, CheckoutLine, CheckoutMetadata
from ...core.exceptions import PermissionDenied
from ...core.taxes import zero_money
from ...discount import VoucherType
from ...discount.models import Voucher, VoucherCode
from ...giftcard.models import GiftCard
from ...order.models import Order
from ...permission.enums import AccountPermissions, CheckoutPermissions, PaymentPermissions
from ...permission.utils import has_one_of_permissions
from ...product.models import ProductVariant
from ...shipping.models import ShippingMethod, ShippingMethodChannelListing
from ...warehouse.management import available
from ..account.schema import check_owner
from ..account.schema import save_address as kept_address
from ..core.context import ChannelContext, get_database_connection_name
from ..core.mutations import fail, get_node, primary_key, query_key
from ..core.sdl import resolves
from ..plugins.dataloaders import get_plugin_manager_promise
from .types import types

CheckoutQueries, CheckoutMutations = types["Query"], types["Mutation"]
IMPERSONATE = AccountPermissions.IMPERSONATE_USER


@resolves("Query.checkout")
def checkout(_root: Any, info: Any, id: str | None = None, token: Any = None) -> Any:
    rows = Checkout.objects.using(get_database_connection_name(info.context))
    found = rows.filter(pk=token or query_key(id or "", "Checkout")).first()
    if not found or not found.channel.is_active:
        return None
    requestor = info.context.app or info.context.user
    manages = has_one_of_permissions(requestor, [CheckoutPermissions.MANAGE_CHECKOUTS, IMPERSONATE])
    visible = manages or not found.user_id or found.user == info.context.user
    return found if visible or not info.context.user else None


def _fetch(found: Checkout) -> CheckoutInfo:
    return fetch_checkout_info(found, fetch_checkout_lines(found)[0])


@resolves("Checkout.totalPrice", "Checkout.subtotalPrice", "Checkout.shippingPrice")
def prices(root: Checkout, info: Any) -> Any:
    calculations.fetch_checkout_data(_fetch(root))
    if info.field_name == "totalPrice":
        return root.total_to_pay()
    names = {"subtotalPrice": "subtotal", "shippingPrice": "shipping_price"}
    return getattr(root, names[info.field_name])


@resolves("Checkout.chargeStatus", "Checkout.authorizeStatus")
def statuses(root: Checkout, info: Any) -> str:
    calculations.fetch_checkout_data(_fetch(root))
    charge = info.field_name == "chargeStatus"
    return root.charge_status if charge else root.authorize_status


@resolves("Checkout.totalBalance")
def total_balance(root: Checkout, _info: Any) -> Any:
    calculations.fetch_checkout_data(_fetch(root))
    paid = sum(
        (i.amount_charged for i in root.payment_transactions.all()), zero_money(root.currency)
    )
    return paid - root.total_to_pay().gross


@resolves("Checkout.created", "Checkout.updatedAt")
def times(root: Checkout, info: Any) -> Any:
    return root.created_at if info.field_name == "created" else root.last_change


@resolves("Checkout.user")
def checkout_user(root: Checkout, info: Any) -> User | None:
    if root.user:
        needed = (AccountPermissions.MANAGE_USERS, PaymentPermissions.HANDLE_PAYMENTS)
        check_owner(info, root.user, *needed)
    return root.user


@resolves("Checkout.transactions")
def transactions(root: Checkout, _info: Any) -> Any:
    return root.payment_transactions


@resolves("Checkout.quantity")
def quantity(root: Checkout, _info: Any) -> int:
    return sum(line.quantity for line in root.lines.all())


@resolves("Checkout.displayGrossPrices")
def display_gross(_root: Checkout, _info: Any) -> bool:
    return False


def _methods(root: Checkout) -> list[dict[str, Any]]:
    if not root.shipping_address or not root.is_shipping_required():
        return []
    country = root.shipping_address.country.code
    rows = ShippingMethodChannelListing.objects.filter(
        channel=root.channel,
        shipping_method__shipping_zone__channels=root.channel,
        shipping_method__shipping_zone__countries__contains=country,
    )
    spent = _spent(_fetch(root))
    enough = Q(minimum_order_price_amount=None) | Q(minimum_order_price_amount__lte=spent)
    return [_method(row) for row in rows.filter(enough).select_related("shipping_method")]


def _spent(details: CheckoutInfo) -> Decimal:
    """What decides whether a method is offered: a once-per-order voucher comes off twice."""
    lines = (calculations.base_line_total(line).amount for line in details.lines)
    voucher, spent = details.voucher, sum(lines, Decimal(0))
    kept = (VoucherType.SHIPPING, VoucherType.SPECIFIC_PRODUCT)
    if voucher and voucher.type not in kept:
        spent -= details.checkout.discount_amount
    return spent


def _method(row: ShippingMethodChannelListing) -> dict[str, Any]:
    method = row.shipping_method
    return {
        "id": graphene.Node.to_global_id("ShippingMethod", method.pk),
        "name": method.name,
        "price": row.price,
        "active": True,
        "message": "",
    }


@resolves("Checkout.shippingMethods", "Checkout.availableShippingMethods")
def shipping_methods(root: Checkout, _info: Any) -> list[dict[str, Any]]:
    return _methods(root)


@resolves("Checkout.shippingMethod")
def shipping_method(root: Checkout, _info: Any) -> dict[str, Any] | None:
    key = graphene.Node.to_global_id("ShippingMethod", root.shipping_method_id)
    return next((row for row in _methods(root) if row["id"] == key), None)


@resolves("Checkout.delivery")
def delivery(root: Checkout, info: Any) -> dict[str, Any] | None:
    method = shipping_method(root, info)
    return _delivery(method) if method else None


def _delivery(method: dict[str, Any]) -> dict[str, Any]:
    """Name a delivery by its method; Saleor keeps a row for each checkout and method."""
    key = from_global_id(method["id"])[1]
    return {"id": graphene.Node.to_global_id("CheckoutDelivery", key), "shipping_method": method}


@resolves("CheckoutLine.totalPrice", "CheckoutLine.unitPrice")
def line_prices(root: CheckoutLine, info: Any) -> Any:
    calculations.fetch_checkout_data(_fetch(root.checkout))
    root.refresh_from_db()
    if info.field_name == "totalPrice":
        return root.total_price
    return calculations.unit_price(root.total_price, root.quantity)


@resolves("CheckoutLine.undiscountedUnitPrice", "CheckoutLine.undiscountedTotalPrice")
def undiscounted(root: CheckoutLine, info: Any) -> Any:
    line = next(i for i in _fetch(root.checkout).lines if i.line.pk == root.pk)
    price = line.undiscounted_unit_price
    return price if "Unit" in info.field_name else price * root.quantity


@resolves("CheckoutLine.variant")
def line_variant(root: CheckoutLine, _info: Any) -> Any:
    return ChannelContext(root.variant, root.checkout.channel.slug)


@resolves("CheckoutLine.requiresShipping")
def requires_shipping(root: CheckoutLine, _info: Any) -> bool:
    return root.variant.is_shipping_required()


def get_checkout(id: str | None, checkout_id: str | None = None, token: Any = None) -> Checkout:
    key = token or primary_key(id or checkout_id, Checkout, "id" if id else "checkoutId")
    found = Checkout.objects.filter(pk=key).first()
    if not found:
        raise fail("id" if id else "token", f"Couldn't resolve to a node: {id}", "not_found")
    return found


def changes(
    *names: str, check: Callable[..., None] | None = None, atomic: bool = True
) -> Callable[[Callable[..., bool | None]], Callable[..., Any]]:
    """Register a mutation of one checkout, named by any of its ids: checkout_updated follows,
    unless it returns False. `check` comes first, before the checkout is looked for; what is not
    `atomic` leaves behind what it saved before it refused, as in Saleor."""

    def register(function: Callable[..., bool | None]) -> Callable[..., Any]:
        def mutate(_root: Any, info: Any, **args: Any) -> dict[str, Checkout]:
            which = {key: args.pop(key, None) for key in ("id", "checkout_id", "token")}
            if check:
                check(**args)
            found = get_checkout(**which)
            with transaction.atomic() if atomic else nullcontext():
                changed = function(info, found, **args)
            if changed is not False:
                manager = get_plugin_manager_promise(info.context).get()
                call_checkout_event(manager, "checkout_updated", found)
            return {"checkout": found}

        return resolves(*(f"Mutation.{name}" for name in names))(mutate)

    return register


@resolves("Mutation.checkoutCreate")
def checkout_create(_root: Any, info: Any, input: dict[str, Any]) -> Any:
    channel = Channel.objects.filter(slug=input.get("channel") or "").first()
    if not channel:
        slug = input.get("channel")
        raise fail("channel", f"Channel with '{slug}' slug does not exist.", "not_found")
    if not channel.is_active:
        raise fail("channel", f"Channel with '{channel.slug}' is inactive.", "channel_inactive")
    user = info.context.user or None
    if input.get("private_metadata") is not None:
        _check(info, CheckoutPermissions.HANDLE_CHECKOUTS, CheckoutPermissions.MANAGE_CHECKOUTS)
    with transaction.atomic():
        made = Checkout(
            channel=channel,
            currency=channel.currency_code,
            user=user,
            email=input.get("email") or (user.email if user else None),
            language_code=input.get("language_code") or "en",
        )
        for name in ("shipping_address", "billing_address"):
            if input.get(name):
                setattr(made, name, kept_address(input[name]))
            if input.get(f"save_{name}") is not None:
                setattr(made, f"save_{name}", input[f"save_{name}"])
        address = made.shipping_address or made.billing_address
        made.country = address.country if address else channel.default_country
        made.save()
        _add_lines(info, made, input["lines"])
        CheckoutMetadata.objects.create(
            checkout=made,
            metadata=pairs(input.get("metadata")),
            private_metadata=pairs(input.get("private_metadata")),
        )
    manager = get_plugin_manager_promise(info.context).get()
    call_checkout_event(manager, "checkout_created", made)
    return {"checkout": made, "created": True}


def pairs(items: Iterable[dict[str, str]] | None) -> dict[str, str]:
    found = {item["key"]: item["value"] for item in items or []}
    if not all(key.strip() for key in found):
        raise fail("metadata", "Metadata key cannot be empty.", "required")
    return found


def _check(info: Any, *permissions: Any) -> None:
    if not has_one_of_permissions(info.context.app or info.context.user, permissions):
        raise PermissionDenied(permissions=permissions)


def _add_lines(info: Any, found: Checkout, lines: list[dict[str, Any]]) -> None:
    for item in lines:
        variant = _variant(item["variant_id"])
        _check_sold(found, variant, item["quantity"])
        line = found.lines.filter(variant=variant, is_gift=False).first()
        if not line or item.get("force_new_line"):
            line = _new_line(found, variant)
        line.quantity += item["quantity"]
        _fill_line(info, found, line, item)


def _variant(global_id: str | None) -> ProductVariant:
    try:
        return get_node(ProductVariant, global_id, "variantId")
    except ValidationError as error:
        message = f"Could not resolve to a node with the global id list of '['{global_id}']'."
        raise fail("variantId", message, "graphql_error") from error


def _fill_line(info: Any, found: Checkout, line: CheckoutLine, item: dict[str, Any]) -> None:
    if item.get("price") is not None:
        app = info.context.app
        if not app or not app.has_perm(CheckoutPermissions.HANDLE_CHECKOUTS):
            raise PermissionDenied(
                "Setting the custom price is allowed only for apps with "
                "`MANAGE_CHECKOUTS` permission."
            )
        line.price_override = item["price"]
    line.store_value_in_metadata(pairs(item.get("metadata")))
    if line.quantity > 50:
        message = f"Cannot add more than 50 times this item: {line.variant}."
        raise fail("quantity", message, "quantity_greater_than_limit")
    _check_stock(found, [line], found.get_country())
    line.save()


def _check_stock(found: Checkout, lines: Iterable[CheckoutLine], country: str) -> None:
    """Refuse each line of which too little is left for a country."""
    short = []
    for line in lines:
        left = available(line.variant, found.channel, country)
        if line.variant.track_inventory and left < line.quantity:
            message = f"Could not add items {line.variant}. Only {left} remaining in stock."
            short.append(ValidationError(message, code="insufficient_stock"))
    if short:
        raise ValidationError({"quantity": short})


def _check_sold(found: Checkout, variant: ProductVariant, quantity: int) -> None:
    if quantity < 1:
        raise fail("quantity", "The quantity should be higher than zero.", "zero_quantity")
    listing = variant.product.channel_listings.filter(channel=found.channel).first()
    now = timezone.now()
    if not listing or not listing.is_published:
        raise fail("lines", "Can't add unpublished product.", "product_not_published")
    if not listing.available_for_purchase_at or listing.available_for_purchase_at > now:
        message = "Cannot add lines for unavailable for purchase variants."
        raise fail("lines", message, "product_unavailable_for_purchase")
    if not variant.listing(found.channel):
        message = "Cannot add lines with unavailable variants."
        raise fail("lines", message, "unavailable_variant_in_channel")


@changes("checkoutLinesAdd")
def lines_add(info: Any, found: Checkout, lines: list[dict[str, Any]]) -> None:
    _add_lines(info, found, lines)
    _lines_changed(found)


@changes("checkoutLinesUpdate")
def lines_update(info: Any, found: Checkout, lines: list[dict[str, Any]]) -> None:
    for item in lines:
        line = _line_of(found, item)
        if item.get("quantity") == 0:
            line.delete()
            continue
        line.quantity = item.get("quantity") or line.quantity
        _check_sold(found, line.variant, line.quantity)
        _fill_line(info, found, line, item)
    _lines_changed(found)


def _lines_changed(found: Checkout) -> None:
    _reconsider_voucher(found)
    calculations.invalidate_checkout_prices(found)


def _reconsider_voucher(found: Checkout) -> None:
    """A voucher that is no longer good for the cart leaves it, without a word."""
    details = _fetch(found)
    voucher, code = details.voucher, details.voucher_code
    if voucher and code and not _applies(voucher, code, details):
        _take_voucher_off(found)
    elif voucher:
        calculations.refresh_discount(details)


def _take_voucher_off(found: Checkout) -> None:
    found.voucher_code = found.discount_name = None
    found.discount_amount = Decimal(0)
    found.save(update_fields=["voucher_code", "discount_name", "discount_amount", "last_change"])


def _line_of(found: Checkout, item: dict[str, Any]) -> CheckoutLine:
    if item.get("line_id"):
        return get_node(CheckoutLine, item["line_id"], "lineId", checkout=found)
    variant = _variant(item.get("variant_id"))
    return found.lines.filter(variant=variant).first() or _new_line(found, variant)


def _new_line(found: Checkout, variant: ProductVariant) -> CheckoutLine:
    return CheckoutLine(checkout=found, variant=variant, currency=found.currency, quantity=0)


def _check_email(email: str) -> None:
    if not email:
        raise fail("email", "This field cannot be blank.", "required")


@changes("checkoutEmailUpdate", check=_check_email)
def email_update(_info: Any, found: Checkout, email: str) -> None:
    found.email = email
    found.save(update_fields=["email", "last_change"])


@changes("checkoutShippingAddressUpdate", atomic=False)
def shipping_address_update(
    _info: Any,
    found: Checkout,
    shipping_address: dict[str, Any],
    save_address: bool = True,
    **_rules: Any,
) -> None:
    """Take an address whether or not anything is sent there, if there is stock for its country.

    Saleor keeps the country even where it then refuses the address.
    """
    address = kept_address(shipping_address)
    found.country = address.country
    found.save(update_fields=["country"])
    _check_stock(found, found.lines.all(), address.country.code)
    found.shipping_address, found.save_shipping_address = address, save_address
    found.save()
    _lines_changed(found)


@changes("checkoutBillingAddressUpdate")
def billing_address_update(
    _info: Any,
    found: Checkout,
    billing_address: dict[str, Any],
    save_address: bool = True,
    **_rules: Any,
) -> None:
    found.billing_address = kept_address(billing_address)
    found.save_billing_address = save_address
    if not found.shipping_address:
        found.country = found.billing_address.country
    found.save()
    calculations.invalidate_checkout_prices(found)


@resolves("Mutation.deliveryOptionsCalculate")
def delivery_options(_root: Any, _info: Any, id: str) -> Any:
    found = get_checkout(id)
    return {"deliveries": [_delivery(method) for method in _methods(found)]}


@changes("checkoutDeliveryMethodUpdate")
def delivery_update(_info: Any, found: Checkout, delivery_method_id: str | None = None) -> bool:
    if not found.is_shipping_required():
        message = "This checkout doesn't need shipping"
        raise fail("deliveryMethod", message, "shipping_not_required")
    method = _chosen(found, delivery_method_id) if delivery_method_id else None
    if found.shipping_method == method:
        return False
    found.shipping_method = method
    found.shipping_method_name = method.name if method else None
    found.save(update_fields=["shipping_method", "shipping_method_name", "last_change"])
    _reconsider_voucher(found)
    calculations.invalidate_checkout_prices(found)
    return True


def _chosen(found: Checkout, delivery_method_id: str) -> ShippingMethod:
    kind, key = from_global_id(delivery_method_id)
    offered = {from_global_id(row["id"])[1] for row in _methods(found)}
    if kind not in ("ShippingMethod", "CheckoutDelivery") or key not in offered:
        message = "This shipping method is not applicable."
        raise fail("deliveryMethodId", message, "delivery_method_not_applicable")
    return ShippingMethod.objects.get(pk=key)


@changes("checkoutCustomerAttach")
def customer_attach(info: Any, found: Checkout, customer_id: str | None = None) -> None:
    user = info.context.user
    if found.user_id and found.user != user:
        raise PermissionDenied("You cannot reassign a checkout that is already attached to a user.")
    if customer_id:
        target = get_node(User, customer_id, "customerId")
        if target != user:
            _check(info, IMPERSONATE)
        user = target
    if not user:
        raise PermissionDenied(permissions=[IMPERSONATE])
    found.user, found.email = user, user.email
    found.save(update_fields=["user", "email", "last_change"])


@changes("checkoutAddPromoCode")
def add_promo_code(_info: Any, found: Checkout, promo_code: str) -> None:
    cards = GiftCard.objects.filter(currency=found.currency, is_active=True)
    if card := cards.filter(code=promo_code).first():
        found.gift_cards.add(card)
        found.save(update_fields=["last_change"])
        calculations.invalidate_checkout_prices(found)
        return
    now = timezone.now()
    codes = VoucherCode.objects.filter(
        Q(voucher__end_date=None) | Q(voucher__end_date__gte=now),
        code=promo_code,
        is_active=True,
        voucher__start_date__lte=now,
        voucher__channel_listings__channel=found.channel,
    )
    code = codes.select_related("voucher").first()
    if not code:
        raise fail("promoCode", "Promo code is invalid", "invalid")
    details = _fetch(found)
    if not _applies(code.voucher, code, details):
        message = "Voucher is not applicable to this checkout."
        raise fail("promoCode", message, "voucher_not_applicable")
    set_voucher(details, code)
    found.voucher_code = promo_code
    found.discount_name = code.voucher.name
    found.save(update_fields=["voucher_code", "discount_name", "last_change"])
    calculations.refresh_discount(details)
    calculations.invalidate_checkout_prices(found)


def _applies(voucher: Voucher, code: VoucherCode, details: CheckoutInfo) -> bool:
    if voucher.only_for_staff:
        raise NotInSandbox("A voucher for staff only")
    least = voucher.channel_listings.get(channel=details.channel).min_spent_amount or 0
    totals = (calculations.undiscounted_line_total(line).amount for line in details.lines)
    items = sum(line.line.quantity for line in details.lines)
    customers = code.customers.filter(customer_email=details.get_customer_email())
    specific = voucher.type == VoucherType.SPECIFIC_PRODUCT
    shipping = voucher.type == VoucherType.SHIPPING
    return not (
        sum(totals) < least
        or items < (voucher.min_checkout_items_quantity or 0)
        or (voucher.usage_limit is not None and code.used >= voucher.usage_limit)
        or (voucher.apply_once_per_customer and customers.exists())
        or (specific and not discounted_lines(details.lines, voucher))
        or (shipping and not details.shipping_method)
    )


@changes("checkoutRemovePromoCode")
def remove_promo_code(_info: Any, found: Checkout, promo_code: str | None = None) -> None:
    if found.voucher_code != promo_code:
        if VoucherCode.objects.filter(code=promo_code).exists():
            message = "Cannot remove a voucher not attached to this checkout."
            raise fail("promoCode", message, "invalid")
        raise fail("promoCode", "Promo code does not exists.", "not_found")
    _take_voucher_off(found)
    calculations.invalidate_checkout_prices(found)


def check_complete(details: CheckoutInfo, unavailable: list[int]) -> None:
    """Refuse what lacks an email, lines, a delivery method or an address."""
    if not details.get_customer_email():
        raise fail(None, "Checkout email must be set.", "email_not_set")
    if unavailable:
        message = "Some of the checkout lines variants are unavailable."
        raise fail("lines", message, "unavailable_variant_in_channel")
    if not details.lines:
        raise fail("lines", "Cannot complete checkout without lines.", "no_lines")
    needed = {"billing_address": details.billing_address}
    if details.checkout.is_shipping_required():
        needed = {
            "shipping_method": details.shipping_method,
            "shipping_address": details.shipping_address,
            **needed,
        }
    for name, value in needed.items():
        if not value:
            words = name.replace("_", " ").capitalize()
            raise fail(name, f"{words} is not set", f"{name}_not_set")
    if details.checkout.is_shipping_required() and not _is_offered(details):
        message = "Delivery method is not valid for your shipping address"
        raise fail("shipping_method", message, "invalid_shipping_method")


def _is_offered(details: CheckoutInfo) -> bool:
    key = graphene.Node.to_global_id("ShippingMethod", details.shipping_method.pk)
    return key in {row["id"] for row in _methods(details.checkout)}


@resolves("CheckoutComplete.confirmationNeeded")
def confirmation_needed(_root: dict[str, Any], _info: Any) -> bool:
    return False


@resolves("Mutation.checkoutComplete")
def checkout_complete(
    _root: Any,
    info: Any,
    id: str | None = None,
    checkout_id: str | None = None,
    token: Any = None,
    metadata: list[dict[str, str]] | None = None,
    payment_data: Any = None,
    **_args: Any,
) -> Any:
    if payment_data:
        raise NotInSandbox("checkoutComplete(paymentData): payments by a gateway plugin")
    key = token or primary_key(id or checkout_id, Checkout)
    found = Checkout.objects.filter(pk=key).first()
    if not found:
        order = Order.objects.get_by_checkout_token(key)
        if not order:
            raise fail("id", f"Couldn't resolve to a node: {id}", "not_found")
        return _completed(order)
    lines, unavailable = fetch_checkout_lines(found)
    details = fetch_checkout_info(found, lines)
    check_complete(details, unavailable)
    requestor = info.context.app or info.context.user
    impersonates = requestor and requestor.has_perm(IMPERSONATE)
    customer = found.user if impersonates else info.context.user
    manager = get_plugin_manager_promise(info.context).get()
    order = complete_checkout(
        manager, details, lines, customer or None, info.context.app, pairs(metadata)
    )
    return _completed(order)


def _completed(order: Order | None) -> dict[str, Any]:
    return {"order": order, "confirmation_data": {}}
