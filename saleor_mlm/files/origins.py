"""From which parameter or promotion a rate comes."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import permutations

from pydantic import BaseModel

from ..engine.plans import Plan
from ..engine.plans.bonuses import DifferentialBonus, FastStartBonus
from ..engine.plans.problems import Path, path_text
from ..engine.plans.quantities import Amount


def rate_origins(plan: Plan, bonus: str) -> dict[Fraction, str]:
    """The origin of each rate of a bonus; a value that stands in several places of different
    origins, or in the plan itself, or that rates come to in another way too, is left out: there
    `trace` tells which it was."""
    found: dict[Fraction, set[str]] = {}
    for path, value in _rates(plan.bonuses[bonus], ("bonuses", bonus)):
        found.setdefault(value, set()).add(plan.origin(path_text(path)) or "")
    derived = {*_differences(plan.bonuses[bonus], found), *_reduced(plan, bonus, found)}
    return {
        value: origin
        for value, (origin, *more) in found.items()
        if origin and not more and value not in derived
    }


def _differences(bonus: object, rates: Iterable[Fraction]) -> Iterator[Fraction]:
    """What a differential bonus pays beside its rates: what one is above another."""
    if isinstance(bonus, DifferentialBonus):
        yield from (above - below for above, below in permutations(rates, 2) if above > below > 0)


def _reduced(plan: Plan, name: str, rates: Iterable[Fraction]) -> Iterator[Fraction]:
    """What is left of rates where fast starts reduce them."""
    shares = [
        same.pays
        for bonus in plan.bonuses.values()
        if isinstance(bonus, FastStartBonus)
        for same in bonus.same_volume
        if same.bonus == name and same.pays
    ]
    parts = {Fraction(1)}
    for share in shares:
        parts |= {part * share for part in parts}
    yield from (rate * part for rate in rates for part in parts if part < 1)


def _rates(value: object, path: Path) -> Iterator[tuple[Path, Fraction]]:
    """The places of a document at which rates stand, by the names that it uses."""
    if isinstance(value, Fraction | Amount):
        yield path, value if isinstance(value, Fraction) else value.value
    for part, inner in _parts(value):
        yield from _rates(inner, (*path, part))


def _parts(value: object) -> Iterator[tuple[str | int, object]]:
    match value:
        case BaseModel():
            for name, field in type(value).model_fields.items():
                yield field.alias or name, getattr(value, name)
        case dict():
            yield from value.items()
        case tuple():
            yield from enumerate(value)
