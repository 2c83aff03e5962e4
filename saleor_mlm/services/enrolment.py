"""Joining and leaving the company, and the code under which one is known."""

import secrets

from django.db import IntegrityError, transaction

from ..adapters import clock, people
from ..models import Distributor, StatusChange
from ..models.genealogy import DistributorStatus
from . import after_end, events, genealogy, locks, placing
from .errors import MlmError

# No 0, 1, I, L, O, U: a code is read aloud, copied by hand, and spells no rude word.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 7
CODE_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_")
CODES_MAX = 10
# What a buyer would take for the company itself, or a shop for one of its own pages or words.
RESERVED = frozenset(
    "ACCOUNT ADMIN API CART CHECKOUT COMPANY HELP HOUSE LOGIN LOGOUT NOBODY NONE NULL OFFICIAL"
    " ORDER ORDERS PRODUCTS REMOVE SALEOR SHOP STAFF STORE SUPPORT SYSTEM UNDEFINED".split()
)


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
    """End a distributor's agreement now; later sales by the code are the policy's to place."""
    return _change_status(distributor_code, DistributorStatus.ENDED, reason, actor)


def reinstate(distributor_code: str, reason: str, actor: str) -> Distributor:
    """Take back an end from now on."""
    return _change_status(distributor_code, DistributorStatus.ACTIVE, reason, actor)


def change_code(distributor: Distributor, code: str) -> Distributor:
    """Give a distributor another code; links with the old ones go on leading here for ever."""
    if distributor.status not in genealogy.EARNING:
        raise MlmError("CODE_ENDED", f"{distributor.code} has ended and keeps its code.", "newCode")
    wanted = _well_formed(code, "newCode")
    try:
        with transaction.atomic():
            locks.take(f"codes.{distributor.id}")
            _check_free_for(distributor, wanted)
            Distributor.objects.filter(id=distributor.id).update(code=wanted)
    except IntegrityError:
        raise _taken(wanted, "newCode") from None
    return Distributor.objects.get(id=distributor.id)


def _check_free_for(distributor: Distributor, wanted: str) -> None:
    """An own former code is free for its distributor, and for nobody else."""
    holder = genealogy.by_code(wanted)
    if holder == distributor:
        return
    if holder:
        raise _taken(wanted, "newCode")
    if distributor.codes.count() >= CODES_MAX:
        message = f"A distributor has at most {CODES_MAX} codes, the former ones included."
        raise MlmError("CODES_USED_UP", message, "newCode")


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
        if status == DistributorStatus.ENDED:
            after_end.ended(distributor, actor)
        else:
            after_end.reinstated(distributor, actor)
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
    placing.admit(distributor, actor=actor)
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
    wanted = _well_formed(code, "code")
    if genealogy.by_code(wanted):
        raise _taken(wanted, "code")
    return wanted


def _well_formed(code: str, field: str) -> str:
    wanted = code.strip().upper()
    if not 3 <= len(wanted) <= 32 or not set(wanted) <= CODE_CHARACTERS:
        message = "A code has 3 to 32 letters, digits, hyphens or underscores."
        raise MlmError("CODE_INVALID", message, field)
    if wanted in RESERVED:
        raise MlmError("CODE_RESERVED", f"The code {wanted} is kept for the company.", field)
    return wanted


def _taken(code: str, field: str) -> MlmError:
    return MlmError("CODE_TAKEN", f"The code {code} is taken.", field)


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _explain_conflict(user_id: int, wanted: str | None) -> None:
    """Two enrolments at once: say which of the two keys was lost."""
    if genealogy.by_user(user_id):
        raise MlmError("ALREADY_ENROLLED", "This customer is a distributor already.", "user")
    if wanted:
        raise _taken(wanted, "code")
