"""Checks that pay rests on sales: no plan pays for recruiting.

A name *rests on sales* when nobody can pass it, or be above 0, without sales somewhere beneath.
"""

from collections.abc import Iterator

from .places import leaves, names_part
from .problems import Finding, Path
from .reads import Node, reads
from .schema import Plan
from .tests import (
    AllTest,
    AnyTest,
    CountTest,
    CrossTreeTest,
    DistinctLegsTest,
    FirstTimeTest,
    HistoryTest,
    LegsTest,
    RankTest,
    VolumeTest,
)
from .volumes import (
    BlocksVolume,
    CreditsVolume,
    EarningsVolume,
    HeadsVolume,
    LegsVolume,
    SalesVolume,
    SumVolume,
    TeamVolume,
    WindowVolume,
)


def recruiting_findings(plan: Plan) -> Iterator[Finding]:
    """Ranks that somebody can have without any sales: all that is paid by rank would then be paid
    for recruiting."""
    for number, rank in enumerate(plan.ranks.ladder if plan.ranks else ()):
        if not any(test_rests_on_sales(plan, key) for key in rank.requires):
            message = f"the rank `{rank.key}` would be paid for recruiting: it rests on no sales"
            expected = "at least one test that nobody passes without sales, such as `kind: volume`"
            path: Path = ("ranks", "ladder", number, "requires")
            yield Finding(path, message, expected, "pay-for-recruiting")


def test_rests_on_sales(plan: Plan, key: str) -> bool:
    """Whether nobody can pass a test without sales. A rank's does: ranks are checked themselves."""
    test = plan.tests[key]
    match test:
        case VolumeTest():
            return test.at_least_e4 is not None and volume_rests_on_sales(plan, test.volume)
        case CountTest() | RankTest():
            return True
        case LegsTest() | CrossTreeTest() | HistoryTest() | FirstTimeTest():
            return test_rests_on_sales(plan, test.test)
        case DistinctLegsTest():
            return any(test_rests_on_sales(plan, need.test) for need in test.needs)
        case AllTest():
            return any(test_rests_on_sales(plan, inner) for inner in test.tests)
        case AnyTest():
            return all(test_rests_on_sales(plan, inner) for inner in test.tests)
    return False


def volume_rests_on_sales(plan: Plan, key: str) -> bool:
    """Whether a volume is above 0 for nobody without sales."""
    volume = plan.volumes[key]
    match volume:
        case SalesVolume() | EarningsVolume():
            return True
        case HeadsVolume():
            return test_rests_on_sales(plan, volume.test)
        case CreditsVolume():
            return all(test_rests_on_sales(plan, row.test) for row in volume.rows)
        case TeamVolume() | LegsVolume() | BlocksVolume() | WindowVolume():
            return volume_rests_on_sales(plan, volume.of)
        case SumVolume():
            return all(volume_rests_on_sales(plan, inner) for inner in volume.plus)


def advice(plan: Plan) -> Iterator[Finding]:
    """Warnings: what may be lawful but is not wise, and what is never used."""
    yield from _own_orders_only(plan)
    yield from _heads_without_sales(plan)
    yield from _unused(plan)


def _own_orders_only(plan: Plan) -> Iterator[Finding]:
    """Whoever must buy himself to be paid is a customer of the plan, not of its products."""
    for path, key in _conditions(plan):
        if _needs_own_orders(plan, ("test", key)):
            message = f"`{key}` can only be passed by one's own orders"
            expected = "an alternative by sales to customers (`kind: any`)"
            yield Finding(path, message, expected, "own-orders-only")


def _needs_own_orders(plan: Plan, node: Node) -> bool:
    """Whether a name is only reached by orders of one's own."""
    inner = plan.volumes[node[1]] if node[0] == "volume" else plan.tests[node[1]]
    if isinstance(inner, SalesVolume | CountTest):
        return inner.sales.buyers is not None and set(inner.sales.buyers) == {"self"}
    named = [read.of for read in reads(plan, node)]
    if isinstance(inner, AllTest):
        return any(_needs_own_orders(plan, of) for of in named)
    if isinstance(inner, AnyTest | HistoryTest | FirstTimeTest | SumVolume | BlocksVolume):
        return all(_needs_own_orders(plan, of) for of in named)
    if isinstance(inner, VolumeTest | WindowVolume):
        return _needs_own_orders(plan, named[0])
    return False


def _heads_without_sales(plan: Plan) -> Iterator[Finding]:
    """Who is paid on sales only because of people he brought."""
    for path, key in _conditions(plan):
        counts_people = isinstance(plan.tests[key], LegsTest | CrossTreeTest | DistinctLegsTest)
        if counts_people and not test_rests_on_sales(plan, key):
            message = f"`{key}` counts people who need not sell anything"
            yield Finding(path, message, "a test of people that rests on sales", "counts-people")


def _conditions(plan: Plan) -> Iterator[tuple[Path, str]]:
    """The tests that bonuses and ranks name, each where it is first named."""
    seen = set()
    for path, form, value in leaves(plan, Plan):
        if path[0] in ("bonuses", "ranks") and names_part(form) == "tests" and value is not None:
            if value not in seen:
                yield path, str(value)
            seen.add(value)


def _unused(plan: Plan) -> Iterator[Finding]:
    """Definitions that nothing rests on: perhaps a name is missing somewhere."""
    used = {
        (names_part(form), value)
        for path, form, value in leaves(plan, Plan)
        if names_part(form) is not None
    }
    used |= {("parameters", origin.removeprefix("$")) for origin in plan.origins.values()}
    used |= {("calendars", value) for part, value in used if part == "periods"}
    for part in ("parameters", "calendars", "volumes", "tests"):
        for key in getattr(plan, part):
            if (part, key) not in used:
                message = f"`{key}` is never used"
                yield Finding(
                    (part, key), message, "its name somewhere, or to leave it out", "unused"
                )
