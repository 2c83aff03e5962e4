"""Which columns a plan needs: what it asks about must be in the files, never taken as unknown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from ..engine.plans import asked
from ..engine.plans.schema import Plan
from ..engine.plans.volumes import SalesVolume
from .tables import Column


@dataclass
class Needs:
    """Columns by name, each with the place of the plan that asks for it first."""

    network: dict[str, str] = field(default_factory=dict)
    sales: dict[str, str] = field(default_factory=dict)
    earlier_sales: bool = False
    """Whether sales before the period are looked at: windows in days."""


def needs(plan: Plan) -> Needs:
    """All columns that a plan needs beside those that are always there."""
    found = Needs()
    for area in ("volumes", "tests", "bonuses"):
        for name, part in getattr(plan, area).items():
            place = f"it: `{area}.{name}` of the plan needs it"
            for rule in asked.rules(part):
                _note(found, rule, place)
    for tree in plan.trees:
        found.network.setdefault(tree, f"it: the plan names the tree `{tree}`")
    return found


def asked_about(column: Column, by_plan: Mapping[str, str], always: Collection[str]) -> Column:
    """A column as this plan needs it: read where it asks about it, or `always`."""
    needed = column.needed or by_plan.get(column.name, "")
    return replace(column, needed=needed, read=bool(needed) or column.name in always)


def _note(found: Needs, rule: BaseModel, place: str) -> None:
    for column in asked.of_sales(rule):
        found.sales.setdefault(column, place)
    if isinstance(rule, SalesVolume) and (rule.days or rule.since_enrolment_days):
        found.earlier_sales = True
    for column in asked.of_people(rule):
        found.network.setdefault(column, place)
