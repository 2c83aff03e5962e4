"""Reads the orders that hooks told of."""

from ..services import estimates, sales
from ..services import outbox as waiting
from .heartbeat import beat_task


@beat_task("outbox.drain")
def drain() -> None:
    if waiting.drain(sales.reconcile):
        estimates.renew()
