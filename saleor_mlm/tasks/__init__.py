"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import estimates, events, ledger, outbox, sweep

__all__ = ["estimates", "events", "ledger", "outbox", "sweep"]
