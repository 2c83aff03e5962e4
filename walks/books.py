"""What our plugin made of an order: whose sale it is, and its sale lines."""

from datetime import datetime
from typing import Any
from uuid import UUID

LINE = "seq fact kind at volume_at own currency qv_e4 cv_e4 earned_e4 net_minor".split()


def read(order_id: str) -> dict[str, Any]:
    from saleor_mlm.models import Attribution, SaleLine

    rows = SaleLine.objects.filter(order_id=order_id).select_related("distributor")
    places = {key: place for place, key in enumerate(_lines(order_id))}
    made = Attribution.objects.filter(order_id=order_id).first()
    return {
        "attribution": made
        and {
            "distributor": made.distributor.code if made.distributor else None,
            "source": made.source,
            "own": made.own,
        },
        "sale_lines": [
            {
                "line": places.get(row.order_line_id),
                **{key: getattr(row, key) for key in LINE},
                "distributor": row.distributor.code if row.distributor else None,
            }
            for row in sorted(rows, key=lambda r: (places.get(r.order_line_id, -1), r.seq))
        ],
    }


def _lines(order_id: str) -> list[UUID]:
    """The order's lines by age: their ids are drawn by each host."""
    from saleor.order.models import OrderLine

    rows = OrderLine.objects.filter(order_id=order_id).order_by("created_at", "id")
    return list(rows.values_list("id", flat=True))


def sums(order_id: str) -> dict[str, list[int]]:
    """Each order line's QV, CV, earned base and net price, added up."""
    from saleor_mlm.models import SaleLine

    found: dict[str, list[int]] = {}
    for row in SaleLine.objects.filter(order_id=order_id):
        total = found.setdefault(str(row.order_line_id), [0, 0, 0, 0])
        for index, name in enumerate(("qv_e4", "cv_e4", "earned_e4", "net_minor")):
            total[index] += getattr(row, name)
    return found


def read_waiting() -> None:
    """Read the orders of which hooks told."""
    from saleor_mlm.services import outbox, sales

    while outbox.drain(sales.reconcile, 500):
        pass


def forget_hooks() -> None:
    from saleor_mlm.models import OutboxEntry

    OutboxEntry.objects.all().delete()


def read_swept(since: datetime) -> None:
    """Sweep as if the last sweep had been at that instant, and read what it finds."""
    from saleor_mlm.models import Activation
    from saleor_mlm.services import sweep

    Activation.objects.update(sweep_watermark=since + sweep.OVERLAP)
    sweep.sweep()
    read_waiting()


def read_late(order_ids: list[str]) -> list[str]:
    """Orders that changed, by their row, events or granted refunds, after they were read."""
    from django.db.models import Max
    from saleor.order.models import Order

    from saleor_mlm.models import OrderReading

    late = []
    for row in Order.objects.filter(pk__in=order_ids).annotate(
        told=Max("events__date"), granted=Max("granted_refunds__updated_at")
    ):
        changed = max(filter(None, [row.updated_at, row.told, row.granted]))
        read = OrderReading.objects.filter(order_id=row.pk).first()
        if read is None or read.read_at < changed:
            late.append(str(row.pk))
    return late


def read_again(order_ids: list[str]) -> int:
    """Read orders that are read: how many rows that adds, which should be none."""
    from django.db import transaction

    from saleor_mlm.services import sales

    added = 0
    for order_id in order_ids:
        with transaction.atomic():
            added += sales.reconcile(UUID(order_id))
    return added
