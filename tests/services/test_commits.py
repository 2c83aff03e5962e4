"""What happens at the same time as a commit: workers that read, plans that are published."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest

from saleor_mlm.models import CommissionLine, CommissionRun, PlanVersion
from saleor_mlm.services import ledger, outbox, plans, runs
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER, PLAN

DECEMBER = NOVEMBER + timedelta(days=30)
WEEKLY = PLAN.replace("period: month", "period: week")


@pytest.fixture(autouse=True)
def _not_paused(monkeypatch):
    monkeypatch.setattr(outbox, "_paused_until", 0.0)


def test_a_commit_counts_what_a_worker_is_just_reading(
    committed_db, company, in_force, time, together
):
    """Its order was paid in the period: passed over, it would be paid by another period's plan."""
    # given: a worker holds an order of November until the commit has had its chance
    carol = company.join("Carol")
    in_force()
    outbox.put(uuid4())
    reading, chance = threading.Event(), threading.Event()

    def read(order_id, code):
        company.sell(carol, "10.00", at=NOVEMBER + timedelta(days=1))
        reading.set()
        chance.wait(2)

    def commit():
        reading.wait(20)
        run = runs.commit("2026-11", "test")
        chance.set()
        return run

    # when
    time.now = DECEMBER
    _, run = together(lambda: outbox.drain(read), commit)

    # then
    assert list(CommissionLine.objects.values_list("run_id", "amount_minor")) == [(run.id, 100)]


def test_no_plan_slips_under_a_period_that_is_being_committed(
    committed_db, company, in_force, time, together, monkeypatch
):
    in_force()
    time.now = DECEMBER
    posting, chance = threading.Event(), threading.Event()
    post_run = ledger.post_run

    def slow(run, owed):
        posting.set()
        chance.wait(1)
        return post_run(run, owed)

    monkeypatch.setattr(ledger, "post_run", slow)

    def publish():
        posting.wait(20)
        try:
            return plans.publish(PLAN.replace("10 %", "20 %"), NOVEMBER.date(), "test")
        finally:
            chance.set()

    _, published = together(lambda: runs.commit("2026-11", "test"), publish)

    assert isinstance(published, MlmError)
    assert published.code == "PERIOD_COMMITTED"
    assert (CommissionRun.objects.count(), PlanVersion.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_calendar_stays_although_nothing_is_committed_yet(in_force):
    """A plan of weeks to come would at once turn the open month into weeks."""
    in_force()

    with pytest.raises(MlmError) as refused:
        plans.publish(WEEKLY, date(2027, 1, 4), "test")

    assert refused.value.code == "CALENDAR_CHANGED"
    assert plans.period_of(NOVEMBER).key == "2026-11"


@pytest.mark.django_db
def test_a_calendar_chosen_by_mistake_can_be_replaced_from_its_first_day(in_force):
    in_force()

    plans.publish(PLAN.replace("period: month", "period: day"), NOVEMBER.date(), "test")

    assert plans.period_of(NOVEMBER).key == "2026-11-01"


@pytest.mark.django_db
def test_an_entry_without_postings_is_no_fault_where_the_run_nets_to_nothing(
    company, in_force, time
):
    """One sale is taken back and another paid, to one person for release on one day."""
    # given: a sale of November, committed
    carol = company.join("Carol")
    in_force()
    sold = company.sell(carol, "10.00", at=NOVEMBER + timedelta(days=1))
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    # when
    company.give_back(sold, "10.00", DECEMBER)
    company.sell(carol, "10.00", at=NOVEMBER + timedelta(days=1))
    time.now = DECEMBER + timedelta(days=31)
    runs.commit("2026-12", "test")

    # then
    assert sorted(CommissionLine.objects.values_list("amount_minor", flat=True)) == [-100, 100, 100]
    assert ledger.verify() == []
