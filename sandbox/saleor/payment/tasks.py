"""Asking a payment app: its webhook is called, its answer becomes events of the transaction."""

import json
from typing import Any
from urllib import request as http

import graphene

from ..celeryconf import app
from ..core.db.connection import allow_writer
from ..order.utils import calculate_order_granted_refund_status
from ..plugins.manager import get_plugins_manager
from ..webhook.models import Webhook
from .models import TransactionEvent, TransactionItem
from .utils import apply_event, recalculate_transaction_amounts, record_event


@app.task
@allow_writer()
def ask_payment_app(webhook_id: int, event_id: int, action: str) -> None:
    event = TransactionEvent.objects.select_related("transaction").get(pk=event_id)
    item = event.transaction
    hook = Webhook.objects.get(pk=webhook_id)
    answer = _post(hook, _payload(item, event, action))
    reference, result = answer.get("pspReference"), str(answer.get("result") or "").lower()
    if not reference:
        _record_result(
            event, f"{action}_failure", answer.get("message") or "Failed to deliver request."
        )
        return
    event.psp_reference, event.include_in_calculations = reference, True
    event.save(update_fields=["psp_reference", "include_in_calculations"])
    if result:
        _record_result(event, result, answer.get("message") or "")
    else:
        recalculate_transaction_amounts(item)
    if grant := event.related_granted_refund:
        calculate_order_granted_refund_status(grant)


def _record_result(asked: TransactionEvent, kind: str, message: str) -> None:
    item = asked.transaction
    event = record_event(
        item,
        kind,
        asked.amount_value,
        psp_reference=asked.psp_reference,
        message=message[:512],
        include_in_calculations=True,
        app=item.app,
        app_identifier=item.app_identifier,
        related_granted_refund=asked.related_granted_refund,
    )
    manager = get_plugins_manager(allow_replica=False)
    apply_event(item, event, manager, None, item.app)


def _payload(item: TransactionItem, event: TransactionEvent, action: str) -> dict[str, Any]:
    order = item.order
    grant = event.related_granted_refund_id
    named = graphene.Node.to_global_id
    return {
        "action": {"actionType": action.upper(), "amount": float(event.amount_value)},
        "transaction": {
            "id": named("TransactionItem", item.token),
            "token": str(item.token),
            "pspReference": item.psp_reference or "",
            "order": order and {"id": named("Order", order.pk), "number": str(order.number)},
            "checkout": None,
        },
        "grantedRefund": grant and {"id": named("OrderGrantedRefund", grant)},
    }


def _post(hook: Webhook, payload: dict[str, Any]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    asked = http.Request(hook.target_url, json.dumps(payload).encode(), headers)
    try:
        with http.urlopen(asked, timeout=20) as answer:
            return json.loads(answer.read() or b"{}")
    except (OSError, ValueError) as error:
        return {"message": str(error)}
