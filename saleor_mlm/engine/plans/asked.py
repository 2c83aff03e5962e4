"""What a plan asks of people and of sales, by the names that columns of files have."""

from collections.abc import Iterator

from pydantic import BaseModel

from .bonuses import SaleBonus
from .rates import CountryRates, SaleRates
from .schema import Plan
from .tests import ClassTest, CountryTest, CountTest
from .volumes import SaleFilter, SalesVolume

_OF_A_SALE = {
    "buyer-class": "buyer_class",
    "order-kind": "order_kind",
    "product-line": "product_line",
}


def rules(value: object) -> Iterator[BaseModel]:
    """A rule and all within it: in fields, in lists and by name."""
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
        yield from rules(part)


def of_plan(plan: Plan) -> tuple[set[str], set[str]]:
    """All that a plan asks of people, and of sales."""
    parts = [found for part in (plan.volumes, plan.tests, plan.bonuses) for found in rules(part)]
    people = {what for rule in parts for what in of_people(rule)}
    return people, {what for rule in parts for what in of_sales(rule)}


def of_sales(rule: BaseModel) -> Iterator[str]:
    """What of a sale a rule itself asks about, without those within it."""
    match rule:
        case SalesVolume():
            yield rule.measure
        case SaleBonus():
            yield rule.base
        case CountTest():
            yield rule.measure
            yield "order" if rule.of == "orders" else "buyer"
            yield from ["household"] if _leaves_out_household(rule) else []
        case SaleFilter():
            yield from _filtered(rule)
        case SaleRates(by=by) if by != "currency":
            yield _OF_A_SALE[by]
        case CountryRates(of="order"):
            yield "country"


def of_people(rule: BaseModel) -> Iterator[str]:
    """What of a person a rule itself asks about, without those within it."""
    match rule:
        case ClassTest():
            yield "class"
        case CountryTest():
            yield "country"
        case CountryRates(of="payee" | "source"):
            yield "country"
        case CountTest() if _leaves_out_household(rule):
            yield "household"


def _filtered(sales: SaleFilter) -> Iterator[str]:
    if sales.buyers is not None and set(sales.buyers) != {"self"}:
        yield "buyer_class"
    if sales.order_kinds is not None:
        yield "order_kind"
    if sales.product_lines is not None:
        yield "product_line"
    if sales.countries is not None:
        yield "country"


def _leaves_out_household(test: CountTest) -> bool:
    return test.of == "customers" and test.household == "excluded"
