"""From a bonus of the plan to walks that can be done: its sales, its rates, its rules."""

import dataclasses

import numpy as np

from .bonus_sales import BonusSales, first_persons, of_lines, sales_of, walks_of
from .bonus_walks import Prepared
from .calculation import Calculation
from .columns import Bool
from .level import LevelWalk
from .plans.bonuses import Bonus, Compression, LevelBonus
from .rates import compile_rates
from .snapshot import BASES
from .walkers import grouped
from .ways import Climb


def prepare(calc: Calculation, index: int, bonus: Bonus) -> Prepared:
    """All that a bonus needs to know of the whole run before its walks are done in parts."""
    assert isinstance(bonus, LevelBonus)
    return _level(calc, index, bonus)


def _level(calc: Calculation, index: int, bonus: LevelBonus) -> Prepared:
    climb = calc.climb(bonus.tree)
    pays = calc.passes(bonus.payee)
    sales = sales_of(calc, bonus)
    if bonus.compression is Compression.VOLUME:
        sales = _moved(calc, climb, sales, pays)
    rates, scheme = compile_rates(calc, bonus.rates, sales)
    met = np.ones_like(pays)
    enroller = calc.climb("enroller").way.above if rates.personal else None
    walk = LevelWalk(climb, rates, bonus.compression, met, pays, enroller)
    first = first_persons(calc, climb, bonus, sales)
    walks = walks_of(calc, climb, sales, first, scheme)
    walked = grouped(walks, climb.way.top, calc.attendance.instants, by_source=rates.personal)
    base = BASES.index(bonus.base)
    return Prepared(index, base, sales.pieces, walked, rates, walk, climb.way.depth)


def _moved(calc: Calculation, climb: Climb, sales: BonusSales, pays: Bool) -> BonusSales:
    """The sales as though they stood at the nearest person who is active."""
    times = of_lines(calc.snapshot.order_lines.sold_at_us, sales.pieces)
    source = climb.toward(pays).first(sales.source, times)
    return dataclasses.replace(sales, source=source)
