"""The outbox: any number of workers share it, nothing is lost, and no hook waits or raises."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from saleor_mlm.models import OutboxEntry
from saleor_mlm.services import outbox


@pytest.fixture(autouse=True)
def _not_paused(monkeypatch):
    monkeypatch.setattr(outbox, "_paused_until", 0.0)


def test_put_notes_an_order_with_the_code_it_carried(committed_db):
    order_id = uuid4()

    outbox.put(order_id, "CAROL")

    entry = OutboxEntry.objects.get()
    assert (entry.order_id, entry.claimed_code, entry.attempts) == (order_id, "CAROL", 0)


def test_several_events_of_an_order_are_read_once_with_the_first_code(committed_db, time):
    order_id = uuid4()
    for code in ("", "CAROL", "MALLORY"):
        outbox.put(order_id, code)
    read = []

    done = outbox.drain(lambda order, code: read.append((order, code)))

    assert (done, read) == (1, [(order_id, "CAROL")])
    assert OutboxEntry.objects.count() == 0


def test_an_event_that_comes_while_its_order_is_read_is_kept(committed_db, time):
    """A unique key on the order would swallow it: the row that it conflicts with is deleted."""
    order_id = uuid4()
    outbox.put(order_id)
    seen = []

    def read(order, code):
        seen.append(order)
        if len(seen) == 1:
            late = threading.Thread(target=lambda: (outbox.put(order), connection.close()))
            late.start()
            late.join()

    outbox.drain(read)

    assert seen == [order_id, order_id]


def test_workers_at_once_share_the_orders_and_wait_for_nobody(committed_db, time, together):
    # given
    orders = {uuid4() for _ in range(40)}
    for order_id in orders:
        outbox.put(order_id)
    read = []

    # when
    done = together(*[lambda: outbox.drain(lambda order, code: read.append(order))] * 4)

    # then
    assert sum(done) == 40
    assert sorted(read) == sorted(orders)


def test_a_worker_does_not_wait_for_an_order_that_another_reads(committed_db, time, together):
    # given: one worker holds the first order until the other has finished
    first, second = uuid4(), uuid4()
    outbox.put(first)
    outbox.put(second)
    held, finished = threading.Event(), threading.Event()
    read = []

    def slow(order, code):
        if order == first:
            held.set()
            assert finished.wait(20)
        read.append(order)

    def quick():
        held.wait(20)
        outbox.drain(lambda order, code: read.append(order))
        finished.set()

    # when
    together(lambda: outbox.drain(slow, limit=1), quick)

    # then
    assert read == [second, first]


def test_a_crash_gives_the_order_back(committed_db, time):
    outbox.put(uuid4())

    class PowerCut(BaseException):
        pass

    def crash(order, code):
        raise PowerCut

    with pytest.raises(PowerCut):
        outbox.drain(crash)

    assert OutboxEntry.objects.get().attempts == 0


def test_an_order_that_fails_waits_and_stops_no_other(committed_db, time):
    # given
    bad, good = uuid4(), uuid4()
    outbox.put(bad)
    outbox.put(good)
    read = []

    def reader(order, code):
        if order == bad:
            raise ValueError("torn")
        read.append(order)

    # when
    outbox.drain(reader)
    again = outbox.drain(reader)

    # then: kept with its fault, and tried again when its time has come
    entry = OutboxEntry.objects.get()
    assert (read, again, entry.order_id, entry.attempts, entry.fault) == (
        [good],
        0,
        bad,
        1,
        "ValueError: torn",
    )
    time.now += timedelta(minutes=1)
    assert outbox.drain(lambda order, code: read.append(order)) == 1
    assert OutboxEntry.objects.count() == 0


def test_a_locked_table_costs_one_short_wait_and_then_nothing(committed_db):
    """The sweep will find the orders; what counts here is that no hook waits or raises."""
    # given: somebody holds our table
    locked, release = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE saleor_mlm_outboxentry IN ACCESS EXCLUSIVE MODE")
            locked.set()
            release.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(20)

    # when: five hooks of a checkout
    attempts = []
    real = outbox.write

    def counted(*arguments):
        attempts.append(arguments)
        real(*arguments)

    outbox.write, original = counted, outbox.write
    try:
        for _ in range(5):
            outbox.put(uuid4())
    finally:
        outbox.write = original
        release.set()
        holder.join()

    # then: the first waited for its ten milliseconds, the others did not even try
    assert len(attempts) == 1
    assert OutboxEntry.objects.count() == 0


def test_the_settings_of_the_insert_end_with_it(committed_db):
    def shown():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('lock_timeout'), current_setting('synchronous_commit')"
            )
            return cursor.fetchone()

    before = shown()

    outbox.put(uuid4())

    assert shown() == before
    assert OutboxEntry.objects.count() == 1
