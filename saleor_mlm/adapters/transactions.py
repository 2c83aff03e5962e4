"""Saleor's transaction events as movements of money, whichever way a payment app tells them.

Follows `saleor.payment.transaction_item_calculations`: an event with a reference of the payment
app moves the charged amount, one without states an amount anew.
"""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from saleor.payment import TransactionEventType as Kind
from saleor.payment.models import TransactionEvent

from ..engine.payments import NOTHING, Movement

SIGN = {
    Kind.CHARGE_SUCCESS: 1,
    Kind.CHARGE_BACK: -1,
    Kind.REFUND_SUCCESS: -1,
    Kind.REFUND_REVERSE: 1,
}
FAILURE_OF = {
    Kind.CHARGE_FAILURE: Kind.CHARGE_SUCCESS,
    Kind.REFUND_FAILURE: Kind.REFUND_SUCCESS,
}
UNDOES = {**FAILURE_OF, Kind.REFUND_REVERSE: Kind.REFUND_SUCCESS}

type _Key = tuple[int, str, str]


def movements(order_id: UUID) -> Iterator[Movement]:
    """The movements of an order's money, in the order in which Saleor wrote them."""
    rows = TransactionEvent.objects.filter(
        transaction__order_id=order_id,
        type__in=[*SIGN, *FAILURE_OF],
        include_in_calculations=True,
    ).order_by("id")
    seen: dict[_Key, TransactionEvent] = {}
    for event in rows:
        movement = _referenced(event, seen) if event.psp_reference else _stated(event)
        seen.setdefault(_key(event, event.type), event)
        if movement:
            yield movement


def _referenced(event: TransactionEvent, seen: dict[_Key, TransactionEvent]) -> Movement | None:
    before = seen.get(_key(event, UNDOES.get(event.type, "")))
    if event.type in FAILURE_OF:
        # Saleor counts a success no more once a failure with its reference is not older.
        again = _key(event, event.type) in seen
        if again or before is None or before.created_at > event.created_at:
            return None
        return _moved(event, -SIGN[before.type] * before.amount_value, before)
    if event.type in FAILURE_OF.values() and _has_failed(event, seen):
        return None
    return _moved(event, SIGN[event.type] * event.amount_value, before or event)


def _moved(event: TransactionEvent, amount: Decimal, grant_of: TransactionEvent) -> Movement:
    return Movement(
        id=f"{event.id:012d}",
        at=event.created_at,
        transaction=event.transaction_id,
        reported=amount,
        grant=grant_of.related_granted_refund_id,
    )


def _stated(event: TransactionEvent) -> Movement | None:
    refund = event.type == Kind.REFUND_SUCCESS
    if event.type in FAILURE_OF:
        return None
    return Movement(
        id=f"{event.id:012d}",
        at=event.created_at,
        transaction=event.transaction_id,
        charge_stated=NOTHING if refund else SIGN[event.type] * event.amount_value,
        refund_stated=event.amount_value if refund else NOTHING,
        grant=event.related_granted_refund_id,
    )


def _has_failed(event: TransactionEvent, seen: dict[_Key, TransactionEvent]) -> bool:
    """Whether a failure with the same reference came before and is not older."""
    for failure, success in FAILURE_OF.items():
        failed = seen.get(_key(event, failure))
        if success == event.type and failed and failed.created_at >= event.created_at:
            return True
    return False


def _key(event: TransactionEvent, kind: str) -> _Key:
    return event.transaction_id, event.psp_reference or "", kind
