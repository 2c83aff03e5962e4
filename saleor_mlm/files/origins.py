"""From which parameter or promotion a rate comes."""

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import permutations

from pydantic import BaseModel

from ..engine.plans import DifferentialBonus, FastStartBonus, Plan
from ..engine.plans.problems import Path, path_text
from ..engine.plans.quantities import Amount


def rate_origins(plan: Plan, bonus: str) -> dict[Fraction, str]:
    """The origin of each rate of a bonus. A value that stands in several places of different
    origins, or in the plan itself, or that a difference or a reduced rate may come to, is left
    out: there `trace` tells which it was."""
    found: dict[Fraction, set[str]] = {}
    for path, value in _rates(plan.bonuses[bonus], ("bonuses", bonus)):
        found.setdefault(value, set()).add(plan.origin(path_text(path)) or "")
    worked_out = {*_differences(plan, bonus, found), *_reduced(plan, bonus, found)}
    return {
        value: origin
        for value, (origin, *more) in found.items()
        if origin and not more and value not in worked_out
    }


def _differences(plan: Plan, bonus: str, rates: Collection[Fraction]) -> Iterator[Fraction]:
    """What somebody is paid of a differential who has one rate above another."""
    if isinstance(plan.bonuses[bonus], DifferentialBonus):
        yield from (high - low for high, low in permutations(rates, 2) if high > low > 0)


def _reduced(plan: Plan, bonus: str, rates: Collection[Fraction]) -> Iterator[Fraction]:
    """What fast starts leave of rates, each of them or several together."""
    shares = {Fraction(1)}
    for start in plan.bonuses.values():
        for same in start.same_volume if isinstance(start, FastStartBonus) else ():
            if same.bonus == bonus:
                shares |= {share * same.pays for share in shares}
    yield from (rate * share for rate in rates for share in shares - {Fraction(1)})


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
