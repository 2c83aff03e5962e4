"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import claims, estimates, events, ledger, outbox, sweep

__all__ = ["claims", "estimates", "events", "ledger", "outbox", "sweep"]
