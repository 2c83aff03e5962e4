"""Fast start: who is new, how much of a new person's sales counts, and what is left to others."""

import datetime as dt
from fractions import Fraction

import numpy as np

from .bonus_sales import BonusSales, of_lines
from .calculation import Calculation
from .columns import Bool, Int64
from .days import day_numbers, day_of, midnight_us
from .plans.bonuses import Base, FastStartBonus, FastStartWindow
from .splits import Intervals, cut, within

FULL = (Fraction(1),)


def used_states(calc: Calculation, name: str, base: Base) -> list[str]:
    """The states that carry how much of each person's sales a bonus has counted: of pieces, or of
    each currency's money."""
    if base is Base.UNITS:
        return [f"used:{name}"]
    return [f"used:{name}:{currency.code}" for currency in calc.snapshot.currencies]


def counted_sales(
    calc: Calculation, name: str, bonus: FastStartBonus, sales: BonusSales
) -> tuple[BonusSales, dict[str, Int64]]:
    """Of these sales those that count, and how much has then been counted of every person, in
    1/10,000, by state (none without a limit)."""
    sales = sales.take(np.flatnonzero(_is_new(calc, bonus.window, sales)))
    if bonus.limit_e4 is None:
        return sales, {}
    states = used_states(calc, name, bonus.base)
    used_e4 = np.array([calc.carried(state) for state in states]).reshape(-1)
    account = _accounts(calc, bonus.base, sales)
    order = _by_date(calc, sales, account)
    pieces = sales.pieces
    length_e4 = pieces.base_to_e4 - pieces.base_from_e4
    before_e4 = np.empty_like(length_e4)
    before_e4[order] = _running(length_e4[order], account[order])
    kept_e4 = np.clip(bonus.limit_e4 - used_e4[account] - before_e4, 0, length_e4)
    np.add.at(used_e4, account, kept_e4)
    sales, origin = cut(sales, pieces.order_line, pieces.base_from_e4 + kept_e4)
    end_e4 = (pieces.base_from_e4 + kept_e4)[origin]
    counted = sales.take(np.flatnonzero(sales.pieces.base_to_e4 <= end_e4))
    return counted, dict(zip(states, used_e4.reshape(len(states), calc.persons), strict=True))


def left_over(sales: BonusSales, counted: Intervals, pays: Fraction) -> BonusSales:
    """The same sales where a part of the rate is left on what another bonus counted; without those
    of which nothing is left."""
    bounds_e4 = np.concatenate([counted.base_from_e4, counted.base_to_e4])
    sales, _ = cut(sales, np.tile(counted.order_line, 2), bounds_e4)
    inside = within(sales, counted)
    if pays == 0:
        return sales.take(np.flatnonzero(~inside))
    return sales.with_shares(
        sales.pieces.part + inside * len(sales.shares),
        (*sales.shares, *(share * pays for share in sales.shares)),
    )


def _is_new(calc: Calculation, window: FastStartWindow, sales: BonusSales) -> Bool:
    since_us, until_us = new_us(calc, window)
    sold_at_us = of_lines(calc.snapshot.order_lines.sold_at_us, sales.pieces)
    return (since_us[sales.source] <= sold_at_us) & (sold_at_us < until_us[sales.source])


def new_us(calc: Calculation, window: FastStartWindow) -> tuple[Int64, Int64]:
    """From when until when each person is new: whole days of the plan's time zone."""
    return calc.once(("new", window), lambda: _windows(calc, window))


def _windows(calc: Calculation, window: FastStartWindow) -> tuple[Int64, Int64]:
    zone = calc.plan.zone
    days, day = np.unique(day_numbers(calc.snapshot.persons.joined_us, zone), return_inverse=True)
    first = [day_of(number) for number in days.tolist()]
    since_us = [midnight_us(one, zone) for one in first]
    until_us = [midnight_us(_after(one, window), zone) for one in first]
    return np.array(since_us, dtype=np.int64)[day], np.array(until_us, dtype=np.int64)[day]


def _after(first: dt.date, window: FastStartWindow) -> dt.date:
    """The first day on which somebody who enrolled on `first` is no longer new."""
    if window.days is not None:
        return first + dt.timedelta(days=window.days)
    months = first.year * 12 + first.month - 1 + (window.calendar_months or 0)
    return dt.date(months // 12, months % 12 + 1, 1)


def _accounts(calc: Calculation, base: Base, sales: BonusSales) -> Int64:
    """Which limit each piece uses: its source's, in its currency where the base is money."""
    account = sales.source.astype(np.int64)
    if base is not Base.UNITS:
        currency = of_lines(calc.snapshot.order_lines.currency, sales.pieces)
        account += currency.astype(np.int64) * calc.persons
    return account


def _by_date(calc: Calculation, sales: BonusSales, account: Int64) -> Int64:
    """The order of limits, volume dates, order lines and intervals."""
    sold_at_us = of_lines(calc.snapshot.order_lines.sold_at_us, sales.pieces)
    return np.lexsort((sold_at_us, account))


def _running(length_e4: Int64, account: Int64) -> Int64:
    """What of the same limit lies before each row."""
    before_e4 = np.cumsum(length_e4) - length_e4
    first = np.flatnonzero(np.diff(account, prepend=-1))
    counts = np.diff(np.append(first, len(account)))
    found: Int64 = before_e4 - np.repeat(before_e4[first], counts)
    return found
