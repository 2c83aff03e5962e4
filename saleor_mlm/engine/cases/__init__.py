"""Worked cases of a plan: a small tree, sales and the expected statement, that anyone can write."""

from .check import differences
from .runs import PlanOn, results
from .schema import Case, CaseFile, load_cases

__all__ = ["Case", "CaseFile", "PlanOn", "differences", "load_cases", "results"]
