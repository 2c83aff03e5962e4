"""Celery tasks: each calls one service. Celery finds only what this module imports."""

from . import claims, estimates, ledger, outbox, sweep

__all__ = ["claims", "estimates", "ledger", "outbox", "sweep"]
