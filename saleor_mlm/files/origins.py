"""From which parameter or promotion a rate comes."""

from collections.abc import Iterator
from fractions import Fraction

from pydantic import BaseModel

from ..engine.plans import Plan
from ..engine.plans.problems import Path, path_text
from ..engine.plans.quantities import Amount


def rate_origins(plan: Plan, bonus: str) -> dict[Fraction, str]:
    """The origin of each rate of a bonus; a value that stands in several places of different
    origins, or in the plan itself, is left out: there `trace` tells which it was."""
    found: dict[Fraction, set[str]] = {}
    for path, value in _rates(plan.bonuses[bonus], ("bonuses", bonus)):
        found.setdefault(value, set()).add(plan.origin(path_text(path)) or "")
    return {value: origin for value, (origin, *more) in found.items() if origin and not more}


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
