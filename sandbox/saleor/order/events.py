from typing import Any

from ..account.models import User
from ..app.models import App
from .models import Order, OrderEvent


def order_event(
    order: Order, kind: str, user: User | None, app: App | None, **parameters: Any
) -> OrderEvent:
    return OrderEvent.objects.create(
        order=order, type=kind, user=None if app else user, app=app, parameters=parameters
    )
