"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import backfills, claims, enrollers, estimates, events, ledger, outbox, sweep

__all__ = ["backfills", "claims", "enrollers", "estimates", "events", "ledger", "outbox", "sweep"]
