"""Plans that walk placement trees, from their publication to the cents of a committed run."""

from datetime import timedelta

import pytest
from django.db import transaction

from saleor_mlm.models import (
    Attribution,
    CommissionLine,
    CommissionRun,
    Estimate,
    OrderPosition,
    Position,
)
from saleor_mlm.services import (
    enrolment,
    holding_tank,
    more_positions,
    placement_trees,
    placing,
    plans,
    position_moves,
    recalculations,
    runs,
)
from saleor_mlm.services.errors import MlmError
from saleor_mlm.services.placing import Wish
from saleor_mlm.services.position_moves import Wanted

from .conftest import NOVEMBER
from .placed import pay
from .trees import joins, tree

DECEMBER = NOVEMBER + timedelta(days=30)
PLAN = """
plan: {name}
name: Level
time_zone: UTC
period: month
rounding: half-even
trees: [enroller, {name}]
bonuses:
  level:
    kind: level
    tree: {name}
    base: cv
    rates: {{by: level, rows: [10 %, 5 %]}}
    compression: none
"""


def publish(name="binary"):
    return plans.publish(PLAN.format(name=name), NOVEMBER.date(), "test")


def at(who):
    return Position.objects.get(distributor=who)


@pytest.fixture
def switched_on(in_force, time):
    in_force()
    time.now = NOVEMBER + timedelta(days=2)


@pytest.mark.django_db
def test_a_level_bonus_follows_places_and_not_enrollers(company, switched_on, time):
    # given: Top enrolled everybody; Cid stands below Ann, who stands below Top
    tree()
    top = joins("Top", None, time())
    ann, ben = joins("Ann", top, time()), joins("Ben", top, time())
    cid = joins("Cid", top, time())
    publish()
    company.sell(cid, "123.45")
    company.sell(ben, "10.00")

    # when
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    # then: 10 % of 123.45 to Cid and 5 % to Ann; 10 % of 10.00 to Ben and 5 % to Top
    assert pay(CommissionLine) == {"Cid": 1234, "Ann": 617, "Ben": 100, "Top": 50}
    assert ann.enroller == cid.enroller == top


@pytest.mark.django_db
def test_a_move_after_the_period_changes_nothing_of_it(company, switched_on, time):
    # given: a sale in November; Cid moves below Ben in December, before the commit
    tree()
    top = joins("Top", None, time())
    _, ben, cid = joins("Ann", top, time()), joins("Ben", top, time()), joins("Cid", top, time())
    publish()
    company.sell(cid, "100.00")
    time.now = DECEMBER + timedelta(days=1)
    move = Wanted(at(cid).id, at(ben).id, 1, True, "wrong side", "staff:1")
    position_moves.move(move)
    company.sell(cid, "100.00")

    # when
    runs.commit("2026-11", "test")
    time.now = DECEMBER + timedelta(days=40)
    runs.commit("2026-12", "test")

    # then
    november, december = CommissionRun.objects.order_by("starts_at")
    assert pay(CommissionLine, run=november) == {"Cid": 1000, "Ann": 500}
    assert pay(CommissionLine, run=december) == {"Cid": 1000, "Ben": 500}
    assert [recalculations.recalculated(run).fine for run in (november, december)] == [True, True]


@pytest.mark.django_db
def test_who_waits_counts_below_the_enroller_where_there_is_no_width(company, switched_on, time):
    tree("line", None, window_days=14)
    top = joins("Top", None, time())
    ann = joins("Ann", top, time())
    cid = joins("Cid", ann, time())
    publish("line")
    company.sell(cid, "100.00")

    runs.estimate()

    assert pay(Estimate) == {"Cid": 1000, "Ann": 500}


@pytest.mark.django_db
def test_who_waits_enters_a_binary_with_the_placement_in_the_same_period(
    company, switched_on, time
):
    tree(window_days=14)
    top = joins("Top", None, time())
    ann = joins("Ann", top, time())
    publish()
    company.sell(ann, "100.00")
    runs.estimate()
    assert pay(Estimate) == {}

    holding_tank.place(at(ann).id, Wish("binary", slot=2), "user:1", by=top)
    runs.estimate()

    assert pay(Estimate) == {"Ann": 1000, "Top": 500}


@pytest.mark.django_db
def test_who_was_rolled_up_is_outside_and_the_team_one_nearer(company, switched_on, time):
    tree("line", None, after_end="roll_up")
    top = joins("Top", None, time())
    ann = joins("Ann", top, time())
    cid = joins("Cid", ann, time())
    publish("line")
    enrolment.end("ANN", "left", "staff:1")
    company.sell(cid, "100.00")

    runs.estimate()

    assert pay(Estimate) == {"Cid": 1000, "Top": 500}


@pytest.mark.django_db
def test_a_plan_names_trees_that_the_store_has(switched_on):
    with pytest.raises(MlmError) as refused:
        publish()

    assert refused.value.code == "PLAN_UNSUPPORTED"
    assert "the tree `binary`, which the store has not" in refused.value.message


@pytest.mark.django_db
def test_a_plan_and_second_positions_do_not_share_a_tree(switched_on, time):
    tree()
    tree("clubs")
    top = joins("Top", None, time())
    publish()

    with pytest.raises(MlmError) as walked, transaction.atomic():
        more_positions.add(top, Wish("binary"), "staff:1", by_staff=True)
    second = more_positions.add(top, Wish("clubs"), "staff:1", by_staff=True)
    with pytest.raises(MlmError) as published:
        publish("clubs")

    assert (walked.value.code, second.number) == ("PLAN_WALKS_TREE", 2)
    assert "TOP holds several positions" in published.value.message


@pytest.mark.django_db
def test_owners_add_positions_where_the_tree_lets_them(time):
    tree("clubs")
    top = joins("Top", None, time())
    other = joins("Other", None, time())

    with pytest.raises(MlmError) as refused, transaction.atomic():
        more_positions.add(top, Wish("clubs"), "user:1", by_staff=False)
    placement_trees.update("clubs", owners_add=True)
    made = more_positions.add(top, Wish("clubs", slot=2), "user:1", by_staff=False)
    below_other = Wish("clubs", slot=1, parent=placing.first_of(made.tree, other).id)
    with pytest.raises(MlmError) as elsewhere, transaction.atomic():
        more_positions.add(top, below_other, "user:1", by_staff=False)

    assert (refused.value.code, elsewhere.value.code) == ("OWNERS_MAY_NOT", "POSITION_UNKNOWN")
    assert (made.number, made.slot, made.parent.distributor) == (2, 2, top)


@pytest.mark.django_db
def test_an_order_belongs_to_one_position_until_a_run_counts_it(company, switched_on, time):
    tree("clubs")
    top = joins("Top", None, time())
    other = joins("Other", None, time())
    second = more_positions.add(top, Wish("clubs"), "staff:1", by_staff=True)
    company.sell(top, "100.00")
    order_id = Attribution.objects.get().order_id
    first = Position.objects.get(distributor=top, number=1)

    more_positions.assign_order(order_id, second.id, "user:1", by=top)
    more_positions.assign_order(order_id, first.id, "user:1", by=top)
    more_positions.assign_order(order_id, second.id, "staff:1", by=None)
    codes = []
    for position, by in ((at(other), None), (second, other)):
        with pytest.raises(MlmError) as refused, transaction.atomic():
            more_positions.assign_order(order_id, position.id, "x", by=by)
        codes.append(refused.value.code)
    assert more_positions.position_of_order(order_id, "clubs") == second
    time.now = DECEMBER
    runs.commit("2026-11", "test")
    with pytest.raises(MlmError) as late, transaction.atomic():
        more_positions.assign_order(order_id, first.id, "user:1", by=top)

    assert [*codes, late.value.code] == ["POSITION_UNKNOWN", "ORDER_NOT_FOUND", "PERIOD_COMMITTED"]
    assert OrderPosition.objects.count() == 3
