"""Makes stories of two hosts alike: ids and times become the order in which they first appear."""

import re
from collections.abc import Callable
from typing import Any

TIMES = ("updated_at", "created_at", "date", "at", "volume_at")
# Which table a number is a key of, where it is not the list that it stands in.
TABLES = {
    "fulfillment": "fulfillments",
    "related_granted_refund_id": "granted_refunds",
    "transaction_item_id": "transactions",
    "user": "users",
    "user_id": "users",
}
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
FACT = re.compile(r"^(\w+):(?:payment\.)?(\d{12})$")

Alias = Callable[[str, Any], str]


def normalise(story: Any, run: int) -> Any:
    names: dict[str, dict[Any, str]] = {}

    def alias(space: str, value: Any) -> str:
        seen = names.setdefault(space, {})
        return seen.setdefault(value, f"#{len(seen) + 1}")

    return _clean(story, alias)


def _clean(value: Any, alias: Alias, key: str = "", owner: str = "") -> Any:
    """`key` is the value's own, `owner` that of the list whose row it stands in."""
    if isinstance(value, dict):
        return {k: _clean(v, alias, k, key) for k, v in value.items()}
    if key == "available_actions":  # Saleor keeps a set
        return sorted(value)
    if isinstance(value, list):
        return [_clean(item, alias, key) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if key in TIMES:
        return alias(key, str(value))
    if key == "id" or key in TABLES:
        return alias(TABLES.get(key, owner), value)
    return _text(str(value), alias) if not isinstance(value, int | float) else value


def _text(value: str, alias: Alias) -> str:
    if fact := FACT.match(value):
        kind, number = fact.groups()
        return f"{kind}:{alias(kind, number)}"
    return UUID.sub(lambda found: alias("uuid", found[0]), value)
