"""Lets changes of enroller that were decided for today come into force."""

from ..services import enroller_changes
from .heartbeat import beat_task


@beat_task("enrollers.put_into_force")
def put_into_force() -> None:
    enroller_changes.put_due_into_force()
