"""Which columns a plan needs: what it asks about must be in the files, never taken as unknown."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from ..engine.plans.bonuses import SaleBonus
from ..engine.plans.rates import CountryRates, SaleRates
from ..engine.plans.schema import Plan
from ..engine.plans.tests import ClassTest, CountryTest, CountTest
from ..engine.plans.volumes import SaleFilter, SalesVolume
from .tables import Column

_OF_A_SALE = {
    "buyer-class": "buyer_class",
    "order-kind": "order_kind",
    "product-line": "product_line",
}


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
            for model in _models(part):
                _note(found, model, place)
    for tree in plan.trees:
        found.network.setdefault(tree, f"it: the plan names the tree `{tree}`")
    return found


def asked_about(column: Column, asked: Mapping[str, str], always: Collection[str]) -> Column:
    """A column as this plan needs it: read where it asks about it, or `always`."""
    needed = column.needed or asked.get(column.name, "")
    return replace(column, needed=needed, read=bool(needed) or column.name in always)


def _note(found: Needs, model: BaseModel, place: str) -> None:
    for column in _sale_columns(model):
        found.sales.setdefault(column, place)
    if isinstance(model, SalesVolume) and (model.days or model.since_enrolment_days):
        found.earlier_sales = True
    for column in _person_columns(model):
        found.network.setdefault(column, place)


def _sale_columns(model: BaseModel) -> Iterator[str]:
    match model:
        case SalesVolume():
            yield model.measure
        case SaleBonus():
            yield model.base
        case CountTest():
            yield model.measure
            yield "order" if model.of == "orders" else "buyer"
            yield from ["household"] if _leaves_out_household(model) else []
        case SaleFilter():
            yield from _filtered(model)
        case SaleRates(by=by) if by != "currency":
            yield _OF_A_SALE[by]
        case CountryRates(of="order"):
            yield "country"


def _filtered(sales: SaleFilter) -> Iterator[str]:
    if sales.buyers is not None and set(sales.buyers) != {"self"}:
        yield "buyer_class"
    if sales.order_kinds is not None:
        yield "order_kind"
    if sales.product_lines is not None:
        yield "product_line"
    if sales.countries is not None:
        yield "country"


def _person_columns(model: BaseModel) -> Iterator[str]:
    match model:
        case ClassTest():
            yield "class"
        case CountryTest():
            yield "country"
        case CountryRates(of="payee" | "source"):
            yield "country"
        case CountTest() if _leaves_out_household(model):
            yield "household"


def _leaves_out_household(test: CountTest) -> bool:
    return test.of == "customers" and test.household == "excluded"


def _models(value: object) -> Iterator[BaseModel]:
    """A model and all within it."""
    if isinstance(value, BaseModel):
        yield value
        parts: list[object] = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, tuple | list):
        parts = list(value)
    else:
        return
    for part in parts:
        yield from _models(part)
