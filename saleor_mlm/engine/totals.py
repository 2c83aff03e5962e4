"""Totals of a result: exact sums by payee, bonus and currency."""

from collections.abc import Mapping

import numpy as np

from .calculation import Calculation
from .payment import Sums
from .result import CommissionLines, PersonLines, Totals


def add_lines(
    calc: Calculation, sums: dict[int, Sums], lines: CommissionLines | PersonLines
) -> None:
    """Add lines that are already written out to the sums by bonus."""
    for bonus in np.unique(lines.bonus).tolist():
        rows = lines.take(np.flatnonzero(lines.bonus == bonus))
        into = sums.setdefault(bonus, calc.no_sums())
        into.add(rows.currency, rows.payee, rows.amount_minor)


def totals_of(sums: Mapping[int, Sums]) -> Totals:
    """All sums that are not 0, by payee, bonus and currency."""
    parts = [_totals(bonus, one) for bonus, one in sorted(sums.items())]
    found = Totals.concatenate([Totals.empty(), *parts])
    return found.in_order("payee", "bonus", "currency")


def _totals(bonus: int, sums: Sums) -> Totals:
    minor = sums.minor()
    currency, payee = np.nonzero(minor)
    return Totals(
        payee=payee.astype(np.int32),
        bonus=np.full(len(payee), bonus, dtype=np.int16),
        currency=currency.astype(np.int16),
        amount_minor=minor[currency, payee],
    )
