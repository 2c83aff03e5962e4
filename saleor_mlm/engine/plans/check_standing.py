"""Checks of volumes, tests and ranks: keys that belong together, and what can never happen."""

from collections.abc import Iterator

from .graph import all_nodes, cycle, ordered
from .problems import Finding, Path
from .quantities import volume_text
from .reads import OF_THIS_PERIOD, Node, reads
from .resting import ranks_that_oscillate
from .schema import Plan
from .tests import AllTest, CountTest, DaysSinceTest, HistoryTest, RankTest, Test, VolumeTest
from .volumes import LegsVolume, SaleFilter, SalesVolume, TeamVolume, Volume

DEPTH_MAX = 100


def volume_findings(plan: Plan) -> Iterator[Finding]:
    """What is wrong with single volumes."""
    for name, volume in plan.volumes.items():
        yield from _of_volume(volume, ("volumes", name))


def test_findings(plan: Plan) -> Iterator[Finding]:
    """What is wrong with single tests."""
    for name, test in plan.tests.items():
        yield from _of_test(test, ("tests", name))


def graph_findings(plan: Plan) -> Iterator[Finding]:
    """Names that rest on themselves, and ranks that do or that could oscillate."""
    around = cycle(plan)
    if around:
        kind, key = around[0]
        message = " → ".join(f"`{key}`" for _, key in around) + ": it rests on itself"
        expected = "no circle; where a group ends at whoever passes a test of that group, a rank"
        yield Finding((f"{kind}s", key), message, expected, "cycle")
        return
    deep = list(_too_deep(plan))
    yield from deep
    if not deep:
        yield from _on_themselves(plan)
        yield from _oscillating(plan)


def _too_deep(plan: Plan) -> Iterator[Finding]:
    """The first name that rests on a longer way of names than anybody can follow."""
    depth: dict[Node, int] = {}
    for node in ordered(plan, all_nodes(plan)):
        depth[node] = 1 + max((depth.get(read.of, 0) for read in reads(plan, node)), default=0)
        if depth[node] > DEPTH_MAX:
            path: Path = (f"{node[0]}s", node[1])
            message = f"`{node[1]}` rests on a way of more than {DEPTH_MAX} names"
            yield Finding(path, message, "fewer names on the way", "too-deep")
            return


def filter_findings(sales: SaleFilter, path: Path) -> Iterator[Finding]:
    """A filter that lets nothing through."""
    for key, words in sales:
        if words == ():
            yield Finding((*path, key), "no sale is let through", "at least 1", "too-few")


def _of_volume(volume: Volume, path: Path) -> Iterator[Finding]:
    match volume:
        case SalesVolume():
            yield from filter_findings(volume.sales, (*path, "sales"))
            if volume.days is not None and volume.since_enrolment_days is not None:
                message = "`days` and `since_enrolment_days` are two different times"
                yield Finding(path, message, "one of the two", "one-of")
        case TeamVolume(stops_at=None) if volume.stop_counts == "yes":
            message = "`stop_counts` says nothing without `stops_at`"
            yield Finding((*path, "stop_counts"), message, "both or neither", "goes-with")
        case LegsVolume(limit=limit) if limit is not None:
            if (limit.of == "requirement") != (limit.requirement_e4 is not None):
                message = "`requirement` is the total of `of: requirement`, and of no other"
                yield Finding((*path, "limit"), message, "both or neither", "goes-with")


def _of_test(test: Test, path: Path) -> Iterator[Finding]:
    match test:
        case VolumeTest():
            yield from _of_volume_test(test, path)
        case DaysSinceTest():
            yield from _of_days(test, path)
        case CountTest():
            yield from filter_findings(test.sales, (*path, "sales"))
            if test.of == "customers" and test.sales.buyers == ("self",):
                message = "own orders never count as customers"
                yield Finding((*path, "sales"), message, "account classes", "never-passed")
        case HistoryTest() if test.at_least > test.periods:
            message = f"{test.at_least} of the last {test.periods} periods can never be"
            expected = f"at most {test.periods}"
            yield Finding((*path, "at_least"), message, expected, "never-passed")


def _of_volume_test(test: VolumeTest, path: Path) -> Iterator[Finding]:
    at_least, below = test.at_least_e4, test.below_e4
    if at_least is None and below is None and test.at_least_of is None:
        expected = "`at_least`, `below` or `at_least_of`"
        yield Finding(path, "it says no threshold", expected, "missing-key")
    if at_least is not None and below is not None and at_least >= below:
        message = f"nothing is at least {volume_text(at_least)} and below {volume_text(below)}"
        yield Finding((*path, "below"), message, "a greater number", "never-passed")


def _of_days(test: DaysSinceTest, path: Path) -> Iterator[Finding]:
    if test.at_least is None and test.at_most is None:
        yield Finding(path, "it says no days", "`at_least` or `at_most`", "missing-key")
    elif test.at_least is not None and test.at_most is not None and test.at_least > test.at_most:
        message = f"no day is {test.at_least} days ago or more and {test.at_most} or less"
        yield Finding((*path, "at_most"), message, "a greater number", "never-passed")


def _on_themselves(plan: Plan) -> Iterator[Finding]:
    """Ranks that the same person could only have when he has them."""
    ladder = plan.ranks.ladder if plan.ranks else ()
    keys = [rank.key for rank in ladder]
    for number, rank in enumerate(ladder):
        for place, key in enumerate(rank.requires):
            for asked in _ranks_asked(plan, key):
                if keys.index(asked) >= number:
                    path = ("ranks", "ladder", number, "requires", place)
                    message = f"`{rank.key}` asks for the rank `{asked}` of the same person"
                    yield Finding(path, message, "lower ranks only", "rank-on-itself")


def _ranks_asked(plan: Plan, key: str) -> Iterator[str]:
    """The ranks of this period that somebody needs to pass a test."""
    for test in _all_of(plan, key):
        if isinstance(test, RankTest) and test.of in OF_THIS_PERIOD:
            yield test.at_least


def _all_of(plan: Plan, key: str) -> Iterator[Test]:
    """A test, and all that must be passed for it."""
    test = plan.tests[key]
    yield test
    for inner in test.tests if isinstance(test, AllTest) else ():
        yield from _all_of(plan, inner)


def _oscillating(plan: Plan) -> Iterator[Finding]:
    why = ranks_that_oscillate(plan)
    if why is not None:
        expected = (
            "requirements that a further rank never takes away, or ranks of people strictly below "
            "in one tree only (for the lower ranks of the same person: `cumulative: yes`), or "
            "ranks as they were (`of: paid-as-before`, `title-before`)"
        )
        yield Finding(("ranks", "ladder"), why, expected, "ranks-oscillate")
