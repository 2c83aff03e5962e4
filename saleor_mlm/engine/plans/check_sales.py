"""Checks that pay rests on sales: no plan pays for recruiting.

A name *rests on sales* when nobody can pass it, or be above 0, without sales somewhere beneath.
"""

from collections.abc import Iterator

from .problems import Finding, Path
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
