"""Which file works out which kind of bonus."""

from functools import singledispatch

from ..plans.bonuses import (
    BreakawayBonus,
    DifferentialBonus,
    FastStartBonus,
    GenerationBonus,
    InfinityBonus,
    LevelBonus,
    RetailBonus,
)
from .breakaway import pay_breakaway
from .differential import pay_differential
from .fast_start import pay_fast_start
from .generation import pay_generation
from .infinity import pay_infinity
from .level import pay_level
from .retail import pay_retail
from .sales import Piece
from .standing import Standing
from .walks import Outcome


@singledispatch
def pay(bonus: object, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    """What a bonus pays on the pieces of sales that it counts."""
    raise TypeError(bonus)


@pay.register
def _(bonus: LevelBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_level(bonus, pieces, standing)


@pay.register
def _(bonus: FastStartBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_fast_start(bonus, key, pieces, standing)


@pay.register
def _(bonus: DifferentialBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_differential(bonus, pieces, standing)


@pay.register
def _(bonus: BreakawayBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_breakaway(bonus, key, pieces, standing)


@pay.register
def _(bonus: GenerationBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_generation(bonus, pieces, standing)


@pay.register
def _(bonus: InfinityBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_infinity(bonus, pieces, standing)


@pay.register
def _(bonus: RetailBonus, key: str, pieces: list[Piece], standing: Standing) -> Outcome:
    return pay_retail(bonus, pieces, standing)
