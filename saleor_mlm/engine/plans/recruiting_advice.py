"""Warnings of what comes near to pay for recruiting without being it: people counted who need not
sell, and fast starts on what a starter kit has too."""

from collections.abc import Iterator

from .bonuses import Base, Bonus, FastStartBonus, SaleBonus
from .check_sales import test_rests_on_sales, volume_rests_on_sales
from .problems import Finding, Path
from .reads import Effect, Node, reads
from .schema import Plan
from .tests import CrossTreeTest, DaysSinceTest, DistinctLegsTest, LegsTest
from .volumes import LegsVolume, TeamVolume

WARNINGS = {
    "counts-people": "a rank or a bonus asks for people who need not sell anything",
    "pays-on-kits": "sales of new people are paid by the piece or the price, which a kit has too",
}


def people_findings(plan: Plan, path: Path, node: Node) -> Iterator[Finding]:
    """Who has a rank, or is paid, only because of people he brought."""
    counting = _people_counted(plan, node)
    if counting is not None:
        through = "" if counting == node[1] else f" by `{counting}`"
        message = f"`{node[1]}` counts people{through} who need not sell anything"
        yield Finding(path, message, "a count of people that rests on sales", "counts-people")


def _people_counted(plan: Plan, node: Node) -> str | None:
    """The name that counts other people without a sale of theirs: a test, or what it asks for."""
    kind, key = node
    if kind == "rank":  # ranks are looked at themselves
        return None
    inner = plan.volumes[key] if kind == "volume" else plan.tests[key]
    if not _counts_sellers(plan, inner):
        return key
    added = (read.of for read in reads(plan, node) if read.effect is Effect.ADDS)
    found = (_people_counted(plan, of) for of in added)
    return next((name for name in found if name is not None), None)


def _counts_sellers(plan: Plan, inner: object) -> bool:
    """Whether nobody counts for others here without a sale; so too where nobody is counted."""
    match inner:
        case LegsTest() | CrossTreeTest():
            return test_rests_on_sales(plan, inner.test)
        case DistinctLegsTest():
            return all(test_rests_on_sales(plan, need.test) for need in inner.needs)
        case TeamVolume() | LegsVolume():
            return volume_rests_on_sales(plan, inner.of)
    return True


def kit_findings(plan: Plan) -> Iterator[Finding]:
    """A fee or a starter kit bears no volume, but it is a piece and has a price."""
    for name, bonus in plan.bonuses.items():
        if not isinstance(bonus, SaleBonus) or bonus.base is Base.CV or not _on_new(plan, bonus):
            continue
        if bonus.sales.product_lines is None:
            message = f"`base: {bonus.base}` pays new people's starter kits and fees too"
            expected = "`base: cv`, or `sales` of the `product_lines` that are products"
            yield Finding(("bonuses", name, "base"), message, expected, "pays-on-kits")


def _on_new(plan: Plan, bonus: Bonus) -> bool:
    """Whether a bonus is for the sales of people who are new."""
    if isinstance(bonus, FastStartBonus):
        return True
    source = plan.tests.get(getattr(bonus, "source", None) or "")
    return isinstance(source, DaysSinceTest) and source.at_most is not None
