"""Saleor's checkouts: where one stands, and whether it has become an order."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
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


def is_there(column: str) -> Exists:
    """As a condition on rows of ours whose column holds a token: the checkout still exists."""
    return Exists(SaleorCheckout.objects.filter(token=OuterRef(column)))


def has_order(column: str) -> Exists:
    """As a condition on rows of ours whose column holds a token: the checkout became an order."""
    token = Cast(OuterRef(column), CharField())
    return Exists(SaleorOrder.objects.filter(checkout_token=token))
