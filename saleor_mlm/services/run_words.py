"""The countries and product lines that a run reads: of people when the period ends, of order lines
as they were first recorded.

A product line is the slug of a category: of those above a product the nearest that the plan names.
A run from before a store kept all this calculates as it did then: nothing is known of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ..engine.periods import Period
from ..engine.plans import Plan, asked
from ..models import OrderLineTraits
from . import as_of, networks
from .as_of import COUNTRY, AsOf
from .networks import Known

type Traits = tuple[UUID, str, list[str]]
"""An order line, its country, and the slugs of its categories, the nearest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """Indexes of words, of whom and of what anything is known: of people by id, of orders and
    product lines by order line. countries: those that there are; empty where the plan asks for
    none."""

    countries: tuple[str, ...] = ()
    of_people: Mapping[int, int] = field(default_factory=dict)
    of_orders: Mapping[UUID, int] = field(default_factory=dict)
    product_lines: Mapping[UUID, int] = field(default_factory=dict)


def told(
    people: Sequence[int],
    order_line_ids: Collection[UUID],
    period: Period,
    plan: Plan,
    known: Known | None,
) -> Told:
    """What the plan asks about and there is to know."""
    if known and known.country is None:
        return Told()
    of_people, of_sales = asked.of_plan(plan)
    lived = _countries(people, period, known) if "country" in of_people else {}
    traits = _traits(order_line_ids) if of_sales & {"country", "product_line"} else []
    ordered = _ordered(traits) if "country" in of_sales else {}
    countries = tuple(sorted({*lived.values(), *ordered.values()}))
    index = {country: number for number, country in enumerate(countries)}
    return Told(
        countries=countries,
        of_people={person: index[country] for person, country in lived.items()},
        of_orders={line: index[country] for line, country in ordered.items()},
        product_lines=_lines(plan, traits) if "product_line" in of_sales else {},
    )


def _countries(people: Sequence[int], period: Period, known: Known | None) -> dict[int, str]:
    axes = AsOf(networks.last_instant(period), known_id=known.country if known else None)
    found: dict[int, str] = dict(as_of.of_all(COUNTRY, axes))
    return {person: country for person in people if (country := found.get(person))}


def _traits(order_line_ids: Collection[UUID]) -> list[Traits]:
    rows = OrderLineTraits.objects.filter(order_line_id__in=order_line_ids)
    return list(rows.values_list("order_line_id", "country", "categories"))


def _ordered(traits: Iterable[Traits]) -> dict[UUID, str]:
    return {line: country for line, country, _ in traits if country}


def _lines(plan: Plan, traits: Iterable[Traits]) -> dict[UUID, int]:
    index = {word: number for number, word in enumerate(plan.words.product_lines)}
    nearest = {
        line: next((slug for slug in categories if slug in index), None)
        for line, _, categories in traits
    }
    return {line: index[slug] for line, slug in nearest.items() if slug is not None}
