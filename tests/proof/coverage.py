"""What a case has proven: which kinds and options of bonuses paid something in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.plans.dependencies import rank_order
from saleor_mlm.engine.result import Part, Result

# Options whose every value counts by itself, by kind.
OPTIONS = {
    "level": ("compression",),
    "fast-start": ("compression",),
    "differential": ("compression",),
    "breakaway": ("compression",),
    "generation": ("boundary_person", "empty"),
    "infinity": ("stop_person",),
    "retail": ("by",),
    "rank-advancement": ("pays", "jumped"),
}
# Options that count as written or left out.
WRITTEN = {
    "fast-start": ("limit_e4", "same_volume"),
    "differential": ("ties",),
    "breakaway": ("guarantee",),
    "generation": ("own_group",),
}
VOLUMES = ("sales", "heads", "credits", "team", "legs", "blocks", "sum", "window")
TESTS = (
    *("volume", "rank", "legs", "cross-tree", "distinct-legs", "class", "country", "days-since"),
    *("count", "history", "first-time", "all", "any", "not"),
)


def paid_features(results: Iterable[Result]) -> set[str]:
    """The kinds, options and rate tables of the bonuses that paid anything in any of these runs."""
    found: set[str] = set()
    for result in results:
        found |= _ranks(result)
        paid = {int(bonus) for bonus in result.totals.bonus}
        for index, bonus in enumerate(result.plan.bonuses.values()):
            if index in paid:
                found |= set(features(bonus))
        if any(one.then and len(one.prepared.pieces) for one in result.written()):
            found.add("sales of an earlier period")
        if (result.lines.reverses >= 0).any():
            found.add("a refund taken back")
        if (result.person_lines.part == Part.GUARANTEE_GOT).any():
            found.add("breakaway: guarantee passed on")
        found |= _standing(result)
    return found


def _standing(result: Result) -> set[str]:
    """The kinds of volumes that are not 0 for everybody, and of tests that some pass and some
    fail."""
    plan, standing = result.plan, result.standing
    volumes = (plan.volumes[name] for name, column in standing.volumes.items() if column.any())
    tests = (
        plan.tests[name]
        for name, column in standing.tests.items()
        if column.any() and not column.all()
    )
    found = {f"volume: {volume.kind}" for volume in volumes}
    return found | {f"test: {test.kind}" for test in tests}


def _ranks(result: Result) -> set[str]:
    """How the ranks that somebody has were decided."""
    plan: Plan = result.plan
    if plan.ranks is None or not (result.standing.paid_as >= 0).any():
        return set()
    return {f"ranks: {rank_order(plan)}"}


def features(bonus: Any) -> Iterator[str]:
    """What there is to a bonus that might be wrong."""
    for option in OPTIONS[bonus.kind]:
        if (value := getattr(bonus, option)) is not None:
            yield f"{bonus.kind}: {option} {value}"
    for option in WRITTEN.get(bonus.kind, ()):
        if getattr(bonus, option):
            yield f"{bonus.kind}: {option.removesuffix('_e4')}"
    yield from _special(bonus)
    if base := getattr(bonus, "base", None):
        yield f"base: {base}"
    for table in _tables(bonus):
        yield f"rates by {getattr(table, 'by', '')}"


def _special(bonus: Any) -> Iterator[str]:
    if bonus.kind in ("generation", "infinity"):
        edge = bonus.boundary if bonus.kind == "generation" else bonus.stop
        yield f"{bonus.kind}: {'a test' if edge.test else f'own {edge.own}'}"
    if bonus.kind == "fast-start":
        yield f"fast-start: {'days' if bonus.window.days else 'calendar months'}"
    if bonus.kind == "rank-advancement" and bonus.instalments > 1:
        yield "rank-advancement: instalments"
    if bonus.kind == "retail" and bonus.by == "base":
        applies = {tier.applies for tier in bonus.tiers}
        yield f"retail: {'mixed' if len(applies) == 2 else applies.pop()}"


def _tables(value: Any) -> Iterator[BaseModel]:
    """All rate tables inside a value."""
    if isinstance(value, BaseModel):
        if "rows" in type(value).model_fields and "by" in type(value).model_fields:
            yield value
        for name in type(value).model_fields:
            yield from _tables(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tables(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _tables(item)


def expected() -> list[str]:
    """Everything that has to pay something in one case of twenty."""
    compressions = ("none", "skip-inactive", "dynamic", "volume")
    return [
        *(f"{kind}: compression {c}" for kind in ("level", "fast-start") for c in compressions),
        *(
            f"{kind}: compression {c}"
            for kind in ("differential", "breakaway")
            for c in compressions[:2]
        ),
        *(f"fast-start: {what}" for what in ("days", "calendar months", "limit", "same_volume")),
        "differential: ties",
        "breakaway: guarantee",
        *(f"generation: {what}" for what in ("a test", "own rank", "own title", "own_group")),
        *(f"generation: boundary_person {who}" for who in ("next", "upper")),
        *(f"generation: empty {what}" for what in ("counted", "skipped")),
        *(f"infinity: {what}" for what in ("a test", "own rank", "own title")),
        *(f"infinity: stop_person {what}" for what in ("included", "excluded")),
        *(f"retail: {what}" for what in ("by volume", "whole", "above", "mixed")),
        *(f"rank-advancement: pays {what}" for what in ("first-time", "every-period")),
        *(f"rank-advancement: {what}" for what in ("jumped each", "jumped highest", "instalments")),
        *(f"base: {base}" for base in ("cv", "price", "margin", "units")),
        *(f"ranks: {how}" for how in ("independent", "least-fixed-point", "deepest-first")),
        *(f"volume: {kind}" for kind in VOLUMES),
        *(f"test: {kind}" for kind in TESTS),
        "a refund taken back",
        "sales of an earlier period",
    ]
