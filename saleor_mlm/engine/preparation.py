"""From a bonus of the plan to walks that can be done: its sales, its rates, its rules.

Whatever rests on sums over the whole run is settled here, before the walks are done in parts: what
counts for a fast start, where retail brackets begin, whose generation is empty.
"""

import dataclasses
from fractions import Fraction

import numpy as np

from .bonus_sales import BonusSales, first_persons, of_lines, sales_of, walks_of
from .bonus_walks import Prepared, Walk
from .breakaway import BreakawayWalk
from .calculation import Calculation
from .columns import AnyArray, Bool, Int16, Int64
from .differential import Differences, DifferentialWalk
from .fast_start import counted_sales, left_over
from .generation import Boundaries, GenerationWalk, by_own, by_test
from .going import Payees
from .infinity import InfinityWalk, UntilOwn, UntilTest
from .level import LevelWalk
from .plans.bonuses import (
    Boundary,
    BreakawayBonus,
    Compression,
    DifferentialBonus,
    FastStartBonus,
    GenerationBonus,
    InfinityBonus,
    LevelBonus,
    RetailBonus,
    SaleBonus,
    WalkBonus,
)
from .plans.rates import RateTable, Tier, TierRates
from .rates import compile_rates
from .retail import RetailWalk, by_bracket, payable
from .snapshot import BASES
from .splits import Intervals
from .walkers import Alike, walked


class Preparation:
    """Prepares the bonuses of a plan in its order; a fast start takes sales from later ones.

    state: what this run leaves for the next, as far as it is known.
    """

    def __init__(self, calc: Calculation) -> None:
        self.calc = calc
        self.state: dict[str, Int64] = {}
        self._taken: list[tuple[str, Intervals, Fraction]] = []

    def prepared(self, index: int, name: str, bonus: SaleBonus) -> Prepared:
        """One bonus."""
        sales = sales_of(self.calc, bonus)
        for other, counted, pays in self._taken:
            if other == name:
                sales = left_over(sales, counted, pays)
        if isinstance(bonus, RetailBonus):
            return self._retail(index, bonus, sales)
        if isinstance(bonus, FastStartBonus):
            sales = self._fast_start(name, bonus, sales)
        assert isinstance(bonus, WalkBonus)
        return _Kind(self.calc, index, bonus, sales).prepared()

    def _fast_start(self, name: str, bonus: FastStartBonus, sales: BonusSales) -> BonusSales:
        sales, used = counted_sales(self.calc, name, bonus, sales)
        self.state.update(used)
        counted = Intervals.of(sales.pieces)
        self._taken += [(same.bonus, counted, same.pays) for same in bonus.same_volume]
        return sales

    def _retail(self, index: int, bonus: RetailBonus, sales: BonusSales) -> Prepared:
        sales = payable(self.calc, bonus, sales)
        table: RateTable = Fraction(1)
        if bonus.by == "base":
            sales = by_bracket(self.calc, bonus, sales)
        else:
            assert bonus.volume is not None
            tiers = tuple(Tier.model_construct(**dict(tier)) for tier in bonus.tiers)
            table = TierRates.model_construct(by="volume", volume=bonus.volume, rows=tiers)
        rates, scheme = compile_rates(self.calc, table, sales)
        kind = _Kind(self.calc, index, bonus, sales)
        walk = RetailWalk(rates)
        return kind.put_together(walk, rates.values, sales.source, scheme, first_step=0)


@dataclasses.dataclass(frozen=True)
class _Kind:
    """One bonus on its way to being prepared."""

    calc: Calculation
    index: int
    bonus: SaleBonus
    sales: BonusSales

    def prepared(self) -> Prepared:
        """The bonus by its kind."""
        bonus = self.bonus
        if isinstance(bonus, LevelBonus):
            return self._level(bonus)
        if isinstance(bonus, DifferentialBonus):
            return self._differential(bonus)
        if isinstance(bonus, BreakawayBonus):
            return self._breakaway(bonus)
        if isinstance(bonus, GenerationBonus):
            return self._generation(bonus)
        assert isinstance(bonus, InfinityBonus)
        return self._infinity(bonus)

    def put_together(
        self,
        walk: Walk,
        values: tuple[Fraction, ...],
        first: AnyArray,
        scheme: Int16,
        *,
        by_source: bool = False,
        first_step: int = 1,
    ) -> Prepared:
        """The prepared bonus, its pieces grouped into walkers."""
        tree = self.bonus.tree if isinstance(self.bonus, WalkBonus) else "enroller"
        climb = self.calc.climb(tree)
        walks = walks_of(self.calc, climb, self.sales, first, scheme)
        alike = Alike(climb.way.top, self.calc.attendance.instants, by_source)
        return Prepared(
            index=self.index,
            base=BASES.index(self.bonus.base),
            source=self.sales.source,
            alike=alike,
            walked=walked(self.sales.pieces, walks, alike),
            values=values,
            walk=walk,
            depth=climb.way.depth,
            first_step=first_step,
        )

    def _level(self, bonus: LevelBonus) -> Prepared:
        moved = self
        if bonus.compression is Compression.VOLUME:
            moved = dataclasses.replace(self, sales=self._moved(bonus))
        payees, scheme = moved._payees(bonus, bonus.rates)
        walk = LevelWalk(payees, bonus.compression, np.ones_like(payees.pays))
        by_source = payees.rates.personal
        return moved._walking(bonus, walk, payees.rates.values, scheme, by_source)

    def _differential(self, bonus: DifferentialBonus) -> Prepared:
        payees, scheme = self._payees(bonus, bonus.rates)
        differences = Differences.of(payees.rates, bonus.ties.rate if bonus.ties else None)
        skips = bonus.compression is Compression.SKIP_INACTIVE
        people = bonus.ties.people if bonus.ties else 0
        walk = DifferentialWalk(payees, differences, skips, people)
        return self._walking(bonus, walk, differences.values, scheme, payees.rates.personal)

    def _breakaway(self, bonus: BreakawayBonus) -> Prepared:
        payees, scheme = self._payees(bonus, bonus.rates)
        leads = self.calc.passes(bonus.leader)
        levels = LevelWalk(payees, bonus.compression, leads)
        walk = BreakawayWalk(levels, payees.climb.toward(leads))
        prepared = self._walking(bonus, walk, payees.rates.values, scheme, by_source=True)
        group_of = walk.group_of if bonus.guarantee is not None else None
        return dataclasses.replace(prepared, group_of=group_of)

    def _generation(self, bonus: GenerationBonus) -> Prepared:
        payees, scheme = self._payees(bonus, bonus.rates)
        own_group, values = None, payees.rates.values
        if bonus.own_group is not None:
            own_group, own_scheme = self._payees(bonus, bonus.own_group)
            scheme = scheme * np.int16(own_group.rates.table.shape[0]) + own_scheme
            values += own_group.rates.values
        boundaries = self._boundaries(bonus.boundary, payees.pays)
        upper = bonus.boundary_person == "upper"
        walk = GenerationWalk(payees, own_group, boundaries, upper, None)
        prepared = self._walking(bonus, walk, values, scheme, by_source=True)
        if bonus.empty == "counted":
            return prepared
        walk = dataclasses.replace(walk, sellers=prepared.walked.walkers)
        return dataclasses.replace(prepared, walk=walk)

    def _boundaries(self, boundary: Boundary, pays: Bool) -> tuple[Boundaries, ...]:
        if boundary.test is not None:
            return by_test(self.calc.passes(boundary.test), pays)
        return by_own(self.calc.ranks(boundary.own), pays)

    def _infinity(self, bonus: InfinityBonus) -> Prepared:
        payees, scheme = self._payees(bonus, bonus.rates)
        included = bonus.stop_person == "included"
        walk: InfinityWalk
        if bonus.stop.test is not None:
            stops = self.calc.passes(bonus.stop.test)
            walk = UntilTest(payees, bonus.from_level, included, stops)
        else:
            ranks = self.calc.ranks(bonus.stop.own)
            walk = UntilOwn(payees, bonus.from_level, included, ranks)
        return self._walking(bonus, walk, payees.rates.values, scheme, by_source=True)

    def _walking(
        self,
        bonus: WalkBonus,
        walk: Walk,
        values: tuple[Fraction, ...],
        scheme: Int16,
        by_source: bool,
    ) -> Prepared:
        first = first_persons(self.calc, self.calc.climb(bonus.tree), bonus, self.sales)
        return self.put_together(walk, values, first, scheme, by_source=by_source)

    def _payees(self, bonus: WalkBonus, table: RateTable) -> tuple[Payees, Int16]:
        rates, scheme = compile_rates(self.calc, table, self.sales)
        enroller = self.calc.climb("enroller").way.above if rates.personal else None
        climb, pays = self.calc.climb(bonus.tree), self.calc.passes(bonus.payee)
        return Payees(climb, rates, pays, enroller), scheme

    def _moved(self, bonus: LevelBonus) -> BonusSales:
        """The sales as though they stood at the nearest person who is active."""
        climb = self.calc.climb(bonus.tree)
        sold_at_us = of_lines(self.calc.snapshot.order_lines.sold_at_us, self.sales.pieces)
        toward = climb.toward(self.calc.passes(bonus.payee))
        return dataclasses.replace(self.sales, source=toward.first(self.sales.source, sold_at_us))
