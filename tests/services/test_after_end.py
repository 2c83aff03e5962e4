"""What becomes of the place of somebody who leaves, and comes back."""

from datetime import timedelta

import pytest
from saleor.account.models import User

from saleor_mlm.adapters import clock
from saleor_mlm.models import Distributor
from saleor_mlm.services import after_end, enrolment

from .trees import drawn, hints_are_right, joins, tree


@pytest.fixture(autouse=True)
def _time_goes_on(time, monkeypatch):
    """No two looks at the clock see the same instant."""

    def tick():
        time.now += timedelta(microseconds=1)
        return time.now

    monkeypatch.setattr(clock, "now", tick)


def left(name):
    enrolment.end(name, "left", "staff:1")


@pytest.mark.django_db
def test_a_hole_keeps_its_place(time):
    tree(after_end="hole")
    top = joins("top", None, time())
    a = joins("a", top, time())
    joins("b", a, time())

    left("A")

    assert drawn() == {"TOP": "top", "A": "TOP/1", "B": "A/1"}


@pytest.mark.django_db
def test_a_team_rolls_up_beside_those_who_are_there_and_back_again(time):
    tree("line", None, after_end="roll_up")
    top = joins("top", None, time())
    a, _ = joins("a", top, time()), joins("b", top, time())
    c, _ = joins("c", a, time()), joins("d", a, time())
    joins("e", c, time())

    left("A")
    assert drawn("line") == {
        "TOP": "top", "A": "removed", "B": "TOP/2", "C": "TOP/3", "D": "TOP/4", "E": "C/1"
    }  # fmt: skip

    enrolment.reinstate("A", "came back", "staff:1")
    assert drawn("line") == {
        "TOP": "top", "A": "TOP/5", "B": "TOP/2", "C": "A/1", "D": "A/2", "E": "C/1"
    }  # fmt: skip


@pytest.mark.django_db
def test_the_earliest_below_is_promoted_and_everybody_keeps_the_side(time):
    # given: TOP; A, B; C and D below A; E below C in slot 2
    binary = tree(after_end="promote")
    top = joins("top", None, time())
    a, _ = joins("a", top, time()), joins("b", top, time())
    c, _ = joins("c", a, time()), joins("d", a, time())
    joins("e", c, time(), link="right")

    # when
    left("A")

    # then: C has A's place and D's team, E has C's
    assert drawn() == {
        "TOP": "top", "A": "removed", "B": "TOP/2", "C": "TOP/1", "D": "C/2", "E": "C/1"
    }  # fmt: skip
    assert hints_are_right(binary)

    enrolment.reinstate("A", "came back", "staff:1")
    assert drawn()["A"] == "B/1"
    assert hints_are_right(binary)


@pytest.mark.django_db
def test_who_leaves_the_tank_is_not_placed(time):
    tree(window_days=7)
    top = joins("top", None, time())
    joins("a", top, time())

    left("A")

    assert drawn() == {"TOP": "top", "A": "removed"}


@pytest.mark.django_db
def test_who_enrols_through_the_door_stands_in_the_tree(time):
    tree()
    for name, above in (("TOP", None), ("ANN", "TOP")):
        user = User.objects.create(email=f"{name}@example.com", is_active=True)
        enrolment.enroll(
            user_id=user.pk, enroller_code=above, display_name=name, code=name, actor="test"
        )

    assert drawn() == {"TOP": "top", "ANN": "TOP/1"}


@pytest.mark.django_db
def test_a_cancelled_enrolment_leaves_no_hole_where_nobody_stands_below(time):
    binary = tree(after_end="hole")
    top = joins("top", None, time())
    a, b = joins("a", top, time()), joins("b", top, time())
    joins("c", a, time())

    after_end.cancelled(b, "user:1")
    after_end.cancelled(a, "user:1")

    assert drawn() == {"TOP": "top", "A": "TOP/1", "B": "removed", "C": "A/1"}
    assert hints_are_right(binary)


@pytest.mark.django_db
def test_who_enrols_again_is_placed_below_the_new_enroller_without_the_former_team(time):
    binary = tree(after_end="hole")
    top = joins("top", None, time())
    a, b = joins("a", top, time()), joins("b", top, time())
    joins("c", a, time())
    left("B")
    Distributor.objects.filter(id=b.id).update(enroller=a, status="active")

    after_end.rejoined(b, "user:1")
    after_end.rejoined(a, "user:1")

    assert drawn() == {"TOP": "top", "A": "TOP/1", "B": "A/2", "C": "A/1"}
    assert hints_are_right(binary)
