"""Changes of enroller at the same time as others and as a commit: the database decides."""

import contextlib
import threading
from datetime import timedelta

from saleor_mlm.models import CommissionLine, Distributor
from saleor_mlm.services import enroller_changes, enroller_requests, genealogy, runs
from saleor_mlm.services.enroller_changes import Wish
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import pay

DECEMBER = NOVEMBER + timedelta(days=30)


def change(people, who, enroller, at=None):
    return enroller_requests.change(Wish(people[who], people[enroller], at), "r", "user:1")


def test_two_opposite_moves_at_once_leave_a_tree(committed_db, people, together, monkeypatch):
    """Alice's whole team below Dora, and Dora below Carol of that team: each alone may be."""
    checked = threading.Barrier(2, timeout=1)
    would_close = enroller_changes.would_close_a_cycle

    def slow(wish):
        found = would_close(wish)
        with contextlib.suppress(threading.BrokenBarrierError):
            checked.wait()
        return found

    monkeypatch.setattr(enroller_changes, "would_close_a_cycle", slow)

    made = together(
        lambda: change(people, "Alice", "Dora"), lambda: change(people, "Dora", "Carol")
    )

    outcomes = {getattr(found, "code", None) or found.state for found in made}
    assert outcomes == {"CYCLE", "in_force"}
    assert all(
        person.id not in genealogy.upline_ids(person.id, 10) for person in Distributor.objects.all()
    )


def test_a_change_during_a_commit_is_refused(
    committed_db, people, company, time, together, monkeypatch
):
    company.sell(people["Carol"], "100.00", at=NOVEMBER + timedelta(days=9))
    time.now = DECEMBER
    calculating, chance = threading.Event(), threading.Event()
    finish_reading = runs._finish_reading

    def slow():
        finish_reading()
        calculating.set()
        chance.wait(20)

    monkeypatch.setattr(runs, "_finish_reading", slow)

    def move():
        calculating.wait(20)
        try:
            return change(people, "Carol", "Dora")
        finally:
            chance.set()

    _, moved = together(lambda: runs.commit("2026-11", "test"), move)

    assert (type(moved), moved.code) == (MlmError, "COMMIT_UNDER_WAY")
    assert pay(CommissionLine) == {"Carol": 1000, "Bob": 500, "Alice": 250}


def test_a_commit_knows_a_change_that_was_under_way(
    committed_db, people, company, time, together, monkeypatch
):
    """Decided a moment before the period ended, written a moment after."""
    company.sell(people["Carol"], "100.00", at=NOVEMBER + timedelta(days=9))
    time.now = DECEMBER
    decided, looking = threading.Event(), threading.Event()
    write = enroller_changes.write

    def slow(wish, reason, actor):
        decided.set()
        looking.wait(1)
        return write(wish, reason, actor)

    monkeypatch.setattr(enroller_changes, "write", slow)
    monkeypatch.setattr(enroller_changes, "_refused_time", lambda wish: None)

    def commit():
        decided.wait(20)
        return runs.commit("2026-11", "test")

    late = DECEMBER - timedelta(microseconds=1)
    together(lambda: change(people, "Carol", "Dora", late), commit)

    assert pay(CommissionLine) == {"Carol": 1000, "Dora": 500}


def test_a_due_change_is_put_into_force_once_by_many_workers(committed_db, people, time, together):
    change(people, "Carol", "Dora", DECEMBER)
    time.now = DECEMBER

    assert sorted(together(*[enroller_changes.put_due_into_force] * 4)) == [0, 0, 0, 1]
