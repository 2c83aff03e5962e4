"""The clock of the whole store, moved.

The code of `django.utils.timezone.now` is replaced, not the name: model fields and modules that
took the function before follow too. Tokens and the broker use the machine's clock, and beat does
not follow: its timetable would stand still after a jump back.
"""

import sys
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from . import state


def install() -> None:
    if "beat" not in sys.argv:
        timezone.now.__code__ = _now.__code__


def now() -> datetime:
    offset = timedelta(seconds=state.read().clock_offset_seconds)
    return datetime.now(tz=UTC) + offset


def set_to(instant: datetime) -> datetime:
    """Move the clock; a store's clock goes forward only."""
    if instant < now():
        raise ValueError(f"the store's clock says {now().isoformat()} and goes forward only")
    offset = instant - datetime.now(tz=UTC)
    state.change(clock_offset_seconds=offset.total_seconds())
    state.count("clock")
    return now()


def _now() -> datetime:
    # Runs with the globals of django.utils.timezone.
    from mlm_faults import clock

    return clock.now()
