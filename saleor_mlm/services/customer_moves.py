"""Customers of record in other hands: from now on, with their open orders if staff says so.

The record of the first sale stays as it is; the newest correction of the customer rules from its
own instant on.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from ..adapters import clock, people
from ..engine.attribution import Claim, Policy
from ..models import Attribution, Correction, Distributor, SaleLine
from ..models.attribution import AttributionSource
from ..models.corrections import CorrectionKind
from . import attribution, corrections, genealogy, holdings, locks, plans, settings
from .corrections import Wish
from .errors import MlmError


def move(user_id: int, code: str, with_open_orders: bool, reason: str, actor: str) -> Correction:
    """Let a customer belong to a distributor from now on.

    With open orders: those that stand with the former distributor (none: with nobody), as far as
    no run has counted them; all or none of them.
    """
    why = corrections.checked_reason(reason)
    target = _target(user_id, code)
    with corrections.between_commits():
        locks.take(f"customer.{user_id}")
        last = newest(user_id)
        if last and _same(last, target, why, actor):
            return last
        former = record_of(user_id)
        _check_changed(former, target)
        correction = _record(user_id, former, target, why, actor)
        if with_open_orders:
            _move_orders(correction, former, target)
    return correction


def record_of(user_id: int) -> Claim | None:
    """To whom a customer belongs now, by the policy of the channel of the latest order."""
    latest = Attribution.objects.filter(customer_user_id=user_id).order_by("order_created_at")
    order = latest.last()
    policy = settings.rules(order.channel_id).policy if order else Policy()
    return attribution.customer_of_record(user_id, clock.now(), policy)


def newest(user_id: int) -> Correction | None:
    return Correction.objects.filter(customer_user_id=user_id).order_by("-id").first()


def locked(correction: Correction) -> int:
    """The customer of a correction, whom nobody else corrects until the transaction ends."""
    user_id = int(correction.customer_user_id)
    locks.take(f"customer.{user_id}")
    return user_id


def _target(user_id: int, code: str) -> Distributor:
    if people.by_id(user_id) is None:
        raise MlmError("USER_UNKNOWN", "There is no such customer.", "user")
    target = corrections.known(code)
    if target.status not in genealogy.EARNING:
        message = f"{target.code} has no agreement in force."
        raise MlmError("CODE_ENDED", message, "distributorCode")
    if target.user_id == user_id:
        message = f"{target.code} is this customer."
        raise MlmError("SELF_REFERRAL", message, "distributorCode")
    return target


def _same(last: Correction, target: Distributor, reason: str, actor: str) -> bool:
    asked = (CorrectionKind.CUSTOMER_MOVE, target.id, reason, actor)
    return asked == (last.kind, last.distributor_id, last.reason, last.actor)


def _check_changed(former: Claim | None, target: Distributor) -> None:
    if former and former.distributor == target.id:
        message = f"The customer belongs to {target.code} already."
        raise MlmError("UNCHANGED", message, "user")


def _record(
    user_id: int,
    former: Claim | None,
    target: Distributor,
    reason: str,
    actor: str,
) -> Correction:
    return Correction.objects.create(
        kind=CorrectionKind.CUSTOMER_MOVE,
        customer_user_id=user_id,
        distributor=target,
        source=AttributionSource.STAFF,
        before_distributor_id=former.distributor if former else None,
        before_source=former.source if former else "",
        reason=reason,
        actor=actor,
        made_at=clock.now(),
    )


def _move_orders(correction: Correction, former: Claim | None, target: Distributor) -> None:
    kind = CorrectionKind.MOVE if former else CorrectionKind.CREDIT
    wish = Wish(kind, target, correction.reason, correction.actor, part_of=correction)
    stands_with = former.distributor if former else None
    for row in _open_orders(correction.customer_user_id):
        decision = corrections.read_now(row.order_id)
        if holdings.ruling(decision).distributor_id != stands_with:
            continue
        if corrections.order_is_open(row.order_id, stands_with):
            corrections.apply(decision, wish)


def _open_orders(user_id: int) -> Iterator[Attribution]:
    """A customer's orders of which runs have not counted all; always in one order, so that two
    moves never wait for one another."""
    period = plans.first_uncommitted()
    recent = Q(order_created_at__gte=period.starts_at) if period else Q()
    uncounted = SaleLine.objects.filter(order_id=OuterRef("order_id"), claimed__isnull=True)
    rows = Attribution.objects.filter(recent | Q(Exists(uncounted)), customer_user_id=user_id)
    yield from rows.order_by("order_id")
