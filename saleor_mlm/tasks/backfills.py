"""Lets past orders count that staff chose."""

from ..services import backfills, estimates
from .heartbeat import beat_task

ORDERS_AT_ONCE = 200


@beat_task("backfills.apply")
def apply() -> None:
    if backfills.work(ORDERS_AT_ONCE):
        estimates.renew()
