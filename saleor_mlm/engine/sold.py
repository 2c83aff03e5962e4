"""The sale lines as volumes and tests count them: by person, filtered, of a period or of days."""

import functools
from zoneinfo import ZoneInfo

import numpy as np

from .columns import AnyArray, Bool, Int32, Int64
from .days import day_numbers, day_of, midnight_us
from .errors import SnapshotError
from .filters import let_through
from .plans.tests import CountTest
from .plans.volumes import EarningsVolume, Measure, SaleFilter, SalesVolume
from .snapshot import UNKNOWN, Snapshot
from .sums import check_sum, totals

MONEY = (Measure.CV, Measure.PRICE, Measure.MARGIN)
"""Measures that have a currency."""


class Sold:
    """What stands at whom. zone: the plan's time zone, in which days are counted."""

    def __init__(self, snapshot: Snapshot, zone: ZoneInfo) -> None:
        self.snapshot, self.zone = snapshot, zone
        self.count = len(snapshot.persons)

    def volume(self, definition: SalesVolume) -> Int64:
        """int64[person]: what `SalesVolume` says."""
        rows = self._rows(definition.sales, self._when(definition))
        return totals(
            _some(self._place, rows), self._measured(definition.measure, rows), self.count
        )

    def earnings(self, definition: EarningsVolume, bonuses: list[str]) -> Int64:
        """int64[person]: what `EarningsVolume` says; bonuses: of the plan, in its order."""
        pay = self.snapshot.earlier_pay
        pay = pay.take(np.isin(pay.bonus, [bonuses.index(name) for name in definition.bonuses]))
        self._refuse_mixed("what bonuses paid", pay.currency)
        exponents = [currency.exponent for currency in self.snapshot.currencies]
        units_e4 = np.array([10 ** (4 - exponent) for exponent in exponents], dtype=np.int64)
        check_sum(pay.amount_minor * 10**4)
        return totals(pay.person, pay.amount_minor * units_e4.take(pay.currency), self.count)

    def counted(self, definition: CountTest, only: int | None = None) -> Int64:
        """int64[person]: how many customers or orders `CountTest` counts; maybe of one person."""
        wanted = None if only is None else self._place == only
        rows = self._rows(definition.sales, self._claimed, self._countable(definition), wanted)
        place = _some(self._place, rows)
        of = self.snapshot.order_lines
        one = of.buyer if definition.of == "customers" else of.order
        one = one.take(_some(self.snapshot.sale_lines.order_line, rows))
        values_e4 = self._measured(definition.measure, rows)
        check_sum(values_e4)
        order = np.argsort(place.astype(np.int64) << 32 | one)
        place, one, values_e4 = place[order], one[order], values_e4[order]
        first = np.flatnonzero((np.diff(place, prepend=-1) != 0) | (np.diff(one, prepend=-1) != 0))
        sums_e4 = np.add.reduceat(values_e4, first) if first.size else values_e4
        enough = sums_e4 >= (definition.each_at_least_e4 or 1)
        counted: Int64 = np.bincount(place[first[enough]], minlength=self.count)
        return counted

    def days_enrolled(self) -> Int64:
        """int64[person]: days from the day of enrolment (0) to the period's last."""
        return self._last_day - self._joined_day

    @functools.cached_property
    def _place(self) -> Int32:
        return self.snapshot.order_lines.place.take(self.snapshot.sale_lines.order_line)

    @functools.cached_property
    def _claimed(self) -> Bool | None:
        claimed = self.snapshot.sale_lines.claimed
        return None if claimed.all() else claimed

    @functools.cached_property
    def _last_day(self) -> int:
        last = day_numbers(np.array([self.snapshot.ends_us - 1]), self.zone)
        return int(last[0])

    @functools.cached_property
    def _joined_day(self) -> Int64:
        return day_numbers(self.snapshot.persons.joined_us, self.zone)

    def _when(self, definition: SalesVolume) -> Bool | None:
        """Which rows are of the time that counts; None: all."""
        at_us, ends_us = self.snapshot.sale_lines.at_us, self.snapshot.ends_us
        if definition.days is not None:
            first = midnight_us(day_of(self._last_day + 1 - definition.days), self.zone)
            return (at_us >= first) & (at_us < ends_us)
        if definition.since_enrolment_days is not None:
            start_us = self._midnights_us(0).take(self._place)
            end_us = self._midnights_us(definition.since_enrolment_days).take(self._place)
            return (at_us >= start_us) & (at_us < np.minimum(end_us, ends_us))
        return self._claimed

    def _midnights_us(self, later: int) -> Int64:
        """When the day begins that is so many days after that of each person's enrolment."""
        days = self._joined_day
        if not len(days):
            return days
        first, last = int(days.min()), int(days.max())
        starts_us = [midnight_us(day_of(day + later), self.zone) for day in range(first, last + 1)]
        return np.array(starts_us, dtype=np.int64).take(days - first)

    def _rows(self, sales: SaleFilter, *wanted: Bool | None) -> AnyArray | None:
        """The rows that a filter lets through and that are wanted; None: all."""
        lines = let_through(self.snapshot.order_lines, self.snapshot.words, sales)
        masks = [mask for mask in wanted if mask is not None]
        if lines is not None:
            masks.append(lines.take(self.snapshot.sale_lines.order_line))
        return np.flatnonzero(np.logical_and.reduce(masks)) if masks else None

    def _countable(self, definition: CountTest) -> Bool:
        """Which rows may count: no buyer or order of which nothing is known, and nobody among his
        own customers."""
        lines = self.snapshot.order_lines
        if definition.of == "customers":
            countable = ~lines.own & (lines.buyer != UNKNOWN)
        else:
            countable = lines.order != UNKNOWN
        if definition.household == "excluded":
            own = self.snapshot.persons.household.take(lines.place)
            same = (lines.household == own) & (own != UNKNOWN)
            countable &= lines.own | ~same
        of_rows: Bool = countable.take(self.snapshot.sale_lines.order_line)
        return of_rows

    def _measured(self, measure: Measure, rows: AnyArray | None) -> Int64:
        if measure not in self.snapshot.measures:
            message = f"the plan counts {measure}, which the sale lines do not bear"
            raise SnapshotError("measure-missing", message)
        if measure in MONEY and len(self.snapshot.currencies) > 1:
            lines = _some(self.snapshot.sale_lines.order_line, rows)
            self._refuse_mixed(measure, self.snapshot.order_lines.currency.take(lines))
        return _some(self.snapshot.measures[measure], rows)

    def _refuse_mixed(self, what: str, currency: AnyArray) -> None:
        used = np.flatnonzero(np.bincount(currency, minlength=1))
        if used.size > 1:
            codes = ", ".join(self.snapshot.currencies[code].code for code in used)
            message = (
                f"the plan sums {what}, and money has no sum over several currencies: {codes}; "
                "expected sales in one currency, or a volume of `qv` or `units`"
            )
            raise SnapshotError("volume-currencies", message)


def _some(column: AnyArray, rows: AnyArray | None) -> AnyArray:
    return column if rows is None else column.take(rows)
