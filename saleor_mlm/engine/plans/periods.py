"""The periods of a plan: the calendar's and the company's own, by key."""

import datetime as dt

from ..periods import Period, PeriodError, period_from_key
from .calendars import CalendarEntry
from .schema import Plan


def plan_period(plan: Plan, key: str, every: str | None = None) -> Period:
    """The period of a key; `every` is its length or calendar, the plan's where it is left out.

    Raises `PeriodError` when there is none.
    """
    every = every or plan.period
    if every in plan.calendars:
        return _entry_period(plan, every, _entry(plan, every, key))
    period = period_from_key(key, plan.zone)
    if period.kind != every:
        raise PeriodError("period-key", f"{key!r} is a {period.kind}; expected a {every}")
    return period


def period_before(plan: Plan, period: Period) -> Period | None:
    """The period that ends when this one starts; `None` before a calendar's first."""
    if period.kind not in plan.calendars:
        return period.previous()
    entries = plan.calendars[period.kind]
    place = [entry.key for entry in entries].index(period.key)
    return _entry_period(plan, period.kind, entries[place - 1]) if place else None


def _entry(plan: Plan, calendar: str, key: str) -> CalendarEntry:
    entries = {entry.key: entry for entry in plan.calendars[calendar]}
    if key not in entries:
        keys = list(entries)
        expected = f"a key of `{calendar}`, {keys[0]} to {keys[-1]}"
        raise PeriodError("period-key", f"{key!r} is no period; expected {expected}")
    return entries[key]


def _entry_period(plan: Plan, calendar: str, entry: CalendarEntry) -> Period:
    first = period_from_key(entry.first.isoformat(), plan.zone)
    after = period_from_key((entry.last + dt.timedelta(days=1)).isoformat(), plan.zone)
    return Period(entry.key, calendar, plan.time_zone, first.starts_at, after.starts_at)
