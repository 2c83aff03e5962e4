"""Orders that nobody paid in time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..celeryconf import app
from ..channel.models import Channel
from ..core.db.connection import allow_writer
from ..plugins.manager import get_plugins_manager
from ..warehouse.management import deallocate_order
from . import OrderEvents, OrderStatus
from .actions import call_order_events
from .events import order_event
from .models import Order


@app.task
@allow_writer()
def expire_orders_task() -> None:
    for channel in Channel.objects.filter(expire_orders_after__gt=0):
        since = timezone.now() - timedelta(minutes=channel.expire_orders_after)
        waiting = Order.objects.filter(
            channel=channel,
            status=OrderStatus.UNCONFIRMED,
            created_at__lte=since,
            payment_transactions=None,
        )
        for order in waiting:
            _expire(order)


def _expire(order: Order) -> None:
    with transaction.atomic():
        order.status, order.expired_at = OrderStatus.EXPIRED, timezone.now()
        Order.objects.filter(pk=order.pk).update(status=order.status, expired_at=order.expired_at)
        order_event(order, OrderEvents.EXPIRED, None, None)
        deallocate_order(order)
        manager = get_plugins_manager(allow_replica=True)
        call_order_events(manager, ["order_expired", "order_updated"], order)
