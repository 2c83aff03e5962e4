"""Joining and leaving the company."""

import secrets

from django.db import IntegrityError, transaction

from ..adapters import clock, people
from ..models import Distributor, StatusChange
from ..models.genealogy import DistributorStatus
from . import events, genealogy
from .errors import MlmError

# No 0, 1, I, L, O, U: a code is read aloud, copied by hand, and spells no rude word.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 7
CODE_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_")


def enroll(
    *,
    user_id: int | None,
    enroller_code: str | None,
    display_name: str,
    code: str | None = None,
    actor: str,
) -> Distributor:
    """Make a customer a distributor below an enroller (none: the head of a line)."""
    enroller = _enroller(enroller_code)
    person = _person(user_id)
    wanted = _checked_code(code) if code else None
    name = display_name.strip()
    if not name:
        raise MlmError("REQUIRED", "A distributor needs a name to show.", "displayName")
    for _ in range(5):
        try:
            return _create(wanted or _new_code(), name, person.id, enroller, actor)
        except IntegrityError:
            _explain_conflict(person.id, wanted)
    raise MlmError("CODE_TAKEN", "No free code was found; please try again.", "code")


def end(distributor_code: str, reason: str, actor: str) -> Distributor:
    """End a distributor's agreement now; later sales by the code go to the next enroller."""
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
        distributor = Distributor.objects.select_for_update().get(id=found.id)
        if distributor.status == status:
            message = f"{distributor.code} is {status} already."
            raise MlmError("STATUS_UNCHANGED", message, "code")
        distributor.status = status
        distributor.save(update_fields=["status"])
        _record(distributor, reason, actor)
    return distributor


@transaction.atomic
def _create(
    code: str, name: str, user_id: int, enroller: Distributor | None, actor: str
) -> Distributor:
    distributor = Distributor.objects.create(
        code=code,
        display_name=name[:128],
        user_id=user_id,
        enroller=enroller,
        joined_at=clock.now(),
    )
    _record(distributor, "enrolled", actor)
    events.note_enrolment(distributor)
    return distributor


def _record(distributor: Distributor, reason: str, actor: str) -> None:
    now = clock.now()
    StatusChange.objects.create(
        distributor=distributor,
        status=distributor.status,
        effective_at=now,
        recorded_at=now,
        reason=reason[:255],
        actor=actor,
    )


def _enroller(code: str | None) -> Distributor | None:
    if not code:
        return None
    enroller = genealogy.by_code(code)
    if enroller is None:
        raise MlmError("CODE_UNKNOWN", f"There is no distributor {code}.", "enrollerCode")
    if enroller.status != DistributorStatus.ACTIVE:
        message = f"{enroller.code} cannot enrol: the agreement is {enroller.status}."
        raise MlmError("CODE_ENDED", message, "enrollerCode")
    return enroller


def _person(user_id: int | None) -> people.Person:
    person = people.by_id(user_id) if user_id else None
    if person is None:
        raise MlmError("USER_UNKNOWN", "There is no such customer.", "user")
    if genealogy.by_user(person.id):
        raise MlmError("ALREADY_ENROLLED", "This customer is a distributor already.", "user")
    return person


def _checked_code(code: str) -> str:
    wanted = code.strip().upper()
    if not 3 <= len(wanted) <= 32 or not set(wanted) <= CODE_CHARACTERS:
        message = "A code has 3 to 32 letters, digits, hyphens or underscores."
        raise MlmError("CODE_INVALID", message, "code")
    if genealogy.by_code(wanted):
        raise MlmError("CODE_TAKEN", f"The code {wanted} is taken.", "code")
    return wanted


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _explain_conflict(user_id: int, wanted: str | None) -> None:
    """Two enrolments at once: say which of the two keys was lost."""
    if genealogy.by_user(user_id):
        raise MlmError("ALREADY_ENROLLED", "This customer is a distributor already.", "user")
    if wanted:
        raise MlmError("CODE_TAKEN", f"The code {wanted} is taken.", "code")
