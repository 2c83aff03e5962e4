"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import backfills, claims, estimates, events, ledger, outbox, sweep, teams

__all__ = [
    "backfills",
    "claims",
    "estimates",
    "events",
    "ledger",
    "outbox",
    "sweep",
    "teams",
]
