"""Level bonuses and reversals: from earned paths to commission lines."""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from .columns import Bool, Int32, Int64
from .genealogy import nearest, parents_of
from .plans import Compression, LevelBonus, Plan
from .result import CommissionLines, UnpaidLevels
from .rounding import ROUNDINGS, Rounding, interval_amounts_minor
from .sales import EarnedPaths
from .skips import Reason
from .snapshot import Posted, Snapshot

type LevelOutcome = tuple[CommissionLines, UnpaidLevels]


def level_outcomes(
    snapshot: Snapshot,
    plan: Plan,
    bonus_index: int,
    bonus: LevelBonus,
    active: Mapping[str, Bool],
) -> Iterator[LevelOutcome]:
    """For each paid level, all new intervals at once: who is paid, and what is paid to nobody.

    Everyone between two stops is passed over, so one pass per paid level is enough, however far
    apart the stops are.
    """
    intervals = _new_intervals(snapshot)
    flags = active_of(bonus, active)
    pays = snapshot.network.payable & flags
    stop_above = nearest(snapshot.network.parent, stops_of(snapshot, bonus, flags))
    walk_from = intervals.start
    for index, rate in enumerate(bonus.rates):
        stop = _at(stop_above, walk_from)
        paid = (stop >= 0) & pays[stop]
        walk = _Walk(snapshot, intervals, walk_from, stop, bonus_index, index + 1)
        yield walk.lines(paid, rate, plan.rounding), walk.unpaid(~paid)
        goes_on = stop >= 0
        intervals = intervals.take(goes_on)
        walk_from = parents_of(snapshot.network.parent, stop[goes_on])


def active_of(bonus: LevelBonus, active: Mapping[str, Bool]) -> Bool | np.bool_:
    """Who passes the bonus's test; everyone, if it has none."""
    return np.True_ if bonus.active is None else active[bonus.active]


def stops_of(snapshot: Snapshot, bonus: LevelBonus, active: Bool | np.bool_) -> Bool:
    """bool[person]: at whom a walk uses a level, whether or not he is paid it."""
    if bonus.compression is Compression.SKIP_INACTIVE:
        return snapshot.network.payable & active
    return snapshot.network.payable


@dataclasses.dataclass(frozen=True)
class _Walk:
    """One paid level of one bonus for all intervals: where each walk began and where it stopped."""

    snapshot: Snapshot
    intervals: EarnedPaths
    walk_from: Int32
    stop: Int32
    bonus_index: int
    paid_level: int

    def lines(self, paid: Bool, rate: Fraction, rounding: Rounding) -> CommissionLines:
        rows, depth = self.intervals.take(paid), self.snapshot.depth
        count, payee = len(rows), self.stop[paid]
        return CommissionLines(
            order_line=rows.order_line,
            payee=payee,
            bonus=np.full(count, self.bonus_index, dtype=np.int16),
            level=depth[rows.start] - depth[payee] + 1,
            paid_level=np.full(count, self.paid_level, dtype=np.int16),
            rate_num=np.full(count, rate.numerator, dtype=np.int64),
            rate_den=np.full(count, rate.denominator, dtype=np.int64),
            rounding=np.full(count, ROUNDINGS.index(rounding), dtype=np.int8),
            base_from_e4=rows.lowest_e4,
            base_to_e4=rows.final_e4,
            amount_minor=_amounts_minor(self.snapshot, rows, rate, rounding),
            currency=rows.currency,
            reverses=np.full(count, -1, dtype=np.int64),
            walk_from=self.walk_from[paid],
        )

    def unpaid(self, unpaid: Bool) -> UnpaidLevels:
        rows, person = self.intervals.take(unpaid), self.stop[unpaid]
        count = len(rows)
        return UnpaidLevels(
            order_line=rows.order_line,
            bonus=np.full(count, self.bonus_index, dtype=np.int16),
            paid_level=np.full(count, self.paid_level, dtype=np.int16),
            person=person,
            reason=np.where(person < 0, Reason.ROOT, Reason.INACTIVE),
            base_from_e4=rows.lowest_e4,
            base_to_e4=rows.final_e4,
            walk_from=self.walk_from[unpaid],
        )


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


def _new_intervals(snapshot: Snapshot) -> EarnedPaths:
    paths = snapshot.earned_paths
    return paths.take(paths.final_e4 > paths.lowest_e4)


def _at(table: Int32, persons: Int32) -> Int32:
    """`table[person]`, and -1 for nobody."""
    return np.append(table, np.int32(-1))[persons]


def _amounts_minor(
    snapshot: Snapshot, rows: EarnedPaths, rate: Fraction, rounding: Rounding
) -> Int64:
    amounts = np.zeros(len(rows), dtype=np.int64)
    for index, currency in enumerate(snapshot.currencies):
        own = rows.currency == index
        amounts[own] = interval_amounts_minor(
            rows.lowest_e4[own],
            rows.final_e4[own],
            rate=rate.as_integer_ratio(),
            exponent=currency.exponent,
            rounding=rounding,
        )
    return amounts


def _posted_amounts_minor(snapshot: Snapshot, rows: Posted, base_from_e4: Int64) -> Int64:
    """Like `_amounts_minor`, where each row has its own rate and rounding."""
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
