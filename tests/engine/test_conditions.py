"""Why somebody fails: every single condition, with what was needed and what there was."""

import pytest

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.conditions import Conditions
from saleor_mlm.engine.counted import counted
from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.snapshot import Snapshot
from saleor_mlm.engine.standing import standing

from .companies import Sale, past_of, persons_of, plan_of, ranks_of, snapshot_of

TESTS = {
    "gold": "kind: volume, volume: personal, at_least: '100'",
    "small": "kind: volume, volume: personal, at_least: '1', below: '30'",
    "grown": "kind: volume, volume: personal, at_least_of: {share: 110 %, of: before}",
    "is-one": "kind: rank, of: paid-as, at_least: one",
    "was-one": "kind: rank, of: title-before, at_least: one",
    "legs": "kind: legs, tree: enroller, at_least: 2, where: anywhere, test: gold",
    "first-legs": "kind: legs, tree: enroller, at_least: 2, where: first, test: gold",
    "apart": "kind: distinct-legs, tree: enroller, where: anywhere, "
    "needs: [{at_least: 1, test: gold}, {at_least: 2, test: small}]",
    "apart-first": "kind: distinct-legs, tree: enroller, where: first, "
    "needs: [{at_least: 1, test: gold}, {at_least: 2, test: small}]",
    "placed": "kind: cross-tree, enrolled_in: enroller, legs_of: placement, at_least: 1, "
    "test: gold",
    "reseller": "kind: class, one_of: [distributor]",
    "german": "kind: country, one_of: [DE, AT]",
    "new": "kind: days-since, event: enrolment, at_most: 20",
    "buyers": "kind: count, of: customers, at_least: 2, measure: qv, each_at_least: '20'",
    "steady": "kind: history, test: gold, at_least: 2, periods: 3, consecutive: 'yes'",
    "often": "kind: history, test: gold, at_least: 3, periods: 4, this_period: excluded",
    "once": "kind: first-time, test: gold",
    "both": "kind: all, tests: [gold, either]",
    "either": "kind: any, tests: [small, legs]",
    "no-germans": "kind: not, test: not-german",
    "not-german": "kind: not, test: german",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    before = "kind: window, of: personal, periods: 1, skip: 1, take: sum"
    ranks = ranks_of(("one", "gold"), ("two", "gold, some-personal"))
    return plan_of({"before": before}, TESTS, ranks)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """0, who has sold 60, above 1 (100) and 2; below 2 stands 3 (10)."""
    return snapshot_of(
        (-1, 0, 0, 2),
        [Sale(0, 40, buyer=1), Sale(0, 20, buyer=2, own=True), Sale(1, 100), Sale(3, 10)],
        trees={"placement": (1, -1, 0, 0)},
        persons=persons_of(4, joined={0: -10}, countries={0: "US"}),
        past=[
            past_of("2026-08", 4, tests={"gold": (True, False, False, False)}),
            past_of("2026-09", 4, {"personal": (55, 0, 0, 0)}),
        ],
        state={"passed:gold": [1, 0, 0, 0]},
        exceptions=[(list(TESTS).index("steady"), 0, False)],
    )


@pytest.mark.parametrize(
    ("test", "what", "needed", "actual"),
    [
        ("gold", "volume personal", "at least 100.00", "60.00"),
        ("small", "volume personal", "at least 1.00 and less than 30.00", "60.00"),
        ("grown", "volume personal", "at least 110 % of before, 55.00", "60.00"),
        ("is-one", "paid-as rank", "at least One", "none"),
        ("was-one", "career title of the last period", "at least One", "none"),
        ("legs", "legs in enroller in which somebody passes gold", "at least 2", "1"),
        ("first-legs", "legs in enroller in which the first person passes gold", "at least 2", "1"),
        (
            "apart",
            "legs in enroller in which somebody passes, none counted twice",
            "1 with gold, 2 with small",
            "1 with gold, 1 with small; 2 different legs",
        ),
        (
            "apart-first",
            "legs in enroller in which the first person passes, none counted twice",
            "1 with gold, 2 with small",
            "1 with gold, 0 with small; 1 different legs",
        ),
        (
            "placed",
            "legs in placement with somebody personally enrolled (in enroller) who passes gold",
            "at least 1",
            "0",
        ),
        ("reseller", "account class", "distributor", "unknown"),
        ("german", "country", "one of DE, AT", "US"),
        ("new", "days since enrolment", "at most 20", "41"),
        ("buyers", "customers with at least 20.00 QV each", "at least 2", "1"),
        (
            "steady",
            "periods in which gold was passed, of the last 3",
            "at least 2 one after the other",
            "1",
        ),
        ("often", "periods in which gold was passed, of the last 4", "at least 3", "1"),
        ("no-germans", "not-german", "failed", "passed"),
    ],
)
def test_what_was_needed_and_what_there_was(
    snapshot: Snapshot, plan: Plan, test: str, what: str, needed: str, actual: str
) -> None:
    found = standing(snapshot, plan)
    condition = Conditions(snapshot, plan, found).of(test, 0)
    assert (condition.what, condition.needed, condition.actual) == (what, needed, actual)
    assert not condition.passed


def test_all_that_is_missing_is_told_and_nothing_else(snapshot: Snapshot, plan: Plan) -> None:
    told = Conditions(snapshot, plan, standing(snapshot, plan))
    either = (
        "one of (volume personal: {}, at least 1.00 and less than 30.00 needed) or "
        "(legs in enroller in which somebody passes gold: {}, at least 2 needed)"
    )
    assert told.of("both", 0).shortfall() == (
        f"volume personal: 60.00, at least 100.00 needed; {either.format('60.00', 1)}"
    )
    assert told.of("both", 1).shortfall() == either.format("100.00", 0)
    assert told.of("gold", 1).shortfall() == ""


def test_the_first_time_fails_by_the_test_now_or_by_an_earlier_one(
    snapshot: Snapshot, plan: Plan
) -> None:
    told = Conditions(snapshot, plan, standing(snapshot, plan))
    assert told.of("once", 2).shortfall() == "volume personal: 0.00, at least 100.00 needed"
    assert told.of("once", 1).actual == "now"
    assert told.of("once", 0).actual == "before"


def test_an_exception_is_the_reason_itself(snapshot: Snapshot, plan: Plan) -> None:
    denied = Conditions(snapshot, plan, standing(snapshot, plan)).of("steady", 0)
    assert denied.exception
    assert denied.shortfall().endswith(", at least 2 one after the other needed (an exception)")


def test_what_is_counted_of_everybody_is_what_a_condition_says(
    plan: Plan, snapshot: Snapshot
) -> None:
    result = calculate(snapshot, plan)
    told = Conditions(snapshot, plan, result.standing)
    found = counted(result)
    assert set(found) == {"legs", "first-legs", "placed", "buyers", "steady", "often"}
    for test, counts in found.items():
        said = [told.of(test, person).actual for person in range(4)]
        assert [str(count) for count in counts.tolist()] == said
    assert found["legs"].tolist() == [1, 0, 0, 0]
