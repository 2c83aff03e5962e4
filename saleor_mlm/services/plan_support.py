"""What a plan may ask of a store: a plan that needs what no store has yet is refused when it is
published, since a filter on a word that never comes would silently pay nobody."""

from collections.abc import Iterator

from pydantic import BaseModel

from ..engine.plans import Plan
from ..engine.plans.volumes import SalesVolume
from ..models import PlacementTree, Position
from ..models.placement import PositionState
from .placement_trees import ENROLLER

PERIODS = {"month", "week", "day"}
MEASURES = {"qv", "cv", "price"}
BASES = {"cv"}


def lacking(plan: Plan) -> list[str]:
    """What the plan asks for and a store does not know, as sentences; empty where it is all
    there."""
    found = [what for tree in plan.trees if tree != ENROLLER for what in _of_tree(tree)]
    if plan.period not in PERIODS:
        found.append(f"its periods are those of the calendar `{plan.period}`, which a store lacks")
    parts = [*plan.volumes.items(), *plan.tests.items(), *plan.bonuses.items()]
    for name, part in parts:
        found += [f"`{name}` asks for {what}" for what in _asked(part)]
    return found + [
        f"`{name}` is worked out every {every}, and a store calculates every {plan.period}"
        for name, every in _cycles(plan)
        if every not in (None, plan.period)
    ]


def _of_tree(tree: str) -> Iterator[str]:
    """What stands in the way of walking a placement tree."""
    if not PlacementTree.objects.filter(name=tree).exists():
        yield f"it walks the tree `{tree}`, which the store has not"
    twice = Position.objects.filter(tree__name=tree, number__gt=1)
    owner = twice.exclude(state=PositionState.REMOVED).select_related("distributor").first()
    if owner:
        yield (
            f"it walks the tree `{tree}`, where {owner.distributor.code} holds several positions:"
            " a run knows one of each owner"
        )


def _cycles(plan: Plan) -> Iterator[tuple[str, str | None]]:
    if plan.ranks:
        yield "ranks", plan.ranks.every
    for name, bonus in plan.bonuses.items():
        yield name, bonus.every


def _asked(model: BaseModel) -> Iterator[str]:
    """What of a rule, and of all that stands inside it, no store knows."""
    if isinstance(model, SalesVolume) and (model.days or model.since_enrolment_days):
        yield "a volume of days: a store counts whole periods"
    for field in type(model).model_fields:
        value = getattr(model, field)
        yield from _of_field(field, value)
        for part in _parts(value):
            yield from _asked(part)


def _parts(value: object) -> list[BaseModel]:
    """The rules that stand in a field: itself, in a list, or by name."""
    if isinstance(value, dict):
        value = tuple(value.values())
    inner = value if isinstance(value, tuple) else (value,)
    return [part for part in inner if isinstance(part, BaseModel)]


def _of_field(field: str, value: object) -> Iterator[str]:
    if field == "measure" and value not in MEASURES:
        yield f"the measure `{value}`, which sales of a store do not bear"
    if field == "base" and value not in BASES:
        yield f"the base `{value}`; a store knows the earned part of `cv` alone"
    if field in ("order_kinds", "product_lines", "countries") and value:
        yield f"`{field}`, which sales of a store do not bear yet"
    if field == "by" and value in ("order-kind", "product-line", "country"):
        yield f"rates by `{value}`, which a store does not know yet"
    if field == "kind" and value in ("country", "cross-tree"):
        yield f"a `{value}` test, for which a store has no data yet"
