"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import estimates, ledger, outbox, sweep

__all__ = ["estimates", "ledger", "outbox", "sweep"]
