"""What refunds take back of commission that was posted."""

import numpy as np

from .calculation import Calculation
from .columns import Int64
from .plans.bonuses import Base
from .result import CommissionLines
from .rounding import ROUNDINGS, interval_amounts_minor
from .snapshot import BASES, Posted, Snapshot


def reversals(calc: Calculation) -> CommissionLines:
    """Of each posted interval the part above its order line's lowest point, from the same payee at
    the rate, level and rounding of then."""
    snapshot = calc.snapshot
    posted = snapshot.posted
    lowest_e4 = np.zeros(len(posted), dtype=np.int64)
    for code in np.unique(posted.base).tolist():
        same = posted.base == code
        lowest_e4[same] = _lowest_e4(calc, BASES[code])[posted.order_line[same]]
    cut = posted.base_to_e4 > lowest_e4
    rows, lowest_e4 = posted.take(cut), lowest_e4[cut]
    base_from_e4 = np.maximum(rows.base_from_e4, lowest_e4)
    lines = CommissionLines(
        order_line=rows.order_line,
        payee=rows.payee,
        bonus=rows.bonus,
        base=rows.base,
        level=rows.level,
        paid_level=rows.paid_level,
        rank=rows.rank,
        rate_num=rows.rate_num,
        rate_den=rows.rate_den,
        rounding=rows.rounding,
        base_from_e4=base_from_e4,
        base_to_e4=rows.base_to_e4,
        amount_minor=-_posted_amounts_minor(snapshot, rows, base_from_e4),
        currency=rows.currency,
        reverses=rows.ref,
    )
    keys = (rows.ref, rows.payee, rows.level, base_from_e4, rows.bonus, rows.order_line)
    return lines.take(np.lexsort(keys))


def _lowest_e4(calc: Calculation, base: Base) -> Int64:
    """int64[order line]: the lowest earned base of this run."""
    lowest_e4 = calc.snapshot.earned_before[base].copy()
    paths = calc.paths(base)
    lowest_e4[paths.order_line] = paths.lowest_e4
    return lowest_e4


def _posted_amounts_minor(snapshot: Snapshot, rows: Posted, base_from_e4: Int64) -> Int64:
    """What posted lines paid for intervals, each with its own rate and rounding."""
    amounts = np.zeros(len(rows), dtype=np.int64)
    terms = np.stack([rows.rate_num, rows.rate_den, rows.rounding, rows.currency], axis=1)
    kinds, kind_of = np.unique(terms, axis=0, return_inverse=True)
    kind_of = kind_of.reshape(-1)
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
