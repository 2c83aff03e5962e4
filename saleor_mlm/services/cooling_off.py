"""Cooling-off: an enrolment that its distributor takes back is as if it had never been.

Nothing is deleted. The agreement ends at the instant at which it began; whoever was enrolled below
stands below the enroller, from the beginning too; orders that no run has counted move to the
enroller. What belongs to a period that is over stays: there it takes effect from the first instant
of the period that runs.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ..adapters import clock, orders
from ..models import Attribution, Correction, Distributor, StatusChange
from ..models.corrections import CorrectionKind
from ..models.genealogy import DistributorStatus
from . import (
    corrections,
    enroller_changes,
    enrolment_rules,
    genealogy,
    holdings,
    plans,
    statuses,
    teams_left,
)
from .errors import MlmError

REASON = "the enrolment was taken back"


def cancel(distributor: Distributor, actor: str) -> tuple[Distributor, list[UUID]]:
    """Take an enrolment back within the days that the channel allows.

    With it come the person's own orders of the starter kit: whether these are cancelled, or sent
    back, is the shop's to say.
    """
    kit = _kit_orders(distributor)
    with enroller_changes.locked_tree():
        row = Distributor.objects.select_for_update().get(id=distributor.id)
        began_at = _checked(row)
        running = plans.period_of(clock.now())
        effective_at = max(began_at, running.starts_at) if running else began_at
        teams_left.roll_up(row, effective_at, f"{row.code}: {REASON}", actor)
        _move_orders(row, actor)
        statuses.end_from(row, effective_at, REASON, actor)
    return row, kit


def days(distributor: Distributor) -> int:
    """How long the distributor's channel lets an enrolment be taken back."""
    rules = enrolment_rules.of_distributor(distributor) or enrolment_rules.defaults()
    return rules.cooling_off_days


def was_taken_back(change: StatusChange) -> bool:
    return change.status == DistributorStatus.ENDED and change.reason == REASON


def _checked(row: Distributor) -> datetime:
    """When the enrolment was, if it can still be taken back."""
    if row.status == DistributorStatus.ENDED:
        raise MlmError("CODE_ENDED", f"{row.code} has ended already.", "code")
    began_at = statuses.began_at(row)
    allowed = days(row)
    if clock.now() >= began_at + timedelta(days=allowed):
        message = f"An enrolment can be taken back within {allowed} days; end the agreement."
        raise MlmError("TOO_LATE", message, "code")
    return began_at


def _move_orders(row: Distributor, actor: str) -> None:
    """What counts for the distributor and is open counts for the next above, or for nobody."""
    target = genealogy.active_from(row.enroller, clock.now()) if row.enroller else None
    kind = CorrectionKind.MOVE if target else CorrectionKind.EXCLUDE
    wish = corrections.Wish(kind, target, f"{row.code}: {REASON}", actor)
    for order_id in _orders(row):
        decision = corrections.read_now(order_id)
        stands_with = holdings.ruling(decision).distributor_id
        if stands_with == row.id and corrections.order_is_open(order_id, row.id):
            _move(decision, wish)


def _move(decision: Attribution, wish: corrections.Wish) -> None:
    """Where the next above had no agreement when the order was sold, it counts for nobody."""
    try:
        corrections.apply(decision, wish)
    except MlmError as error:
        if error.code != "NOT_ACTIVE_THEN":
            raise
        corrections.apply(decision, replace(wish, kind=CorrectionKind.EXCLUDE, distributor=None))


def _orders(row: Distributor) -> list[UUID]:
    """Orders that count, or counted, for a distributor; always in one order, so that two of these
    never wait for one another."""
    decided = Attribution.objects.filter(distributor=row).values_list("order_id", flat=True)
    corrected = Correction.objects.filter(distributor=row, order_id__isnull=False)
    return sorted({*decided, *corrected.values_list("order_id", flat=True)})


def _kit_orders(distributor: Distributor) -> list[UUID]:
    rules = enrolment_rules.of_distributor(distributor)
    if not (rules and rules.starter_kit and distributor.user_id):
        return []
    since = statuses.began_at(distributor)
    return orders.with_variant(distributor.user_id, rules.starter_kit, since)
