# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
import uuid
from decimal import Decimal
from typing import Any

import graphene
from django.db import transaction
from django.utils import timezone
from graphql_relay import from_global_id

from ...account.models import User
from ...app.models import App
from ...checkout.models import Checkout
from ...core.exceptions import PermissionDenied
from ...core.prices import quantize_price
from ...core.utils.events import call_event
from ...order import OrderEvents, OrderGrantedRefundStatus
from ...order.events import order_event
from ...order.models import Order, OrderGrantedRefund
from ...order.utils import calculate_order_granted_refund_status
from ...payment import TransactionEventType as Kind
from ...payment.models import TransactionEvent, TransactionItem
from ...payment.tasks import ask_payment_app
from ...payment.utils import (
    apply_event,
    calculate_transaction_amount_based_on_events,
    create_manual_adjustment_events,
    event_like,
    process_order_or_checkout_with_transaction,
    recalculate_transaction_amounts,
    record_event,
    values_of,
)
from ...permission.auth_filters import AuthorizationFilters
from ...permission.enums import PaymentPermissions
from ...webhook.models import Webhook
from ..checkout.schema import pairs
from ..core.context import get_database_connection_name
from ..core.mutations import fail, get_node, primary_key, query_key
from ..core.sdl import load, resolves
from ..plugins.dataloaders import get_plugin_manager_promise

types = load("payment")
PaymentQueries, PaymentMutations = types["Query"], types["Mutation"]
MONEY = {
    "amount_authorized": "authorized_value",
    "amount_charged": "charged_value",
    "amount_refunded": "refunded_value",
    "amount_canceled": "canceled_value",
}
AMOUNTS = {
    f"{name}Amount": f"amount_{field}"
    for name, field in (
        ("authorized", "authorized"),
        ("charged", "charged"),
        ("refunded", "refunded"),
        ("canceled", "canceled"),
        ("authorizePending", "authorize_pending"),
        ("chargePending", "charge_pending"),
        ("refundPending", "refund_pending"),
        ("cancelPending", "cancel_pending"),
    )
}
NEVER_MISSING = [
    f"{kind}.{field}"
    for kind in ("TransactionItem", "TransactionEvent")
    for field in ("name", "message", "pspReference", "externalUrl")
]
# Reports whose reference becomes that of a transaction without one.
NAMING = (
    Kind.AUTHORIZATION_REQUEST,
    Kind.AUTHORIZATION_SUCCESS,
    Kind.CHARGE_REQUEST,
    Kind.CHARGE_SUCCESS,
)
# Where the amount is taken from when none is reported: the newest of these with the same reference.
AMOUNT_OF = {
    Kind.AUTHORIZATION_FAILURE: (Kind.AUTHORIZATION_SUCCESS, Kind.AUTHORIZATION_REQUEST),
    Kind.CHARGE_FAILURE: (
        Kind.CHARGE_SUCCESS,
        Kind.CHARGE_REQUEST,
        Kind.AUTHORIZATION_SUCCESS,
        Kind.AUTHORIZATION_REQUEST,
        Kind.AUTHORIZATION_FAILURE,
    ),
    Kind.REFUND_FAILURE: (
        Kind.REFUND_SUCCESS,
        Kind.REFUND_REQUEST,
        Kind.CHARGE_SUCCESS,
        Kind.CHARGE_REQUEST,
        Kind.CHARGE_FAILURE,
    ),
    Kind.CANCEL_FAILURE: (
        Kind.CANCEL_SUCCESS,
        Kind.CANCEL_REQUEST,
        Kind.AUTHORIZATION_SUCCESS,
        Kind.AUTHORIZATION_REQUEST,
        Kind.AUTHORIZATION_FAILURE,
    ),
    Kind.REFUND_REVERSE: (Kind.REFUND_SUCCESS,),
    Kind.CHARGE_BACK: (Kind.CHARGE_SUCCESS,),
}
NO_APP = "missing_transaction_action_request_webhook"


@resolves("Query.transaction")
def transaction_item(_root: Any, info: Any, id: str | None = None, token: Any = None) -> Any:
    rows = TransactionItem.objects.using(get_database_connection_name(info.context))
    return rows.filter(token=token or query_key(id or "", "TransactionItem")).first()


@resolves("TransactionItem.id")
def item_id(root: TransactionItem, _info: Any) -> str:
    return graphene.Node.to_global_id("TransactionItem", root.token)


@resolves(*(f"TransactionItem.{name}" for name in AMOUNTS))
def item_amount(root: TransactionItem, info: Any) -> Any:
    return getattr(root, AMOUNTS[info.field_name])


@resolves(*NEVER_MISSING)
def text(root: Any, info: Any) -> str:
    names = {"pspReference": "psp_reference", "externalUrl": "external_url"}
    return getattr(root, names.get(info.field_name, info.field_name)) or ""


@resolves("TransactionItem.events")
def item_events(root: TransactionItem, _info: Any) -> list[TransactionEvent]:
    return list(root.events.order_by("-created_at"))


@resolves("TransactionItem.actions")
def actions(root: TransactionItem, _info: Any) -> list[str]:
    return root.available_actions


def get_item(id: str | None, token: Any, field: str = "id") -> TransactionItem:
    key = token or primary_key(id, "TransactionItem", field)
    try:
        found = TransactionItem.objects.filter(token=uuid.UUID(str(key))).first()
    except ValueError:
        found = None
    if not found:
        raise fail(field, f"Couldn't resolve to a node: {id or token}", "not_found")
    return found


def _check_owner(item: TransactionItem, user: User | None, app: App | None) -> None:
    """An app reports only of its own transactions, staff of those that no app owns."""
    owner = item.app_identifier or item.app_id
    own = (app and item.app_identifier == app.identifier) or (user and not owner)
    if not own and owner:
        needed = [AuthorizationFilters.OWNER, PaymentPermissions.HANDLE_PAYMENTS]
        raise PermissionDenied(permissions=needed)


def _money(data: dict[str, Any], currency: str) -> dict[str, Decimal]:
    found = {}
    for name, field in MONEY.items():
        value = data.pop(name, None)
        if value and value["currency"] != currency:
            message = f"Currency needs to be the same as for order: {currency}"
            raise fail(name, message, "incorrect_currency")
        if value:
            found[field] = quantize_price(value["amount"], currency)
    return found


@resolves("Mutation.transactionCreate")
def transaction_create(
    _root: Any, info: Any, id: str, transaction: Any, transaction_event: Any = None
) -> Any:
    kind, _key = from_global_id(id)
    target = get_node(Order if kind == "Order" else Checkout, id)
    data = dict(transaction)
    money = _money(data, target.currency)
    user, app = info.context.user or None, info.context.app
    data["available_actions"] = list(dict.fromkeys(data.get("available_actions") or []))
    for name in ("metadata", "private_metadata"):
        data[name] = pairs(data.get(name))
    item = TransactionItem.objects.create(
        **data,
        currency=target.currency,
        order=target if isinstance(target, Order) else None,
        checkout=target if isinstance(target, Checkout) else None,
        user=user,
        app=app,
        app_identifier=app.identifier if app else None,
    )
    if money:
        create_manual_adjustment_events(item, money, user, app)
        recalculate_transaction_amounts(item)
    manager = get_plugin_manager_promise(info.context).get()
    process_order_or_checkout_with_transaction(item, manager, user, app)
    _note(item, transaction_event, user, app)
    return {"transaction": item}


def _note(item: TransactionItem, event: Any, user: User | None, app: App | None) -> None:
    if event:
        record_event(item, Kind.INFO, Decimal(0), user=user, app=app, **event)
        if item.order:
            order_event(item.order, OrderEvents.TRANSACTION_EVENT, user, app, **event)


@resolves("Mutation.transactionUpdate")
def transaction_update(
    _root: Any,
    info: Any,
    id: str | None = None,
    token: Any = None,
    transaction: Any = None,
    transaction_event: Any = None,
) -> Any:
    item = get_item(id, token)
    user, app = info.context.user or None, info.context.app
    _check_owner(item, user, app)
    before = values_of(item)
    data = dict(transaction or {})
    money = _money(data, item.currency)
    item.store_value_in_metadata(pairs(data.pop("metadata", None)))
    item.store_value_in_private_metadata(pairs(data.pop("private_metadata", None)))
    for name, value in data.items():
        setattr(item, name, value)
    item.save()
    if money:
        calculate_transaction_amount_based_on_events(item)
        create_manual_adjustment_events(item, money, user, app)
        recalculate_transaction_amounts(item)
    _note(item, transaction_event, user, app)
    manager = get_plugin_manager_promise(info.context).get()
    process_order_or_checkout_with_transaction(item, manager, user, app, before)
    return {"transaction": item}


@resolves("Mutation.transactionEventReport")
def event_report(
    _root: Any,
    info: Any,
    type: str,
    psp_reference: str,
    id: str | None = None,
    token: Any = None,
    amount: Decimal | None = None,
    **more: Any,
) -> Any:
    item = get_item(id, token)
    user, app = info.context.user or None, info.context.app
    _check_owner(item, user, app)
    if amount is None:
        amount = _deduced(type, psp_reference)
    event = TransactionEvent(
        transaction=item,
        type=type,
        psp_reference=psp_reference,
        amount_value=quantize_price(amount, item.currency),
        currency=item.currency,
        created_at=more.get("time") or timezone.now(),
        external_url=more.get("external_url") or "",
        message=(more.get("message") or "")[:512],
        app=app,
        app_identifier=app.identifier if app else None,
        user=user,
        include_in_calculations=True,
        related_granted_refund=_grant_of(item, type, psp_reference),
    )
    known = _save_once(event)
    if more.get("available_actions") is not None:
        item.available_actions = list(dict.fromkeys(more["available_actions"]))
        item.save(update_fields=["available_actions"])
    if not known:
        if more.get("transaction_metadata"):
            item.store_value_in_metadata(pairs(more["transaction_metadata"]))
            item.save(update_fields=["metadata"])
        if type in NAMING and not item.psp_reference:
            item.psp_reference = psp_reference
        manager = get_plugin_manager_promise(info.context).get()
        apply_event(item, event, manager, user, app)
    return {
        "already_processed": bool(known),
        "transaction": item,
        "transaction_event": known or event,
    }


def _deduced(kind: str, reference: str) -> Decimal:
    """Take the amount that was not given from an earlier event of the same reference."""
    if kind == Kind.INFO:
        return Decimal(0)
    if kind not in AMOUNT_OF:
        message = f"The `amount` field is required for {kind} event."
        raise fail("amount", message, "required")
    events = TransactionEvent.objects.filter(psp_reference=reference, type__in=AMOUNT_OF[kind])
    found = events.order_by("-created_at").first()
    if not found:
        message = f"Unable to deduce the amount for {kind} event."
        raise fail("amount", message, "required")
    return found.amount_value


def _grant_of(item: TransactionItem, kind: str, reference: str) -> OrderGrantedRefund | None:
    if not kind.startswith("refund"):
        return None
    asked = item.events.filter(psp_reference=reference, type=Kind.REFUND_REQUEST).last()
    return asked.related_granted_refund if asked else None


def _save_once(event: TransactionEvent) -> TransactionEvent | None:
    with transaction.atomic():
        TransactionItem.objects.select_for_update(of=("self",)).get(pk=event.transaction_id)
        known = None if event.type == Kind.INFO else event_like(event)
        again = not known and _authorized_before(event)
        if not known and not again:
            event.save()
    if again:
        message = (
            "Event with `AUTHORIZATION_SUCCESS` already reported for the transaction. Use "
            "`AUTHORIZATION_ADJUSTMENT` to change the authorization amount."
        )
        _note_failure(event, message)
        raise fail("type", message, "already_exists")
    if known and known.amount_value != event.amount_value:
        message = (
            "The transaction with provided `pspReference` and `type` "
            "already exists with different amount."
        )
        _note_failure(event, message)
        raise fail("pspReference", message, "incorrect_details")
    return known


def _authorized_before(event: TransactionEvent) -> bool:
    success = Kind.AUTHORIZATION_SUCCESS
    return event.type == success and event.transaction.events.filter(type=success).exists()


def _note_failure(event: TransactionEvent, message: str) -> None:
    flow = event.type.partition("_")[0]
    record_event(
        event.transaction,
        f"{flow}_failure",
        event.amount_value,
        psp_reference=event.psp_reference,
        message=message,
        app=event.app,
        user=event.user,
        related_granted_refund=event.related_granted_refund,
    )
    if event.related_granted_refund:
        calculate_order_granted_refund_status(event.related_granted_refund)


@resolves("Mutation.transactionRequestAction")
def request_action(
    _root: Any,
    info: Any,
    action_type: str,
    id: str | None = None,
    token: Any = None,
    amount: Decimal | None = None,
) -> Any:
    item = get_item(id, token)
    limits = {"refund": item.charged_value, "charge": item.authorized_value}
    limit = limits.get(action_type, item.authorized_value)
    value = min(quantize_price(amount, item.currency) if amount else limit, limit)
    _request(info, item, action_type, value)
    return {"transaction": item}


@resolves("Mutation.transactionRequestRefundForGrantedRefund")
def request_granted_refund(
    _root: Any, info: Any, granted_refund_id: str, id: str | None = None, token: Any = None
) -> Any:
    grant = get_node(OrderGrantedRefund, granted_refund_id, "grantedRefundId")
    item = grant.transaction_item or get_item(id, token)
    problem = None
    if grant.status == OrderGrantedRefundStatus.PENDING:
        problem = ("The refund request is already in progress.", "refund_is_pending")
    elif grant.status == OrderGrantedRefundStatus.SUCCESS:
        problem = ("The granted refund is already processed.", "refund_already_processed")
    elif item.charged_value < grant.amount_value:
        problem = (
            f"The granted refund amount {grant.amount_value} is greater than available "
            f"charged amount on transactionItem ({item.charged_value}).",
            "amount_greater_than_available",
        )
    if problem:
        raise fail("grantedRefundId", *problem)
    if not grant.transaction_item_id:
        grant.transaction_item = item
        grant.save(update_fields=["transaction_item"])
    try:
        # Nothing granted is all that was charged: Saleor takes an amount of 0 for none.
        value = min(grant.amount_value or item.charged_value, item.charged_value)
        _request(info, item, "refund", value, grant)
    finally:
        grant.refresh_from_db()
        calculate_order_granted_refund_status(grant)
    return {"transaction": item}


def _request(
    info: Any, item: TransactionItem, action: str, value: Decimal, grant: Any = None
) -> None:
    """Ask the payment app that owns the transaction to charge, refund or cancel."""
    user, app = info.context.user or None, info.context.app
    event = record_event(
        item,
        f"{action}_request",
        value,
        include_in_calculations=False,
        related_granted_refund=grant,
        message=None,
    )
    word = {"cancel": "cancelation"}.get(action, action)
    hook = Webhook.objects.filter(
        app=item.app_id, is_active=True, events__event_type=f"transaction_{word}_requested"
    ).first()
    if not hook:
        message = "No app or plugin is configured to handle payment action requests."
        record_event(
            item, f"{action}_failure", value, message=message, related_granted_refund=grant
        )
        raise fail(None, message, NO_APP)
    call_event(ask_payment_app.delay, hook.pk, event.pk, action)
    if item.order:
        kind = f"transaction_{action}_requested"
        order_event(item.order, kind, user, app, amount=value)
