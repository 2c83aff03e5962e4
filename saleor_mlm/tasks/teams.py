"""Counts trees anew where enough has changed."""

from ..services import team_snapshots
from .heartbeat import beat_task


@beat_task("teams.renew")
def renew() -> None:
    team_snapshots.renew()
