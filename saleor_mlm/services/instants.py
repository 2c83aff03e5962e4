"""Instants: as the engine counts them, as files write them, and so many months from one another."""

import functools
import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
YEAR_MIN = 1000
DAY_LENGTH = len("2026-10-05")


def microseconds(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at - EPOCH) // timedelta(microseconds=1)


def months_later(at: datetime, months: int) -> datetime:
    """The same time of day on the same day of a later month, or earlier where `months` is below 0;
    of a month that has no such day it is the last one."""
    number = at.year * 12 + at.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))


def of_text(text: str, zone: tzinfo) -> datetime | None:
    """What a cell of a file says: a day is its first instant in the zone; `None` where it is
    neither a day nor an instant that names its own zone."""
    if len(text) == DAY_LENGTH:
        return _first_instant(text, zone)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and found.year > YEAR_MIN else None


@functools.lru_cache(maxsize=100_000)
def _first_instant(day: str, zone: tzinfo) -> datetime | None:
    if not DAY.fullmatch(day):
        return None
    try:
        return datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
