"""Corrections: staff decides whose sale an order is, afterwards and with a reason.

What a run has counted stays with whom it was; what is open moves, by signed sale lines, and the
newest correction rules every later reading. A correction and a commit exclude one another, so a
run counts an order as it was before or after, never in between.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from ..adapters import clock, orders
from ..models import Attribution, Correction, Distributor, SaleLine
from ..models.attribution import AttributionSource
from ..models.corrections import CorrectionKind
from . import events, genealogy, holdings, locks, moved_lines, outbox, sales
from .errors import MlmError
from .holdings import Ruling

logger = logging.getLogger(__name__)

REASON_LENGTH_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose an order shall be (none: nobody's), why, and who says so."""

    kind: str
    distributor: Distributor | None
    reason: str
    actor: str
    part_of: Correction | None = None


def credit(order_id: UUID, code: str, reason: str, actor: str) -> Correction:
    """Credit an order that is nobody's to a distributor."""
    return _decide(order_id, CorrectionKind.CREDIT, code, reason, actor)


def move(order_id: UUID, code: str, reason: str, actor: str) -> Correction:
    """Move an order from one distributor to another."""
    return _decide(order_id, CorrectionKind.MOVE, code, reason, actor)


def exclude(order_id: UUID, reason: str, actor: str) -> Correction:
    """Let an order count for nobody."""
    return _decide(order_id, CorrectionKind.EXCLUDE, None, reason, actor)


def _decide(order_id: UUID, kind: str, code: str | None, reason: str, actor: str) -> Correction:
    wish = Wish(kind, None if code is None else known(code), checked_reason(reason), actor)
    with between_commits():
        attribution = read_now(order_id)
        newest = holdings.newest_correction(order_id)
        if newest and _same(newest, wish):
            return newest
        _check_kind(kind, holdings.ruling(attribution))
        return apply(attribution, wish)


def apply(attribution: Attribution, wish: Wish) -> Correction:
    """Write a correction of an order that was just read, and its sale lines."""
    ruling = holdings.ruling(attribution)
    wanted = wish.distributor.id if wish.distributor else None
    if wanted == ruling.distributor_id:
        who = wish.distributor.code if wish.distributor else "nobody"
        message = f"Order {attribution.order_number} stands with {who} already."
        raise MlmError("UNCHANGED", message, "orderId")
    _check_agreement(attribution, wish.distributor)
    source = AttributionSource.STAFF if wish.distributor else ""
    after = Ruling(wanted, is_own(attribution, wish.distributor), source)
    return put(attribution, ruling, after, wish)


def put(
    attribution: Attribution,
    before: Ruling,
    after: Ruling,
    wish: Wish,
    undoes: Correction | None = None,
) -> Correction:
    """Append the correction and move what is open; the order is read again soon."""
    order_id = attribution.order_id
    _check_open(attribution, before.distributor_id)
    parts = moved_lines.open_parts(order_id, before.distributor_id)
    correction = Correction.objects.create(
        kind=wish.kind,
        order_id=order_id,
        order_number=attribution.order_number,
        distributor_id=after.distributor_id,
        own=after.own,
        source=after.source,
        before_distributor_id=before.distributor_id,
        before_source=before.source,
        undoes=undoes,
        part_of=wish.part_of,
        reason=wish.reason,
        actor=wish.actor,
        made_at=clock.now(),
    )
    rows = moved_lines.write(correction, parts, before.distributor_id)
    events.note_sale(holdings.corrected(attribution), rows)
    outbox.put_many([order_id])
    return correction


@contextmanager
def between_commits() -> Iterator[None]:
    """A transaction beside readings and never beside a commit: then it does not start."""
    with transaction.atomic():
        if not locks.share_if_free(outbox.READING):
            message = "A period is being committed at this moment; try again when it is done."
            raise MlmError("COMMIT_UNDER_WAY", message)
        yield


def read_now(order_id: UUID) -> Attribution:
    """The attribution of an order whose sale lines are what its state says now.

    Its rows stay locked against readings until the transaction ends.
    """
    try:
        with transaction.atomic():
            sales.reconcile(order_id, outbox.claimed_code(order_id))
    except Exception as fault:
        logger.exception("order %s could not be read", order_id)
        message = "The order cannot be read now; see `manage.py mlm doctor`."
        raise MlmError("ORDER_UNREAD", message, "orderId") from fault
    attribution = Attribution.objects.filter(order_id=order_id).first()
    if attribution is None:
        raise _no_attribution(order_id)
    return attribution


def known(code: str) -> Distributor:
    found = genealogy.by_code(code)
    if found is None:
        message = f"There is no distributor {code.strip()[:40]}."
        raise MlmError("CODE_UNKNOWN", message, "distributorCode")
    return found


def checked_reason(reason: str) -> str:
    wanted = reason.strip()
    if not wanted:
        raise MlmError("REQUIRED", "Say why: the reason is kept.", "reason")
    if len(wanted) > REASON_LENGTH_MAX:
        message = f"A reason has at most {REASON_LENGTH_MAX} characters."
        raise MlmError("INVALID_TEXT", message, "reason")
    return wanted


def _same(newest: Correction, wish: Wish) -> bool:
    """The same request twice is one correction."""
    wanted = wish.distributor.id if wish.distributor else None
    asked = (wish.kind, wanted, wish.reason, wish.actor)
    return asked == (newest.kind, newest.distributor_id, newest.reason, newest.actor)


def _check_kind(kind: str, ruling: Ruling) -> None:
    if kind == CorrectionKind.CREDIT and ruling.distributor_id is not None:
        message = "The order stands with a distributor already; move it instead."
        raise MlmError("ALREADY_CREDITED", message, "orderId")
    if kind == CorrectionKind.MOVE and ruling.distributor_id is None:
        message = "The order is nobody's; credit it instead."
        raise MlmError("NOT_CREDITED", message, "orderId")


def _check_agreement(attribution: Attribution, distributor: Distributor | None) -> None:
    """Who had no agreement when the order was sold would be passed over for it."""
    if distributor is None:
        return
    first = SaleLine.objects.filter(order_id=attribution.order_id, seq=1).first()
    sold_at = first.volume_at if first else attribution.order_created_at
    if genealogy.status_at(distributor, sold_at) not in genealogy.EARNING:
        message = (
            f"{distributor.code} had no agreement in force when order {attribution.order_number}"
            " was sold; choose somebody who had."
        )
        raise MlmError("NOT_ACTIVE_THEN", message, "distributorCode")


def is_own(attribution: Attribution, distributor: Distributor | None) -> bool:
    """Whether the buyer is the distributor; what is written of the two once, stays."""
    if distributor is None:
        return False
    rows = SaleLine.objects.filter(order_id=attribution.order_id, distributor=distributor)
    written = rows.values_list("own", flat=True).first()
    if written is not None:
        return bool(written)
    if attribution.distributor_id == distributor.id:
        return attribution.own
    return distributor.user_id is not None and distributor.user_id == attribution.customer_user_id


def order_is_open(order_id: UUID, distributor_id: int | None) -> bool:
    """Whether something of an order moves, or is still to come."""
    return bool(
        moved_lines.open_parts(order_id, distributor_id)
        or not moved_lines.committed_periods([order_id])
        or moved_lines.awaits_goods(order_id)
    )


def _check_open(attribution: Attribution, distributor_id: int | None) -> None:
    if order_is_open(attribution.order_id, distributor_id):
        return
    period = moved_lines.committed_periods([attribution.order_id])[attribution.order_id][-1]
    message = (
        f"{period} is committed with order {attribution.order_number} in it, and what a run"
        " counted stays. Move the customer to correct later orders."
    )
    raise MlmError("PERIOD_COMMITTED", message, "orderId")


def _no_attribution(order_id: UUID) -> MlmError:
    if orders.read(order_id) is None:
        return MlmError("ORDER_NOT_FOUND", "There is no such order.", "orderId")
    message = (
        "The order does not count: it is no sale, or from before its channel counted. Past orders"
        " are let count by mlmBackfillPreview."
    )
    return MlmError("ORDER_NOT_COUNTED", message, "orderId")
