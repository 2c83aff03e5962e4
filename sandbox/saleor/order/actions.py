"""What happens to an order, with the hooks in Saleor's order and at Saleor's moments."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from graphql import GraphQLError

from ..account.models import User
from ..app.models import App
from ..core.utils.events import call_event
from ..payment.models import TransactionItem
from ..plugins.manager import PluginsManager
from ..warehouse.management import deallocate_order, put_back, take_from_stock
from ..warehouse.models import Stock, Warehouse
from . import FulfillmentStatus, OrderChargeStatus, OrderEvents, OrderStatus
from .events import order_event
from .fetch import OrderInfo
from .models import Fulfillment, FulfillmentLine, Order, OrderLine, total_of
from .utils import update_order_status, updates_amounts_for_order

PAID = (OrderChargeStatus.FULL, OrderChargeStatus.OVERCHARGED)
MARK_AS_PAID_TRANSACTION_NAME = "Mark-as-paid transaction"


def call_order_events(manager: PluginsManager, hooks: list[str], order: Order) -> None:
    for hook in hooks:
        call_event(getattr(manager, hook), order, webhooks=set())


def order_created(
    order_info: OrderInfo, user: User | None, app: App | None, manager: PluginsManager
) -> None:
    order = order_info.order
    if order.user:
        User.objects.filter(pk=order.user_id).update(number_of_orders=F("number_of_orders") + 1)
    order_event(order, OrderEvents.PLACED, user, app)
    call_order_events(manager, ["order_created"], order)
    if order.charge_status in PAID:
        order_charged(order_info, user, app, manager)
    if order_info.channel.automatically_confirm_all_new_orders:
        order_confirmed(order, user, app, manager)


def order_confirmed(
    order: Order, user: User | None, app: App | None, manager: PluginsManager
) -> None:
    order_event(order, OrderEvents.CONFIRMED, user, app)
    call_order_events(manager, ["order_confirmed"], order)


def order_charged(
    order_info: OrderInfo, user: User | None, app: App | None, manager: PluginsManager
) -> None:
    order = order_info.order
    if order.status == OrderStatus.DRAFT:
        return
    call_order_events(manager, ["order_paid"], order)
    if order.charge_status in PAID:
        _fully_paid(order_info, user, app, manager)
    else:
        call_order_events(manager, ["order_updated"], order)


def _fully_paid(
    order_info: OrderInfo, user: User | None, app: App | None, manager: PluginsManager
) -> None:
    order = order_info.order
    order_event(order, OrderEvents.ORDER_FULLY_PAID, user, app)
    if order_info.channel.automatically_fulfill_non_shippable_gift_card:
        _fulfill_gift_cards(order_info, user, app, manager)
    if order_info.channel.automatically_confirm_all_new_orders:
        update_order_status(order)
    call_order_events(manager, ["order_fully_paid", "order_updated"], order)


def _fulfill_gift_cards(
    order_info: OrderInfo, user: User | None, app: App | None, manager: PluginsManager
) -> None:
    cards = [
        info.line
        for info in order_info.lines_data
        if info.line.is_gift_card and not info.line.is_shipping_required
    ]
    parts = [part for line in cards for part in _allocated(line)]
    if cards and not parts:
        # Saleor makes no parcel and takes the first of none: paid twice, or cancelled and then
        # paid, the order stops here.
        raise IndexError("list index out of range")
    if any(quantity > line.quantity_unfulfilled for line, _, quantity in parts):
        # Saleor refuses with a code of orders that no mutation of payments can tell.
        raise GraphQLError("Expected a value of the payload's enum, received: fulfill_order_line")
    if parts:
        fulfill(order_info.order, parts, user, app, manager)


def _allocated(line: OrderLine) -> list[tuple[OrderLine, Stock, int]]:
    """From where a line is sent that is sent unasked: what is kept for it, or the first stock."""
    rows = list(line.allocations.select_related("stock"))
    if rows:
        kept = [(line, row.stock, row.quantity_allocated) for row in rows]
        return [part for part in kept if part[2] > 0]
    stock = Stock.objects.filter(product_variant=line.variant).first()
    return [(line, stock, line.quantity)] if stock else []


def fulfill(
    order: Order,
    parts: list[tuple[OrderLine, Stock, int]],
    user: User | None,
    app: App | None,
    manager: PluginsManager,
    *,
    notify_customer: bool = True,
    tracking_number: str = "",
    exceed: bool = False,
    approved: bool = True,
) -> list[Fulfillment]:
    """Send lines from stocks, or let them wait for approval: one fulfilment for each warehouse."""
    status = FulfillmentStatus.FULFILLED if approved else FulfillmentStatus.WAITING_FOR_APPROVAL
    with transaction.atomic():
        fulfillments: dict[Any, Fulfillment] = {}
        for line, stock, quantity in parts:
            fulfillment = fulfillments.get(stock.warehouse_id)
            if not fulfillment:
                fulfillment = Fulfillment.objects.create(
                    order=order, tracking_number=tracking_number, status=status
                )
                fulfillments[stock.warehouse_id] = fulfillment
            if approved:
                take_from_stock(line, stock, quantity, exceed=exceed)
            FulfillmentLine.objects.create(
                fulfillment=fulfillment, order_line=line, quantity=quantity, stock=stock
            )
            line.quantity_fulfilled += quantity
            line.save(update_fields=["quantity_fulfilled"])
        made = list(fulfillments.values())
        if approved:
            _order_fulfilled(order, made, user, app, manager, notify_customer)
        else:
            order_event(order, OrderEvents.FULFILLMENT_AWAITS_APPROVAL, user, app)
            call_order_events(manager, ["order_updated"], order)
    return made


def approve_fulfillment(
    fulfillment: Fulfillment,
    user: User | None,
    app: App | None,
    manager: PluginsManager,
    *,
    notify_customer: bool = True,
    exceed: bool = False,
) -> None:
    with transaction.atomic():
        fulfillment.status = FulfillmentStatus.FULFILLED
        fulfillment.save()
        for part in fulfillment.lines.all():
            take_from_stock(part.order_line, part.stock, part.quantity, exceed=exceed)
        order = fulfillment.order
        _order_fulfilled(order, [fulfillment], user, app, manager, notify_customer, by_hand=True)


def _order_fulfilled(
    order: Order,
    fulfillments: list[Fulfillment],
    user: User | None,
    app: App | None,
    manager: PluginsManager,
    notify_customer: bool,
    *,
    by_hand: bool = False,
) -> None:
    update_order_status(order)
    lines = [line.pk for fulfillment in fulfillments for line in fulfillment.lines.all()]
    order_event(order, OrderEvents.FULFILLMENT_FULFILLED_ITEMS, user, app, fulfilled_items=lines)
    for fulfillment in fulfillments:
        call_event(manager.fulfillment_created, fulfillment, notify_customer, True)
    hooks = ["order_updated"]
    whole = order.status == OrderStatus.FULFILLED
    if whole:
        hooks.append("order_fulfilled")
    if whole or by_hand:
        for fulfillment in fulfillments:
            call_event(manager.fulfillment_approved, fulfillment, notify_customer, True)
    call_order_events(manager, hooks, order)


def cancel_fulfillment(
    fulfillment: Fulfillment,
    user: User | None,
    app: App | None,
    warehouse: Warehouse | None,
    manager: PluginsManager,
) -> Fulfillment:
    with transaction.atomic():
        fulfillment = Fulfillment.objects.select_for_update().get(pk=fulfillment.pk)
        order = fulfillment.order
        number = fulfillment.composed_id
        order_event(order, OrderEvents.FULFILLMENT_CANCELED, user, app, composed_id=number)
        for part in fulfillment.lines.all():
            line = part.order_line
            line.quantity_fulfilled -= part.quantity
            line.save(update_fields=["quantity_fulfilled"])
            if warehouse:
                stock = Stock.objects.filter(
                    warehouse=warehouse, product_variant=line.variant
                ).first()
                put_back(line, stock, part.quantity)
        if warehouse:
            order_event(order, OrderEvents.FULFILLMENT_RESTOCKED_ITEMS, user, app)
        fulfillment.status = FulfillmentStatus.CANCELED
        fulfillment.save(update_fields=["status"])
        update_order_status(order)
        call_event(manager.fulfillment_canceled, fulfillment, True)
        call_order_events(manager, ["order_updated"], order)
    return fulfillment


def return_products(
    order: Order,
    parts: list[tuple[FulfillmentLine, int]],
    replaced: list[tuple[FulfillmentLine, int]],
    user: User | None,
    app: App | None,
    manager: PluginsManager,
) -> tuple[Fulfillment, Order | None]:
    """Move lines of fulfilments into fulfilments of what came back; draft what replaces it."""
    from .drafts import replacement

    draft = None
    with transaction.atomic():
        if replaced:
            draft = replacement(order, replaced)
            _move(order, replaced, FulfillmentStatus.REPLACED)
            order_event(draft, OrderEvents.DRAFT_CREATED_FROM_REPLACE, user, app)
            order_event(order, OrderEvents.FULFILLMENT_REPLACED, user, app)
            order_event(order, OrderEvents.ORDER_REPLACEMENT_CREATED, user, app)
        returned = _move(order, parts, FulfillmentStatus.RETURNED)
        sent = (FulfillmentStatus.FULFILLED, FulfillmentStatus.WAITING_FOR_APPROVAL)
        order.fulfillments.filter(lines=None, status__in=sent).delete()
        order_event(order, OrderEvents.FULFILLMENT_RETURNED, user, app)
        update_order_status(order)
        call_order_events(manager, ["order_updated"], order)
        if draft:
            call_order_events(manager, ["draft_order_created"], draft)
    return returned, draft


def _move(order: Order, parts: list[tuple[FulfillmentLine, int]], status: str) -> Fulfillment:
    made = Fulfillment.objects.create(order=order, status=status)
    for part, quantity in parts:
        FulfillmentLine.objects.create(
            fulfillment=made, order_line=part.order_line, quantity=quantity, stock=part.stock
        )
        part.quantity -= quantity
        if part.quantity:
            part.save(update_fields=["quantity"])
        else:
            part.delete()
    return made


def cancel_order(order: Order, user: User | None, app: App | None, manager: PluginsManager) -> None:
    with transaction.atomic():
        order_event(order, OrderEvents.CANCELED, user, app)
        deallocate_order(order)
        order.status = OrderStatus.CANCELED
        order.save(update_fields=["status", "updated_at"])
        call_order_events(manager, ["order_cancelled", "order_updated"], order)


def mark_order_as_paid(
    order: Order,
    user: User | None,
    app: App | None,
    manager: PluginsManager,
    reference: str | None = None,
) -> None:
    from ..payment.utils import create_transaction_for_order

    with transaction.atomic():
        create_transaction_for_order(
            order=order,
            user=user,
            app=app,
            psp_reference=reference,
            charged_value=order.total_gross_amount,
            available_actions=["refund"],
            name=MARK_AS_PAID_TRANSACTION_NAME,
        )
        updates_amounts_for_order(order)
        order_event(order, OrderEvents.ORDER_MARKED_AS_PAID, user, app)
        call_order_events(manager, ["order_fully_paid", "order_updated"], order)


def order_transaction_updated(
    order_info: OrderInfo,
    item: TransactionItem,
    before: tuple[Decimal, Decimal, Decimal],
    user: User | None,
    app: App | None,
    manager: PluginsManager,
) -> None:
    """Tell of money that moved; `before` is what was authorized, charged and refunded."""
    authorized, charged, refunded = before
    changed = item.authorized_value != authorized or item.charged_value != charged
    if item.charged_value > charged:
        order_charged(order_info, user, app, manager)
    if item.refunded_value > refunded:
        order_refunded(order_info.order, manager)
    if changed and item.charged_value <= charged and item.refunded_value <= refunded:
        call_order_events(manager, ["order_updated"], order_info.order)


def order_refunded(order: Order, manager: PluginsManager) -> None:
    hooks = ["order_refunded", "order_updated"]
    if total_of(order.payment_transactions.all(), "refunded_value") >= order.total_gross_amount:
        hooks.append("order_fully_refunded")
    call_order_events(manager, hooks, order)
