"""A trace: a script's hooks and states with every id and time made the same on each run."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .scripts import SCRIPTS
from .store import Store, StoreError

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
PSP = re.compile(r"^psp-[0-9a-f]{16}$")
TIMES = ("updated_at", "created_at", "date")
# Which table a number is a key of, where it is not the list that it stands in.
TABLES = {
    "fulfillment": "fulfillments",
    "related_granted_refund_id": "granted_refunds",
    "transaction_item_id": "transactions",
    "user": "users",
    "user_id": "users",
}

Trace = list[dict[str, Any]]


def record(store: Store, name: str) -> Trace:
    store.forget_hooks()
    SCRIPTS[name](store)
    return normalise(store.hooks())


def write_all(store: Store, folder: Path) -> None:
    """A file for each script; what a version of Saleor refuses to do leaves none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCRIPTS:
        file = folder / f"{name}.json"
        file.unlink(missing_ok=True)
        try:
            trace = record(store, name)
        except StoreError as refusal:
            print(f"{name}: refused: {refusal}", flush=True)
            continue
        text = json.dumps(trace, indent=1, sort_keys=True, ensure_ascii=False)
        file.write_text(text + "\n")
        print(name, flush=True)


def normalise(hooks: Trace) -> Trace:
    """Ids and times become their order of first appearance: `#3` is the trace's third one."""
    names: dict[str, dict[Any, str]] = {}

    def alias(space: str, value: Any) -> str:
        seen = names.setdefault(space, {})
        return seen.setdefault(value, f"#{len(seen) + 1}")

    return [_clean(hook, alias) for hook in hooks]


def _clean(value: Any, alias: Callable[[str, Any], str], key: str = "", owner: str = "") -> Any:
    """`key` is the value's own, `owner` that of the list whose row it stands in."""
    if isinstance(value, dict):
        return {k: _clean(v, alias, k, key) for k, v in value.items() if k != "date"}
    if isinstance(value, list):
        return [_clean(item, alias, key) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if key in TIMES:
        return alias(key, value)
    if isinstance(value, str):
        value = UUID.sub(lambda found: alias("uuid", found[0]), value)
        return "psp-#" if PSP.match(value) else value
    if key == "id" or key in TABLES:
        return alias(TABLES.get(key, owner), value)
    return value
