"""Steps of money: paid, charged, granted, refunded, charged back."""

from typing import Any

from .carts import part_of
from .orders import NOBODY, lines, nth
from .walk import Walk, global_id, key_of, step

NO_TRANSACTION = "00000000-0000-0000-0000-000000000000"


def row_of(walk: Walk, order: str) -> Any:
    from saleor.order.models import Order

    return Order.objects.get(pk=key_of(walk.order(order)))


def share_of(walk: Walk, order: str, share: float) -> float:
    row = row_of(walk, order)
    return part_of(row.total_gross_amount, share, row.currency)


def transaction(walk: Walk, order: str, number: int = 0) -> str:
    from saleor.payment.models import TransactionItem

    key = key_of(walk.order(order))
    found = nth(list(TransactionItem.objects.filter(order_id=key).order_by("pk")), number)
    return global_id("TransactionItem", found.token if found else NO_TRANSACTION)


def money(walk: Walk, order: str, share: float) -> dict[str, Any]:
    return {"amount": share_of(walk, order, share), "currency": row_of(walk, order).currency}


@step
def pay(walk: Walk, order: str, share: float, kind: str, reference: str) -> str | None:
    data = {
        "name": "stub",
        "pspReference": walk.reference(reference),
        "availableActions": ["REFUND", "CHARGE", "CANCEL"],
        kind: money(walk, order, share),
    }
    walk.ask("transactionCreate", id=walk.order(order), transaction=data)
    return order


@step
def report(
    walk: Walk, order: str, kind: str, share: float | None, reference: str, number: int = 0
) -> str | None:
    """What the payment app tells of its own accord; without a share it names no amount."""
    given = {} if share is None else {"amount": share_of(walk, order, share)}
    walk.ask(
        "transactionEventReport",
        id=transaction(walk, order, number),
        type=kind,
        pspReference=walk.reference(reference),
        **given,
    )
    return order


@step
def restate(walk: Walk, order: str, number: int, **shares: float) -> str | None:
    data = {kind: money(walk, order, share) for kind, share in shares.items()}
    walk.ask("transactionUpdate", id=transaction(walk, order, number), transaction=data)
    return order


@step
def request(
    walk: Walk, order: str, action: str, share: float | None, mode: str, number: int = 0
) -> str | None:
    """Staff ask the payment app to charge, refund or cancel."""
    given = {} if share is None else {"amount": share_of(walk, order, share)}
    walk.payment_app.mode = mode
    key = transaction(walk, order, number)
    walk.ask("transactionRequestAction", id=key, actionType=action, **given)
    return order


@step
def mark_paid(walk: Walk, order: str) -> str | None:
    walk.ask("orderMarkAsPaid", id=walk.order(order))
    return order


@step
def grant(
    walk: Walk,
    order: str,
    units: list[int],
    shipping: bool = False,
    share: float | None = None,
    number: int = 0,
) -> str | None:
    rows = [
        {"id": global_id("OrderLine", line.pk), "quantity": count}
        for line, count in zip(lines(walk, order), units * 10, strict=False)
        if count
    ]
    data = {
        "transactionId": transaction(walk, order, number),
        "lines": rows,
        "grantRefundForShipping": shipping,
    }
    if share is not None:
        data["amount"] = share_of(walk, order, share)
    walk.ask("orderGrantRefundCreate", id=walk.order(order), input=data)
    return order


def granted(walk: Walk, order: str, number: int) -> Any:
    from saleor.order.models import OrderGrantedRefund

    key = key_of(walk.order(order))
    return nth(list(OrderGrantedRefund.objects.filter(order_id=key).order_by("pk")), number)


@step
def regrant(walk: Walk, order: str, number: int, share: float) -> str | None:
    found = granted(walk, order, number)
    key = global_id("OrderGrantedRefund", found.pk if found else NOBODY)
    data = {"amount": share_of(walk, order, share), "reason": "kindness"}
    walk.ask("orderGrantRefundUpdate", id=key, input=data)
    return order


@step
def refund_granted(walk: Walk, order: str, number: int, mode: str) -> str | None:
    walk.payment_app.mode = mode
    found = granted(walk, order, number)
    key = global_id("OrderGrantedRefund", found.pk if found else NOBODY)
    walk.ask("transactionRequestRefundForGrantedRefund", grantedRefundId=key)
    return order
