"""Tells other systems and distributors what happened; forgets what is old."""

from ..services import deliveries, notices
from ..services import events as facts
from .heartbeat import beat_task


@beat_task("events.deliver")
def deliver() -> None:
    facts.dispatch(deliveries.make, notices.make)
    deliveries.send_due()


@beat_task("events.notify")
def notify() -> None:
    notices.send_due()


@beat_task("events.purge")
def purge() -> None:
    deliveries.purge()
    notices.purge()
