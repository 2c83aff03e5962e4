"""Advisory locks by name, held until the transaction ends."""

from uuid import UUID

from django.db import connection

# Orders share so many locks: a transaction that reads thousands of orders must not need a lock for
# each, which the database keeps in a table of a fixed size.
ORDER_LOCKS = 512
KEY = "hashtextextended('saleor_mlm.' || %s, 0)"


def take(name: str) -> None:
    """Wait for a lock: whoever holds it is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({KEY})", [name])


def take_order(order_id: UUID) -> None:
    """Wait until nobody else reads this order."""
    take(f"order.{order_id.int % ORDER_LOCKS}")


def share_if_free(name: str) -> bool:
    """Hold a lock beside others who share it; not while somebody has taken it alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock_shared({KEY})", [name])
        return bool(cursor.fetchone()[0])
