"""Compensation plans: documents, checked and hashed, that a calculation follows.

`load_plan` is the door: a `Plan` comes from a text and a day, or not at all.
"""

from .bonuses import (
    Base,
    Bonus,
    Boundary,
    BreakawayBonus,
    Compression,
    DifferentialBonus,
    FastStartBonus,
    First,
    GenerationBonus,
    InfinityBonus,
    LevelBonus,
    RankAdvancementBonus,
    RetailBonus,
    SaleBonus,
    WalkBonus,
)
from .differences import diff
from .load import Loaded, load, load_plan
from .problems import PlanError, PlanProblem
from .promotions import Overlay, Promotion, load_promotion
from .ranks import Rank, Ranks
from .rates import RateTable
from .schema import Plan
from .sentences import order_of_rules, sentences
from .tests import Test
from .volumes import Measure, SaleFilter, Volume

__all__ = [
    "Base",
    "Bonus",
    "Boundary",
    "BreakawayBonus",
    "Compression",
    "DifferentialBonus",
    "FastStartBonus",
    "First",
    "GenerationBonus",
    "InfinityBonus",
    "LevelBonus",
    "Loaded",
    "Measure",
    "Overlay",
    "Plan",
    "PlanError",
    "PlanProblem",
    "Promotion",
    "Rank",
    "RankAdvancementBonus",
    "Ranks",
    "RateTable",
    "RetailBonus",
    "SaleBonus",
    "SaleFilter",
    "Test",
    "Volume",
    "WalkBonus",
    "diff",
    "load",
    "load_plan",
    "load_promotion",
    "order_of_rules",
    "sentences",
]
