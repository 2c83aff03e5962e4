"""Announces the ends of agreements, ends what was not renewed, and ends the inactive."""

from ..services import inactivity, renewals
from .heartbeat import beat_task


@beat_task("agreements.renew")
def renew() -> None:
    renewals.remind()
    renewals.end_overdue()


@beat_task("agreements.purge")
def purge() -> None:
    inactivity.purge()
