"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import (
    agreements,
    backfills,
    claims,
    enrollers,
    estimates,
    events,
    ledger,
    outbox,
    placement,
    sweep,
    teams,
)

__all__ = [
    "agreements",
    "backfills",
    "claims",
    "enrollers",
    "estimates",
    "events",
    "ledger",
    "outbox",
    "placement",
    "sweep",
    "teams",
]
