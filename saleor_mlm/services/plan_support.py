"""What a plan may ask of a store: a plan that needs what no store has is refused when it is
published, with what to write instead, since a filter on a word that never comes would silently pay
nobody."""

from collections.abc import Iterator

from pydantic import BaseModel

from ..adapters import catalogue
from ..engine.plans import Plan, asked
from ..engine.plans.volumes import SaleFilter, SalesVolume
from ..models import PlacementTree, Position
from ..models.placement import PositionState
from .placement_trees import ENROLLER

PERIODS = {"month", "week", "day"}
INSTEAD_OF_KINDS = "take `buyers`, `product_lines` or `countries`, or a fast start for what is new"
NO_MARGIN = "the store does not know what sellers paid; leave it out, and work it out on files"
NO_PIECES = "sale lines bear no pieces; fix the volume of a unit by mlmVolumesSet, and take"
INSTEAD = {
    "measure margin": NO_MARGIN,
    "measure units": f"{NO_PIECES} `qv`",
    "base margin": NO_MARGIN,
    "base units": f"{NO_PIECES} `cv`",
    "base price": "only the earned part of `cv` is known; set cvPercent to 100, and take `cv`",
}


def lacking(plan: Plan) -> list[str]:
    """What the plan asks for and a store does not know, as sentences; empty where it is all
    there."""
    found = [what for tree in plan.trees if tree != ENROLLER for what in _of_tree(tree)]
    if plan.period not in PERIODS:
        found.append(
            f"its periods are those of the calendar `{plan.period}`, which a store lacks: take"
            " month, week or day"
        )
    parts = [*plan.volumes.items(), *plan.tests.items(), *plan.bonuses.items()]
    for name, part in parts:
        for rule in asked.rules(part):
            found += [f"`{name}` asks for {what}" for what in _of_rule(rule)]
    return found + [
        f"`{name}` is worked out every {every}, and a store calculates every {plan.period}: leave"
        " `every` out"
        for name, every in _cycles(plan)
        if every not in (None, plan.period)
    ]


def lines_without_category(plan: Plan) -> list[str]:
    """The product lines that the plan asks about and no category of the store bears as its slug."""
    _, of_sales = asked.of_plan(plan)
    lines = plan.words.product_lines if "product_line" in of_sales else ()
    there = catalogue.category_slugs(lines) if lines else set()
    return [line for line in lines if line not in there]


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


def _of_rule(rule: BaseModel) -> Iterator[str]:
    """What a rule itself asks for and no store knows."""
    if isinstance(rule, SalesVolume) and (rule.days or rule.since_enrolment_days):
        yield (
            "a volume of days: a store counts whole periods; take a `window` over these, or a fast"
            " start"
        )
    if isinstance(rule, SaleFilter):
        yield from _of_filter(rule)
    for field in type(rule).model_fields:
        yield from _of_field(field, getattr(rule, field))


def _of_filter(sales: SaleFilter) -> Iterator[str]:
    """A rate of a line that is not there leaves `other`; a filter would leave nothing."""
    lines = sales.product_lines or ()
    there = catalogue.category_slugs(lines) if lines else set()
    for line in lines:
        if line not in there:
            yield f"the product line `{line}`: make a category with this slug first"


def _of_field(field: str, value: object) -> Iterator[str]:
    if instead := INSTEAD.get(f"{field} {value}"):
        yield f"the {field} `{value}`: {instead}"
    if field == "order_kinds" and value:
        yield f"`order_kinds`, which no order of a store bears: {INSTEAD_OF_KINDS}"
    if field == "by" and value == "order-kind":
        yield f"rates by `order-kind`, which no order of a store bears: {INSTEAD_OF_KINDS}"
