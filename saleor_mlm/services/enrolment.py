"""Joining and leaving the company."""

from django.db import IntegrityError, transaction

from ..models import Distributor
from ..models.genealogy import DistributorStatus
from . import (
    after_end,
    applications,
    codes,
    events,
    genealogy,
    invitations,
    newcomers,
    owners,
    placing,
    rejoining,
    statuses,
)
from .applications import Application, Details
from .errors import MlmError
from .newcomers import Accepted

ATTEMPTS = 5


def enroll(
    *,
    user_id: int | None,
    enroller_code: str | None,
    display_name: str,
    code: str | None = None,
    actor: str,
    details: Details | None = None,
) -> Distributor:
    """Make a customer a distributor below an enroller.

    Staff who names no enroller makes the head of a line; for others the channel's rule finds one.
    """
    wanted = details or Details()
    known, was_here = _customer(user_id)
    former = _former(known) if was_here else None
    application = applications.checked(enroller_code, display_name, code, wanted)
    if application.invitation:
        invitations.check_person(application.invitation, known)
    if former:
        return rejoining.rejoin(former, application, actor)
    if was_here:
        rejoining.check_gave_away(known, application)
    for _ in range(ATTEMPTS):
        try:
            return _create(application, known, actor)
        except IntegrityError:
            _explain_conflict(known, application)
    raise MlmError("CODE_TAKEN", "No free code was found; please try again.", "code")


def _customer(user_id: int | None) -> tuple[int, bool]:
    """A customer, and whether that one is, or ever was, a distributor."""
    is_there, was_here = genealogy.customer(user_id) if user_id else (False, False)
    if user_id is None or not is_there:
        raise MlmError("USER_UNKNOWN", "There is no such customer.", "user")
    return user_id, was_here


def _former(user_id: int) -> Distributor | None:
    """The customer as a former distributor, none where he or she never was one."""
    found = genealogy.by_user(user_id)
    if found and (found.status != DistributorStatus.ENDED or owners.kept(found) != found):
        raise MlmError("ALREADY_ENROLLED", "This customer is a distributor already.", "user")
    return found


def end(distributor_code: str, reason: str, actor: str) -> Distributor:
    """End a distributor's agreement now; later sales by the code are the policy's to place."""
    return _change_status(distributor_code, DistributorStatus.ENDED, reason, actor)


def reinstate(distributor_code: str, reason: str, actor: str) -> Distributor:
    """Take back an end from now on."""
    return _change_status(distributor_code, DistributorStatus.ACTIVE, reason, actor)


def _change_status(code: str, status: str, reason: str, actor: str) -> Distributor:
    if not reason.strip():
        raise MlmError("REQUIRED", "Say why: the reason is kept.", "reason")
    with transaction.atomic():
        found = genealogy.by_code(code)
        if found is None:
            raise MlmError("CODE_UNKNOWN", f"There is no distributor {code}.", "code")
        # Others may write positions of this person meanwhile, whose foreign keys must not wait.
        distributor = Distributor.objects.select_for_update(no_key=True).get(id=found.id)
        if distributor.status == status:
            message = f"{distributor.code} is {status} already."
            raise MlmError("STATUS_UNCHANGED", message, "code")
        distributor.status = status
        distributor.save(update_fields=["status"])
        statuses.record(distributor, reason, actor)
        if status == DistributorStatus.ENDED:
            after_end.ended(distributor, actor)
        else:
            after_end.reinstated(distributor, actor)
    return distributor


@transaction.atomic
def _create(application: Application, user_id: int, actor: str) -> Distributor:
    details = application.details
    enroller, how = applications.enroller_of(application)
    person = Distributor(
        code=application.code or codes.made(),
        handle=application.handle,
        display_name=application.name,
        user_id=user_id,
        enroller=enroller,
        kind=details.kind,
        country=application.country,
    )
    distributor = newcomers.write(person, how, _accepted(application), actor)
    if application.invitation:
        invitations.accept(application.invitation, distributor)
    events.note_enrolment(distributor)
    placing.admit(distributor, details.wishes, details.link, actor=actor, anywhere=details.by_staff)
    return distributor


def _accepted(application: Application) -> Accepted:
    if application.rules is None:
        return Accepted()
    agreement = application.agreement
    return Accepted(
        application.rules.channel_id,
        agreement.id if agreement else None,
        application.details.address,
    )


def _explain_conflict(user_id: int, application: Application) -> None:
    """Two enrolments at once: say which of the keys was lost."""
    if genealogy.by_user(user_id):
        raise MlmError("ALREADY_ENROLLED", "This customer is a distributor already.", "user")
    if application.code and genealogy.by_code(application.code):
        raise codes.taken(application.code, "code")
    if application.handle and genealogy.by_code(application.handle):
        raise codes.taken(application.handle, "handle")
