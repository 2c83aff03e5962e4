"""Business periods: month `2026-10`, ISO week `2026-W41`, day `2026-10-05`.

Invariant: the periods of one kind and zone are half open, follow each other without gap or
overlap, and every instant lies in exactly one.
"""

import datetime as dt
import enum
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .errors import EngineError


class PeriodKind(enum.StrEnum):
    """The length of a period; weeks are ISO weeks and begin on Monday."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class PeriodError(EngineError):
    """A key that names no period, or an instant without a time zone."""


@dataclass(frozen=True)
class Period:
    """One business period. starts_at (inside) and ends_at (outside) are UTC instants.

    kind: its length, or the name of the company calendar that it is an entry of.
    """

    key: str
    kind: PeriodKind | str
    time_zone: str
    starts_at: dt.datetime
    ends_at: dt.datetime

    def __contains__(self, instant: dt.datetime) -> bool:
        return self.starts_at <= _utc(instant) < self.ends_at

    def next(self) -> "Period":
        """The period that starts when this one ends."""
        return period_at(self.ends_at, PeriodKind(self.kind), ZoneInfo(self.time_zone))

    def previous(self) -> "Period":
        """The period that ends when this one starts."""
        before = self.starts_at - dt.timedelta(microseconds=1)
        return period_at(before, PeriodKind(self.kind), ZoneInfo(self.time_zone))


def period_at(instant: dt.datetime, kind: PeriodKind, zone: ZoneInfo) -> Period:
    """The period that contains an aware instant, by the zone's calendar.

    Raises `PeriodError` for a naive instant.
    """
    first = _first_day_at(_utc(instant), kind, zone)
    return Period(
        key=_key(first, kind),
        kind=kind,
        time_zone=zone.key,
        starts_at=_midnight(first, zone),
        ends_at=_midnight(_first_day_after(first, kind), zone),
    )


def period_from_key(key: str, zone: ZoneInfo) -> Period:
    """The period of a key; the key's form tells the kind.

    Raises `PeriodError` for any other text.
    """
    kind, first = _parsed(key)
    period = period_at(_midnight(first, zone), kind, zone)
    if period.key != key:
        raise PeriodError("period-key", f"{key!r} was skipped by the calendar of {zone.key}")
    return period


def _parsed(key: str) -> tuple[PeriodKind, dt.date]:
    try:
        if re.fullmatch(r"[12][0-9]{3}-[0-9]{2}", key):
            return PeriodKind.MONTH, dt.date.fromisoformat(f"{key}-01")
        if re.fullmatch(r"[12][0-9]{3}-W[0-9]{2}", key):
            return PeriodKind.WEEK, dt.date.fromisoformat(f"{key}-1")
        if re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", key):
            return PeriodKind.DAY, dt.date.fromisoformat(key)
    except ValueError as error:
        raise PeriodError("period-key", f"{key!r} is not in the calendar") from error
    forms = "a month 2026-10, a week 2026-W41 or a day 2026-10-05"
    raise PeriodError("period-key", f"{key!r} is no period; expected {forms}")


def _first_day_at(instant: dt.datetime, kind: PeriodKind, zone: ZoneInfo) -> dt.date:
    """The local date is not enough: a clock set back just after midnight (St. John's, 00:01)
    shows yesterday's date again when today's period has begun."""
    first = _first_day(instant.astimezone(zone).date(), kind)
    if instant < _midnight(first, zone):
        return _first_day(first - dt.timedelta(days=1), kind)
    after = _first_day_after(first, kind)
    return after if instant >= _midnight(after, zone) else first


def _first_day(day: dt.date, kind: PeriodKind) -> dt.date:
    if kind is PeriodKind.MONTH:
        return day.replace(day=1)
    if kind is PeriodKind.WEEK:
        return day - dt.timedelta(days=day.weekday())
    return day


def _first_day_after(first: dt.date, kind: PeriodKind) -> dt.date:
    if kind is PeriodKind.MONTH:
        return (first + dt.timedelta(days=31)).replace(day=1)
    return first + dt.timedelta(days=7 if kind is PeriodKind.WEEK else 1)


def _key(first: dt.date, kind: PeriodKind) -> str:
    if kind is PeriodKind.MONTH:
        return f"{first.year:04}-{first.month:02}"
    if kind is PeriodKind.WEEK:
        year, week, _ = first.isocalendar()
        return f"{year:04}-W{week:02}"
    return first.isoformat()


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first instant of a day. Where the clock skips midnight, fold 0 names the moment of the
    jump; where midnight comes twice, the first."""
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def _utc(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is None:
        raise PeriodError("naive-instant", f"{instant.isoformat()} has no time zone")
    return instant.astimezone(dt.UTC)
