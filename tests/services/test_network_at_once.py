"""An import beside others: it is killed, somebody enrols meanwhile, a period is committed."""

import threading

import pytest
from django.db import connection, transaction
from saleor.account.models import User

from saleor_mlm.models import Distributor, NetworkImport, OutboxEntry, Position, StatusChange
from saleor_mlm.services import enrolment, locks, network_writing, outbox

from .network_texts import ALICE, BOB, CAROL, HEADER, Desk, customers, text
from .trees import tree

TABLES = (Distributor, StatusChange, Position, NetworkImport)


@pytest.fixture
def desk(committed_db, time, tmp_path):
    customers("alice@example.org", "bob@example.org", "dora@example.org")
    return Desk(tmp_path)


def kill(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


def in_another_connection(act) -> None:
    """Do something as another process does."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join(20)
    assert not other.is_alive()


@pytest.mark.parametrize("step", ["_write_positions", "write"])
def test_killed_in_the_middle_it_leaves_nothing_and_can_be_run_again(desk, monkeypatch, step):
    tree()
    content = text(f"{ALICE},,", f"{BOB},ALICE,1", header=f"{HEADER},tree:binary,slot:binary")
    whole = getattr(network_writing, step)

    def killed(*arguments):
        whole(*arguments)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        in_another_connection(lambda: kill(pid))
        return whole(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(network_writing, step, killed)
        with pytest.raises(Exception, match="terminat|closed|lost"):
            desk.takes(content)
    connection.close()

    assert [table.objects.count() for table in TABLES] == [0, 0, 0, 0]
    assert desk.takes(content) == "2 new distributors, 2 positions."
    assert [table.objects.count() for table in TABLES] == [2, 2, 2, 1]


def test_a_checkout_and_an_enrolment_beside_it_wait_for_nothing(desk, monkeypatch):
    desk.takes(text(ALICE))
    dora = User.objects.get(email="dora@example.org")
    whole = network_writing.write

    def beside(*arguments):
        written = whole(*arguments)
        in_another_connection(
            lambda: enrolment.enroll(
                user_id=dora.id, enroller_code="ALICE", display_name="Dora", actor="test"
            )
        )
        in_another_connection(lambda: outbox.put("11111111-1111-1111-1111-111111111111"))
        return written

    monkeypatch.setattr(network_writing, "write", beside)
    desk.takes(text(ALICE, BOB, CAROL))

    assert Distributor.objects.count() == 4
    assert OutboxEntry.objects.count() >= 1


def test_who_enrols_at_the_same_moment_is_not_enrolled_twice(desk, monkeypatch):
    bob = User.objects.get(email="bob@example.org")
    whole = network_writing.write

    def beside(*arguments):
        in_another_connection(
            lambda: enrolment.enroll(
                user_id=bob.id, enroller_code=None, display_name="Bob", actor="test"
            )
        )
        return whole(*arguments)

    monkeypatch.setattr(network_writing, "write", beside)
    said = desk.refuses(text(ALICE, BOB))

    assert said == ["Somebody enrolled or was placed at the same moment: run the import again."]
    assert Distributor.objects.count() == 1


def test_beside_a_commit_it_does_not_start(desk):
    taken, done = threading.Event(), threading.Event()

    def commit() -> None:
        with transaction.atomic():
            locks.take(outbox.READING)
            taken.set()
            done.wait(20)

    other = threading.Thread(target=lambda: (commit(), connection.close()))
    other.start()
    taken.wait(20)
    said = desk.refuses(text(ALICE))
    done.set()
    other.join(20)

    assert said == ["A period is being committed at this moment; try again when it is done."]
    assert not Distributor.objects.exists()
