"""Days of a time zone as instants, for many rows at once."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np

from .columns import Int64

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY_US = 86_400_000_000


def midnight_us(day: dt.date, zone: ZoneInfo) -> int:
    """When a day begins, in UTC microseconds since the epoch."""
    start = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    return (start - EPOCH) // dt.timedelta(microseconds=1)


def instant_us(instant: dt.datetime) -> int:
    """An aware instant in microseconds since the epoch."""
    return (instant - EPOCH) // dt.timedelta(microseconds=1)


def day_numbers(instants_us: Int64, zone: ZoneInfo) -> Int64:
    """The day of each instant, counted from 1970-01-01.

    A day begins at its midnight: where a clock set back shows yesterday's date again, today has
    begun all the same.
    """
    if not len(instants_us):
        return instants_us
    first = int(instants_us.min()) // _DAY_US - 2
    last = int(instants_us.max()) // _DAY_US + 2
    starts_us = [midnight_us(day_of(number), zone) for number in range(first, last + 1)]
    found: Int64 = np.searchsorted(np.array(starts_us), instants_us, side="right") - 1 + first
    return found


def day_of(number: int) -> dt.date:
    """The day of a number, 0 being 1970-01-01."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)
