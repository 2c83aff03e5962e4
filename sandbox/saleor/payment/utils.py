"""Transactions: their amounts follow from their events; orders and checkouts follow from them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..account.models import User
from ..app.models import App
from ..checkout.actions import transaction_amounts_for_checkout_updated
from ..checkout.models import Checkout
from ..order import OrderStatus
from ..order.actions import order_transaction_updated
from ..order.fetch import fetch_order_info
from ..order.models import Order, OrderGrantedRefund
from ..order.utils import (
    AMOUNT_FIELDS,
    calculate_order_granted_refund_status,
    refresh_order_status,
    updates_amounts_for_order,
)
from ..plugins.manager import PluginsManager
from . import TransactionEventType as Kind
from .models import TransactionEvent, TransactionItem

# What a successful event adds to, what it takes that from, and where a request waits.
FLOWS = {
    "authorization": ("authorized_value", None, "authorize_pending_value"),
    "charge": ("charged_value", "authorized_value", "charge_pending_value"),
    "refund": ("refunded_value", "charged_value", "refund_pending_value"),
    "cancel": ("canceled_value", "authorized_value", "cancel_pending_value"),
}
VALUES = [flow[0] for flow in FLOWS.values()] + [flow[2] for flow in FLOWS.values()]
MANUAL = {
    "authorized_value": Kind.AUTHORIZATION_SUCCESS,
    "charged_value": Kind.CHARGE_SUCCESS,
    "refunded_value": Kind.REFUND_SUCCESS,
    "canceled_value": Kind.CANCEL_SUCCESS,
}
Before = tuple[Decimal, Decimal, Decimal]


def values_of(item: TransactionItem) -> Before:
    return item.authorized_value, item.charged_value, item.refunded_value


def calculate_transaction_amount_based_on_events(item: TransactionItem) -> None:
    for field in VALUES:
        setattr(item, field, Decimal(0))
    groups: dict[tuple[str, str], dict[str, TransactionEvent]] = defaultdict(dict)
    for event in _counted(item):
        flow, _, step = event.type.partition("_")
        if event.psp_reference:
            groups[flow, event.psp_reference][step] = event
        else:
            _apply_manual(item, event)
    for flow in FLOWS:
        for (kind, _reference), events in groups.items():
            if kind == flow:
                _apply(item, flow, events)


def _counted(item: TransactionItem) -> list[TransactionEvent]:
    """Return the events that count: an adjustment makes earlier authorizations void."""
    events = list(item.events.filter(include_in_calculations=True).order_by("created_at", "pk"))
    adjusted = [i for i, e in enumerate(events) if e.type == Kind.AUTHORIZATION_ADJUSTMENT]
    since = adjusted[-1] if adjusted else 0
    return [
        event
        for index, event in enumerate(events)
        if index >= since or not event.type.startswith("authorization")
    ]


def _apply_manual(item: TransactionItem, event: TransactionEvent) -> None:
    if event.type == Kind.AUTHORIZATION_ADJUSTMENT:
        item.authorized_value = event.amount_value
    elif event.type == Kind.CHARGE_BACK:
        item.charged_value -= event.amount_value
    elif event.type == Kind.REFUND_REVERSE:
        item.charged_value += event.amount_value
    else:
        for field, kind in MANUAL.items():
            if event.type == kind:
                _add(item, field, event.amount_value)


def _apply(item: TransactionItem, flow: str, events: dict[str, TransactionEvent]) -> None:
    field, taken_from, pending = FLOWS[flow]
    if adjustment := events.get("adjustment"):
        item.authorized_value = adjustment.amount_value
    if back := events.get("back"):
        item.charged_value -= back.amount_value
    if reverse := events.get("reverse"):
        item.charged_value += reverse.amount_value
        item.refunded_value -= reverse.amount_value
    request, success, failure = (events.get(step) for step in ("request", "success", "failure"))
    if request and not success and not failure:
        _move(item, taken_from, pending, request.amount_value)
    if success and not (failure and failure.created_at >= success.created_at):
        _move(item, taken_from, field, success.amount_value)


def _move(item: TransactionItem, source: str | None, target: str, amount: Decimal) -> None:
    _add(item, target, amount)
    if source:
        _add(item, source, -amount)


def _add(item: TransactionItem, field: str, amount: Decimal) -> None:
    setattr(item, field, getattr(item, field) + amount)


def recalculate_transaction_amounts(item: TransactionItem, save: bool = True) -> None:
    calculate_transaction_amount_based_on_events(item)
    item.authorized_value = max(item.authorized_value, Decimal(0))
    item.authorize_pending_value = max(item.authorize_pending_value, Decimal(0))
    if save:
        item.save(update_fields=[*VALUES, "modified_at"])


def create_manual_adjustment_events(
    item: TransactionItem, money: dict[str, Decimal], user: User | None, app: App | None
) -> None:
    """Write the events that bring the transaction's amounts to those that were stated."""
    events = []
    for field, kind in MANUAL.items():
        if field not in money or getattr(item, field) == money[field]:
            continue
        amount = money[field] - getattr(item, field)
        if field == "authorized_value" and item.events.filter(type=kind).exists():
            kind, amount = Kind.AUTHORIZATION_ADJUSTMENT, money[field]
        events.append(
            TransactionEvent(
                type=kind,
                amount_value=amount,
                currency=item.currency,
                transaction=item,
                include_in_calculations=True,
                app_identifier=app.identifier if app else None,
                app=app,
                user=user,
                created_at=timezone.now(),
                message="Manual adjustment of the transaction.",
            )
        )
    TransactionEvent.objects.bulk_create(events)


def create_transaction_for_order(
    order: Order,
    user: User | None,
    app: App | None,
    psp_reference: str | None,
    charged_value: Decimal,
    available_actions: list[str] | None = None,
    name: str = "",
) -> TransactionItem:
    item = TransactionItem.objects.create(
        name=name,
        order=order,
        currency=order.currency,
        app=app,
        app_identifier=app.identifier if app else None,
        user=user,
        psp_reference=psp_reference,
        available_actions=available_actions or [],
    )
    create_manual_adjustment_events(item, {"charged_value": charged_value}, user, app)
    recalculate_transaction_amounts(item)
    return item


def process_order_or_checkout_with_transaction(
    item: TransactionItem,
    manager: PluginsManager,
    user: User | None,
    app: App | None,
    before: Before = (Decimal(0), Decimal(0), Decimal(0)),
    related_granted_refund: OrderGrantedRefund | None = None,
    confirms: bool = True,
) -> None:
    if item.checkout_id:
        with transaction.atomic():
            checkout = Checkout.objects.select_for_update().filter(pk=item.checkout_id).first()
            item.refresh_from_db()
            if checkout and item.checkout_id:
                transaction_amounts_for_checkout_updated(checkout, manager)
    if item.order_id:
        _process_order(item, manager, user, app, before, confirms)
        if related_granted_refund:
            # After the hooks: who hears order_refunded still reads the grant's old status.
            calculate_order_granted_refund_status(related_granted_refund)


def _process_order(
    item: TransactionItem,
    manager: PluginsManager,
    user: User | None,
    app: App | None,
    before: Before,
    confirms: bool,
) -> None:
    with transaction.atomic():
        order = Order.objects.select_for_update(of=("self",)).get(pk=item.order_id)
        fields = [*AMOUNT_FIELDS, "updated_at"]
        updates_amounts_for_order(order, save=False)
        confirms = confirms and order.channel.automatically_confirm_all_new_orders
        if confirms and order.status == OrderStatus.UNCONFIRMED and refresh_order_status(order):
            fields.append("status")
        order.save(update_fields=fields)
    order_transaction_updated(fetch_order_info(order), item, before, user, app, manager)


def event_like(event: TransactionEvent) -> TransactionEvent | None:
    """Return the event that was reported before under the same reference and type."""
    return (
        TransactionEvent.objects.filter(
            transaction_id=event.transaction_id, psp_reference=event.psp_reference, type=event.type
        )
        .exclude(pk=event.pk)
        .first()
    )


def record_event(item: TransactionItem, kind: str, amount: Decimal, **more: Any) -> Any:
    return TransactionEvent.objects.create(
        transaction=item, type=kind, amount_value=amount, currency=item.currency, **more
    )


def apply_event(
    item: TransactionItem,
    event: TransactionEvent,
    manager: PluginsManager,
    user: User | None,
    app: App | None,
    confirms: bool = True,
) -> None:
    """Bring the transaction, and what it pays for, up to date with a new event of it.

    What a payment app answers when it is asked, other than what it reports, `confirms` no order.
    """
    before = values_of(item)
    recalculate_transaction_amounts(item, save=False)
    item.save(update_fields=[*VALUES, "psp_reference", "modified_at"])
    process_order_or_checkout_with_transaction(
        item, manager, user, app, before, event.related_granted_refund, confirms
    )
