"""Where new people stand in placement trees: strategies, wishes, and many at once."""

import random

import pytest
from django.db import IntegrityError, transaction

from saleor_mlm.models import (
    EstimatedStanding,
    PlacementPreference,
    Position,
    PositionChange,
    PositionHint,
)
from saleor_mlm.services import placing
from saleor_mlm.services.errors import MlmError
from saleor_mlm.services.placing import Wish

from . import trees
from .trees import drawn, hints_are_right, joins, person, slow_slot, tree


def join_below(top, names, at, **how):
    return [joins(name, top, at, **how) for name in names]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("strategy", "places"),
    [
        ("breadth_first", "TOP/1 TOP/2 A/1 A/2 B/1 B/2"),
        ("left_edge", "TOP/1 A/1 B/1 C/1 D/1 E/1"),
        ("right_edge", "TOP/2 A/2 B/2 C/2 D/2 E/2"),
        ("alternate", "TOP/1 TOP/2 A/1 B/2 C/1 D/2"),
        ("weaker_heads", "TOP/1 TOP/2 A/1 B/2 C/1 D/2"),
    ],
)
def test_each_strategy_fills_a_binary_in_its_order(time, strategy, places):
    tree(strategy=strategy)
    top = joins("top", None, time())

    join_below(top, "abcdef", time())

    assert " ".join(drawn()[letter] for letter in "ABCDEF") == places


@pytest.mark.django_db
def test_a_tree_without_a_width_grows_sideways(time):
    tree("line", None)
    top = joins("top", None, time())

    a, *_ = join_below(top, "abc", time())
    joins("d", a, time())

    assert drawn("line") == {"TOP": "top", "A": "TOP/1", "B": "TOP/2", "C": "TOP/3", "D": "A/1"}


@pytest.mark.django_db
def test_the_search_begins_at_the_nearest_above_who_stands_in_the_tree(time):
    # given: Bob came before there was a tree, and his enroller stands in it now
    top = person("top", None, time())
    bob = person("bob", top, time())
    tree()
    placing.admit(top, actor="test")

    # when
    joins("carol", bob, time())

    # then
    assert drawn() == {"TOP": "top", "CAROL": "TOP/1"}


@pytest.mark.django_db
def test_the_log_tells_strategy_and_reason(time):
    tree(strategy="weaker_heads")
    top = joins("top", None, time())
    join_below(top, "abc", time())

    log = list(PositionChange.objects.order_by("id").values_list("reason", "actor"))

    assert log == [
        ("nobody above stands in the tree", "test"),
        ("weaker_heads: nobody stands in slot 1; foot of slot 1's line", "test"),
        ("weaker_heads: nobody stands in slot 2; foot of slot 2's line", "test"),
        ("weaker_heads: legs 1: 1, 2: 1; foot of slot 1's line", "test"),
    ]


@pytest.mark.django_db
def test_the_weaker_leg_by_volume_is_that_of_the_period_that_runs(time, in_force):
    # given: the left leg has 700 of the volume, the right one 650
    in_force()
    tree(strategy="weaker_volume", volume="group")
    top = joins("top", None, time())
    a, b = join_below(top, "ab", time())
    for leg, volume in ((a, "700.00"), (b, "650.00")):
        EstimatedStanding.objects.create(
            distributor=leg, period="2026-11", volumes={"group": volume}, tests={}
        )

    # when
    joins("c", top, time())

    # then
    assert drawn()["C"] == "B/2"
    assert PositionChange.objects.last().reason == (
        "weaker_volume: legs 1: 700, 2: 650; foot of slot 2's line"
    )


@pytest.mark.django_db
def test_what_decides_in_turn_a_wish_the_link_the_enrollers_preference_the_tree(time):
    binary = tree(strategy="breadth_first")
    top = joins("top", None, time())
    PlacementPreference.objects.create(
        tree=binary, distributor=top, strategy="right_edge", changed_at=time()
    )

    joins("a", top, time())
    joins("b", top, time(), link="left")
    joins("c", top, time(), link="left", wishes=[Wish("binary", strategy="right_edge")])
    joins("d", top, time(), link="left", wishes=[Wish("binary", "B", 2)])
    joins("e", top, time(), wishes=[Wish("binary", "A", strategy="left_edge")])

    assert drawn() == {
        "TOP": "top",
        "A": "TOP/2",
        "B": "TOP/1",
        "C": "A/2",
        "D": "B/2",
        "E": "A/1",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("nowhere"), "TREE_UNKNOWN"),
        (Wish("binary", "NOBODY", 1), "POSITION_UNKNOWN"),
        (Wish("binary", "OTHER", 1), "POSITION_UNKNOWN"),
        (Wish("binary", "TOP", 1), "SLOT_TAKEN"),
        (Wish("binary", "TOP", 3), "SLOT_OUT_OF_RANGE"),
        (Wish("binary", "TOP", 0), "SLOT_OUT_OF_RANGE"),
    ],
)
def test_a_place_that_cannot_be_is_refused(time, wish, code):
    tree()
    top = joins("top", None, time())
    joins("other", None, time())
    joins("a", top, time())

    with pytest.raises(MlmError) as refused, transaction.atomic():
        joins("b", top, time(), wishes=[wish])

    assert refused.value.code == code
    assert drawn() == {"TOP": "top", "OTHER": "top", "A": "TOP/1"}


@pytest.mark.django_db
def test_the_database_keeps_places_whoever_writes_them(time):
    tree()
    tree("other")
    top = joins("top", None, time())
    a = joins("a", top, time())
    above, below = (Position.objects.get(distributor=who, tree__name="binary") for who in (top, a))
    elsewhere = Position.objects.get(distributor=top, tree__name="other")

    for wrong in (
        {"parent": elsewhere, "slot": 2},
        {"parent": above, "slot": 3},
        {"parent": above, "slot": 0},
        {"parent": above, "slot": None},
        {"parent": below, "slot": 1},
        {"state": "held"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Position.objects.filter(id=below.id).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.filter(id=above.id).update(state="removed")
    with pytest.raises(IntegrityError), transaction.atomic():
        PositionChange.objects.filter(position=below).update(slot=2)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_hints_never_change_the_result(time, seed):
    """Random enrollers, strategies and places by hand in a tree of one to four slots."""
    chance = random.Random(seed)
    chosen = tree(width=chance.randint(1, 4))
    people = [joins("top", None, time())]
    for number in range(70):
        start = chance.choice(people)
        strategy = chance.choice(["breadth_first", "left_edge", "right_edge", "weaker_heads"])
        place = placing.first_of(chosen, start)
        expected = slow_slot(trees.shape(chosen), place.id, chosen.width, strategy)

        made = joins(f"p{number}", start, time(), wishes=[Wish("binary", strategy=strategy)])

        position = Position.objects.get(distributor=made)
        assert (position.parent_id, position.slot) == expected
        people.append(made)
    assert hints_are_right(chosen)


@pytest.mark.django_db
def test_hints_that_are_missing_are_made_anew(time):
    binary = tree()
    top = joins("top", None, time())
    join_below(top, "abc", time())
    PositionHint.objects.all().delete()

    joins("d", top, time())

    assert drawn()["D"] == "A/2"
    assert hints_are_right(binary)


def test_two_hundred_enrolments_at_once_leave_no_slot_twice_and_no_hole(
    committed_db, time, together
):
    """Two hundred connections; below the enroller the tree is then complete."""
    binary = tree()
    top = joins("top", None, time())

    def enrol(number):
        def work():
            with transaction.atomic():
                return joins(f"p{number}", top, time())

        return work

    results = together(*[enrol(number) for number in range(200)])

    assert [result for result in results if isinstance(result, Exception)] == []
    found = trees.shape(binary)
    waiting, order = [placing.first_of(binary, top).id], []
    while waiting:
        order += waiting
        waiting = [found[here][slot] for here in waiting for slot in sorted(found[here])]
    full = [len(found[position]) for position in order]
    assert full == [2] * 100 + [0] * 101
    assert hints_are_right(binary)
