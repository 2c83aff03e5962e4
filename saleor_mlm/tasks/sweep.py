"""Finds the orders that no hook told of."""

from ..services import sweep as search
from .heartbeat import beat_task


@beat_task("sweep.sweep")
def sweep() -> None:
    search.sweep()
