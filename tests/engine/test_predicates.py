"""Every kind of test and each of its options, by people worked out by hand."""

from typing import Any

import pytest

from saleor_mlm.engine.snapshot import OUTSIDE, Snapshot
from saleor_mlm.engine.standing import standing

from .companies import Sale, past_of, persons_of, plan_of, ranks_of, snapshot_of

GOLD = {"gold": "kind: volume, volume: personal, at_least: '100'"}


def passing(
    snapshot: Snapshot, definition: str, tests: dict[str, str] | None = None, **volumes: str
) -> list[int]:
    """Who passes the test of a definition."""
    plan = plan_of(volumes, {**(tests or {}), "wanted": definition})
    found = standing(snapshot, plan).tests["wanted"]
    return [person for person, passed in enumerate(found.tolist()) if passed]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("at_least: '50'", [1, 2]),
        ("below: '50'", [0, 3]),
        ("at_least: '50', below: '50.0001'", [1]),
        ("at_least_of: {share: 110 %, of: units}", [1, 2, 3]),
        ("at_least: '51', at_least_of: {share: 110 %, of: units}", [2]),
    ],
)
def test_a_volume_is_compared(bounds: str, expected: list[int]) -> None:
    # given 0 with 49.9999 of 100 units, who has no growth, and 3 with 11 of 10
    sales = [Sale(0, 49.9999, units=100), Sale(1, 50, units=5), Sale(2, 51), Sale(3, 11, units=10)]
    snapshot = snapshot_of((-1, 0, 0, 0), sales)
    definition = f"kind: volume, volume: personal, {bounds}"
    assert passing(snapshot, definition, units="kind: sales, measure: units") == expected


def test_enormous_volumes_are_compared_exactly() -> None:
    snapshot = snapshot_of(
        (-1, 0), [Sale(0, 10**14, units=3 * 10**14), Sale(1, 10**14, units=10**14)]
    )
    definition = "kind: volume, volume: personal, at_least_of: {share: 33.3334 %, of: units}"
    assert passing(snapshot, definition, units="kind: sales, measure: units") == [1]


FOREST = (-1, 0, 0, 1, 2, 4, 0)
"""0 above 1, 2 and 6; 3 below 1; below 2 stand 4 and, below him, 5."""


@pytest.mark.parametrize(
    ("where", "least", "golden", "expected"),
    [
        ("first", 1, [1, 3], [0, 1]),
        ("first", 2, [1, 2], [0]),
        ("first", 2, [1, 3, 5], []),
        ("anywhere", 1, [5], [0, 2, 4]),
        ("anywhere", 2, [3, 5], [0]),
        ("anywhere", 2, [1, 3], []),
        ("anywhere", 3, [1, 5, 6], [0]),
    ],
)
def test_legs_are_counted(where: str, least: int, golden: list[int], expected: list[int]) -> None:
    snapshot = snapshot_of(FOREST, [Sale(person, 100) for person in golden])
    definition = f"kind: legs, tree: enroller, at_least: {least}, where: {where}, test: gold"
    assert passing(snapshot, definition, GOLD) == expected


def test_people_enrolled_count_once_for_each_leg_of_another_tree() -> None:
    # given 0 who enrolled all; in the placement tree 1 and 2 stand in one leg of his, 3 in another,
    # 4 above him, 5 outside, and 6 was enrolled by 1
    enroller = (-1, 0, 0, 0, 0, 0, 1)
    placement = (4, 0, 1, 0, -1, OUTSIDE, 3)
    definition = (
        "kind: cross-tree, enrolled_in: enroller, legs_of: placement, at_least: {}, test: gold"
    )
    for golden, least, expected in (
        ([1, 2], 1, [0]),
        ([1, 2], 2, []),
        ([2, 3], 2, [0]),
        ([4, 5, 6], 1, []),
    ):
        sales = [Sale(person, 100) for person in golden]
        snapshot = snapshot_of(enroller, sales, trees={"placement": placement})
        assert passing(snapshot, definition.format(least), GOLD) == expected


@pytest.mark.parametrize(
    ("silver", "golden", "expected"),
    [
        ([1, 2, 6], [], False),
        ([1], [2, 6], True),
        ([], [1, 2, 6], True),
        ([], [1, 2], False),
        ([1, 2], [3], False),
        ([6, 4], [1], True),
        ([6, 4], [5], False),
    ],
)
def test_no_leg_serves_two_needs(silver: list[int], golden: list[int], expected: bool) -> None:
    # who is gold is silver too; 3 is in leg 1, 4 and 5 are in leg 2
    sales = [Sale(p, 10) for p in silver] + [Sale(p, 100) for p in golden]
    definition = (
        "kind: distinct-legs, tree: enroller, where: anywhere, "
        "needs: [{at_least: 1, test: gold}, {at_least: 2, test: silver}]"
    )
    tests = {**GOLD, "silver": "kind: volume, volume: personal, at_least: '10'"}
    assert (0 in passing(snapshot_of(FOREST, sales), definition, tests)) is expected


def test_first_persons_of_distinct_legs() -> None:
    definition = (
        "kind: distinct-legs, tree: enroller, where: first, "
        "needs: [{at_least: 1, test: gold}, {at_least: 1, test: all-of-them}]"
    )
    tests = {**GOLD, "all-of-them": "kind: days-since, event: enrolment, at_least: 0"}
    snapshot = snapshot_of(FOREST, [Sale(3, 100), Sale(6, 100), Sale(5, 100)])
    assert passing(snapshot, definition, tests) == [0]


def test_account_class_and_country() -> None:
    persons = persons_of(3, countries={0: "DE", 1: "AT"}, classes={0: "distributor", 2: "retail"})
    snapshot = snapshot_of((-1, 0, 0), persons=persons)
    assert passing(snapshot, "kind: class, one_of: [distributor, preferred]") == [0]
    assert passing(snapshot, "kind: country, one_of: [AT, CH]") == [1]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("at_least: 0", [0, 1, 2]),
        ("at_least: 30", [0, 1]),
        ("at_least: 31", [0]),
        ("at_most: 30", [1, 2]),
        ("at_least: 1, at_most: 30", [1]),
        ("at_most: 0", [2]),
    ],
)
def test_days_since_enrolment(bounds: str, expected: list[int]) -> None:
    # given people who enrolled on 30 September, late on 1 October, early on the 31st, and later
    persons = persons_of(4, joined={0: 0.9, 1: 1.9, 2: 31.1, 3: 32.5})
    snapshot = snapshot_of((-1, 0, 0, 0), persons=persons)
    definition = f"kind: days-since, event: enrolment, {bounds}"
    assert passing(snapshot, definition) == expected


COUNTED = [
    Sale(0, 15, buyer=1, order=1),
    Sale(0, 5, buyer=1, order=2, kind="first"),
    Sale(0, 20, buyer=2, order=3, household=7),
    Sale(0, 30, buyer=0, order=4, own=True, household=7),
    Sale(0, 9, buyer=3, order=5),
    Sale(0, -9, buyer=3, order=5),
    Sale(0, 50, buyer=-1, order=-1),
    Sale(0, 50, buyer=4, order=6, claimed=False),
    Sale(1, 50, buyer=1, order=7),
]
"""At 0: customer 1 twice, 2 of his own household, himself, 3 whose order came back, one unknown,
and 4 in another period."""


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ("of: customers", 1),
        ("of: customers, household: included", 2),
        ("of: customers, each_at_least: '20'", 1),
        ("of: customers, each_at_least: '20.0001'", 0),
        ("of: customers, sales: {order_kinds: [first]}", 1),
        ("of: customers, each_at_least: '6', sales: {order_kinds: [first]}", 0),
        ("of: orders", 3),
        ("of: orders, household: included", 4),
        ("of: orders, each_at_least: '10'", 2),
        ("of: orders, sales: {buyers: [self]}", 1),
    ],
)
def test_customers_and_orders_are_counted(options: str, count: int) -> None:
    persons = persons_of(2, households={0: 7})
    snapshot = snapshot_of((-1, 0), COUNTED, persons=persons)
    for least, expected in ((max(count, 1), count > 0), (count + 1, False)):
        definition = f"kind: count, at_least: {least}, measure: qv, {options}"
        assert (0 in passing(snapshot, definition)) is expected


def month(key: str, *passed: bool) -> Any:
    return past_of(key, len(passed), tests={"gold": passed})


HISTORY = [
    month("2026-05", True, True),
    month("2026-06", True, False),
    month("2026-08", True, True),
    month("2026-09", False, True),
]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("at_least: 1, periods: 1", [0]),
        ("at_least: 1, periods: 1, this_period: excluded", [1]),
        ("at_least: 2, periods: 2, this_period: excluded", [1]),
        ("at_least: 2, periods: 3, this_period: excluded", [1]),
        ("at_least: 3, periods: 5, this_period: excluded", [0, 1]),
        ("at_least: 2, periods: 3, consecutive: 'yes'", [1]),
        ("at_least: 2, periods: 4, consecutive: 'yes'", [1]),
        ("at_least: 3, periods: 6, consecutive: 'yes'", []),
        ("at_least: 2, periods: 6, consecutive: 'yes'", [0, 1]),
        ("at_least: 4, periods: 6", [0]),
        ("at_least: 3, periods: 4", []),
        ("at_least: 3, periods: 5", [0]),
        ("at_least: 1, periods: 99", [0, 1]),
    ],
)
def test_a_history_looks_at_earlier_outcomes(options: str, expected: list[int]) -> None:
    # given 0, who passes now and did in May, June and August; 1 not now, but in May, August and
    # September; there is no result of July
    snapshot = snapshot_of((-1, 0), [Sale(0, 100)], past=HISTORY)
    assert passing(snapshot, f"kind: history, test: gold, {options}", GOLD) == expected


def test_the_first_time_is_only_once() -> None:
    snapshot = snapshot_of(
        (-1, 0, 0), [Sale(0, 100), Sale(1, 100)], state={"passed:gold": [1, 0, 0]}
    )
    assert passing(snapshot, "kind: first-time, test: gold", GOLD) == [1]


def test_tests_are_put_together() -> None:
    tests = {**GOLD, "silver": "kind: volume, volume: personal, at_least: '10'"}
    snapshot = snapshot_of((-1, 0, 0), [Sale(0, 100), Sale(1, 10)])
    assert passing(snapshot, "kind: all, tests: [gold, silver]", tests) == [0]
    assert passing(snapshot, "kind: any, tests: [gold, silver]", tests) == [0, 1]
    assert passing(snapshot, "kind: not, test: silver", tests) == [2]


def test_an_exception_takes_the_place_of_the_outcome_wherever_it_is_read() -> None:
    # given that the plan's first test is waived for 1 and failed for 0
    snapshot = snapshot_of((-1, 0, 0), [Sale(0, 100)], exceptions=[(0, 1, True), (0, 0, False)])
    assert passing(snapshot, "kind: any, tests: [gold]", GOLD) == [1]
    legs = "kind: legs, tree: enroller, at_least: 1, where: first, test: gold"
    assert passing(snapshot, legs, GOLD) == [0]


RANKS = ranks_of(("silver", "ten"), ("gold", "gold-volume"))
LADDER = {
    "ten": "kind: volume, volume: personal, at_least: '10'",
    "gold-volume": "kind: volume, volume: personal, at_least: '100'",
}


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("paid-as, at_least: silver", [0, 1]),
        ("paid-as, at_least: gold", [0]),
        ("title, at_least: gold", [0, 2]),
        ("title, at_least: silver", [0, 1, 2, 3]),
        ("paid-as-before, at_least: silver", [1, 2]),
        ("paid-as-before, at_least: gold", [1]),
        ("title-before, at_least: silver", [2, 3]),
        ("title-before, at_least: gold", [2]),
    ],
)
def test_ranks_of_now_and_before(of: str, expected: list[int]) -> None:
    snapshot = snapshot_of(
        (-1, 0, 0, 0),
        [Sale(0, 100), Sale(1, 10)],
        past=[past_of("2026-09", 4, qualified=[-1, 1, 0, -1])],
        state={"title": [0, 0, 2, 1]},
    )
    plan = plan_of({}, {**LADDER, "wanted": f"kind: rank, of: {of}"}, RANKS)
    found = standing(snapshot, plan).tests["wanted"]
    assert [person for person, passed in enumerate(found.tolist()) if passed] == expected
