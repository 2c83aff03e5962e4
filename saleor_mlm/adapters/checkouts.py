"""Saleor's checkouts: where one stands, and whether it has become an order."""

from dataclasses import dataclass
from uuid import UUID

from saleor.checkout.models import Checkout as SaleorCheckout
from saleor.order.models import Order as SaleorOrder


@dataclass(frozen=True, slots=True)
class Checkout:
    token: UUID
    channel_id: int


def by_token(token: UUID) -> Checkout | None:
    row = SaleorCheckout.objects.filter(token=token).values("token", "channel_id").first()
    return Checkout(row["token"], row["channel_id"]) if row else None


def is_completed(token: UUID) -> bool:
    return bool(SaleorOrder.objects.filter(checkout_token=str(token)).exists())
