"""Renews the estimates also where nothing was sold: people end, plans are published."""

from ..services import estimates
from .heartbeat import beat_task


@beat_task("estimates.renew")
def renew() -> None:
    estimates.renew()
