"""Advisory locks by name, held until the transaction ends."""

from django.db import connection

KEY = "hashtextextended('saleor_mlm.' || %s, 0)"


def take(name: str) -> None:
    """Wait for a lock: whoever holds it is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({KEY})", [name])


def take_if_free(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({KEY})", [name])
        return bool(cursor.fetchone()[0])
