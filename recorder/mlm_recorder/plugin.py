"""The recorder: one JSON line per hook in the file that MLM_RECORDER_FILE names, else nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpResponse, JsonResponse
from saleor.plugins.base_plugin import BasePlugin

from .state import read_checkout, read_order, read_user

HOOKS = """
preprocess_order_creation order_created order_bulk_created order_confirmed order_paid
order_fully_paid order_updated order_fulfilled order_cancelled order_expired order_refunded
order_fully_refunded order_metadata_updated draft_order_created draft_order_updated
draft_order_deleted fulfillment_created fulfillment_approved fulfillment_canceled
fulfillment_metadata_updated checkout_created checkout_updated checkout_fully_paid
checkout_fully_authorized checkout_metadata_updated customer_created customer_updated
customer_deleted customer_metadata_updated transaction_item_metadata_updated
""".split()


def trace_file() -> Path:
    return Path(os.environ["MLM_RECORDER_FILE"])


class RecorderPlugin(BasePlugin):
    PLUGIN_ID = "mlm.recorder"
    PLUGIN_NAME = "Hook recorder (test only)"
    DEFAULT_ACTIVE = "MLM_RECORDER_FILE" in os.environ
    CONFIGURATION_PER_CHANNEL = False

    def webhook(self, request: Any, path: str, previous_value: Any) -> HttpResponse:
        if request.method == "DELETE":
            trace_file().write_text("")
            return HttpResponse(status=204)
        if path.strip("/") == "state":
            return JsonResponse({"order": read_order(request.GET["order"])})
        lines = trace_file().read_text().splitlines() if trace_file().exists() else []
        return JsonResponse({"hooks": [json.loads(line) for line in lines]})


def _recorder(name: str) -> Callable[..., Any]:
    def hook(self: RecorderPlugin, *args: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        record = {
            "hook": name,
            "args": [type(arg).__name__ for arg in args],
            "keywords": sorted([*kwargs, "previous_value"]),
            **_subject(args[0]),
        }
        with trace_file().open("a") as out:
            out.write(json.dumps(record, default=str) + "\n")
        return previous_value

    hook.__name__ = name
    return hook


def _subject(subject: Any) -> dict[str, Any]:
    kind = type(subject).__name__
    if kind == "Order":
        return {"order": str(subject.pk), "state": read_order(subject.pk)}
    if kind == "Fulfillment":
        return {
            "order": str(subject.order_id),
            "fulfillment": subject.pk,
            "state": read_order(subject.order_id),
        }
    if kind == "CheckoutInfo":
        return {"checkout": str(subject.checkout.pk), "state": read_checkout(subject.checkout.pk)}
    if kind == "Checkout":
        return {"checkout": str(subject.pk), "state": read_checkout(subject.pk)}
    if kind == "User":
        return {"user": subject.pk, "state": read_user(subject.pk)}
    return {"kind": kind}


for _name in HOOKS:
    setattr(RecorderPlugin, _name, _recorder(_name))
