"""How often beat calls which task, in seconds; the names are also what uninstall removes."""

from typing import Any

from .heartbeat import PREFIX

SECONDS = {"outbox.drain": 3, "sweep.sweep": 60, "estimates.renew": 300, "ledger.seal": 600}


def entries() -> dict[str, dict[str, Any]]:
    return {
        f"saleor_mlm-{name}": {"task": f"{PREFIX}.{name}", "schedule": float(seconds)}
        for name, seconds in SECONDS.items()
    }
