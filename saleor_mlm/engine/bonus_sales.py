"""The sales that one bonus pays on: its filters, what other bonuses leave, and how they walk."""

import dataclasses
from fractions import Fraction

import numpy as np

from .calculation import Calculation
from .columns import AnyArray, Bool, Int16, Int32
from .filters import let_through
from .plans.bonuses import First, SaleBonus, WalkBonus
from .sales import Pieces
from .walkers import Walkers
from .ways import Climb


@dataclasses.dataclass(frozen=True)
class BonusSales:
    """Pieces that a bonus pays on. source: of each piece, the top where it stands nowhere. shares:
    what the parts of pieces leave of a rate."""

    pieces: Pieces
    source: Int32
    shares: tuple[Fraction, ...] = (Fraction(1),)

    def take(self, rows: AnyArray) -> "BonusSales":
        """Some of the pieces."""
        return dataclasses.replace(self, pieces=self.pieces.take(rows), source=self.source[rows])

    def with_shares(self, part: AnyArray, shares: tuple[Fraction, ...]) -> "BonusSales":
        """The same with other parts and what they leave."""
        return dataclasses.replace(
            self, pieces=dataclasses.replace(self.pieces, part=part), shares=shares
        )


def sales_of(calc: Calculation, bonus: SaleBonus) -> BonusSales:
    """The new pieces that pass a bonus's filters."""
    pieces = calc.pieces(bonus.base)
    wanted = _wanted(calc, bonus)
    if wanted is not None and not wanted.all():
        pieces = pieces.take(of_lines(wanted, pieces))
    return BonusSales(pieces, of_lines(calc.snapshot.order_lines.place, pieces))


def of_lines[T: AnyArray](column: T, pieces: Pieces) -> T:
    """A column of order lines for each piece."""
    if len(pieces) == len(column) and pieces.of_different_lines:
        return column
    return column[pieces.order_line]  # type: ignore[return-value]


def _wanted(calc: Calculation, bonus: SaleBonus) -> Bool | None:
    """Which order lines a bonus pays on; `None`: all."""
    snapshot = calc.snapshot
    lines = snapshot.order_lines
    wanted = let_through(lines, snapshot.words, bonus.sales)
    conditions = [] if wanted is None else [wanted]
    if bonus.source is not None:
        conditions.append(calc.standing.tests[bonus.source][lines.place])
    if isinstance(bonus, WalkBonus):
        if bonus.own_orders is First.EXCLUDED:
            conditions.append(~lines.own)
        if bonus.customer_orders is First.EXCLUDED:
            conditions.append(lines.own)
    return np.logical_and.reduce(conditions) if conditions else None


def walks_of(
    calc: Calculation, climb: Climb, sales: BonusSales, first: Int32, scheme: Int16
) -> Walkers:
    """How each piece walks from its first person."""
    lines, pieces = calc.snapshot.order_lines, sales.pieces
    return Walkers(
        source=sales.source,
        first=first,
        scheme=scheme,
        currency=of_lines(lines.currency, pieces),
        sold_at_us=of_lines(lines.sold_at_us, pieces),
        timed=timed(climb, sales.source),
    )


def timed(climb: Climb, source: Int32) -> Bool:
    """Whether anybody at or above a source was absent at times."""
    if not climb.attendance.at_times.any():
        return np.zeros(len(source), dtype=np.bool_)
    way = climb.way
    above: Bool = way.nearest(climb.attendance.at_times)[source] != way.top
    return above


def first_persons(calc: Calculation, climb: Climb, bonus: WalkBonus, sales: BonusSales) -> Int32:
    """Who is looked at first for each piece, or the top."""
    own_himself = bonus.own_orders is First.HIMSELF
    customers_himself = bonus.customer_orders is First.HIMSELF
    above = climb.way.above
    if own_himself == customers_himself:
        return sales.source if own_himself else above[sales.source]
    own = of_lines(calc.snapshot.order_lines.own, sales.pieces)
    return np.where(own == own_himself, sales.source, above[sales.source])
