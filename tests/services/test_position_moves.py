"""Positions move: with their team or alone, once by the enroller, at any time by staff."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from saleor_mlm.models import PlannedMove, Position, PositionChange
from saleor_mlm.services import doctor, enrolment, position_moves
from saleor_mlm.services.as_of import POSITION, AsOf, of_all
from saleor_mlm.services.errors import MlmError
from saleor_mlm.services.placing import Wish
from saleor_mlm.services.position_moves import Wanted

from . import trees
from .conftest import NOVEMBER
from .trees import drawn, hints_are_right, joins, tree


def at(who, name="binary", number=1):
    return Position.objects.get(distributor=who, tree__name=name, number=number)


def wanted(who, parent, slot=None, *, with_team=True, name="binary", **more):
    more = {"reason": "asked for", "actor": "staff:1"} | more
    return Wanted(at(who, name).id, at(parent, name).id, slot, with_team, **more)


@pytest.fixture
def seven(time):
    """A full binary of three levels: TOP; A, B; C and D below A, E and F below B."""
    made = tree(move_days=7)
    top = joins("top", None, time())
    people = {"TOP": top} | {name: joins(name, top, time()) for name in "ABCDEF"}
    time.now += timedelta(hours=1)
    return made, people


@pytest.mark.django_db
def test_a_preview_tells_the_effect_and_writes_nothing(seven, time, in_force):
    in_force()
    _, people = seven
    before = PositionChange.objects.count()

    found = position_moves.preview(wanted(people["A"], people["F"], 2))

    assert (found.team, found.rolled_up, found.former_depth, found.depth) == (3, 0, 1, 3)
    assert (found.former, found.former_slot, found.period) == (at(people["TOP"]), 1, "2026-11")
    assert PositionChange.objects.count() == before


@pytest.mark.django_db
def test_a_position_moves_with_its_team_and_yesterday_stays(seven, time):
    binary, people = seven
    moved_at = time()

    position_moves.move(wanted(people["A"], people["F"], 2))

    assert drawn() == {
        "TOP": "top", "A": "F/2", "B": "TOP/2", "C": "A/1", "D": "A/2", "E": "B/1", "F": "B/2"
    }  # fmt: skip
    assert hints_are_right(binary)
    earlier = {row[0]: row[3] for row in of_all(POSITION, AsOf(moved_at - timedelta(minutes=1)))}
    assert earlier[at(people["A"]).id] == at(people["TOP"]).id


@pytest.mark.django_db
def test_alone_in_a_tree_without_a_width_leaves_the_team_one_level_up(time):
    tree("line", None)
    top = joins("top", None, time())
    a, _ = joins("a", top, time()), joins("b", top, time())
    c, _ = joins("c", a, time()), joins("d", a, time())
    time.now += timedelta(hours=1)

    position_moves.move(wanted(a, c, with_team=False, name="line"))

    assert drawn("line") == {"TOP": "top", "B": "TOP/2", "C": "TOP/3", "D": "TOP/4", "A": "C/1"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "parent", "slot", "more", "code"),
    [
        ("A", "C", 1, {}, "CYCLE"),
        ("A", "A", 1, {}, "CYCLE"),
        ("A", "B", 1, {}, "SLOT_TAKEN"),
        ("A", "B", None, {}, "SLOT_TAKEN"),
        ("A", "F", 3, {}, "SLOT_OUT_OF_RANGE"),
        ("A", "TOP", 1, {}, "UNCHANGED"),
        ("A", "F", 1, {"with_team": False}, "HAS_TEAM"),
        ("A", "F", 1, {"reason": " "}, "REQUIRED"),
        ("A", "F", 1, {"effective_at": NOVEMBER - timedelta(seconds=1)}, "PERIOD_CLOSED"),
        ("A", "F", 1, {"effective_at": NOVEMBER + timedelta(days=2)}, "CHANGED_SINCE"),
    ],
)
def test_a_move_that_cannot_be_is_refused(seven, in_force, who, parent, slot, more, code):
    in_force()
    _, people = seven
    before = drawn()

    with pytest.raises(MlmError) as refused:
        position_moves.move(wanted(people[who], people[parent], slot, **more))

    assert (refused.value.code, drawn()) == (code, before)


@pytest.mark.django_db
def test_an_enroller_moves_once_and_soon_and_in_the_own_organisation(seven, time):
    _, people = seven
    top = people["TOP"]
    joins("other", None, time())
    other = at(joins("far", None, time())).distributor

    def refused(*arguments, **more):
        with pytest.raises(MlmError) as found, transaction.atomic():
            position_moves.move(wanted(*arguments, **more))
        return found.value.code

    assert refused(people["C"], people["E"], 1, by=people["A"]) == "POSITION_UNKNOWN"
    assert refused(people["C"], other, 1, by=top) == "POSITION_UNKNOWN"
    position_moves.move(wanted(people["C"], people["E"], 1, by=top))
    assert refused(people["C"], people["A"], 1, by=top) == "MOVE_USED_UP"
    time.now += timedelta(days=7)
    assert refused(people["D"], people["A"], 1, by=top) == "MOVE_USED_UP"
    position_moves.move(wanted(people["D"], people["A"], 1))
    assert (drawn()["C"], drawn()["D"]) == ("E/1", "A/1")


@pytest.mark.django_db
def test_a_planned_move_waits_and_is_checked_again(seven, time):
    # given: C and D are both to stand in the same slot from tomorrow and the day after
    binary, people = seven
    for days, name in enumerate("CD", start=1):
        day = time() + timedelta(days=days)
        position_moves.move(wanted(people[name], people["E"], 1, effective_at=day))
    assert (position_moves.put_due(), drawn()["C"]) == (0, "A/1")

    # when
    time.now += timedelta(days=3)
    moved = position_moves.put_due()

    # then
    assert (moved, position_moves.put_due()) == (1, 0)
    assert (drawn()["C"], drawn()["D"]) == ("E/1", "A/2")
    assert list(PlannedMove.objects.order_by("id").values_list("fault", flat=True)) == [
        "",
        "SLOT_TAKEN",
    ]
    (told,) = [finding for finding in doctor.examine() if finding.name == "Moves"]
    assert (told.fine, "D's: SLOT_TAKEN" in told.message) == (False, True)
    assert hints_are_right(binary)


def test_two_moves_at_once_make_no_cycle(committed_db, time, together):
    binary = tree()
    top = joins("top", None, time())
    a, b = joins("a", top, time()), joins("b", top, time())
    below_b, below_a = wanted(a, b, 1), wanted(b, a, 1)

    results = together(lambda: position_moves.move(below_b), lambda: position_moves.move(below_a))

    refused = [result for result in results if isinstance(result, Exception)]
    assert [getattr(fault, "code", fault) for fault in refused] == ["CYCLE"]
    assert drawn() in (
        {"TOP": "top", "A": "B/1", "B": "TOP/2"},
        {"TOP": "top", "A": "TOP/1", "B": "A/1"},
    )
    assert hints_are_right(binary)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_hints_stay_right_through_moves_and_promotions(time, seed):
    chance = random.Random(seed)
    chosen = tree(width=chance.randint(1, 3), after_end="promote")
    people = [joins("top", None, time())]
    people += [
        joins(f"p{number}", chance.choice(people), time(), wishes=[Wish("binary", strategy=how)])
        for number in range(25)
        for how in [chance.choice(["breadth_first", "left_edge", "right_edge", "alternate"])]
    ]
    done = 0
    for _ in range(40):
        time.now += timedelta(minutes=1)
        who, parent = chance.sample(people, 2)
        try:
            position_moves.move(wanted(who, parent, chance.choice([None, 1, 2])))
            done += 1
        except MlmError:
            continue
        if chance.random() < 0.2:
            people.remove(who)
            enrolment.end(who.code, "left", "test")
        assert hints_are_right(chosen)
    assert done > 2 or chosen.width == 1
    assert sum(trees.heads(trees.shape(chosen), row.id) for row in tops()) == len(people)


def tops():
    return Position.objects.filter(state="placed", parent=None)
