"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import agreements, backfills, claims, enrollers, estimates, events, ledger, outbox, sweep

__all__ = ["agreements", "backfills", "claims", "enrollers", "estimates", "events", "ledger", "outbox", "sweep"]
