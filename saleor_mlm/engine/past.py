"""What earlier periods left, as windows and histories look at it.

Each looks at so many periods back by the calendar, whether or not there is a result. What they say
of earlier periods is worked out once; this period's part may change while ranks are decided.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from itertools import takewhile
from zoneinfo import ZoneInfo

import numpy as np

from .columns import Bool, Int8, Int16, Int64
from .days import instant_us
from .periods import Period
from .plans.calendars import CalendarEntry
from .plans.periods import period_before
from .plans.schema import Plan
from .plans.tests import HistoryTest
from .plans.volumes import WindowVolume
from .snapshot import PastPeriod, Snapshot
from .sums import check_bound, largest

_NOTHING, _FAILED = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.bool_)
_MIN, _MAX = np.iinfo(np.int64).min, np.iinfo(np.int64).max
PAID_AS = "paid-as"
COMBINE: dict[str, tuple[Callable[..., Int64], int]] = {
    "sum": (np.add, 0),
    "best": (np.maximum, _MIN),
    "lowest": (np.minimum, _MAX),
}
"""How to take values together, and what changes nothing."""


class Past:
    """The earlier periods of a snapshot, by how many periods ago they were."""

    def __init__(self, snapshot: Snapshot, plan: Plan) -> None:
        self.snapshot, self.plan = snapshot, plan
        self.count = len(snapshot.persons)
        self._results = {period.key: period for period in snapshot.past}

    @functools.cached_property
    def results(self) -> list[PastPeriod | None]:
        """The result of each earlier period, the last first, back to the earliest there is."""
        if not self.snapshot.past:
            return []
        earliest_us = self.snapshot.past[0].starts_us
        found = []
        for period in self._before():
            if instant_us(period.starts_at) < earliest_us:
                break
            found.append(self._results.get(period.key))
        return found

    def window(self, definition: WindowVolume) -> Int64:
        """int64[person]: what a window takes of earlier periods; what changes nothing where it
        looks at none of them."""
        combine, nothing = COMBINE[definition.take]
        found = np.full(self.count, nothing, dtype=np.int64)
        bound = 0
        for ago in self.asked(definition)[: len(self.results) + 1]:
            result = self._result(ago)
            values_e4 = result.volumes.get(definition.of, _NOTHING) if result else _NOTHING
            bound += largest(values_e4)
            combine(found, values_e4, out=found)
        check_bound(bound)
        return found

    def looks_at_this(self, definition: WindowVolume) -> bool:
        """Whether a window takes this period in."""
        if definition.skip:
            return False
        return definition.within is None or self._entry(definition.within) is not None

    def history(self, definition: HistoryTest) -> Int8:
        """int8[person]: 2 where earlier periods suffice, 1 where they do once this one is passed
        too, else 0."""
        count = np.zeros(self.count, dtype=np.int32)
        best = count.copy()
        for ago in self.asked(definition)[: len(self.results)][::-1]:
            result = self._result(ago)
            passed = result.tests.get(definition.test, _FAILED) if result else _FAILED
            count += passed
            if definition.consecutive == "yes":
                count *= passed
            np.maximum(best, count, out=best)
        found = (count + 1 >= definition.at_least).astype(np.int8)
        found[best >= definition.at_least] = 2
        return found

    def passed(self, definition: HistoryTest) -> list[Bool]:
        """bool[person] of each earlier period that a history looks at, back to the earliest of
        which there is a result; the earliest first."""
        agos = self.asked(definition)[: len(self.results)][::-1]
        nobody = np.zeros(self.count, dtype=np.bool_)
        results = (self._result(ago) for ago in agos)
        return [
            result.tests.get(definition.test, nobody) if result else nobody for result in results
        ]

    def asked(self, definition: WindowVolume | HistoryTest) -> range:
        """The earlier periods that are looked at, by how many periods ago they were."""
        if isinstance(definition, HistoryTest):
            first = 0 if definition.this_period == "included" else 1
            return range(1, first + definition.periods)
        first = max(definition.skip, 1)
        end = len(self.results) + 1
        if definition.periods != "all":
            end = definition.skip + definition.periods
        if definition.within is not None:
            end = min(end, self._since_entry(definition.within) + 1)
        return range(first, max(first, end))

    def missing(self, definition: WindowVolume | HistoryTest) -> int:
        """How many of the earlier periods it looks at have no result, or one without what it looks
        for: of a plan that did not have it."""
        asked = self.asked(definition)
        there = (self._result(ago) for ago in asked[: len(self.results)])
        return len(asked) - sum(result is not None and _has(result, definition) for result in there)

    def best_qualified(self, periods: int) -> Int16:
        """int16[person]: the highest qualified rank of the last periods before this one."""
        best = np.full(self.count, -1, dtype=np.int16)
        for result in self.results[:periods]:
            if result is not None:
                np.maximum(best, result.qualified, out=best)
        return best

    def paid_as(self) -> Int16:
        """int16[person]: the paid-as rank as the last run that decided ranks left it: carried as
        rank plus 1, where runs of another length lie between, or in the last result."""
        if PAID_AS in self.snapshot.state:
            return (self.snapshot.state[PAID_AS] - 1).astype(np.int16)
        past = self.snapshot.past
        return past[-1].paid_as if past else np.full(self.count, -1, dtype=np.int16)

    def state(self, name: str) -> Int64:
        """int64[person]: a carried number, 0 where there is none."""
        carried = self.snapshot.state.get(name)
        return np.zeros(self.count, dtype=np.int64) if carried is None else carried

    def _result(self, ago: int) -> PastPeriod | None:
        return self.results[ago - 1] if ago <= len(self.results) else None

    def _since_entry(self, calendar: str) -> int:
        """How many earlier periods begin in the same entry as this one."""
        entry = self._entry(calendar)
        if entry is None:
            return 0
        starts = (_first_day(period) for period in self._before())
        return sum(1 for _ in takewhile(lambda day: day >= entry.first, starts))

    def _entry(self, calendar: str) -> CalendarEntry | None:
        day = _first_day(self.snapshot.period)
        entries = self.plan.calendars[calendar]
        return next((entry for entry in entries if entry.first <= day <= entry.last), None)

    def _before(self) -> Iterator[Period]:
        period = period_before(self.plan, self.snapshot.period)
        while period is not None:
            yield period
            period = period_before(self.plan, period)


def _has(result: PastPeriod, definition: WindowVolume | HistoryTest) -> bool:
    if isinstance(definition, WindowVolume):
        return definition.of in result.volumes
    return definition.test in result.tests


def _first_day(period: Period) -> dt.date:
    return period.starts_at.astimezone(ZoneInfo(period.time_zone)).date()
