"""Former distributors who enrol again: after a wait, under whoever enrols them then.

It is the same distributor, with the same codes and history, and without the former team: that
rolls up first, so no circle can close, whoever the new enroller is. Somebody whose enrolment was
taken back never was one, and waits for nothing. Who gave the agreement away waits too, and begins
anew.
"""

from datetime import datetime

from django.db import IntegrityError

from ..adapters import clock
from ..models import CountryChange, Distributor, StatusChange, Transfer
from ..models.genealogy import DistributorStatus
from . import (
    after_end,
    agreements,
    applications,
    codes,
    cooling_off,
    enroller_changes,
    enrolment_rules,
    events,
    invitations,
    statuses,
    teams_left,
)
from .applications import Application
from .enroller_changes import Wish
from .errors import MlmError
from .instants import months_later


def rejoin(former: Distributor, application: Application, actor: str) -> Distributor:
    """Enrol a former distributor again, now."""
    _check_wait(former, application, _may_return_from(former))
    try:
        with enroller_changes.locked_tree():
            return _write(former.id, application, actor)
    except IntegrityError:
        wanted = application.code or application.handle or ""
        raise codes.taken(wanted, "code" if application.code else "handle") from None


def _write(former_id: int, application: Application, actor: str) -> Distributor:
    row = Distributor.objects.select_for_update().get(id=former_id)
    if row.status != DistributorStatus.ENDED:
        raise MlmError("ALREADY_ENROLLED", "This customer is a distributor already.", "user")
    teams_left.roll_up(row, None, f"{row.code} enrols again", actor)
    enroller, how = applications.enroller_of(application)
    _let_in(row, application)
    statuses.record(row, how, actor)
    wish = Wish(row, enroller)
    if row.enroller_id != (enroller.id if enroller else None):
        enroller_changes.check(wish)
        enroller_changes.write(wish, how, actor)
    _agree(row, application, actor)
    after_end.rejoined(row, actor)
    again = Distributor.objects.get(id=row.id)
    events.note_enrolment(again, times=_times(again))
    return again


def _times(row: Distributor) -> int:
    """How often somebody has enrolled."""
    rows = StatusChange.objects.filter(distributor=row, reason__startswith=statuses.ENROLLED)
    return rows.count()


def _let_in(row: Distributor, application: Application) -> None:
    _move(row, application.country)
    row.status = DistributorStatus.ACTIVE
    row.display_name = application.name
    row.kind = application.details.kind
    row.code = application.code or row.code
    row.handle = application.handle or row.handle
    row.save(update_fields=["status", "display_name", "kind", "country", "code", "handle"])


def _move(row: Distributor, country: str) -> None:
    """Let somebody live in another country from now on, by the store's clock."""
    if country and country != row.country:
        row.country, now = country, clock.now()
        CountryChange.objects.create(
            distributor=row, country=country, effective_at=now, recorded_at=now
        )


def _agree(row: Distributor, application: Application, actor: str) -> None:
    if application.rules:
        address = application.details.address
        channel_id = application.rules.channel_id
        agreements.accept(row, channel_id, application.agreement, address, actor)
    if application.invitation:
        invitations.accept(application.invitation, row)


def check_gave_away(user_id: int, application: Application) -> None:
    """Refuse somebody who sold the own agreement a short while ago."""
    gave = Transfer.objects.filter(former_user_id=user_id)
    if gave.exists():
        last = gave.select_related("distributor").latest("effective_at", "id")
        _check_wait(last.distributor, application, last.effective_at)


def _check_wait(former: Distributor, application: Application, since: datetime | None) -> None:
    own = enrolment_rules.of_distributor(former)
    rules = application.rules or own or enrolment_rules.defaults()
    until = months_later(since, rules.rejoin_months) if since else None
    if until and clock.now() < until:
        message = f"A former distributor can enrol again from {until:%Y-%m-%d} on."
        raise MlmError("WAITING_TIME", message, "user")


def _may_return_from(former: Distributor) -> datetime | None:
    """The end from which the wait counts; none where there is none to wait for."""
    last = StatusChange.objects.filter(distributor=former).order_by("-id").first()
    if last is None or cooling_off.was_taken_back(last):
        return None
    ended_at: datetime = last.effective_at
    return ended_at
