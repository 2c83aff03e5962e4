"""Commission runs: what is estimated is what is committed, once, and what a refund takes back."""

import threading
from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest

from saleor_mlm.models import CommissionLine, CommissionRun, Entry, Estimate, Posting
from saleor_mlm.services import earnings, ledger, networks, outbox, plans, runs, sweep
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER, PLAN

DECEMBER = NOVEMBER + timedelta(days=30)
JANUARY = DECEMBER + timedelta(days=31)


@pytest.fixture
def line(company):
    alice = company.join("Alice")
    bob = company.join("Bob", alice)
    return alice, bob, company.join("Carol", bob)


def money(person, period):
    return [
        (row.currency, row.estimated_minor, row.pending_minor, row.available_minor)
        for row in earnings.earnings(person.id, period)
    ]


@pytest.mark.django_db
def test_estimate_and_commit_give_each_in_the_line_the_same(company, line, in_force, time):
    # given: two order lines of Carol's customer
    alice, bob, carol = line
    in_force()
    company.sell(carol, "24.70")
    company.sell(carol, "33.30")

    # when
    runs.estimate()
    estimated = [money(person, "2026-11") for person in (carol, bob, alice)]
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    # then: half-even, a line at a time (half-up would give Bob 2.91)
    assert estimated == [[("USD", 580, 0, 0)], [("USD", 290, 0, 0)], [("USD", 145, 0, 0)]]
    assert [money(person, "2026-11") for person in (carol, bob, alice)] == [
        [("USD", 0, 580, 0)],
        [("USD", 0, 290, 0)],
        [("USD", 0, 145, 0)],
    ]


@pytest.mark.django_db
def test_refunds_after_the_commit_take_back_exactly_what_was_paid(company, line, in_force, time):
    # given: 2 x 12.35 paid in November
    _, _, carol = line
    in_force()
    sold = company.sell(carol, "24.70")
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    # when: one goes back in December, the other in January
    company.give_back(sold, "12.35")
    time.now = JANUARY
    runs.commit("2026-12", "test")
    company.give_back(sold, "12.35")
    time.now = JANUARY + timedelta(days=31)
    runs.commit("2027-01", "test")

    # then
    amounts = CommissionLine.objects.filter(distributor=carol).order_by("id")
    assert list(amounts.values_list("amount_minor", flat=True)) == [247, -123, -124]


@pytest.mark.django_db
def test_an_estimate_carries_an_uncommitted_period_into_the_next(company, line, in_force, time):
    # given: sold in November, refunded in December, and nothing is committed yet
    _, _, carol = line
    in_force()
    sold = company.sell(carol, "24.70")
    time.now = DECEMBER + timedelta(days=1)
    company.give_back(sold, "12.35")

    # when
    runs.estimate()

    # then
    assert money(carol, "2026-11") == [("USD", 247, 0, 0)]
    assert money(carol, "2026-12") == [("USD", -123, 0, 0)]


@pytest.mark.django_db
def test_what_comes_late_counts_in_the_first_open_period(company, line, in_force, time):
    # given: November is committed
    _, _, carol = line
    in_force()
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    # when: a sale of November shows only now
    company.sell(carol, "10.00", at=NOVEMBER + timedelta(days=3))
    runs.estimate()

    # then
    assert money(carol, "2026-12") == [("USD", 100, 0, 0)]


@pytest.mark.django_db
def test_goods_not_sent_count_as_volume_and_earn_nothing_yet(company, line, in_force):
    _, _, carol = line
    in_force()
    company.sell(carol, "24.70", sent=False)

    runs.estimate()

    november = plans.period("2026-11")
    assert earnings.personal_volume_e4(carol.id, november) == (247_000, 247_000)
    assert Estimate.objects.count() == 0


@pytest.mark.django_db
def test_an_ended_person_is_passed_over_and_named(company, line, in_force):
    alice, bob, carol = line
    in_force()
    company.status(bob, "ended", NOVEMBER + timedelta(days=1))
    company.sell(carol, "24.70", at=NOVEMBER + timedelta(days=2))

    runs.estimate()

    found = Estimate.objects.get(distributor=alice)
    assert (found.level, found.paid_level, found.amount_minor) == (3, 2, 124)
    assert found.skipped == [{"distributor": bob.id, "reason": "ended"}]
    assert not Estimate.objects.filter(distributor=bob).exists()


@pytest.mark.django_db
def test_what_was_sold_before_the_end_is_paid_to_the_ended(company, line, in_force):
    alice, bob, carol = line
    in_force()
    company.status(bob, "ended", NOVEMBER + timedelta(days=2))
    company.sell(carol, "24.70", at=NOVEMBER + timedelta(days=1))

    runs.estimate()

    assert money(bob, "2026-11") == [("USD", 124, 0, 0)]
    assert money(alice, "2026-11") == [("USD", 62, 0, 0)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2026-11", "PERIOD_NOT_ENDED"),
        ("2026-10", "PERIOD_UNKNOWN"),
        ("2026-13", "PERIOD_UNKNOWN"),
        ("soon", "PERIOD_UNKNOWN"),
    ],
)
def test_a_period_that_cannot_be_committed_is_refused(in_force, time, period, code):
    in_force()

    with pytest.raises(MlmError) as refused:
        runs.commit(period, "test")

    assert refused.value.code == code
    assert CommissionRun.objects.count() == 0


@pytest.mark.django_db
def test_periods_are_committed_in_order_and_once(in_force, time):
    in_force()
    time.now = JANUARY

    with pytest.raises(MlmError) as early:
        runs.commit("2026-12", "test")
    runs.commit("2026-11", "test")
    with pytest.raises(MlmError) as twice:
        runs.commit("2026-11", "test")

    assert (early.value.code, twice.value.code) == ("EARLIER_PERIOD_OPEN", "PERIOD_COMMITTED")


def test_two_commits_at_once_post_once(
    committed_db, company, in_force, time, together, monkeypatch
):
    # given: neither goes on before the other has found the period open
    carol = company.join("Carol")
    in_force()
    company.sell(carol, "24.70")
    time.now = DECEMBER
    both_checked = threading.Barrier(2)
    read_everything = sweep.read_everything

    def read_and_wait():
        read_everything()
        both_checked.wait(20)

    monkeypatch.setattr(sweep, "read_everything", read_and_wait)

    # when
    first, second = together(
        lambda: runs.commit("2026-11", "one"), lambda: runs.commit("2026-11", "two")
    )

    # then
    codes = sorted(getattr(item, "code", "committed") for item in (first, second))
    assert codes == ["PERIOD_COMMITTED", "committed"]
    assert Entry.objects.count() == 1
    assert sorted(Posting.objects.values_list("amount_minor", flat=True)) == [-247, 247]
    assert ledger.verify() == []


@pytest.mark.django_db
def test_a_plan_cannot_change_the_calendar_or_the_past(in_force, time):
    in_force()
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    with pytest.raises(MlmError) as past:
        plans.publish(PLAN.replace("name: Level", "name: Other"), NOVEMBER.date(), "test")
    with pytest.raises(MlmError) as weekly:
        plans.publish(PLAN.replace("month", "day"), DECEMBER.date(), "test")

    assert (past.value.code, weekly.value.code) == ("PERIOD_COMMITTED", "CALENDAR_CHANGED")


def test_a_commit_waits_for_a_reading_under_way(
    committed_db, company, in_force, time, together, monkeypatch
):
    """A worker that holds an order has not written its sale lines yet."""
    # given: after the commit's look at the network a worker reads an order of November, slowly
    carol = company.join("Carol")
    in_force()
    time.now = DECEMBER
    looked, reading = threading.Event(), threading.Event()
    known_now = networks.known_now

    def known_before_the_reading():
        known = known_now()
        outbox.write(uuid4())
        looked.set()
        reading.wait(20)
        return known

    def read(order_id, code):
        reading.set()
        sleep(0.5)
        company.sell(carol, "24.70", at=NOVEMBER + timedelta(days=3))

    def drain():
        looked.wait(20)
        return outbox.drain(read)

    def commit():
        runs.commit("2026-11", "test")

    # when
    monkeypatch.setattr(networks, "known_now", known_before_the_reading)
    results = together(drain, commit)

    # then
    assert results == [1, None]
    assert money(carol, "2026-11") == [("USD", 0, 0, 247)]
