"""Forgets claims of abandoned checkouts."""

from ..services import claims
from .heartbeat import beat_task


@beat_task("claims.purge")
def purge() -> None:
    claims.purge()
