"""Makes stories of two hosts alike: ids and times become the order in which they first appear."""

import re
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


class Names:
    """The names that one walk's ids, times and numbers go by."""

    def __init__(self, run: int) -> None:
        self.seen: dict[str, dict[Any, str]] = {}
        # Addresses and payment references carry the number of the run; SKUs have their own.
        self.of_run = re.compile(rf"(?<=[.-])(?<!SKU-){run}(?=@|$)|(?<=psp-){run:08x}")

    def alias(self, space: str, value: Any) -> str:
        names = self.seen.setdefault(space, {})
        return names.setdefault(value, f"#{len(names) + 1}")

    def text(self, value: str) -> str:
        if fact := FACT.match(value):
            kind, number = fact.groups()
            return f"{kind}:{self.alias(kind, number)}"
        without = UUID.sub(lambda found: self.alias("uuid", found[0]), value)
        return self.of_run.sub("#", without)


def normalise(story: Any, run: int) -> Any:
    return _clean(story, Names(run))


def _clean(value: Any, names: Names, key: str = "", owner: str = "") -> Any:
    """`key` is the value's own, `owner` that of the list whose row it stands in."""
    if isinstance(value, dict):
        return {k: _clean(v, names, k, key) for k, v in value.items()}
    if key == "available_actions":  # Saleor keeps a set
        return sorted(value)
    if isinstance(value, list):
        return [_clean(item, names, key) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if key in TIMES:
        return names.alias(key, str(value))
    if key == "id" or key in TABLES:
        return names.alias(TABLES.get(key, owner), value)
    return names.text(str(value)) if not isinstance(value, int | float) else value
