"""The holding tank: who may place whom until when, and what the beat does afterwards."""

from datetime import timedelta

import pytest
from django.db import transaction

from saleor_mlm.models import Position, PositionChange
from saleor_mlm.services import holding_tank, placement_preferences
from saleor_mlm.services.errors import MlmError
from saleor_mlm.services.placing import Wish

from .trees import drawn, hints_are_right, joins, person, tree

WINDOW = timedelta(days=7)


@pytest.fixture
def tank(time):
    """A binary whose people wait a week; Top stands at the top, Ann and Ben wait."""
    made = tree(window_days=7)
    top = joins("top", None, time())
    return made, top, joins("ann", top, time()), joins("ben", top, time())


def held(who):
    return Position.objects.get(distributor=who)


@pytest.mark.django_db
def test_the_enroller_places_within_the_window(tank, time):
    binary, top, ann, ben = tank
    time.now += WINDOW

    holding_tank.place(held(ben).id, Wish("binary", slot=2), "user:1", by=top)
    holding_tank.place(held(ann).id, Wish("binary", "BEN", strategy="left_edge"), "user:1", by=top)

    assert drawn() == {"TOP": "top", "BEN": "TOP/2", "ANN": "BEN/1"}
    assert list(holding_tank.waiting(top)) == []
    log = PositionChange.objects.filter(position=held(ben)).order_by("id")
    assert list(log.values_list("state", "slot", "reason", "actor")) == [
        ("held", None, "waits to be placed", "test"),
        ("placed", 2, "by hand", "user:1"),
    ]


@pytest.mark.django_db
def test_nobody_else_places_and_nobody_twice_or_too_late(tank, time):
    _, top, ann, ben = tank
    other = joins("other", None, time())
    wish = Wish("binary", slot=1)

    with pytest.raises(MlmError) as foreign, transaction.atomic():
        holding_tank.place(held(ann).id, wish, "user:2", by=other)
    with pytest.raises(MlmError) as elsewhere, transaction.atomic():
        holding_tank.place(held(ann).id, Wish("binary", "OTHER", 1), "user:1", by=top)
    holding_tank.place(held(ann).id, wish, "user:1", by=top)
    with pytest.raises(MlmError) as twice, transaction.atomic():
        holding_tank.place(held(ann).id, Wish("binary", slot=2), "user:1", by=top)
    time.now += WINDOW + timedelta(seconds=1)
    with pytest.raises(MlmError) as late, transaction.atomic():
        holding_tank.place(held(ben).id, Wish("binary", slot=2), "user:1", by=top)
    holding_tank.place(held(ben).id, Wish("binary", "OTHER", 2), "user:9", by=None)

    codes = [refused.value.code for refused in (foreign, elsewhere, twice, late)]
    assert codes == ["POSITION_UNKNOWN", "POSITION_UNKNOWN", "NOT_HELD", "WINDOW_OVER"]
    assert drawn() == {"TOP": "top", "OTHER": "top", "ANN": "TOP/1", "BEN": "OTHER/2"}


@pytest.mark.django_db
def test_what_is_overdue_is_placed_by_link_preference_or_tree_in_the_order_of_joining(tank, time):
    binary, top, ann, _ = tank
    joins("cid", top, time() + timedelta(minutes=1), link="left")
    joins("dan", ann, time() + timedelta(minutes=2))
    placement_preferences.choose(top, "binary", "right_edge")

    assert holding_tank.place_due() == 0
    time.now += WINDOW + timedelta(minutes=5)
    assert holding_tank.place_due() == 4
    assert holding_tank.place_due() == 0

    assert drawn() == {"TOP": "top", "ANN": "TOP/2", "BEN": "ANN/2", "CID": "TOP/1", "DAN": "ANN/1"}
    assert hints_are_right(binary)


def test_two_beats_at_once_place_each_once(committed_db, time, together):
    tree(window_days=7)
    top = joins("top", None, time())
    for number in range(8):
        joins(f"p{number}", top, time())
    time.now += WINDOW + timedelta(minutes=1)

    placed = together(*[holding_tank.place_due] * 3)

    assert sum(placed) == 8
    assert PositionChange.objects.filter(state="placed").count() == 9


@pytest.mark.django_db
def test_a_new_tree_takes_in_who_is_there_already(time):
    top = person("top", None, time())
    person("ann", top, time())
    gone = person("gone", top, time())
    gone.status = "ended"
    gone.save()
    time.now += timedelta(days=1)
    tree()

    holding_tank.place_due()
    person("beside", top, time())  # an enrolment that began before there was the tree
    holding_tank.place_due()
    time.now += timedelta(minutes=11)
    holding_tank.place_due()
    person("wrong", top, time())
    holding_tank.place_due()

    assert drawn() == {"TOP": "top", "ANN": "TOP/1", "BESIDE": "TOP/2"}


@pytest.mark.django_db
def test_a_preference_is_only_for_what_the_tree_can_do(time):
    tree()
    tree("line", None)
    top = joins("top", None, time())

    placement_preferences.choose(top, "binary", "left_edge")
    placement_preferences.choose(top, "binary", "alternate")
    codes = []
    for name, strategy in (("line", "left_edge"), ("binary", "weaker_volume"), ("none", None)):
        with pytest.raises(MlmError) as refused:
            placement_preferences.choose(top, name, strategy)
        codes.append(refused.value.code)

    assert codes == ["STRATEGY_NEEDS_WIDTH", "STRATEGY_NEEDS_VOLUME", "TREE_UNKNOWN"]
    assert placement_preferences.chosen(top, "binary") == "alternate"
    placement_preferences.choose(top, "binary", None)
    assert placement_preferences.chosen(top, "binary") is None
