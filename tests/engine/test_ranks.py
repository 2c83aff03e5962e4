"""Who has which rank: the ladder, grace and titles; ranks that rest on ranks, in both ways."""

import functools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.plans.dependencies import evaluation, rank_order
from saleor_mlm.engine.ranks import value_of
from saleor_mlm.engine.snapshot import OUTSIDE, Snapshot
from saleor_mlm.engine.standing import carried, standing
from saleor_mlm.engine.views import Everyone

from .companies import Sale, past_of, plan_of, ranks_of, snapshot_of
from .shapes import forests, some

VOLUMES = {
    "ten": "kind: volume, volume: personal, at_least: '10'",
    "fifty": "kind: volume, volume: personal, at_least: '50'",
}


def paid_as(snapshot: Snapshot, plan: Plan) -> list[int]:
    return standing(snapshot, plan).paid_as.tolist()


@pytest.mark.parametrize(("cumulative", "expected"), [("yes", [1, 0, -1]), ("no", [1, 0, 2])])
def test_a_rank_that_is_missed_ends_a_cumulative_ladder(
    cumulative: str, expected: list[int]
) -> None:
    # given 2, who passes the tests of the third rank alone
    ladder = (("one", "ten"), ("two", "fifty"), ("three", "pairs"))
    pairs = {"pairs": "kind: volume, volume: units, at_least: '2'"}
    units = {"units": "kind: sales, measure: units"}
    plan = plan_of(units, {**VOLUMES, **pairs}, ranks_of(*ladder, cumulative=cumulative))
    snapshot = snapshot_of((-1, 0, 0), [Sale(0, 50), Sale(1, 10), Sale(2, 9, units=2)])
    assert paid_as(snapshot, plan) == expected


def test_a_qualified_rank_is_paid_for_the_periods_of_grace() -> None:
    ladder = (("one", "ten"), ("two", "fifty"))
    past = [
        past_of("2026-06", 2, qualified=[1, 1]),
        past_of("2026-08", 2, qualified=[1, -1], paid_as=[1, 1]),
        past_of("2026-09", 2, qualified=[-1, 0], paid_as=[1, 1]),
    ]
    snapshot = snapshot_of((-1, 0), [Sale(0, 10), Sale(1, 10)], past=past)
    for grace, expected in ((0, [0, 0]), (1, [0, 0]), (2, [1, 0]), (4, [1, 1])):
        found = standing(snapshot, plan_of({}, VOLUMES, ranks_of(*ladder, grace=grace)))
        assert found.paid_as.tolist() == expected
        assert found.qualified.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("demotion", "titles", "below"),
    [
        ("never", [1, 1, 0, 1], [3, 0, 0, 2]),
        ("follows", [-1, 1, 0, -1], [0, 0, 0, 0]),
        (2, [-1, 1, 0, -1], [0, 0, 0, 0]),
        (3, [-1, 1, 0, 1], [0, 0, 0, 2]),
        (4, [1, 1, 0, 1], [3, 0, 0, 2]),
    ],
)
def test_titles_rise_at_once_and_fall_by_the_plan(
    demotion: str | int, titles: list[int], below: list[int]
) -> None:
    # given 0, below his title twice before and again; 1 who rises; 2 without change; 3 once before
    plan = plan_of({}, VOLUMES, ranks_of(("one", "ten"), ("two", "fifty"), demotion=demotion))
    snapshot = snapshot_of(
        (-1, 0, 0, 0),
        [Sale(1, 50), Sale(2, 10)],
        state={"title": [2, 1, 1, 2], "below-title": [2, 5, 0, 1]},
    )
    found = standing(snapshot, plan)
    state, _ = carried(snapshot, plan, found)
    assert found.title.tolist() == titles
    assert state["title"].tolist() == [title + 1 for title in titles]
    assert state["below-title"].tolist() == below


LEADERS = {
    **VOLUMES,
    "is-one": "kind: rank, of: paid-as, at_least: one",
    "is-two": "kind: rank, of: paid-as, at_least: two",
    "legs-of-one": "kind: legs, tree: enroller, at_least: 2, where: anywhere, test: is-one",
    "legs-of-two": "kind: legs, tree: placement, at_least: 1, where: first, test: is-two",
}


def test_ranks_on_ranks_in_two_trees_are_the_least_that_satisfy_themselves() -> None:
    # given 0 with 1 and 2 in his legs; in the placement tree everyone stands below the one before
    ladder = (("one", "ten"), ("two", "legs-of-one"), ("three", "legs-of-two"))
    plan = plan_of({}, LEADERS, ranks_of(*ladder))
    snapshot = snapshot_of(
        (-1, 0, 0, 1, 1),
        [Sale(person, 10) for person in range(5)],
        trees={"placement": (1, 4, 0, 2, -1)},
    )
    assert rank_order(plan) == "least-fixed-point"
    # 0 and 1 have two legs of ones; 1 has 0 below in the placement tree, and 4 has 1, but no legs
    assert paid_as(snapshot, plan) == [1, 2, 0, 0, 0]


def test_who_would_only_hold_each_other_up_have_no_rank() -> None:
    # given a rank that needs a leg with the rank, or volume: in two trees that cross
    tests = {
        **VOLUMES,
        "is-one": "kind: rank, of: paid-as, at_least: one",
        "enrolled": "kind: legs, tree: enroller, at_least: 1, where: anywhere, test: is-one",
        "placed": "kind: legs, tree: placement, at_least: 1, where: anywhere, test: is-one",
        "held": "kind: any, tests: [fifty, enrolled, placed]",
    }
    plan = plan_of({}, tests, ranks_of(("one", "held")))
    crossed = snapshot_of((-1, 0, -1), trees={"placement": (1, -1, -1)})
    started = snapshot_of((-1, 0, -1), [Sale(1, 50)], trees={"placement": (1, -1, -1)})
    assert paid_as(crossed, plan) == [-1, -1, -1]
    assert paid_as(started, plan) == [0, 0, -1]


BREAKING = {
    "group": "kind: team, of: personal, tree: enroller, himself: included, stops_at: is-one"
}
BROKEN = {
    "is-one": "kind: rank, of: paid-as, at_least: one",
    "enough": "kind: volume, volume: group, at_least: '30'",
}


def test_groups_that_break_away_are_decided_from_the_deepest_up() -> None:
    # given a line of six with 10 each: each third from below breaks away
    plan = plan_of(BREAKING, BROKEN, ranks_of(("one", "enough")))
    snapshot = snapshot_of((-1, 0, 1, 2, 3, 4), [Sale(person, 10) for person in range(6)])
    assert rank_order(plan) == "deepest-first"
    found = standing(snapshot, plan)
    assert found.paid_as.tolist() == [0, -1, -1, 0, -1, -1]
    assert found.volumes["group"].tolist() == [300_000, 200_000, 100_000, 300_000, 200_000, 100_000]


def test_a_line_of_sixty_thousand_that_breaks_away_again_and_again() -> None:
    count = 60_000
    plan = plan_of(BREAKING, BROKEN, ranks_of(("one", "enough")))
    parents = np.arange(count) - 1
    sales = [Sale(person, 10) for person in range(0, count, 1000)]
    snapshot = snapshot_of(parents.tolist(), sales)
    found = standing(snapshot, plan)
    assert np.flatnonzero(found.paid_as == 0).tolist() == list(range(0, 58_000, 3000))


def test_ranks_that_rise_step_by_step_up_a_line_of_sixty_thousand() -> None:
    # given one who reaches the rank, 20,000 from the top, and a leader above each who has it
    count = 60_000
    tests = {
        "fifty": "kind: volume, volume: personal, at_least: '50'",
        "is-one": "kind: rank, of: paid-as, at_least: one",
        "led": "kind: legs, tree: enroller, at_least: 1, where: first, test: is-one",
        "either": "kind: any, tests: [fifty, led]",
    }
    plan = plan_of({}, tests, ranks_of(("one", "either")))
    snapshot = snapshot_of(range(-1, count - 1), [Sale(20_000, 50)])
    assert rank_order(plan) == "least-fixed-point"
    found = standing(snapshot, plan)
    assert np.flatnonzero(found.paid_as == 0).tolist() == list(range(20_001))


def test_a_run_of_another_length_sees_ranks_as_they_were_left() -> None:
    tests = {**VOLUMES, "is-two": "kind: rank, of: paid-as, at_least: two"}
    ranks = ranks_of(("one", "ten"), ("two", "fifty"))
    plan = plan_of({}, tests, ranks, every="payee: is-two")
    told = {"title": [2, 2, 1], "paid-as": [2, 1, 0]}
    weekly = snapshot_of((-1, 0, 0), [Sale(1, 50)], period="2026-W41", state=told)
    found = standing(weekly, plan)
    assert found.paid_as.tolist() == [1, 0, -1]
    assert found.title.tolist() == [1, 1, 0]
    assert found.tests["is-two"].tolist() == [True, False, False]
    state, past = carried(weekly, plan, found)
    assert state == {}
    assert past.paid_as.tolist() == [1, 0, -1]


EVERYTHING = {
    "part": "kind: team, of: personal, tree: enroller, himself: excluded, levels: 2, "
    "counted: is-one, stops_at: is-two, stop_counts: 'yes'",
    "near": "kind: team, of: credit, tree: enroller, himself: excluded, levels: 3",
    "credit": "kind: credits, rows: [{test: is-two, credit: '3'}, {test: is-one, credit: '1'}]",
    "group": "kind: team, of: personal, tree: enroller, himself: included, stops_at: is-two",
    "groups": "kind: legs, of: group, tree: enroller, without_largest: 1",
    "team": "kind: team, of: personal, tree: enroller, himself: included",
    "year": "kind: window, of: group, periods: 3, take: best",
}
RESTING = {
    **VOLUMES,
    "is-one": "kind: rank, of: paid-as, at_least: one",
    "is-two": "kind: rank, of: title, at_least: two",
    "part-enough": "kind: volume, volume: part, at_least: '20'",
    "near-few": "kind: volume, volume: near, below: '4'",
    "groups-enough": "kind: volume, volume: groups, at_least: '10'",
    "year-enough": "kind: volume, volume: year, at_least: '60'",
    "legs": "kind: legs, tree: enroller, at_least: 1, where: anywhere, test: is-two",
    "own": "kind: cross-tree, enrolled_in: enroller, legs_of: placement, at_least: 1, test: is-one",
    "apart": "kind: distinct-legs, tree: enroller, where: anywhere, "
    "needs: [{at_least: 1, test: is-one}, {at_least: 1, test: ten}]",
    "before": "kind: history, test: legs, at_least: 2, periods: 3",
    "team-some": "kind: volume, volume: team, at_least: '5'",
    "no-own": "kind: not, test: own",
    "for-one": "kind: any, tests: [ten, part-enough, apart]",
    "for-two": "kind: any, tests: [no-own, groups-enough, before]",
    "for-three": "kind: all, tests: [near-few, year-enough]",
}
LADDER = (("one", "for-one, team-some"), ("two", "for-two, team-some"), ("three", "for-three"))


@functools.cache
def resting_plan(cumulative: str) -> Plan:
    return plan_of(EVERYTHING, RESTING, ranks_of(*LADDER, cumulative=cumulative, demotion=2))


def company(parents: Sequence[int], placed: Sequence[int], numbers: Sequence[int]) -> Snapshot:
    count = len(parents)
    sales = [Sale(person, 5 * numbers[person]) for person in range(count)]
    flags = [number % 2 == 0 for number in numbers[:count]]
    past = [past_of("2026-09", count, {"group": [30] * count}, {"legs": flags}, [-1] * count)]
    titles = [number % 4 for number in numbers[:count]]
    return snapshot_of(
        parents,
        sales,
        trees={"placement": placed},
        past=past,
        state={"title": titles},
        exceptions=[(3, 0, True)],
    )


@some
@given(forests(), forests(), st.lists(st.integers(-1, 9), min_size=12, max_size=12))
@pytest.mark.parametrize("cumulative", ["yes", "no"])
def test_layers_say_what_everyone_together_says(
    cumulative: str, parents: tuple[int, ...], placed: tuple[int, ...], numbers: list[int]
) -> None:
    """What is decided from the deepest up is the one set that satisfies itself."""
    plan = resting_plan(cumulative)
    assert rank_order(plan) == "deepest-first"
    placed = tuple(above if above < len(parents) else -1 for above in placed[: len(parents)])
    placed += (OUTSIDE,) * (len(parents) - len(placed))
    snapshot = company(parents, placed, numbers)
    found = standing(snapshot, plan)
    everyone = Everyone(snapshot, plan)
    everyone.values.update({("volume", name): column for name, column in found.volumes.items()})
    everyone.values.update({("test", name): column for name, column in found.tests.items()})
    for place, (key, _) in enumerate(LADDER):
        everyone.values["qualified", key] = found.qualified >= place
        everyone.values["rank", key] = found.paid_as >= place
    needed = evaluation(plan)
    assert needed.during
    for node in (*needed.during, *needed.after):
        assert value_of(everyone, node).tolist() == everyone.values[node].tolist(), node
    for key, _ in LADDER:
        again = value_of(everyone, ("qualified", key))
        assert again.tolist() == everyone.values["qualified", key].tolist(), key
