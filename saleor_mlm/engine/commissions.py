"""Level bonuses and reversals: from earned paths to commission lines."""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from .absences import Attendance, attendance
from .columns import Bool, Columns, Int16, Int32, Int64
from .genealogy import nearest
from .plans import Compression, LevelBonus, Plan
from .result import CommissionLines, UnpaidLevels
from .rounding import ROUNDINGS, Rounding, interval_amounts_minor
from .skips import Reason
from .snapshot import Posted, Snapshot

NOBODY = np.int32(-1)
PART_ROWS = 2**15

type LevelOutcome = tuple[CommissionLines, UnpaidLevels]


def level_outcomes(
    snapshot: Snapshot,
    plan: Plan,
    bonus_index: int,
    bonus: LevelBonus,
    active: Mapping[str, Bool],
) -> Iterator[LevelOutcome]:
    """For each paid level, the new intervals: who is paid, and what is paid to nobody.

    Everyone between two stops is passed over, so one pass per paid level is enough, however far
    apart the stops are. A level comes in parts, each small enough for the processor's cache.
    """
    walks = _walks(snapshot)
    stops = _stops(snapshot, bonus, active, walks)
    parts = list(walks.parts(PART_ROWS))
    for paid_level, rate in enumerate(bonus.rates, start=1):
        level = _Level(snapshot, bonus_index, paid_level, rate, plan.rounding)
        for number, part in enumerate(parts):
            stop = stops.first(part.walk_from, part.sold_at_us)
            paid, goes_on = stops.pays[stop], stop >= 0
            unpaid = level.unpaid(part.take(~paid), stop[~paid])
            onward, stop, paid = part.take(goes_on), stop[goes_on], paid[goes_on]
            yield level.lines(onward.take(paid), stop[paid]), unpaid
            parts[number] = dataclasses.replace(onward, walk_from=stops.parent[stop])


@dataclasses.dataclass(frozen=True, eq=False)
class _Walks(Columns):
    """Intervals to be paid, on their way up the tree.

    depth: of the person on level 1. walk_from: who is looked at next, or -1.
    """

    order_line: Int32
    currency: Int16
    sold_at_us: Int64
    lowest_e4: Int64
    final_e4: Int64
    depth: Int32
    walk_from: Int32


@dataclasses.dataclass(frozen=True)
class _Stops:
    """Who uses a level. All but `attendance` by person, with an entry more for nobody (-1).

    above: the nearest one going up, beginning with himself, who uses a level, or may use it.
    pays: who is paid the level he uses.
    """

    parent: Int32
    above: Int32
    pays: Bool
    attendance: Attendance

    def first(self, walk_from: Int32, sold_at_us: Int64) -> Int32:
        """Who uses a level first on the way up; -1 where nobody is left."""
        stop = self.above[walk_from]
        unsure = np.flatnonzero(self.attendance.at_times[stop])
        while unsure.size:
            passed = self.attendance.absent(stop[unsure], sold_at_us[unsure])
            unsure = unsure[passed]
            stop[unsure] = self.above[self.parent[stop[unsure]]]
            unsure = unsure[self.attendance.at_times[stop[unsure]]]
        return stop


def _stops(
    snapshot: Snapshot, bonus: LevelBonus, active: Mapping[str, Bool], walks: _Walks
) -> _Stops:
    parent, count = snapshot.network.parent, len(snapshot.network)
    attends = attendance(snapshot.absences, count, walks.sold_at_us)
    pays = np.ones(count, dtype=np.bool_) if bonus.active is None else active[bonus.active]
    may_stop = ~attends.throughout[:-1]
    if bonus.compression is Compression.SKIP_INACTIVE:
        may_stop &= pays
    return _Stops(
        parent=np.append(parent, NOBODY),
        above=np.append(nearest(parent, may_stop), NOBODY),
        pays=np.append(pays, False),
        attendance=attends,
    )


@dataclasses.dataclass(frozen=True)
class _Level:
    """One paid level of one bonus: what comes of the walks that stop there."""

    snapshot: Snapshot
    bonus_index: int
    paid_level: int
    rate: Fraction
    rounding: Rounding

    def lines(self, walks: _Walks, payee: Int32) -> CommissionLines:
        count = len(walks)
        return CommissionLines(
            order_line=walks.order_line,
            payee=payee,
            bonus=np.full(count, self.bonus_index, dtype=np.int16),
            level=walks.depth - self.snapshot.depth[payee] + 1,
            paid_level=np.full(count, self.paid_level, dtype=np.int16),
            rate_num=np.full(count, self.rate.numerator, dtype=np.int32),
            rate_den=np.full(count, self.rate.denominator, dtype=np.int32),
            rounding=np.full(count, ROUNDINGS.index(self.rounding), dtype=np.int8),
            base_from_e4=walks.lowest_e4,
            base_to_e4=walks.final_e4,
            amount_minor=self._amounts_minor(walks),
            currency=walks.currency,
            reverses=np.full(count, -1, dtype=np.int64),
            walk_from=walks.walk_from,
        )

    def unpaid(self, walks: _Walks, person: Int32) -> UnpaidLevels:
        count = len(walks)
        return UnpaidLevels(
            order_line=walks.order_line,
            bonus=np.full(count, self.bonus_index, dtype=np.int16),
            paid_level=np.full(count, self.paid_level, dtype=np.int16),
            person=person,
            reason=np.where(person < 0, Reason.ROOT, Reason.INACTIVE),
            base_from_e4=walks.lowest_e4,
            base_to_e4=walks.final_e4,
            walk_from=walks.walk_from,
        )

    def _amounts_minor(self, walks: _Walks) -> Int64:
        amounts = np.zeros(len(walks), dtype=np.int64)
        for index, currency in enumerate(self.snapshot.currencies):
            own = np.flatnonzero(walks.currency == index)
            amounts[own] = interval_amounts_minor(
                walks.lowest_e4[own],
                walks.final_e4[own],
                rate=self.rate.as_integer_ratio(),
                exponent=currency.exponent,
                rounding=self.rounding,
            )
        return amounts


def reversals(snapshot: Snapshot) -> CommissionLines:
    """What refunds take back: of each posted interval the part above its order line's lowest point,
    from the same payee at the rate, level and rounding of then."""
    lowest_e4 = snapshot.earned_before_e4.copy()
    lowest_e4[snapshot.earned_paths.order_line] = snapshot.earned_paths.lowest_e4
    posted = snapshot.posted
    rows = posted.take(posted.base_to_e4 > lowest_e4[posted.order_line])
    base_from_e4 = np.maximum(rows.base_from_e4, lowest_e4[rows.order_line])
    return CommissionLines(
        order_line=rows.order_line,
        payee=rows.payee,
        bonus=rows.bonus,
        level=rows.level,
        paid_level=rows.paid_level,
        rate_num=rows.rate_num,
        rate_den=rows.rate_den,
        rounding=rows.rounding,
        base_from_e4=base_from_e4,
        base_to_e4=rows.base_to_e4,
        amount_minor=-_posted_amounts_minor(snapshot, rows, base_from_e4),
        currency=rows.currency,
        reverses=rows.ref,
        walk_from=np.full(len(rows), -1, dtype=np.int32),
    )


def _walks(snapshot: Snapshot) -> _Walks:
    paths = snapshot.earned_paths
    rows = paths.take(paths.final_e4 > paths.lowest_e4)
    return _Walks(
        order_line=rows.order_line,
        currency=rows.currency,
        sold_at_us=rows.sold_at_us,
        lowest_e4=rows.lowest_e4,
        final_e4=rows.final_e4,
        depth=np.append(snapshot.depth, NOBODY)[rows.start],
        walk_from=rows.start,
    )


def _posted_amounts_minor(snapshot: Snapshot, rows: Posted, base_from_e4: Int64) -> Int64:
    """The same for posted lines, each with its own rate and rounding."""
    amounts = np.zeros(len(rows), dtype=np.int64)
    terms = np.stack([rows.rate_num, rows.rate_den, rows.rounding, rows.currency], axis=1)
    kinds, kind_of = np.unique(terms, axis=0, return_inverse=True)
    for index, (num, den, rounding, currency) in enumerate(kinds.tolist()):
        same = kind_of == index
        amounts[same] = interval_amounts_minor(
            base_from_e4[same],
            rows.base_to_e4[same],
            rate=(num, den),
            exponent=snapshot.currencies[currency].exponent,
            rounding=ROUNDINGS[rounding],
        )
    return amounts
