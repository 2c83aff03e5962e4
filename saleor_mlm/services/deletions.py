"""Orders that are gone from the store: what no run has counted of them is taken back."""

from uuid import UUID

from django.db.models import Max

from ..adapters import clock, orders
from ..engine.sale_facts import NOTHING, FactKind, Measures, gain
from ..models import OrderReading, SaleLine
from . import locks
from .holdings import PART, HeldLine, held_line


def reverse_deleted() -> int:
    """Take back what no run has counted of orders that are gone; how many rows were added.

    Runs in the caller's transaction. What a run has counted stands: a shop that tidies up old
    orders takes nobody's pay.
    """
    rows: list[SaleLine] = []
    for order_id in orders.gone(_uncounted_orders()):
        locks.take_order(order_id)
        rows += _reversals(order_id)
    SaleLine.objects.bulk_create(rows)
    return len(rows)


def _uncounted_orders() -> list[UUID]:
    """Orders that were read once and have rows that no run has counted."""
    read = OrderReading.objects.values("order_id")
    found = SaleLine.objects.filter(claimed__isnull=True, order_id__in=read).order_by("order_id")
    return list(found.values_list("order_id", flat=True).distinct())


def _reversals(order_id: UUID) -> list[SaleLine]:
    """A row for each order line and whose it is."""
    rows = SaleLine.objects.filter(order_id=order_id)
    last = dict(rows.values_list("order_line_id").annotate(Max("seq")))
    by_line: dict[HeldLine, list[SaleLine]] = {}
    for row in rows.filter(claimed__isnull=True).order_by("order_line_id", "seq"):
        by_line.setdefault(held_line(row), []).append(row)
    found = []
    for (line_id, _), uncounted in by_line.items():
        row = _taken_back(uncounted, last[line_id] + 1)
        if Measures.of(row) != NOTHING:
            last[line_id] += 1
            found.append(row)
    return found


def _taken_back(uncounted: list[SaleLine], seq: int) -> SaleLine:
    """The row that takes back what is not counted of an order line, in the period it was for."""
    change = NOTHING.minus(gain([Measures.of(row) for row in uncounted]))
    now = clock.now()
    latest = uncounted[-1]
    return SaleLine(
        order_id=latest.order_id,
        order_line_id=latest.order_line_id,
        seq=seq,
        fact=f"{FactKind.DELETED}{PART}{latest.distributor_id or 0}",
        kind=FactKind.DELETED,
        at=now,
        volume_at=max(row.volume_at for row in uncounted),
        release_at=now if change.earned_e4 else None,
        distributor=latest.distributor,
        own=latest.own,
        channel_id=latest.channel_id,
        currency=latest.currency,
        qv_e4=change.qv_e4,
        cv_e4=change.cv_e4,
        earned_e4=change.earned_e4,
        net_minor=change.net_minor,
        recorded_at=now,
    )
