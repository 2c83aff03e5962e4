"""The ledger refuses in the database what nobody may do, and proves what was posted."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from saleor_mlm.models import Account, CommissionRun, Entry, Posting, SaleLine
from saleor_mlm.services import ledger, runs

from .conftest import NOVEMBER


@pytest.fixture
def posted(committed_db, company, in_force, time):
    carol = company.join("Carol")
    in_force()
    company.sell(carol, "24.70")
    time.now = NOVEMBER + timedelta(days=30)
    runs.commit("2026-11", "test")
    return carol


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE saleor_mlm_posting SET amount_minor = 1",
        "DELETE FROM saleor_mlm_posting",
        "TRUNCATE saleor_mlm_posting",
        "UPDATE saleor_mlm_entry SET fact = 'other'",
        "DELETE FROM saleor_mlm_entry",
        "TRUNCATE saleor_mlm_entry CASCADE",
        "UPDATE saleor_mlm_saleline SET earned_e4 = 1",
        "DELETE FROM saleor_mlm_saleline",
        "UPDATE saleor_mlm_commissionline SET amount_minor = 1",
        "DELETE FROM saleor_mlm_commissionrun",
        "UPDATE saleor_mlm_attribution SET own = true",
        "DELETE FROM saleor_mlm_planversion",
    ],
)
def test_what_was_written_cannot_be_changed(posted, statement):
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_posting_to_a_sealed_entry_is_refused(posted):
    entry = Entry.objects.get()
    account = Account.objects.filter(distributor=posted).get()

    with pytest.raises(DatabaseError, match="sealed"):
        Posting.objects.create(entry=entry, account=account, part="more", amount_minor=1)

    assert Posting.objects.count() == 2


def test_an_entry_that_does_not_balance_is_refused_at_the_commit(posted):
    account = Account.objects.filter(distributor=posted).get()

    @transaction.atomic
    def give():
        entry = Entry.objects.create(fact="gift", run=CommissionRun.objects.get(), at=NOVEMBER)
        Posting.objects.create(entry=entry, account=account, part="gift", amount_minor=-5)

    with pytest.raises(DatabaseError, match="is off by -5 USD"):
        give()

    assert not Entry.objects.filter(fact="gift").exists()


def test_the_chain_proves_what_was_posted_and_finds_a_change(posted):
    # given: sealed and sound
    assert ledger.seal() == 1
    assert ledger.verify() == []
    head = ledger.head()

    # when: somebody with the owner's power changes two postings so that they still balance
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE saleor_mlm_posting SET amount_minor = amount_minor * 2")
        cursor.execute("SET session_replication_role = origin")

    # then
    assert [fault.message for fault in ledger.verify()] == ["its entries are not what was sealed"]
    assert ledger.head() == head


def test_verify_covers_what_is_not_sealed_yet(posted):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE saleor_mlm_posting SET amount_minor = amount_minor + 1 WHERE amount_minor < 0"
        )
        cursor.execute("SET session_replication_role = origin")

    assert [fault.message for fault in ledger.verify()] == ["is off by 1 USD"]


def test_sealing_twice_adds_nothing(posted):
    assert (ledger.seal(), ledger.seal()) == (1, 0)


def test_a_sale_line_is_counted_by_one_run_only(posted, company):
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO saleor_mlm_claimedsaleline (sale_line_id, run_id)"
            " SELECT %s, id FROM saleor_mlm_commissionrun",
            [SaleLine.objects.first().id],
        )
