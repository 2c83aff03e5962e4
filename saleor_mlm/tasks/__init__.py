"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import backfills, claims, enrollers, estimates, events, ledger, outbox, placement, sweep

__all__ = [
    "backfills",
    "claims",
    "enrollers",
    "estimates",
    "events",
    "ledger",
    "outbox",
    "placement",
    "sweep",
]
