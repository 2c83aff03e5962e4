"""Instants: as the engine counts them, and so many months from one another."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at - EPOCH) // timedelta(microseconds=1)


def months_later(at: datetime, months: int) -> datetime:
    """The same time of day on the same day of a later month, or earlier where `months` is below 0;
    of a month that has no such day it is the last one."""
    number = at.year * 12 + at.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
