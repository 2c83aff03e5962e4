# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from django.apps import apps
from graphql_relay import from_global_id

from ...core.utils.events import call_event
from ...site.models import SiteSettings
from ..core.mutations import fail
from ..core.sdl import TYPES, load, resolves
from ..core.types import storage_of
from ..plugins.dataloaders import get_plugin_manager_promise
from .permissions import check_private, check_public

MetaMutations = load("meta")["Mutation"]
LABELS = "account app channel checkout discount order payment product shipping warehouse".split()
# Which hooks hear of new metadata, in Saleor's order.
HOOKS = {
    "Checkout": ["checkout_metadata_updated", "checkout_updated"],
    "Order": ["order_metadata_updated"],
    "User": ["customer_updated", "customer_metadata_updated"],
    "Fulfillment": ["fulfillment_metadata_updated"],
    "TransactionItem": ["transaction_item_metadata_updated"],
}


@resolves("Mutation.updateMetadata", "Mutation.updatePrivateMetadata")
def update_metadata(_root: Any, info: Any, id: str, input: list[dict[str, str]]) -> Any:
    private = "Private" in info.field_name
    pairs = {}
    for item in input:
        if not item["key"].strip():
            raise fail("input", "Metadata key cannot be empty.", "required")
        pairs[item["key"]] = item["value"]
    node = _node(id)
    (check_private if private else check_public)(info.context, node)
    storage, field = storage_of(node), "private_metadata" if private else "metadata"
    before = getattr(storage, field) or {}
    setattr(storage, field, {**before, **pairs})
    return _saved(info, node, storage, field, before)


@resolves("Mutation.deleteMetadata", "Mutation.deletePrivateMetadata")
def delete_metadata(_root: Any, info: Any, id: str, keys: list[str]) -> Any:
    private = "Private" in info.field_name
    node = _node(id)
    (check_private if private else check_public)(info.context, node)
    storage, field = storage_of(node), "private_metadata" if private else "metadata"
    before = getattr(storage, field)
    setattr(storage, field, {k: v for k, v in before.items() if k not in keys})
    return _saved(info, node, storage, field, before)


def _saved(
    info: Any, node: Any, storage: Any, field: str, before: dict[str, str]
) -> dict[str, Any]:
    touched = {f.name for f in storage._meta.fields} & {"updated_at", "modified_at"}
    storage.save(update_fields=[field, *touched])
    manager = get_plugin_manager_promise(info.context).get()
    changed = getattr(storage, field) != before
    for hook in HOOKS.get(type(node).__name__, []) if changed else []:
        call_event(getattr(manager, hook), node)
    return {"item": node}


def _node(global_id: str) -> Any:
    try:
        kind, key = from_global_id(global_id)
    except ValueError:
        kind, key = "", ""
    if kind == "Shop":
        return SiteSettings.objects.first()
    for label in LABELS:
        model = apps.all_models[label].get(kind.lower())
        if model and kind in TYPES:
            row = model._default_manager.filter(pk=key).first()
            if row:
                return row
    raise fail("id", f"Couldn't resolve to a node: {global_id}", "not_found")
