"""Tasks wait for a lock half a second, in and between their transactions, and nobody else does."""

from django.db import connection, transaction

from saleor_mlm.adapters import host


def lock_timeout():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        return cursor.fetchone()[0]


def test_the_wait_is_set_in_each_transaction_and_ends_with_it(committed_db):
    seen = []
    with host.impatient():
        seen.append(lock_timeout())
        for _ in range(2):
            with transaction.atomic():
                seen.append(lock_timeout())
            seen.append(lock_timeout())
    with transaction.atomic():
        seen.append(lock_timeout())

    assert seen == [*["500ms"] * 5, "0"]
