from decimal import Decimal

from django.db import transaction

from ..account.models import User
from ..core.prices import quantize_price
from ..payment import TransactionEventType
from . import (
    FulfillmentStatus,
    OrderAuthorizeStatus,
    OrderChargeStatus,
    OrderGrantedRefundStatus,
    OrderStatus,
)
from .models import Order, OrderGrantedRefund, total_of

GRANT_STATUS = {
    TransactionEventType.REFUND_REQUEST: OrderGrantedRefundStatus.PENDING,
    TransactionEventType.REFUND_SUCCESS: OrderGrantedRefundStatus.SUCCESS,
    TransactionEventType.REFUND_FAILURE: OrderGrantedRefundStatus.FAILURE,
    TransactionEventType.REFUND_REVERSE: OrderGrantedRefundStatus.NONE,
}


def refresh_order_status(order: Order) -> bool:
    """Set the status that the quantities call for; say whether it changed."""
    before = order.status
    total = sum(line.quantity for line in order.lines.all())
    fulfilled = sum(line.quantity_fulfilled for line in order.lines.all())
    replaced = _quantity(order, FulfillmentStatus.REPLACED)
    if total == replaced:
        return False
    waiting = _quantity(order, FulfillmentStatus.WAITING_FOR_APPROVAL)
    order.status = determine_order_status(
        total - replaced,
        fulfilled - replaced - waiting,
        _quantity(order, FulfillmentStatus.RETURNED, FulfillmentStatus.REFUNDED_AND_RETURNED),
    )
    return before != order.status


def _quantity(order: Order, *statuses: str) -> int:
    fulfillments = order.fulfillments.filter(status__in=statuses)
    return sum(line.quantity for row in fulfillments for line in row.lines.all())


def determine_order_status(total: int, fulfilled: int, returned: int) -> str:
    if fulfilled <= 0:
        return OrderStatus.UNFULFILLED
    if 0 < returned < total:
        return OrderStatus.PARTIALLY_RETURNED
    if returned == total:
        return OrderStatus.RETURNED
    if fulfilled < total:
        return OrderStatus.PARTIALLY_FULFILLED
    return OrderStatus.FULFILLED


def update_order_status(order: Order) -> None:
    """Save the status when it changes: else not even updated_at moves."""
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        if refresh_order_status(locked):
            order.status = locked.status
            locked.save(update_fields=["status", "updated_at"])


def match_orders_with_new_user(user: User) -> None:
    """Give a customer the orders that were placed with the address before; no hook tells."""
    Order.objects.confirmed().filter(user_email=user.email, user=None).update(user=user)


def updates_amounts_for_order(order: Order, save: bool = True) -> None:
    transactions = list(order.payment_transactions.all())
    granted = total_of(order.granted_refunds.all(), "amount_value")
    due = quantize_price(max(order.total_gross_amount - granted, Decimal(0)), order.currency)
    order.total_charged_amount = total_of(transactions, "charged_value")
    order.total_authorized_amount = total_of(transactions, "authorized_value")
    charged = quantize_price(order.total_charged_amount, order.currency)
    order.charge_status = _charge_status(charged, due)
    covered = charged + order.total_authorized_amount
    order.authorize_status = _authorize_status(covered, due, order.total_gross_amount)
    if save:
        order.save(update_fields=[*AMOUNT_FIELDS, "updated_at"])


AMOUNT_FIELDS = (
    "total_charged_amount",
    "charge_status",
    "total_authorized_amount",
    "authorize_status",
)


def update_charge_data(order: Order) -> None:
    """What a granted refund changes: what is authorized keeps its status until money moves."""
    before = order.authorize_status
    updates_amounts_for_order(order, save=False)
    order.authorize_status = before
    order.save(update_fields=["total_charged_amount", "charge_status", "updated_at"])


def _charge_status(charged: Decimal, due: Decimal) -> str:
    if charged == due:
        return OrderChargeStatus.FULL
    if charged <= 0:
        return OrderChargeStatus.NONE
    return OrderChargeStatus.PARTIAL if charged < due else OrderChargeStatus.OVERCHARGED


def _authorize_status(covered: Decimal, due: Decimal, total: Decimal) -> str:
    if covered == 0:
        return OrderAuthorizeStatus.NONE if total else OrderAuthorizeStatus.FULL
    return OrderAuthorizeStatus.FULL if covered >= due else OrderAuthorizeStatus.PARTIAL


def calculate_order_granted_refund_status(granted_refund: OrderGrantedRefund) -> None:
    events = granted_refund.transaction_events.filter(
        transaction_id=granted_refund.transaction_item_id, type__in=list(GRANT_STATUS)
    )
    last = events.order_by("created_at").last()
    if last and granted_refund.status != GRANT_STATUS[last.type]:
        granted_refund.status = GRANT_STATUS[last.type]
        granted_refund.save(update_fields=["status"])
