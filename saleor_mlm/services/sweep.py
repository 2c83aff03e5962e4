"""The sweep: finds the orders of which no hook told."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from ..adapters import clock, orders
from ..models import Activation, Backfill, OrderReading
from . import deletions, outbox, sales, settings

OVERLAP = timedelta(hours=1)
BATCH = 1_000


def sweep() -> int:
    """Put orders changed since the watermark into the outbox; how many were new to us.

    The watermark follows the store's own instants, of which some may lie ahead of the clock, and is
    looked back from by an hour, since a transaction may take long to show. It is saved with the
    entries, so a crash loses none.
    """
    activation = settings.activation()
    if activation is None:
        return 0
    found = _sweep_from(activation.sweep_watermark - OVERLAP)
    Activation.objects.update(sweep_finished_at=clock.now())
    return found


def read_everything() -> None:
    """Read every order that counts and whose state differs from what was read, however old.

    Goes through the orders by their ids: each is looked at once, whatever happens meanwhile.
    """
    activation = settings.activation()
    if activation is None:
        return
    after = UUID(int=0)
    while page := list(orders.placed_since(after, activation.counts_from, BATCH)):
        outbox.put_many(_unread(page))
        after = page[-1][0]
    while outbox.drain(sales.reconcile, BATCH) == BATCH:
        pass
    with transaction.atomic():
        deletions.reverse_deleted()


def _sweep_from(since: datetime) -> int:
    found = 0
    after = (since, UUID(int=0))
    while True:
        with transaction.atomic():
            activation = Activation.objects.select_for_update().get()
            page = list(orders.changed_since(after, _earliest(activation), BATCH))
            changed = _unread(page)
            outbox.put_many(changed)
            found += len(changed)
            if page:
                after = (page[-1][1], page[-1][0])
                seen = min(after[0], clock.now())
                activation.sweep_watermark = max(seen, activation.sweep_watermark)
                activation.save(update_fields=["sweep_watermark"])
        if len(page) < BATCH:
            return found


def _earliest(activation: Activation) -> datetime:
    """When the first orders were placed that may count: by a backfill also earlier ones."""
    first = Backfill.objects.aggregate(first=Min("starts_at"))["first"]
    return min(first or activation.counts_from, activation.counts_from)


def _unread(page: list[tuple[UUID, datetime, str]]) -> list[UUID]:
    ids = [order_id for order_id, _, _ in page]
    read = OrderReading.objects.filter(order_id__in=ids).values_list("order_id", "fingerprint")
    known = dict(read)
    return [order_id for order_id, _, mark in page if known.get(order_id) != mark]
