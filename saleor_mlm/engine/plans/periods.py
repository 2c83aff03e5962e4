"""The periods of a plan: the calendar's and the company's own.

`every` is a length (`month`, `week`, `day`) or the name of one of the plan's calendars; where it is
left out, the plan's. A company calendar has a first and a last period; months, weeks and days have
not.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile

from ..periods import Period, PeriodError, PeriodKind, period_at, period_from_key
from .calendars import CalendarEntry
from .schema import Plan


def plan_period(plan: Plan, key: str, every: str | None = None) -> Period:
    """The period of a key.

    Raises `PeriodError` when there is none.
    """
    every = every or plan.period
    if every in plan.calendars:
        return _entry_period(plan, every, _entry(plan, every, key))
    period = period_from_key(key, plan.zone)
    if period.kind != every:
        raise PeriodError("period-key", f"{key!r} is a {period.kind}; expected a {every}")
    return period


def period_of(plan: Plan, instant: dt.datetime, every: str | None = None) -> Period:
    """The period that contains an aware instant.

    Raises `PeriodError` where a company calendar has none, and for a naive instant.
    """
    every = every or plan.period
    if every not in plan.calendars:
        return period_at(instant, PeriodKind(every), plan.zone)
    for period in _entry_periods(plan, every):
        if instant in period:
            return period
    day = instant.astimezone(plan.zone).date()
    raise PeriodError("no-period", f"{day} is in no period of the calendar `{every}`")


def period_before(plan: Plan, period: Period) -> Period | None:
    """The period that ends when this one starts; `None` before a calendar's first."""
    return _neighbour(plan, period, -1) if period.kind in plan.calendars else period.previous()


def period_after(plan: Plan, period: Period) -> Period | None:
    """The period that starts when this one ends; `None` after a calendar's last."""
    return _neighbour(plan, period, 1) if period.kind in plan.calendars else period.next()


def periods_inside(plan: Plan, period: Period, every: str) -> tuple[Period, ...]:
    """The periods of a shorter length that belong to a longer one: those that end in it, so that a
    week over the end of a month belongs to the month of its last day."""
    ending = _from(plan, period.starts_at, every)
    return tuple(takewhile(lambda short: short.ends_at <= period.ends_at, ending))


def begins_within(plan: Plan, every: str, first: dt.date, last: dt.date) -> bool:
    """Whether a period of this length begins on one of these days."""
    if every in plan.calendars:
        return any(first <= entry.first <= last for entry in plan.calendars[every])
    starts_at = period_of(plan, _midnight(plan, last), every).starts_at
    return starts_at >= _midnight(plan, first)


def ends_on(plan: Plan, every: str, day: dt.date) -> bool:
    """Whether a day is the last of a period of this length."""
    if every in plan.calendars:
        return any(entry.last == day for entry in plan.calendars[every])
    after = day + dt.timedelta(days=1)
    return begins_within(plan, every, after, after)


def closed_period(plan: Plan, period: Period, every: str) -> Period | None:
    """The last period of another length that is closed when this one is worked out: one that ends
    with it only where it is the shorter of the two, since a longer one may rest on this one's pay.
    """
    last = period.ends_at - dt.timedelta(microseconds=1)
    other = period_of(plan, last, every)
    if other.ends_at == period.ends_at and other.starts_at > period.starts_at:
        return other
    return period_before(plan, other)


def _from(plan: Plan, instant: dt.datetime, every: str) -> Iterator[Period]:
    """The periods that end after an instant, ascending."""
    if every in plan.calendars:
        yield from (short for short in _entry_periods(plan, every) if short.ends_at > instant)
        return
    short = period_of(plan, instant, every)
    while True:
        yield short
        short = short.next()


def _midnight(plan: Plan, day: dt.date) -> dt.datetime:
    return period_from_key(day.isoformat(), plan.zone).starts_at


def _neighbour(plan: Plan, period: Period, step: int) -> Period | None:
    entries = plan.calendars[period.kind]
    place = [entry.key for entry in entries].index(period.key) + step
    inside = 0 <= place < len(entries)
    return _entry_period(plan, period.kind, entries[place]) if inside else None


def _entry(plan: Plan, calendar: str, key: str) -> CalendarEntry:
    entries = {entry.key: entry for entry in plan.calendars[calendar]}
    if key not in entries:
        keys = list(entries)
        expected = f"a key of `{calendar}`, {keys[0]} to {keys[-1]}"
        raise PeriodError("period-key", f"{key!r} is no period; expected {expected}")
    return entries[key]


def _entry_periods(plan: Plan, calendar: str) -> Iterator[Period]:
    return (_entry_period(plan, calendar, entry) for entry in plan.calendars[calendar])


def _entry_period(plan: Plan, calendar: str, entry: CalendarEntry) -> Period:
    """A calendar's days begin as all days do, also where the clock skips or repeats midnight."""
    first = period_from_key(entry.first.isoformat(), plan.zone)
    after = period_from_key((entry.last + dt.timedelta(days=1)).isoformat(), plan.zone)
    return Period(entry.key, calendar, plan.time_zone, first.starts_at, after.starts_at)
