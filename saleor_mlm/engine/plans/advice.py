"""Warnings: what a plan may say but had better not, and what it never uses."""

from collections.abc import Iterator, Sequence

from . import recruiting_advice
from .bonuses import Base, Bonus, FastStartBonus, RetailBonus, SaleBonus
from .places import leaves, names_part
from .problems import Finding, Path
from .rates import SaleRates, tables
from .reads import Node, reads
from .schema import Plan
from .tests import (
    AllTest,
    AnyTest,
    CountTest,
    FirstTimeTest,
    HistoryTest,
    VolumeTest,
)
from .volumes import BlocksVolume, SalesVolume, SumVolume, TeamVolume, WindowVolume
from .wording import counted

WARNINGS = {
    "own-orders-only": "a rank or a bonus asks for a test that only own orders pass",
    **recruiting_advice.WARNINGS,
    "one-figure": "a plan of several currencies has one limit or bound of money for all of them",
    "not-own-orders": "sales to buyers of the class distributor are asked for, not own orders",
    "team-of-team": "a team sums a volume that is one of teams itself",
    "unused": "a parameter, calendar, volume or test that nothing names",
    "rules-nowhere": "no period begins on one of a promotion's days",
    "within-period": "a value or promotion begins or ends within a period, and rules by whole ones",
}
"""What is warned of, by code."""

_EVERY_OTHER = {"other": "other currencies"}

type Named = tuple[Path, str, str]
"""A place of the plan, the part in which the name that stands there is found, and the name."""


def advice(plan: Plan) -> Iterator[Finding]:
    """All that may be wise to change."""
    named = [
        (path, part, str(value))
        for path, form, value in leaves(plan, Plan)
        if value is not None and (part := names_part(form)) is not None
    ]
    for path, key, further in _asked(named, "tests"):
        yield from _own_orders_only(plan, path, key, further)
        yield from recruiting_advice.people_findings(plan, path, ("test", key))
    for path, key, _ in _asked(named, "volumes"):
        yield from recruiting_advice.people_findings(plan, path, ("volume", key))
    yield from recruiting_advice.kit_findings(plan)
    yield from _one_figure(plan)
    yield from _not_own_orders(plan)
    yield from _teams_of_teams(plan)
    yield from _unused(plan, named)


def _asked(named: Sequence[Named], wanted: str) -> Iterator[tuple[Path, str, int]]:
    """The tests or volumes that bonuses and ranks name, each where it is first named, and in how
    many further places it is."""
    found: dict[str, list[Path]] = {}
    for path, part, key in named:
        if path[0] in ("bonuses", "ranks") and part == wanted:
            found.setdefault(key, []).append(path)
    for key, (first, *others) in found.items():
        yield first, key, len(others)


def _own_orders_only(plan: Plan, path: Path, key: str, further: int) -> Iterator[Finding]:
    """Whoever must buy himself to be paid is a customer of the plan, not of its products."""
    if _needs_own_orders(plan, ("test", key)):
        message = f"`{key}` can only be passed by one's own orders"
        message += f" (here and in {counted(further, 'further place')})" if further else ""
        expected = "an alternative by sales to customers (`kind: any`)"
        yield Finding(path, message, expected, "own-orders-only")


def _needs_own_orders(plan: Plan, node: Node) -> bool:
    """Whether a name is only reached by orders of one's own."""
    inner = plan.volumes[node[1]] if node[0] == "volume" else plan.tests[node[1]]
    if isinstance(inner, SalesVolume | CountTest):
        return inner.sales.buyers is not None and set(inner.sales.buyers) == {"self"}
    if isinstance(inner, SumVolume):
        return all(_needs_own_orders(plan, ("volume", key)) for key in inner.plus)
    named = [read.of for read in reads(plan, node)]
    if isinstance(inner, AllTest):
        return any(_needs_own_orders(plan, of) for of in named)
    if isinstance(inner, AnyTest):
        return all(_needs_own_orders(plan, of) for of in named)
    if isinstance(inner, HistoryTest | FirstTimeTest | VolumeTest | BlocksVolume | WindowVolume):
        return _needs_own_orders(plan, named[0])
    return False


def _one_figure(plan: Plan) -> Iterator[Finding]:
    """1,000 dollars are not 1,000 yen."""
    codes = sorted(_currencies(plan))
    if len(codes) < 2:
        return
    for name, bonus in plan.bonuses.items():
        key = _figure_of_money(bonus)
        if key is not None:
            message = f"it is the same figure in {' and '.join(codes)}"
            expected = "a bonus for each market, by `sales: {countries: ...}`"
            yield Finding(("bonuses", name, key), message, expected, "one-figure")


def _figure_of_money(bonus: Bonus) -> str | None:
    """Where a bonus for sales of any country has a figure that is compared with money."""
    if not isinstance(bonus, SaleBonus) or bonus.base is Base.UNITS or bonus.sales.countries:
        return None
    if isinstance(bonus, FastStartBonus) and bonus.limit_e4 is not None:
        return "limit"
    if isinstance(bonus, RetailBonus) and bonus.by == "base" and len(bonus.tiers) > 1:
        return "tiers"
    return None


def _currencies(plan: Plan) -> set[str]:
    """The currencies that a plan speaks of."""
    found = set(plan.currencies)
    for bonus in plan.bonuses.values():
        for field in ("rates", "own_group"):
            for table in tables(getattr(bonus, field, None)):
                if isinstance(table, SaleRates) and table.by == "currency":
                    found |= {_EVERY_OTHER.get(code, code) for code in table.rows}
    return found


def _not_own_orders(plan: Plan) -> Iterator[Finding]:
    """Whoever writes `distributor` means himself, as a rule."""
    asked = {
        path: str(value)
        for path, form, value in leaves(plan, Plan)
        if value is not None and names_part(form) == "buyers"
    }
    with_own = {path[:-1] for path, value in asked.items() if value == "self"}
    for path, value in asked.items():
        if value.startswith("distributor") and path[:-1] not in with_own:
            message = f"`{value}` are customers of that class, and own orders are not among them"
            expected = "`self`, if a distributor's own orders are meant"
            yield Finding(path, message, expected, "not-own-orders")


def _teams_of_teams(plan: Plan) -> Iterator[Finding]:
    for key, volume in plan.volumes.items():
        if isinstance(volume, TeamVolume) and isinstance(plan.volumes[volume.of], TeamVolume):
            message = f"`{volume.of}` is a team's: whoever is in several teams counts several times"
            expected = "a volume of single people, as a rule"
            yield Finding(("volumes", key, "of"), message, expected, "team-of-team")


def _unused(plan: Plan, named: Sequence[Named]) -> Iterator[Finding]:
    """Definitions that nothing rests on: perhaps a name is missing somewhere."""
    used = {(part, key) for _, part, key in named}
    used |= {("calendars", key) for _, part, key in named if part == "periods"}
    named_there = (origin.split(" (")[0] for origin in plan.origins.values())
    used |= {("parameters", origin.removeprefix("$")) for origin in named_there}
    for part in ("parameters", "calendars", "volumes", "tests"):
        for key in getattr(plan, part):
            if (part, key) not in used:
                expected = "its name somewhere, or to leave it out"
                yield Finding((part, key), f"`{key}` is never used", expected, "unused")
