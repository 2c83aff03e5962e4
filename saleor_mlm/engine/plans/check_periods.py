"""Checks of calendars, and of rules that rest on shorter periods."""

import re
from collections.abc import Iterator
from itertools import pairwise

from .calendars import Calendar
from .dependencies import evaluation
from .problems import Finding, Path
from .schema import Plan
from .volumes import EarningsVolume

DAYS = {"day": (1, 1), "week": (7, 7), "month": (28, 31)}
"""The fewest and most days of a period."""
_LIKE_OTHERS = re.compile(r"[12][0-9]{3}-(W?[0-9]{2}|[0-9]{2}-[0-9]{2})")


def calendar_findings(plan: Plan) -> Iterator[Finding]:
    """Calendars in which a day has no period, or two."""
    for name, calendar in plan.calendars.items():
        yield from _of_calendar(calendar, ("calendars", name))


def every_findings(plan: Plan) -> Iterator[Finding]:
    """Rules that rest on what is not worked out before them."""
    everys = {bonus.every or plan.period for bonus in plan.bonuses.values()}
    if plan.ranks is not None:
        everys.add(plan.ranks.every or plan.period)
    for every in sorted(everys):
        for kind, key in (*(order := evaluation(plan, every)).before, *order.during, *order.after):
            volume = plan.volumes[key] if kind == "volume" else None
            if isinstance(volume, EarningsVolume):
                yield from _of_earnings(plan, every, key, volume)


def _of_earnings(plan: Plan, every: str, key: str, volume: EarningsVolume) -> Iterator[Finding]:
    for number, name in enumerate(volume.bonuses):
        paid = plan.bonuses[name].every or plan.period
        if not is_shorter(plan, paid, every):
            message = (
                f"`{name}` is worked out for a {paid}, which is not always shorter than a {every}"
            )
            path: Path = ("volumes", key, "bonuses", number)
            yield Finding(path, message, f"bonuses of periods shorter than a {every}", "every")


def is_shorter(plan: Plan, one: str, other: str) -> bool:
    """Whether every period of one length has fewer days than any of the other."""
    return _days(plan, one)[1] < _days(plan, other)[0]


def _days(plan: Plan, every: str) -> tuple[int, int]:
    if every in DAYS:
        return DAYS[every]
    counts = [(entry.last - entry.first).days + 1 for entry in plan.calendars[every]]
    return min(counts), max(counts)


def _of_calendar(calendar: Calendar, path: Path) -> Iterator[Finding]:
    for number, entry in enumerate(calendar):
        if entry.last < entry.first:
            message = f"`{entry.key}` ends on {entry.last}, before it begins"
            expected = f"{entry.first} or later"
            yield Finding((*path, number, "to"), message, expected, "day-order")
        if _LIKE_OTHERS.fullmatch(entry.key):
            message = f"`{entry.key}` is the key of a month, week or day"
            yield Finding((*path, number, "key"), message, "a key of its own", "reserved-name")
    for number, (before, after) in enumerate(pairwise(calendar), start=1):
        days = (after.first - before.last).days
        if days != 1:
            what = "a gap between" if days > 1 else "an overlap of"
            message = f"there is {what} `{before.key}` and `{after.key}`"
            expected = "each period to begin on the day after the one before ends"
            yield Finding((*path, number, "from"), message, expected, "calendar")
