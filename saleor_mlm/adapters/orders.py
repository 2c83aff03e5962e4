"""Saleor's orders, read by attribute: an order's state, and which orders changed.

Reads the writer: a hook's order may not have reached a replica.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import graphene
from django.db import connection
from saleor.account.models import Address
from saleor.order import FulfillmentStatus, OrderEvents, OrderOrigin, OrderStatus
from saleor.order.models import (
    Fulfillment,
    FulfillmentLine,
    OrderEvent,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
)
from saleor.order.models import (
    Order as SaleorOrder,
)
from saleor.order.models import (
    OrderLine as SaleorOrderLine,
)

from ..engine.payments import backs
from . import clock, saleor_versions
from .transactions import movements

NOT_PLACED = (OrderStatus.DRAFT, OrderStatus.UNCONFIRMED, OrderStatus.EXPIRED)
# Private metadata is for staff and apps alone; the public kind anybody may write who knows the id.
COUNTS_KEY = "mlm.counts"
SENT = (
    FulfillmentStatus.FULFILLED,
    FulfillmentStatus.RETURNED,
    FulfillmentStatus.REFUNDED_AND_RETURNED,
    FulfillmentStatus.REPLACED,
)
CANCELED = FulfillmentStatus.CANCELED
PAID = (OrderEvents.ORDER_FULLY_PAID, OrderEvents.ORDER_MARKED_AS_PAID)
# Events of legacy payments, which the sandbox does not have.
PAYMENT_REFUNDED = "payment_refunded"
FULFILLMENT_REFUNDED = "fulfillment_refunded"


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    variant_id: int | None
    quantity: int
    net: Decimal
    undiscounted_net: Decimal
    gross: Decimal
    is_gift_card: bool
    price_by_hand: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel; `withdrawn_at` says when its fulfilment was cancelled."""

    id: str
    at: datetime
    quantities: Mapping[UUID, int]
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Money back: `amount` positive; `quantities` where units are named, `grant` by which grant."""

    id: str
    at: datetime
    amount: Decimal
    quantities: Mapping[UUID, int]
    goods: Decimal
    shipping: Decimal
    grant: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order as Saleor has it now; `is_sale` is false for drafts, imports and replacements.

    `by_email` says that the buyer did not log in: Saleor gives such an order the account that has
    the e-mail, whoever typed it. `created_at` is when it was placed: for an order of staff that is
    long after it was drafted. `country` is where the goods go, else the bill; empty where no
    address says.
    """

    id: UUID
    number: str
    created_at: datetime
    channel_id: int
    currency: str
    user_id: int | None
    checkout_token: UUID | None
    voucher_code: str | None
    metadata: Mapping[str, str]
    is_sale: bool
    paid_at: datetime | None
    cancelled_at: datetime | None
    known_at: datetime
    by_email: bool = False
    country: str = ""
    lines: list[Line] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)


def read(order_id: UUID) -> Order | None:
    rows = SaleorOrder.objects.select_related("shipping_address", "billing_address")
    row = rows.filter(id=order_id).first()
    if row is None:
        return None
    events = list(OrderEvent.objects.filter(order_id=order_id).order_by("id"))
    dates = _event_dates(events)
    lines = [_line(line) for line in SaleorOrderLine.objects.filter(order_id=order_id)]
    cancelled = row.status == OrderStatus.CANCELED
    return Order(
        id=row.id,
        number=str(row.number),
        created_at=dates.get(OrderEvents.PLACED_FROM_DRAFT, row.created_at),
        channel_id=row.channel_id,
        currency=row.currency,
        user_id=row.user_id,
        checkout_token=_uuid(row.checkout_token),
        voucher_code=row.voucher_code,
        metadata=saleor_versions.metadata(row),
        is_sale=_is_sale(row),
        paid_at=_paid_at(row, dates),
        cancelled_at=dates.get(OrderEvents.CANCELED, row.updated_at) if cancelled else None,
        known_at=max([row.updated_at, *dates.values()]),
        by_email=_by_email(events),
        country=_country(row.shipping_address) or _country(row.billing_address),
        lines=lines,
        sent=list(_sent(row, events)),
        returned=[*_returned(row), *_returned_by_payments(row, events)],
    )


def _is_sale(order: SaleorOrder) -> bool:
    """Whether an order sells: no draft, no replacement; an import only by explicit choice."""
    if order.status in NOT_PLACED or order.origin == OrderOrigin.REISSUE:
        return False
    chosen = (order.private_metadata or {}).get(COUNTS_KEY) == "true"
    return order.origin != OrderOrigin.BULK_CREATE or chosen


def _country(address: Address | None) -> str:
    """Two capital letters."""
    return str(address.country) if address else ""


def fingerprint(order_id: UUID) -> str:
    """A hash of everything by which a change of the order shows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MARKS} FROM order_order o WHERE o.id = %s", [order_id])
        marks = cursor.fetchone()
    return _hash(marks) if marks else ""


def placed_between(
    channel_id: int, starts_at: datetime, ends_at: datetime, limit: int
) -> list[tuple[UUID, str]]:
    """(id, number) of a channel's orders placed in [starts_at, ends_at), the earliest first."""
    rows = SaleorOrder.objects.filter(
        channel_id=channel_id, created_at__gte=starts_at, created_at__lt=ends_at
    ).exclude(status=OrderStatus.DRAFT)
    found = rows.order_by("created_at", "id").values_list("id", "number")[:limit]
    return [(order_id, str(number)) for order_id, number in found]


def changed_since(
    after: tuple[datetime, UUID], counts_from: datetime, limit: int
) -> Iterator[tuple[UUID, datetime, str]]:
    """Orders in the order of their last touch, behind (instant, id): id, instant, fingerprint.

    `updated_at` alone is not enough: Saleor leaves it when a second part is sent or returned.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.id, t.at, {MARKS} FROM order_order o JOIN ({TOUCHED}) t ON t.id = o.id"
            f" WHERE {COUNTS} AND (t.at, o.id) > (%(since)s, %(after)s)"
            " ORDER BY t.at, o.id LIMIT %(limit)s",
            {"since": after[0], "after": after[1], "counts_from": counts_from, "limit": limit},
        )
        rows = cursor.fetchall()
    for order_id, at, *marks in rows:
        yield order_id, at, _hash(marks)


def placed_since(
    after: UUID, counts_from: datetime, limit: int
) -> Iterator[tuple[UUID, datetime, str]]:
    """All orders placed since an instant, by id behind one: id, instant, fingerprint."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.id, o.updated_at, {MARKS} FROM order_order o"
            f" WHERE {COUNTS} AND o.id > %(after)s ORDER BY o.id LIMIT %(limit)s",
            {"after": after, "counts_from": counts_from, "limit": limit},
        )
        rows = cursor.fetchall()
    for order_id, at, *marks in rows:
        yield order_id, at, _hash(marks)


def with_variant(user_id: int, variant: str, since: datetime) -> list[UUID]:
    """A customer's orders of a product variant, by its global id, that are not cancelled."""
    rows = SaleorOrderLine.objects.filter(
        product_variant_id=variant, order__user_id=user_id, order__created_at__gte=since
    ).exclude(order__status__in=(OrderStatus.CANCELED, OrderStatus.DRAFT, OrderStatus.EXPIRED))
    return list(rows.order_by("order__created_at").values_list("order_id", flat=True).distinct())


def gone(order_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these orders that are no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id FROM unnest(%s::uuid[]) w(id)"
            " WHERE NOT EXISTS (SELECT FROM order_order o WHERE o.id = w.id) ORDER BY w.id",
            [list(order_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


# A draft may have been placed since, and its date stays that of the draft.
COUNTS = """(o.created_at >= %(counts_from)s
    OR o.origin = 'draft' AND o.updated_at >= %(counts_from)s)"""
MARKS = """
    o.updated_at, o.status, o.user_id, o.charge_status, o.total_charged_amount,
    (SELECT max(e.id) FROM order_orderevent e WHERE e.order_id = o.id),
    (SELECT max(g.updated_at) FROM order_ordergrantedrefund g WHERE g.order_id = o.id),
    (SELECT max(v.id) FROM payment_transactionevent v
        JOIN payment_transactionitem i ON i.id = v.transaction_id WHERE i.order_id = o.id)
"""
TOUCHED = """
    SELECT id, max(at) AS at FROM (
        SELECT id, updated_at AS at FROM order_order WHERE updated_at >= %(since)s
        UNION ALL
        SELECT order_id, date FROM order_orderevent WHERE date >= %(since)s
        UNION ALL
        SELECT order_id, updated_at FROM order_ordergrantedrefund WHERE updated_at >= %(since)s
    ) seen GROUP BY id
"""


def _by_email(events: Iterable[OrderEvent]) -> bool:
    """Whether a visitor placed the order.

    An order that an app, a payment or staff placed keeps no trace of who was logged in: there the
    order's account counts.
    """
    placed = [event for event in events if event.type == OrderEvents.PLACED]
    return bool(placed) and not any(event.user_id or event.app_id for event in placed)


def _hash(marks: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(marks)).encode()).hexdigest()


def _event_dates(events: Iterable[OrderEvent]) -> dict[str, datetime]:
    """The first instant of each type of event, and under `latest` the last of all."""
    dates: dict[str, datetime] = {}
    for event in events:
        dates[event.type] = min(event.date, dates.get(event.type, event.date))
        dates["latest"] = max(event.date, dates.get("latest", event.date))
    return dates


def _paid_at(order: SaleorOrder, dates: Mapping[str, datetime]) -> datetime | None:
    """When the order was first paid in full: kept when money goes back later.

    An order that costs nothing is paid when it is placed, without any event.
    """
    moments = [dates[kind] for kind in PAID if kind in dates]
    if moments:
        return min(moments)
    return order.created_at if order.total_charged_amount >= order.total_gross_amount else None


def _line(row: SaleorOrderLine) -> Line:
    return Line(
        id=row.id,
        variant_id=row.variant_id or _variant_id(row.product_variant_id),
        quantity=row.quantity,
        net=row.total_price_net_amount,
        undiscounted_net=row.undiscounted_total_price_net_amount,
        gross=row.total_price_gross_amount,
        is_gift_card=row.is_gift_card,
        price_by_hand=bool(row.is_price_overridden),
    )


def _variant_id(global_id: str | None) -> int | None:
    """The primary key of a variant deleted since: the line keeps its global id."""
    try:
        return int(graphene.Node.from_global_id(global_id)[1]) if global_id else None
    except ValueError:
        return None


def _sent(order: SaleorOrder, events: Sequence[OrderEvent]) -> Iterator[Sent]:
    approved = _approved_at(events)
    withdrawn = _withdrawn_at(order, events)
    parcels = Fulfillment.objects.filter(order_id=order.id, status__in=[*SENT, CANCELED])
    for parcel in parcels.order_by("id"):
        parts: dict[datetime, dict[UUID, int]] = {}
        for row in FulfillmentLine.objects.filter(fulfillment=parcel).order_by("id"):
            at = approved.get(row.id)
            if at is None and parcel.status == CANCELED:
                continue  # It waited for an approval that never came.
            quantities = parts.setdefault(max(parcel.created_at, at or parcel.created_at), {})
            quantities[row.order_line_id] = quantities.get(row.order_line_id, 0) + row.quantity
        end = withdrawn.get(parcel.id, order.updated_at) if parcel.status == CANCELED else None
        for at, quantities in parts.items():
            yield Sent(f"{parcel.id:012d}", at, quantities, end)


def _approved_at(events: Sequence[OrderEvent]) -> dict[int, datetime]:
    """When the lines of parcels were sent, by the lines' keys.

    A parcel is dated by its making; where parcels wait for an approval, only the event tells when
    it was given.
    """
    return {
        row_id: event.date
        for event in events
        if event.type == OrderEvents.FULFILLMENT_FULFILLED_ITEMS
        for row_id in event.parameters.get("fulfilled_items", [])
    }


def _withdrawn_at(order: SaleorOrder, events: Sequence[OrderEvent]) -> dict[int, datetime]:
    """When parcels were cancelled, by their keys; the event has the number that people see."""
    numbers = {
        f"{order.number}-{number}": key
        for key, number in Fulfillment.objects.filter(order_id=order.id).values_list(
            "id", "fulfillment_order"
        )
    }
    return {
        numbers[event.parameters["composed_id"]]: event.date
        for event in events
        if event.type == OrderEvents.FULFILLMENT_CANCELED
        and event.parameters.get("composed_id") in numbers
    }


def _returned(order: SaleorOrder) -> Iterator[Returned]:
    grants = {grant.id: grant for grant in OrderGrantedRefund.objects.filter(order_id=order.id)}
    latest = max(order.updated_at, clock.now())
    for back in backs(movements(order.id), order.total_gross_amount):
        grant = grants.get(back.grant or 0)
        quantities, goods = _granted(grant)
        yield Returned(
            id=back.id,
            # The payment app's own date: one to come must not put off a reversal.
            at=min(back.at, latest),
            amount=back.amount,
            quantities=quantities,
            goods=goods,
            shipping=(
                order.shipping_price_gross_amount
                if grant and grant.shipping_costs_included
                else Decimal(0)
            ),
            grant=str(grant.id) if grant else None,
        )


def _returned_by_payments(order: SaleorOrder, events: Sequence[OrderEvent]) -> Iterator[Returned]:
    """Refunds of legacy payments, which leave no transaction: only events of the order.

    Where goods were named, their event comes next and bears the same amount.
    """
    found = [event for event in events if event.type in (PAYMENT_REFUNDED, FULFILLMENT_REFUNDED)]
    for event, following in pairwise([*found, None]):
        if event.type != PAYMENT_REFUNDED:
            continue
        amount = event.parameters["amount"]
        named = following.parameters if following and following.type != PAYMENT_REFUNDED else {}
        if named.get("amount") != amount:
            named = {}
        quantities = {UUID(line["line_pk"]): line["quantity"] for line in named.get("lines", [])}
        yield Returned(
            id=f"payment.{event.id:012d}",
            at=event.date,
            amount=Decimal(str(amount)),
            quantities=quantities,
            goods=_price(order.id, quantities),
            shipping=(
                order.shipping_price_gross_amount
                if named.get("shipping_costs_included")
                else Decimal(0)
            ),
        )


def _price(order_id: UUID, quantities: Mapping[UUID, int]) -> Decimal:
    if not quantities:
        return Decimal(0)
    rows = SaleorOrderLine.objects.filter(order_id=order_id)
    prices = dict(rows.values_list("id", "unit_price_gross_amount"))
    return sum((prices[line_id] * count for line_id, count in quantities.items()), Decimal(0))


def _granted(grant: OrderGrantedRefund | None) -> tuple[dict[UUID, int], Decimal]:
    """The units that a granted refund names, and their gross price as Saleor adds it up."""
    quantities: dict[UUID, int] = {}
    goods = Decimal(0)
    if grant is None:
        return quantities, goods
    rows = OrderGrantedRefundLine.objects.filter(granted_refund=grant).values_list(
        "order_line_id", "quantity", "order_line__unit_price_gross_amount"
    )
    for line_id, quantity, price in rows:
        quantities[line_id] = quantities.get(line_id, 0) + quantity
        goods += price * quantity
    return quantities, goods


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
