"""Days of the plan's time zone, and the periods before a period."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ..periods import Period, PeriodKind, period_at, period_from_key
from ..plans.schema import Plan

KINDS = ("month", "week", "day")


@dataclass(frozen=True)
class Span:
    """A period by its days, both included."""

    key: str
    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def day_of(instant: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The business day of an instant."""
    return dt.date.fromisoformat(period_at(instant, PeriodKind.DAY, zone).key)


def last_instant(span: Span, zone: ZoneInfo) -> dt.datetime:
    """The period's last moment."""
    after = period_from_key(span.last.isoformat(), zone).ends_at
    return after - dt.timedelta(microseconds=1)


def span_of(plan: Plan, every: str, key: str) -> Span:
    """The period of a key."""
    if every in KINDS:
        return _span(period_from_key(key, plan.zone))
    return next(span for span in calendar(plan, every) if span.key == key)


def calendar(plan: Plan, name: str) -> list[Span]:
    """The entries of a company calendar, oldest first."""
    spans = [Span(entry.key, entry.first, entry.last) for entry in plan.calendars[name]]
    return sorted(spans, key=lambda span: span.first)


def backwards(plan: Plan, every: str, span: Span) -> Iterator[Span]:
    """This period, the one before, and so on."""
    if every in KINDS:
        yield from _ordinary_backwards(plan.zone, span)
    else:
        spans = calendar(plan, every)
        yield from reversed(spans[: spans.index(span) + 1])


def _ordinary_backwards(zone: ZoneInfo, span: Span) -> Iterator[Span]:
    period = period_from_key(span.key, zone)
    while True:
        yield _span(period)
        period = period.previous()


def _span(period: Period) -> Span:
    zone = ZoneInfo(period.time_zone)
    last = period.ends_at - dt.timedelta(microseconds=1)
    return Span(period.key, day_of(period.starts_at, zone), day_of(last, zone))
