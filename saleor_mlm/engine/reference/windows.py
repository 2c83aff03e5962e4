"""Looking back over periods of this length."""

import datetime as dt
from fractions import Fraction
from itertools import takewhile

from ..plans.tests import HistoryTest
from ..plans.volumes import WindowVolume
from .days import Span, backwards, calendar, span_of
from .standing import Standing

NO_RESULT = ""
"""Stands for all periods before the oldest result together: nothing is known of any of them."""


def window_worth(volume: WindowVolume, person: str, standing: Standing) -> Fraction:
    """The sum, the greatest or the least of another volume over the window; 0 over no period."""
    values = [_value(volume.of, key, person, standing) for key in window_of(volume, standing)]
    if volume.take == "sum" or not values:
        return sum(values, Fraction(0))
    return max(values) if volume.take == "best" else min(values)


def window(
    standing: Standing, periods: int | str, skip: int, within: str | None = None
) -> list[str]:
    """The keys of the periods, this one first. Worked out once, it is the same for everyone."""
    asked = (periods, skip, within)
    if asked not in standing.slots:
        standing.slots[asked] = _window(standing, periods, skip, within)
    return standing.slots[asked]


def short_of_results(standing: Standing) -> list[str]:
    """The volumes and tests that ask for a period of which there is no result."""
    known = {past.key for past in standing.run.past if past.every == standing.run.every}
    known.add(standing.span.key)
    plan = standing.plan
    looks_back = [
        *((name, window_of(plan.volumes[name], standing)) for name in standing.volumes),
        *((name, window_of(plan.tests[name], standing)) for name in standing.tests),
    ]
    return sorted(name for name, keys in looks_back if not known.issuperset(keys))


def window_of(one: object, standing: Standing) -> list[str]:
    """The periods that a volume or test looks at; none where its kind does not look back."""
    if isinstance(one, WindowVolume):
        return window(standing, one.periods, one.skip, one.within)
    if isinstance(one, HistoryTest):
        return window(standing, one.periods, 1 if one.this_period == "excluded" else 0)
    return []


def _window(standing: Standing, periods: int | str, skip: int, within: str | None) -> list[str]:
    entry = None if within is None else _entry(standing, within)
    oldest = min([_oldest(standing), *([entry.first] if entry else [])])
    spans = list(
        takewhile(
            lambda span: span.first >= oldest,
            backwards(standing.plan, standing.run.every, standing.span),
        )
    )
    if within is not None:
        last = None if periods == "all" else skip + int(periods)
        return [span.key for span in spans[skip:last] if entry and span.first in entry]
    if periods == "all":
        return [span.key for span in spans[skip:]]
    end = skip + int(periods)
    missing = [NO_RESULT] if len(spans) < end else []
    return [span.key for span in spans[skip:end]] + missing


def _oldest(standing: Standing) -> dt.date:
    run = standing.run
    keys = [past.key for past in run.past if past.every == run.every]
    return min([standing.span.first, *(span_of(run.plan, run.every, key).first for key in keys)])


def _entry(standing: Standing, name: str) -> Span | None:
    """The entry of a calendar in which this period begins."""
    entries = calendar(standing.plan, name)
    return next((entry for entry in entries if standing.span.first in entry), None)


def _value(volume: str, key: str, person: str, standing: Standing) -> Fraction:
    if key == standing.span.key:
        return standing.volumes[volume][person]
    return standing.past(key).volumes.get(volume, {}).get(person, Fraction(0))
