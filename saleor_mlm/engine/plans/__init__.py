"""Compensation plans: documents, checked and hashed, that a calculation follows."""

from .activity import Measure, VolumeTest
from .bonuses import Compression, LevelBonus
from .document import Document, parse
from .problems import PlanError, PlanProblem
from .schema import Plan
from .validation import load_plan

__all__ = [
    "Compression",
    "Document",
    "LevelBonus",
    "Measure",
    "Plan",
    "PlanError",
    "PlanProblem",
    "VolumeTest",
    "load_plan",
    "parse",
]
