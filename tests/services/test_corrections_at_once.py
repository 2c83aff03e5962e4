"""Corrections at the same time as other corrections and as a commit: the database decides."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction

from saleor_mlm.models import CommissionLine, Correction
from saleor_mlm.services import corrections, holdings, runs, sales
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import Placed, pay, stands

PAID = NOVEMBER + timedelta(days=10)
DECEMBER = NOVEMBER + timedelta(days=32)


@pytest.fixture
def committed_order(committed_db, people, channel):
    order = Placed(channel, PAID, code="CAROL").pay(PAID).send(PAID)
    with transaction.atomic():
        sales.reconcile(order.id)
    return order


def test_two_moves_at_once_are_one_after_the_other(committed_order, together):
    made = together(
        lambda: corrections.move(committed_order.id, "DORA", "wrong link", "user:1"),
        lambda: corrections.move(committed_order.id, "ALICE", "or she", "user:2"),
    )

    assert [type(found) for found in made] == [Correction, Correction]
    first, second = sorted(made, key=lambda found: found.id)
    assert (first.distributor_id, second.distributor_id) == (
        second.before_distributor_id,
        holdings.newest_correction(committed_order.id).distributor_id,
    )
    assert list(stands(committed_order).values()) == [20]


def test_the_same_move_twice_at_once_is_one(committed_order, together):
    def move():
        return corrections.move(committed_order.id, "DORA", "wrong link", "user:1").id

    first, second = together(move, move)

    assert first == second
    assert stands(committed_order) == {"Dora": 20}


def test_a_move_during_a_commit_is_refused(committed_order, time, together, monkeypatch):
    """Half of it would be counted for one and half for the other."""
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
            return corrections.move(committed_order.id, "DORA", "wrong link", "user:1")
        finally:
            chance.set()

    _, moved = together(lambda: runs.commit("2026-11", "test"), move)

    assert (type(moved), moved.code) == (MlmError, "COMMIT_UNDER_WAY")
    assert pay(CommissionLine) == {"Carol": 200, "Bob": 100, "Alice": 50}


def test_a_commit_waits_for_a_move_under_way(committed_order, time, together, monkeypatch):
    time.now = DECEMBER
    moving, chance = threading.Event(), threading.Event()
    read_now = corrections.read_now

    def slow(order_id):
        found = read_now(order_id)
        moving.set()
        chance.wait(1)
        return found

    monkeypatch.setattr(corrections, "read_now", slow)

    def commit():
        moving.wait(20)
        return runs.commit("2026-11", "test")

    together(lambda: corrections.move(committed_order.id, "DORA", "wrong", "user:1"), commit)

    assert pay(CommissionLine) == {"Dora": 200}
