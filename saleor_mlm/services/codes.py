"""Codes and handles: names under which links lead to a distributor, each given once for ever."""

import secrets

from django.db import IntegrityError, transaction

from ..models import Distributor
from . import genealogy, locks
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


def made() -> str:
    """A new code; that it is free, the database says."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def wish(text: str | None, field: str) -> str | None:
    """A wished code, in capitals, or handle, in small letters; refused unless it is free."""
    if not text:
        return None
    wanted = well_formed(text, field)
    if genealogy.by_code(wanted):
        raise taken(wanted, field)
    return wanted.lower() if field == "handle" else wanted


def change_code(distributor: Distributor, code: str) -> Distributor:
    """Give a distributor another code; links with the old ones go on leading here for ever."""
    return _change(distributor, "code", well_formed(code, "newCode"), "newCode")


def change_handle(distributor: Distributor, handle: str) -> Distributor:
    """Give a distributor a handle, or another one; the former ones stay the distributor's."""
    return _change(distributor, "handle", well_formed(handle, "newHandle").lower(), "newHandle")


def taken(code: str, field: str) -> MlmError:
    what = "handle" if field in ("handle", "newHandle") else "code"
    return MlmError("CODE_TAKEN", f"The {what} {code} is taken.", field)


def _change(distributor: Distributor, column: str, wanted: str, field: str) -> Distributor:
    if distributor.status not in genealogy.EARNING:
        message = f"{distributor.code} has ended and keeps its code."
        raise MlmError("CODE_ENDED", message, field)
    try:
        with transaction.atomic():
            locks.take(f"codes.{distributor.id}")
            _check_free_for(distributor, wanted, field)
            Distributor.objects.filter(id=distributor.id).update(**{column: wanted})
    except IntegrityError:
        raise taken(wanted, field) from None
    return Distributor.objects.get(id=distributor.id)


def _check_free_for(distributor: Distributor, wanted: str, field: str) -> None:
    """An own former code is free for its distributor, and for nobody else."""
    holder = genealogy.by_code(wanted)
    if holder == distributor:
        return
    if holder:
        raise taken(wanted, field)
    if distributor.codes.count() >= CODES_MAX:
        message = f"A distributor has at most {CODES_MAX} codes, the former ones included."
        raise MlmError("CODES_USED_UP", message, field)


def well_formed(code: str, field: str) -> str:
    """A code or handle in capitals; refused where it has another form or is kept for the company.
    Whether it is free is not looked at."""
    wanted = code.strip().upper()
    what = "handle" if field in ("handle", "newHandle") else "code"
    if not 3 <= len(wanted) <= 32 or not set(wanted) <= CODE_CHARACTERS:
        message = f"A {what} has 3 to 32 letters, digits, hyphens or underscores."
        raise MlmError("CODE_INVALID", message, field)
    if wanted in RESERVED:
        raise MlmError("CODE_RESERVED", f"The {what} {wanted} is kept for the company.", field)
    return wanted
