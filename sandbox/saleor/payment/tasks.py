"""Asking a payment app: its webhook is called, its answer becomes events of the transaction."""

import json
from typing import Any
from urllib import request as http

import graphene
from django.conf import settings
from django.contrib.sites.models import Site

from ..celeryconf import app
from ..core.db.connection import allow_writer
from ..order.utils import calculate_order_granted_refund_status
from ..plugins.manager import get_plugins_manager
from ..webhook.models import Webhook
from .models import TransactionEvent, TransactionItem
from .utils import apply_event, record_event


@app.task
@allow_writer()
def ask_payment_app(webhook_id: int, event_id: int, action: str) -> None:
    event = TransactionEvent.objects.select_related("transaction").get(pk=event_id)
    item = event.transaction
    hook = Webhook.objects.get(pk=webhook_id)
    word = {"cancel": "cancelation"}.get(action, action)
    answer = _post(hook, f"transaction_{word}_requested", _payload(item, event, action))
    reference, result = answer.get("pspReference"), str(answer.get("result") or "").lower()
    message = (answer.get("message") or "")[:512]
    grant = event.related_granted_refund
    if not reference:
        record_event(
            item,
            f"{action}_failure",
            event.amount_value,
            message=message or "Failed to delivery request.",
            related_granted_refund=grant,
        )
        if grant:
            calculate_order_granted_refund_status(grant)
        return
    event.psp_reference, event.include_in_calculations = reference, True
    event.save(update_fields=["psp_reference", "include_in_calculations"])
    if result:
        event = record_event(
            item,
            result,
            event.amount_value,
            psp_reference=reference,
            message=message,
            include_in_calculations=True,
            app=item.app,
            app_identifier=item.app_identifier,
            related_granted_refund=grant,
        )
    manager = get_plugins_manager(allow_replica=True)
    apply_event(item, event, manager, None, item.app, confirms=False)


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


def _post(hook: Webhook, event_type: str, payload: dict[str, Any]) -> dict[str, Any]:
    domain = Site.objects.get_current().domain
    headers = {
        "Content-Type": "application/json",
        "Saleor-Event": event_type,
        "Saleor-Domain": domain,
        "Saleor-Api-Url": f"{settings.PUBLIC_URL or f'http://{domain}/'}graphql/",
    }
    asked = http.Request(hook.target_url, json.dumps(payload).encode(), headers)
    try:
        with http.urlopen(asked, timeout=20) as answer:
            return json.loads(answer.read() or b"{}")
    except (OSError, ValueError):
        return {}
