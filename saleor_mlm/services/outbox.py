"""The outbox: how a hook says that an order changed, and how workers take it from there."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from ..adapters import clock, host
from ..models import OutboxEntry
from . import locks

logger = logging.getLogger(__name__)

LOCK_TIMEOUT_MS = 10
PAUSE_SECONDS = 10.0
BACKOFF = timedelta(seconds=30)
READING = "reading"

# One round trip, one implicit transaction: the settings end with it. A locked table of ours may
# cost a checkout ten milliseconds, and no disk is waited for: the sweep finds what was not kept.
INSERT = (
    f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_MS}ms'; SET LOCAL synchronous_commit = off;"
    " INSERT INTO saleor_mlm_outboxentry (order_id, claimed_code) VALUES (%s, %s)"
)

_paused_until = 0.0


def put(order_id: UUID, claimed_code: str = "") -> None:
    """Note that an order changed. Never raises, never waits: the shop comes first.

    After a fault this process leaves the table alone for a while, so that a lasting one costs a
    checkout with many hooks no more than one attempt.
    """
    global _paused_until
    if time.monotonic() < _paused_until:
        return
    try:
        write(order_id, claimed_code)
    except Exception:
        _paused_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("order %s not noted, the sweep will find it", order_id, exc_info=True)


def write(order_id: UUID, claimed_code: str = "") -> None:
    with host.writer(), connection.cursor() as cursor:
        cursor.execute(INSERT, [str(order_id), claimed_code[:64]])


def put_many(order_ids: list[UUID]) -> None:
    """Note many orders inside the caller's transaction."""
    OutboxEntry.objects.bulk_create(OutboxEntry(order_id=order_id) for order_id in order_ids)


def claimed_code(order_id: UUID) -> str:
    """The code that a hook saw in an order's metadata, while the order waits to be read."""
    waiting = OutboxEntry.objects.filter(order_id=order_id).exclude(claimed_code="")
    return waiting.order_by("id").values_list("claimed_code", flat=True).first() or ""


def drain(read: Callable[[UUID, str], object], limit: int = 500) -> int:
    """Give waiting orders to `read` one by one, each in a transaction; how many were read.

    Entries are locked with SKIP LOCKED and deleted with the work, so any number of workers share
    the queue and a crash gives an order back. An order that fails waits, and stops no other.
    While a run is committed nobody reads but the run.
    """
    done = 0
    for _ in range(limit):
        with transaction.atomic():
            entry = _lock_next() if locks.share_if_free(READING) else None
            if entry is None:
                break
            done += _read_one(entry, read)
    return done


def _lock_next() -> OutboxEntry | None:
    due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=clock.now())
    waiting = OutboxEntry.objects.filter(due).order_by("id")
    return waiting.select_for_update(skip_locked=True).first()


def _read_one(entry: OutboxEntry, read: Callable[[UUID, str], object]) -> int:
    same = OutboxEntry.objects.filter(order_id=entry.order_id).order_by("id")
    locked = list(same.select_for_update(skip_locked=True))
    codes = [row.claimed_code for row in locked if row.claimed_code]
    ids = [row.id for row in locked]
    try:
        with transaction.atomic():
            read(entry.order_id, codes[0] if codes else "")
    except Exception as fault:
        logger.exception("order %s could not be read", entry.order_id)
        attempts = entry.attempts + 1
        OutboxEntry.objects.filter(id__in=ids).update(
            attempts=attempts,
            next_attempt_at=clock.now() + BACKOFF * min(attempts, 20),
            fault=f"{type(fault).__name__}: {fault}"[:2000],
        )
        return 0
    OutboxEntry.objects.filter(id__in=ids).delete()
    return 1
