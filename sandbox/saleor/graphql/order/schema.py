# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from decimal import Decimal
from typing import Any

import graphene
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from graphql_relay import from_global_id

from ... import NotInSandbox
from ...account.models import User
from ...checkout.complete_checkout import create_order_from_checkout, preprocess
from ...checkout.fetch import fetch_checkout_info, fetch_checkout_lines
from ...checkout.models import Checkout
from ...core.exceptions import InsufficientStock
from ...core.prices import quantize_price
from ...order import FulfillmentStatus, OrderEvents, OrderStatus
from ...order.actions import (
    approve_fulfillment,
    call_order_events,
    cancel_fulfillment,
    cancel_order,
    fulfill,
    mark_order_as_paid,
    order_confirmed,
    return_products,
)
from ...order.drafts import price_draft
from ...order.events import order_event
from ...order.models import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
    total_of,
)
from ...order.utils import update_charge_data
from ...permission.enums import AccountPermissions, OrderPermissions, PaymentPermissions
from ...warehouse.models import Stock, Warehouse
from ..account.schema import check_owner, save_address
from ..checkout.schema import check_complete, pairs
from ..core.connection import slice_of
from ..core.context import ChannelContext, SyncWebhookControlContext, get_database_connection_name
from ..core.mutations import fail, get_node, primary_key, query_key
from ..core.sdl import resolves
from ..payment.schema import get_item
from .drafts import actors as _actors
from .types import types

OrderQueries, OrderMutations = types["Query"], types["Mutation"]
OWNERS = [
    AccountPermissions.MANAGE_USERS,
    OrderPermissions.MANAGE_ORDERS,
    PaymentPermissions.HANDLE_PAYMENTS,
]
TRANSACTION_SUMS = {
    "totalCanceled": "canceled_value",
    "totalRefunded": "refunded_value",
    "totalRefundPending": "refund_pending_value",
    "totalChargePending": "charge_pending_value",
    "totalAuthorizePending": "authorize_pending_value",
    "totalCancelPending": "cancel_pending_value",
}
COVERING = (
    "charged_value",
    "authorized_value",
    "charge_pending_value",
    "authorize_pending_value",
)
EDITABLE = (OrderStatus.DRAFT, OrderStatus.UNCONFIRMED)
RETURNABLE = (
    FulfillmentStatus.FULFILLED,
    FulfillmentStatus.REFUNDED,
    FulfillmentStatus.WAITING_FOR_APPROVAL,
)
RENAMED = {
    "Order.created": "created_at",
    "Fulfillment.created": "created_at",
    "Order.transactions": "payment_transactions",
    "Order.undiscountedShippingPrice": "undiscounted_base_shipping_price",
    "Order.isPaid": "is_fully_paid",
    "Order.languageCodeEnum": "language_code",
    "OrderLine.quantityToFulfill": "quantity_unfulfilled",
    "OrderGrantedRefund.transaction": "transaction_item",
}
SORTS = {
    "number": "number",
    "created_at": "created_at",
    "creation_date": "created_at",
    "last_modified_at": "updated_at",
}


@resolves(*RENAMED)
def renamed(root: Any, info: Any) -> Any:
    value = getattr(root, RENAMED[f"{info.parent_type.name}.{info.field_name}"])
    return value() if info.field_name == "isPaid" else value


@resolves("Query.order")
def order(
    _root: Any, info: Any, id: str | None = None, external_reference: str | None = None
) -> Any:
    rows = Order.objects.using(get_database_connection_name(info.context))
    if external_reference:
        return rows.filter(external_reference=external_reference).first()
    return rows.filter(pk=query_key(id or "", "Order")).first()


@resolves("Query.orderByToken")
def order_by_token(_root: Any, info: Any, token: Any) -> Any:
    rows = Order.objects.using(get_database_connection_name(info.context))
    return rows.exclude(status=OrderStatus.DRAFT).filter(pk=token).first()


@resolves("Query.orders")
def orders(
    _root: Any,
    info: Any,
    channel: str | None = None,
    filter: Any = None,
    sort_by: Any = None,
    **args: Any,
) -> Any:
    rows = Order.objects.using(get_database_connection_name(info.context)).non_draft()
    if channel:
        rows = rows.filter(channel__slug=channel)
    rows = _filtered(rows, filter or {})
    if sort_by:
        sign = "-" if sort_by["direction"] == "desc" else ""
        rows = rows.order_by(f"{sign}{SORTS[sort_by['field']]}", "pk")
    return slice_of(rows, info, SyncWebhookControlContext, **args)


def _filtered(rows: Any, filter: dict[str, Any]) -> Any:
    if text := filter.get("search"):
        number = Q(number=text) if text.isdigit() else Q()
        rows = rows.filter(number | Q(user_email__icontains=text))
    if filter.get("status"):
        rows = rows.filter(status__in=filter["status"])
    if filter.get("ids"):
        rows = rows.filter(pk__in=[query_key(key, "Order") for key in filter["ids"]])
    if filter.get("numbers"):
        rows = rows.filter(number__in=filter["numbers"])
    if created := filter.get("created"):
        if created.get("gte"):
            rows = rows.filter(created_at__date__gte=created["gte"])
        if created.get("lte"):
            rows = rows.filter(created_at__date__lte=created["lte"])
    return rows


@resolves("Order.user")
def order_user(root: Order, info: Any) -> Any:
    if root.user:
        check_owner(info, root.user, *OWNERS)
    return root.user


@resolves("Order.userEmail")
def user_email(root: Order, _info: Any) -> str | None:
    return root.get_customer_email()


@resolves("Order.number")
def number(root: Order, _info: Any) -> str:
    return str(root.number)


@resolves("Order.token")
def token(root: Order, _info: Any) -> str:
    return str(root.pk)


@resolves("Order.statusDisplay")
def status_display(root: Order, _info: Any) -> str:
    return root.status.replace("_", " ").capitalize()


@resolves("Order.original")
def original(root: Order, _info: Any) -> str | None:
    key = root.original_id
    return graphene.Node.to_global_id("Order", key) if key else None


@resolves("Order.checkoutId")
def checkout_id(root: Order, _info: Any) -> str | None:
    key = root.checkout_token
    return graphene.Node.to_global_id("Checkout", key) if key else None


@resolves("Order.isShippingRequired")
def is_shipping_required(root: Order, _info: Any) -> bool:
    return any(line.is_shipping_required for line in root.lines.all())


def _sum(root: Order, field: str) -> dict[str, Any]:
    total = total_of(root.payment_transactions.all(), field)
    return _money(root, total)


def _money(root: Order, amount: Decimal) -> dict[str, Any]:
    return {"amount": float(amount), "currency": root.currency}


@resolves(*(f"Order.{name}" for name in TRANSACTION_SUMS))
def transaction_sum(root: Order, info: Any) -> Any:
    return _sum(root, TRANSACTION_SUMS[info.field_name])


def _granted(root: Order) -> Decimal:
    return total_of(root.granted_refunds.all(), "amount_value")


@resolves("Order.totalGrantedRefund")
def total_granted_refund(root: Order, _info: Any) -> Any:
    return _money(root, _granted(root))


@resolves("Order.totalRemainingGrant")
def total_remaining_grant(root: Order, _info: Any) -> Any:
    items = list(root.payment_transactions.all())
    back = total_of(items, "refunded_value") + total_of(items, "refund_pending_value")
    ahead = sum((total_of(items, field) for field in COVERING), Decimal(0))
    surplus = ahead + back - root.total_gross_amount
    return _money(root, max(_granted(root) - max(back - surplus, Decimal(0)), Decimal(0)))


@resolves("Order.totalBalance")
def total_balance(root: Order, _info: Any) -> Any:
    items = list(root.payment_transactions.all())
    paid = total_of(items, "charged_value") + total_of(items, "charge_pending_value")
    return _money(root, paid - (root.total_gross_amount - _granted(root)))


@resolves("OrderGrantedRefund.transactionEvents")
def grant_events(root: OrderGrantedRefund, _info: Any) -> Any:
    return list(root.transaction_events.order_by("-created_at"))


@resolves("OrderLine.variant")
def line_variant(root: OrderLine, _info: Any) -> Any:
    return root.variant and ChannelContext(root.variant, root.order.channel.slug)


@resolves("OrderLine.thumbnail")
def line_thumbnail(_root: OrderLine, _info: Any, **_args: Any) -> None:
    return None


@resolves("Fulfillment.warehouse")
def fulfillment_warehouse(root: Fulfillment, _info: Any) -> Any:
    part = root.lines.first()
    return part.stock.warehouse if part and part.stock else None


@resolves("Fulfillment.shippingRefundedAmount", "Fulfillment.totalRefundedAmount")
def fulfillment_refunds(root: Fulfillment, info: Any) -> Any:
    shipping = info.field_name.startswith("shipping")
    amount = root.shipping_refund_amount if shipping else root.total_refund_amount
    return None if amount is None else _money(root.order, amount)


@resolves("Mutation.orderCreateFromCheckout")
def create_from_checkout(
    _root: Any,
    info: Any,
    id: str,
    metadata: Any = None,
    private_metadata: Any = None,
    remove_checkout: bool = True,
) -> Any:
    key = primary_key(id, Checkout)
    found = Checkout.objects.filter(pk=key).first()
    if not found:
        raise fail("id", f"Couldn't resolve to a node: {id}", "checkout_not_found")
    lines, unavailable = fetch_checkout_lines(found)
    details = fetch_checkout_info(found, lines)
    check_complete(details, unavailable)
    _user, app, manager = _actors(info)
    preprocess(manager, details, lines)
    made = create_order_from_checkout(
        details,
        manager,
        found.user,
        app,
        delete_checkout=remove_checkout,
        metadata=pairs(metadata),
        private_metadata=pairs(private_metadata),
    )
    return {"order": made}


@resolves("Mutation.orderFulfill")
def order_fulfill(_root: Any, info: Any, input: Any, order: str | None = None) -> Any:
    found = get_node(Order, order, "order")
    settings = Site.objects.get_current().settings
    lenient = settings.fulfillment_allow_unpaid or not settings.fulfillment_auto_approve
    if not found.is_fully_paid() and not lenient:
        message = "Cannot fulfill unpaid order."
        raise fail("order", message, "cannot_fulfill_unpaid_order")
    parts = [part for line in input["lines"] for part in _parts(found, line)]
    if not parts:
        raise fail("lines", "Total quantity must be larger than 0.", "zero_quantity")
    user, app, manager = _actors(info)
    try:
        made = fulfill(
            found,
            parts,
            user,
            app,
            manager,
            notify_customer=input.get("notify_customer", True),
            tracking_number=input.get("tracking_number") or "",
            exceed=input.get("allow_stock_to_be_exceeded", False),
            approved=settings.fulfillment_auto_approve,
        )
    except InsufficientStock as error:
        raise fail("stocks", str(error), "insufficient_stock") from error
    return {"fulfillments": made, "order": found}


def _parts(found: Order, line: dict[str, Any]) -> list[tuple[OrderLine, Stock, int]]:
    row = get_node(OrderLine, line["order_line_id"], "orderLineId", order=found)
    parts = []
    for stock in line["stocks"]:
        if not stock["quantity"]:
            continue
        warehouse = get_node(Warehouse, stock["warehouse"], "warehouse")
        kept = Stock.objects.filter(warehouse=warehouse, product_variant=row.variant).first()
        if not kept:
            raise fail("stocks", f"Insufficient product stock: {row}", "insufficient_stock")
        parts.append((row, kept, stock["quantity"]))
    if sum(part[2] for part in parts) > row.quantity_unfulfilled:
        left = row.quantity_unfulfilled
        message = f"Only {left} item{'' if left == 1 else 's'} remaining to fulfill."
        raise fail("orderLineId", message, "fulfill_order_line")
    return parts


@resolves("Mutation.orderFulfillmentCancel")
def fulfillment_cancel(_root: Any, info: Any, id: str, input: Any = None) -> Any:
    found = get_node(Fulfillment, id)
    waits = found.status == FulfillmentStatus.WAITING_FOR_APPROVAL
    if found.order.lines.filter(is_gift_card=True).exists():
        message = "Cannot cancel fulfillment with gift card lines."
        raise fail("fulfillment", message, "cannot_cancel_fulfillment")
    if found.status == FulfillmentStatus.CANCELED:
        message = "This fulfillment can't be canceled"
        raise fail("fulfillment", message, "cannot_cancel_fulfillment")
    key = (input or {}).get("warehouse_id")
    if not key and not waits:
        raise fail("warehouseId", "This parameter is required for fulfillments", "required")
    warehouse = get_node(Warehouse, key, "warehouseId") if key and not waits else None
    made = cancel_fulfillment(found, *_actors(info)[:2], warehouse, _actors(info)[2])
    return {"fulfillment": made, "order": made.order}


@resolves("Mutation.orderFulfillmentApprove")
def fulfillment_approve(
    _root: Any,
    info: Any,
    id: str,
    notify_customer: bool = True,
    allow_stock_to_be_exceeded: bool = False,
) -> Any:
    found = get_node(Fulfillment, id)
    if found.status != FulfillmentStatus.WAITING_FOR_APPROVAL:
        message = (
            "Invalid fulfillment status, only WAITING_FOR_APPROVAL fulfillments can be accepted."
        )
        raise fail(None, message, "invalid")
    allowed = Site.objects.get_current().settings.fulfillment_allow_unpaid
    if not allowed and not found.order.is_fully_paid():
        raise fail(None, "Cannot fulfill unpaid order.", "cannot_fulfill_unpaid_order")
    try:
        approve_fulfillment(
            found,
            *_actors(info),
            notify_customer=notify_customer,
            exceed=allow_stock_to_be_exceeded,
        )
    except InsufficientStock as error:
        raise fail("stocks", str(error), "insufficient_stock") from error
    return {"fulfillment": found, "order": found.order}


@resolves("Mutation.orderFulfillmentReturnProducts")
def fulfillment_return(_root: Any, info: Any, order: str, input: Any) -> Any:
    found = get_node(Order, order, "order")
    rows = input.get("fulfillment_lines") or []
    if input.get("refund") or input.get("amount_to_refund") or input.get("order_lines"):
        raise NotInSandbox("A return with a refund, or of lines that were never sent")
    parts: dict[bool, list[tuple[FulfillmentLine, int]]] = {False: [], True: []}
    for row in rows:
        parts[bool(row.get("replace"))].append((_returned_part(row), row["quantity"]))
    made, draft = return_products(found, parts[False], parts[True], *_actors(info))
    return {"return_fulfillment": made, "order": found, "replace_order": draft}


def _returned_part(row: dict[str, Any]) -> FulfillmentLine:
    key = primary_key(row["fulfillment_line_id"], FulfillmentLine, "fulfillmentLines")
    part = FulfillmentLine.objects.filter(pk=key).first()
    if not part:
        message = f"Could not resolve to a node with the global id list of '{key}'."
        raise fail("fulfillmentLines", message, "graphql_error")
    if part.order_line.is_gift_card:
        message = "Cannot refund or return gift card line."
        raise fail("fulfillmentLineId", message, "gift_card_line")
    if row["quantity"] > part.quantity:
        message = "Provided quantity is bigger than quantity from fulfillment line"
        raise fail("fulfillmentLineId", message, "invalid_quantity")
    if part.fulfillment.status not in RETURNABLE:
        message = "Unable to process action for fulfillmentLine with different status."
        raise fail("fulfillmentLineId", message, "invalid")
    return part


@resolves("Mutation.orderCancel")
def order_cancel(_root: Any, info: Any, id: str) -> Any:
    found = get_node(Order, id)
    if not found.can_cancel():
        raise fail("order", "This order can't be canceled.", "cannot_cancel_order")
    cancel_order(found, *_actors(info))
    return {"order": found}


@resolves("Mutation.orderConfirm")
def order_confirm(_root: Any, info: Any, id: str) -> Any:
    found = get_node(Order, id)
    if found.status != OrderStatus.UNCONFIRMED:
        raise fail(
            "id",
            "Provided order id belongs to an order with status different than unconfirmed.",
            "invalid",
        )
    user, app, manager = _actors(info)
    with transaction.atomic():
        found.status = OrderStatus.UNFULFILLED
        found.save(update_fields=["status", "updated_at"])
        order_confirmed(found, user, app, manager)
    return {"order": found}


@resolves("Mutation.orderMarkAsPaid")
def order_mark_as_paid(
    _root: Any, info: Any, id: str, transaction_reference: str | None = None
) -> Any:
    found = get_node(Order, id)
    if found.should_refresh_prices and found.status in EDITABLE:
        price_draft(found)
    if found.payment_transactions.exists():
        order_event(found, OrderEvents.TRANSACTION_MARK_AS_PAID_FAILED, *_actors(info)[:2])
        message = "Orders with transactions can not be manually marked as paid."
        raise fail("transaction", message, "transaction_error")
    mark_order_as_paid(found, *_actors(info), transaction_reference)
    found.save(update_fields=["updated_at"])
    return {"order": found}


@resolves("Mutation.orderUpdate")
def order_update(
    _root: Any, info: Any, input: Any, id: str | None = None, external_reference: str | None = None
) -> Any:
    found = get_node(Order, id)
    user, app, manager = _actors(info)
    if found.status == OrderStatus.DRAFT:
        raise fail("id", "Provided order id belongs to draft order.", "invalid")
    changed = _change_email(found, input.get("user_email"))
    if input.get("external_reference") not in (None, found.external_reference):
        found.external_reference = input["external_reference"]
        changed = True
    for name in ("billing_address", "shipping_address"):
        if input.get(name):
            setattr(found, name, save_address(input[name]))
            order_event(found, OrderEvents.UPDATED_ADDRESS, user, app)
            changed = True
    noted = pairs(input.get("metadata")), pairs(input.get("private_metadata"))
    found.store_value_in_metadata(noted[0])
    found.store_value_in_private_metadata(noted[1])
    found.save()
    if changed or any(noted):
        call_order_events(manager, ["order_updated"], found)
    return {"order": found}


def _change_email(found: Order, email: str | None) -> bool:
    """The order goes to the account of its new address, or to none."""
    if not email:
        return False
    user = User.objects.filter(email=email, is_active=True).first()
    changed = found.user_email != email or found.user != user
    found.user_email, found.user = email, user
    return changed


@resolves("Mutation.orderGrantRefundCreate")
def grant_refund_create(_root: Any, info: Any, id: str, input: Any) -> Any:
    found = get_node(Order, id)
    rows = _grant_lines(found, input.get("lines") or [])
    shipping = bool(input.get("grant_refund_for_shipping"))
    amount = input.get("amount")
    if amount is None and not rows and not shipping:
        names = ("amount", "lines", "grantRefundForShipping")
        message = f"You must provide at least one of {', '.join(f'`{n}`' for n in names)}."
        raise ValidationError({n: ValidationError(message, code="required") for n in names})
    _check_shipping(found, shipping)
    item = get_item(input["transaction_id"], None, "transactionId")
    if item.order_id != found.pk:
        raise fail("transactionId", "Couldn't resolve to a node", "not_found")
    if amount is None:
        amount = min(_amount(found, rows, shipping), item.charged_value)
    amount = quantize_price(amount, found.currency)
    if amount > item.charged_value:
        message = "Amount cannot be greater than the charged amount of provided transaction."
        raise fail("amount", message, "amount_greater_than_available")
    user, app, _manager = _actors(info)
    with transaction.atomic():
        grant = OrderGrantedRefund.objects.create(
            order=found,
            amount_value=amount,
            currency=found.currency,
            reason=input.get("reason") or "",
            user=user,
            app=app,
            shipping_costs_included=shipping,
            transaction_item=item,
        )
        OrderGrantedRefundLine.objects.bulk_create(
            OrderGrantedRefundLine(
                granted_refund=grant, order_line=line, quantity=quantity, reason=reason
            )
            for line, quantity, reason in rows
        )
        update_charge_data(found)
    return {"order": found, "granted_refund": grant}


def _grant_lines(
    found: Order, rows: list[Any], besides: OrderGrantedRefund | None = None
) -> list[tuple[OrderLine, int, str]]:
    lines, problems = [], []
    for row in rows:
        key = from_global_id(row["id"])[1]
        line = found.lines.filter(pk=key).first()
        if not line:
            problems.append({"line_id": row["id"], "code": "not_found", "field": "id"})
            continue
        others = line.granted_refund_lines.exclude(granted_refund=besides)
        granted = sum(other.quantity for other in others)
        if row["quantity"] > line.quantity - granted:
            code = "quantity_greater_than_available"
            problems.append({"line_id": row["id"], "code": code, "field": "quantity"})
        lines.append((line, row["quantity"], row.get("reason") or ""))
    if problems:
        rows = [{**p, "message": "Provided line is not refundable."} for p in problems]
        raise fail("lines", "Provided input for lines is invalid.", "invalid", lines=rows)
    return lines


def _check_shipping(found: Order, shipping: bool, besides: Any = None) -> None:
    others = found.granted_refunds.exclude(pk=besides).filter(shipping_costs_included=True)
    if shipping and others.exists():
        message = "Shipping costs have already been granted."
        raise fail("grantRefundForShipping", message, "shipping_costs_already_granted")


def _amount(found: Order, rows: list[tuple[OrderLine, int, str]], shipping: bool) -> Decimal:
    total = sum((line.unit_price_gross_amount * n for line, n, _ in rows), Decimal(0))
    return total + (found.shipping_price_gross_amount if shipping else 0)


def _check_grant_update(grant: OrderGrantedRefund, input: Any) -> None:
    item = grant.transaction_item
    if grant.status in ("pending", "success") and set(input) != {"reason"}:
        message = (
            "Only reason can be updated when `OrderGrantedRefund.status` is PENDING or SUCCESS."
        )
        names = set(input) - {"reason"}
        raise ValidationError({name: ValidationError(message, code="invalid") for name in names})
    if item and (input.get("amount") or 0) > item.charged_value:
        message = "Amount cannot be greater than the charged amount of provided transaction."
        raise fail("amount", message, "amount_greater_than_available")


@resolves("Mutation.orderGrantRefundUpdate")
def grant_refund_update(_root: Any, _info: Any, id: str, input: Any) -> Any:
    grant = get_node(OrderGrantedRefund, id)
    found = grant.order
    _check_grant_update(grant, input)
    with transaction.atomic():
        removed = [from_global_id(key)[1] for key in input.get("remove_lines") or []]
        grant.lines.filter(pk__in=removed).delete()
        for line, quantity, reason in _grant_lines(found, input.get("add_lines") or [], grant):
            OrderGrantedRefundLine.objects.create(
                granted_refund=grant, order_line=line, quantity=quantity, reason=reason
            )
        if input.get("transaction_id"):
            grant.transaction_item = get_item(input["transaction_id"], None)
        if input.get("grant_refund_for_shipping") is not None:
            _check_shipping(found, input["grant_refund_for_shipping"], grant.pk)
            grant.shipping_costs_included = input["grant_refund_for_shipping"]
        if input.get("reason") is not None:
            grant.reason = input["reason"]
        grant.amount_value = _amount_after(grant, input)
        grant.save()
        update_charge_data(found)
    return {"order": found, "granted_refund": grant}


def _amount_after(grant: OrderGrantedRefund, input: Any) -> Decimal:
    """What is given; where lines or shipping change, what they come to, if it was charged."""
    if input.get("amount") is not None:
        return quantize_price(input["amount"], grant.currency)
    shipping = input.get("grant_refund_for_shipping") is not None
    if not shipping and not input.get("add_lines") and not input.get("remove_lines"):
        return grant.amount_value
    rows = [(line.order_line, line.quantity, "") for line in grant.lines.all()]
    amount = _amount(grant.order, rows, grant.shipping_costs_included)
    item = grant.transaction_item
    return min(amount, item.charged_value) if item else amount
