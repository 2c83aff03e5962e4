"""Another enroller: from which instant it holds, what is refused, and what periods make of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from saleor_mlm.models import (
    CommissionLine,
    CommissionRun,
    Distributor,
    EnrollerChange,
    Estimate,
    Event,
)
from saleor_mlm.services import (
    as_of,
    enroller_changes,
    enroller_requests,
    enrolment,
    genealogy,
    recalculations,
    runs,
)
from saleor_mlm.services.as_of import AsOf
from saleor_mlm.services.enroller_changes import Wish
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import pay

pytestmark = pytest.mark.django_db
TENTH = NOVEMBER + timedelta(days=9)
DECEMBER = NOVEMBER + timedelta(days=30)
JANUARY = DECEMBER + timedelta(days=31)


def change(people, who, enroller, at=None, reason="wrong line"):
    wish = Wish(people[who], people[enroller] if enroller else None, at)
    return enroller_requests.change(wish, reason, "user:1")


def enroller_of(person):
    return Distributor.objects.get(id=person.id).enroller


def refused(people, who, enroller, at=None):
    with pytest.raises(MlmError) as error:
        change(people, who, enroller, at)
    return error.value.code, error.value.field


def test_a_change_is_one_row_and_one_pointer_and_the_team_comes_along(people, time):
    before = EnrollerChange.objects.count()

    made = change(people, "Bob", "Dora")

    assert (made.state, made.change.effective_at) == ("in_force", time())
    assert EnrollerChange.objects.count() == before + 1
    assert enroller_of(people["Bob"]) == people["Dora"]
    assert as_of.above(as_of.ENROLLER, people["Carol"].id, AsOf(time())) == [
        people["Bob"].id,
        people["Dora"].id,
    ]
    assert (made.reason, made.requested_by) == ("wrong line", "user:1")
    assert Event.objects.filter(kind="distributor.enroller_changed").count() == 1


def test_nobody_at_the_head_of_a_line(people):
    change(people, "Bob", None)

    assert enroller_of(people["Bob"]) is None


def test_a_scheduled_change_is_put_into_force_on_its_day_once(people, time):
    made = change(people, "Carol", "Dora", DECEMBER)
    assert (made.state, enroller_of(people["Carol"])) == ("scheduled", people["Bob"])
    assert not Event.objects.filter(kind="distributor.enroller_changed").exists()

    time.now = DECEMBER - timedelta(microseconds=1)
    assert enroller_changes.put_due_into_force() == 0
    time.now = DECEMBER
    assert enroller_changes.put_due_into_force() == 1
    assert enroller_changes.put_due_into_force() == 0

    made.refresh_from_db()
    assert (made.state, enroller_of(people["Carol"])) == ("in_force", people["Dora"])
    assert Event.objects.filter(kind="distributor.enroller_changed").count() == 1


def test_a_scheduled_change_taken_back_never_comes(people, time):
    made = change(people, "Carol", "Dora", DECEMBER)

    enroller_requests.withdraw(made.id, None, "user:2")

    time.now = JANUARY
    assert enroller_changes.put_due_into_force() == 0
    assert enroller_of(people["Carol"]) == people["Bob"]
    line = as_of.above(as_of.ENROLLER, people["Carol"].id, AsOf(JANUARY))
    assert line == [people["Bob"].id, people["Alice"].id]


def test_an_earlier_day_of_the_running_period_holds_until_the_next_change(people, time):
    change(people, "Carol", "Dora")
    change(people, "Carol", "Alice", at=TENTH)

    def then(days):
        at = NOVEMBER + timedelta(days=days)
        return as_of.of_one(as_of.ENROLLER, people["Carol"].id, AsOf(at))[0]

    assert [then(8), then(9), then(19), then(20)] == [
        people["Bob"].id,
        people["Alice"].id,
        people["Alice"].id,
        people["Dora"].id,
    ]
    assert enroller_of(people["Carol"]) == people["Dora"]


def test_what_cannot_be_is_refused_and_nothing_is_written(people, time):
    time.now = DECEMBER + timedelta(days=5)
    enrolment.end("DORA", "left", "user:1")
    rows = EnrollerChange.objects.count()

    assert refused(people, "Bob", "Bob") == ("CYCLE", "enrollerCode")
    assert refused(people, "Alice", "Carol") == ("CYCLE", "enrollerCode")
    assert refused(people, "Bob", "Alice") == ("UNCHANGED", "enrollerCode")
    assert refused(people, "Bob", "Dora") == ("CODE_ENDED", "enrollerCode")
    assert refused(people, "Bob", None, at=TENTH) == ("PERIOD_CLOSED", "effectiveAt")
    assert refused(people, "Bob", None, at=NOVEMBER - timedelta(1)) == ("TOO_EARLY", "effectiveAt")
    assert EnrollerChange.objects.count() == rows


def test_a_reason_is_asked_for(people):
    with pytest.raises(MlmError) as error:
        change(people, "Bob", "Dora", reason="  ")

    assert (error.value.code, error.value.field) == ("REQUIRED", "reason")


def test_a_cycle_that_would_come_later_is_refused_too(people, time):
    """Alice goes below Dora in December; so Dora can never go below Carol, not even today."""
    change(people, "Alice", "Dora", DECEMBER)

    assert refused(people, "Dora", "Carol") == ("CYCLE", "enrollerCode")


def test_what_builds_on_a_scheduled_change_holds_it_in_place(people, time):
    """In December Bob leaves Alice, in January Alice goes below Bob: the first cannot go alone."""
    first = change(people, "Bob", "Dora", DECEMBER)
    second = change(people, "Alice", "Bob", JANUARY)

    with pytest.raises(MlmError) as error:
        enroller_requests.withdraw(first.id, None, "user:2")
    enroller_requests.withdraw(second.id, None, "user:2")
    enroller_requests.withdraw(first.id, None, "user:2")

    assert error.value.code == "CYCLE"


def test_a_cycle_in_the_past_of_an_open_period_is_refused(people, time):
    """Dora was below Carol for five days; Alice could not have been below Dora then."""
    with time.at(NOVEMBER + timedelta(days=10)):
        change(people, "Dora", "Carol")
    with time.at(NOVEMBER + timedelta(days=15)):
        change(people, "Dora", None)

    assert refused(people, "Alice", "Dora", at=TENTH) == ("CYCLE", "enrollerCode")
    change(people, "Alice", "Dora", at=NOVEMBER + timedelta(days=15))


def test_the_history_of_links_is_only_added_to(people):
    for act in (
        lambda: EnrollerChange.objects.update(reason="x"),
        lambda: EnrollerChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_period_is_calculated_on_the_tree_of_its_last_instant(people, company, time):
    # given: Carol sells on the tenth, below Bob and Alice
    company.sell(people["Carol"], "100.00", at=TENTH)
    runs.estimate()
    assert pay(Estimate) == {"Carol": 1000, "Bob": 500, "Alice": 250}

    # when: on the twentieth she goes to Dora
    change(people, "Carol", "Dora")

    # then
    runs.estimate()
    assert pay(Estimate) == {"Carol": 1000, "Dora": 500}


def test_a_move_after_its_end_reaches_no_period(people, company, time):
    company.sell(people["Carol"], "100.00", at=TENTH)
    change(people, "Carol", "Dora", DECEMBER)

    time.now = DECEMBER + timedelta(days=2)
    runs.commit("2026-11", "test")
    change(people, "Carol", "Alice", DECEMBER + timedelta(days=1))

    run = CommissionRun.objects.get()
    assert pay(CommissionLine) == {"Carol": 1000, "Bob": 500, "Alice": 250}
    assert recalculations.recalculated(run).fine


def test_a_closing_period_is_closed_to_moves(people, time):
    time.now = DECEMBER + timedelta(seconds=1)

    assert refused(people, "Carol", "Dora", at=TENTH) == ("PERIOD_CLOSED", "effectiveAt")


def test_a_run_is_the_same_again_whatever_moves_came_after(people, company, time):
    company.sell(people["Carol"], "100.00", at=TENTH)
    change(people, "Carol", "Dora", TENTH)
    time.now = DECEMBER
    run = runs.commit("2026-11", "test")

    EnrollerChange.objects.create(
        distributor=people["Carol"],
        enroller=people["Alice"],
        effective_at=TENTH + timedelta(days=1),
        recorded_at=time(),
        reason="written past every check",
    )

    assert recalculations.recalculated(run).sha256 == run.result_sha256
    assert pay(CommissionLine) == {"Carol": 1000, "Dora": 500}


def test_a_run_from_before_links_had_a_history_stands_on_the_first(people, company, time):
    company.sell(people["Carol"], "100.00", at=TENTH)
    time.now = DECEMBER
    run = runs.commit("2026-11", "test")
    change(people, "Carol", "Dora")

    run.enroller_change_id_max = run.position_change_id_max = None

    assert recalculations.recalculated(run).sha256 == run.result_sha256


def test_a_commit_puts_what_is_due_into_force_first(people, company, time):
    made = change(people, "Carol", "Dora", DECEMBER - timedelta(days=1))
    company.sell(people["Carol"], "100.00", at=TENTH)

    time.now = DECEMBER
    runs.commit("2026-11", "test")

    made.refresh_from_db()
    assert made.state == "in_force"
    assert pay(CommissionLine) == {"Carol": 1000, "Dora": 500}


def test_a_sale_by_the_code_of_somebody_who_ended_goes_to_who_was_above_then(people, time):
    with time.at(NOVEMBER + timedelta(days=5)):
        enrolment.end("CAROL", "left", "user:1")
    with time.at(NOVEMBER + timedelta(days=15)):
        change(people, "Carol", "Dora")

    found = [genealogy.active_from(people["Carol"], at) for at in (TENTH, time())]
    assert found == [people["Bob"], people["Dora"]]
