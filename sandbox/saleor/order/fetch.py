from dataclasses import dataclass
from typing import Any

from ..channel.models import Channel
from .models import Order, OrderLine


@dataclass
class OrderLineInfo:
    line: OrderLine
    quantity: int
    variant: Any = None
    warehouse_pk: Any = None


@dataclass
class OrderInfo:
    order: Order
    customer_email: str | None
    channel: Channel
    lines_data: list[OrderLineInfo]
    payment: None = None


def fetch_order_info(order: Order) -> OrderInfo:
    lines = [OrderLineInfo(line, line.quantity, line.variant) for line in order.lines.all()]
    return OrderInfo(order, order.get_customer_email(), order.channel, lines)
