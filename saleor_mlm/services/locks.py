"""Advisory locks by name, held until the transaction ends."""

from django.db import connection

KEY = "hashtextextended('saleor_mlm.' || %s, 0)"


def take(name: str) -> None:
    """Wait for a lock: whoever holds it is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({KEY})", [name])


def share_if_free(name: str) -> bool:
    """Hold a lock beside others who share it; not while somebody has taken it alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock_shared({KEY})", [name])
        return bool(cursor.fetchone()[0])
