"""Orders of the store, made row by row: placed, paid, sent and given back at chosen instants."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from saleor.channel.models import Channel
from saleor.order.models import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderEvent,
    OrderLine,
)
from saleor.payment.models import TransactionEvent, TransactionItem

from saleor_mlm.models import SaleLine

PRICE = Decimal("10.00")


class Placed:
    """An order of units of 10.00, one line for each number of units."""

    def __init__(
        self,
        channel: Channel,
        at: datetime,
        units: tuple[int, ...] = (2,),
        code: str = "",
        user_id: int | None = None,
    ) -> None:
        total = PRICE * sum(units)
        self.row = Order.objects.create(
            channel=channel,
            currency="USD",
            lines_count=len(units),
            origin="checkout",
            status="unfulfilled",
            total_gross_amount=total,
            user_id=user_id,
            metadata={"mlm.ref": code} if code else {},
        )
        self.touch(at)
        Order.objects.filter(pk=self.id).update(created_at=at)
        for number in units:
            self._line(number)

    @property
    def id(self) -> UUID:
        found: UUID = self.row.pk
        return found

    def pay(self, at: datetime) -> "Placed":
        OrderEvent.objects.create(order=self.row, type="order_fully_paid", date=at)
        self.touch(at)
        return self

    def send(self, at: datetime, line: int = 0, units: int | None = None) -> "Placed":
        row = self.row.lines.order_by("id")[line]
        parcel = Fulfillment.objects.create(order=self.row, status="fulfilled")
        Fulfillment.objects.filter(pk=parcel.pk).update(created_at=at)
        FulfillmentLine.objects.create(
            fulfillment=parcel, order_line=row, quantity=units or row.quantity
        )
        self.touch(at)
        return self

    def give_back(self, amount: str, at: datetime, kind: str = "refund_success") -> "Placed":
        """Money without a word what for; `refund_reverse` takes it back again."""
        item, _ = TransactionItem.objects.get_or_create(order=self.row, currency="USD")
        TransactionEvent.objects.create(
            transaction=item,
            currency="USD",
            type=kind,
            amount_value=Decimal(amount),
            created_at=at,
            include_in_calculations=True,
        )
        self.touch(at)
        return self

    def touch(self, at: datetime) -> None:
        Order.objects.filter(pk=self.id).update(updated_at=at)

    def _line(self, units: int) -> None:
        total = PRICE * units
        OrderLine.objects.create(
            order=self.row,
            currency="USD",
            product_name="Tea",
            is_shipping_required=True,
            is_gift_card=False,
            quantity=units,
            unit_price_gross_amount=PRICE,
            total_price_net_amount=total,
            total_price_gross_amount=total,
            undiscounted_total_price_net_amount=total,
        )


def stands(order: Placed, measure: str = "cv_e4") -> dict[str | None, float]:
    """Units of money by holder, where there are any."""
    rows = SaleLine.objects.filter(order_id=order.id).values("distributor__display_name")
    sums = {row["distributor__display_name"]: row["s"] for row in rows.annotate(s=Sum(measure))}
    return {name: sum_e4 / 10_000 for name, sum_e4 in sums.items() if sum_e4}


def pay(model: Any, **chosen: object) -> dict[str, int]:
    """Cents by person, where there are any."""
    rows = model.objects.filter(**chosen).values("distributor__display_name")
    sums = {
        row["distributor__display_name"]: row["s"] for row in rows.annotate(s=Sum("amount_minor"))
    }
    return {name: minor for name, minor in sums.items() if minor}
