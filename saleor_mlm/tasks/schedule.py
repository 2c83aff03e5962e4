"""How often beat calls which task, in seconds; the names are also what uninstall removes."""

from typing import Any

from .heartbeat import PREFIX

SECONDS = {
    "outbox.drain": 3,
    "backfills.apply": 10,
    "sweep.sweep": 60,
    "estimates.renew": 20,
    "teams.renew": 3,
    "enrollers.put_into_force": 30,
    "ledger.seal": 600,
    "events.deliver": 5,
    "events.notify": 20,
    "events.purge": 3600,
    "claims.purge": 3600,
    "agreements.renew": 3600,
    "agreements.purge": 86_400,
    "placement.place": 60,
    "placement.move": 60,
}


def entries() -> dict[str, dict[str, Any]]:
    return {
        f"saleor_mlm-{name}": {
            "task": f"{PREFIX}.{name}",
            "schedule": float(seconds),
            # Calls that no worker took in time do not pile up: the next one does their work.
            "options": {"expires": float(seconds)},
        }
        for name, seconds in SECONDS.items()
    }
