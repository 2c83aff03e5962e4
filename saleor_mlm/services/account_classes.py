"""Account classes: what somebody is to the company, at any instant.

With the agreement the class comes and goes: the database writes the rows of a distributor's status
itself. What staff decides beside is written here.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from ..adapters import clock, people
from ..models import AccountClassChange, Distributor
from ..models.enrolment import AccountClass
from . import enrolment, genealogy, locks, plans
from .errors import MlmError

AGREED = (AccountClass.DISTRIBUTOR, AccountClass.HOUSE)


class History:
    """The classes of some accounts at any instant; whoever has no row is a retail customer."""

    def __init__(self, rows: Iterable[tuple[int, datetime, str]]) -> None:
        self._dates: dict[int, list[datetime]] = {}
        self._classes: dict[int, list[str]] = {}
        for account, at, account_class in rows:
            self._dates.setdefault(account, []).append(at)
            self._classes.setdefault(account, []).append(account_class)

    def at(self, account: int, instant: datetime) -> str:
        """Of two rows that are effective at once the later one rules."""
        known = bisect_right(self._dates.get(account, []), instant)
        return self._classes[account][known - 1] if known else str(AccountClass.RETAIL)


def of_users(user_ids: Collection[int], at: datetime) -> dict[int, str]:
    """What customers are at an instant."""
    found = users(user_ids)
    return {user_id: found.at(user_id, at) for user_id in user_ids}


def of_distributors(distributor_ids: Collection[int], at: datetime) -> dict[int, str]:
    """What distributors, also former ones, are at an instant."""
    found = _history("distributor_id", distributor_ids, None)
    return {one: found.at(one, at) for one in distributor_ids}


def users(user_ids: Collection[int], known_id: int | None = None) -> History:
    """The history of some customers, by the rows up to `known_id`."""
    return _history("user_id", user_ids, known_id)


@transaction.atomic
def change(
    user_id: int, wanted: str, effective_at: datetime | None, reason: str, actor: str
) -> AccountClassChange:
    """Make somebody something else from an instant on, now if none is given.

    Whoever becomes a distributor enrols; whoever stops to be one has the agreement ended. These
    two, and what makes an account the company's own, are of now.
    """
    if people.by_id(user_id) is None:
        raise MlmError("USER_UNKNOWN", "There is no such customer.", "user")
    if not reason.strip():
        raise MlmError("REQUIRED", "Say why: the reason is kept.", "reason")
    locks.take(f"class.{user_id}")
    now = clock.now()
    at = effective_at or now
    distributor = genealogy.by_user(user_id)
    in_force = distributor if distributor and distributor.status in genealogy.EARNING else None
    _check(user_id, AccountClass(wanted), at, in_force)
    if in_force:
        _check_now(at, now)
        _change_agreement(in_force, AccountClass(wanted), reason, actor)
    return _record(user_id, distributor, wanted, at, reason, actor)


def _check(user_id: int, wanted: AccountClass, at: datetime, in_force: Distributor | None) -> None:
    if wanted in AGREED and in_force is None:
        message = "Only a distributor can be this; enrol the customer."
        raise MlmError("NO_DISTRIBUTOR", message, "accountClass")
    if of_users([user_id], at)[user_id] == wanted:
        raise MlmError("UNCHANGED", f"The account is {wanted.value} then already.", "accountClass")
    open_from = plans.period_of(clock.now())
    if open_from and at < open_from.starts_at:
        message = "A change cannot be effective in a period that is over."
        raise MlmError("PERIOD_CLOSED", message, "effectiveAt")


def _check_now(at: datetime, now: datetime) -> None:
    if at != now:
        message = "A change of the agreement is effective at once; leave the date out."
        raise MlmError("ONLY_NOW", message, "effectiveAt")


def _change_agreement(
    distributor: Distributor, wanted: AccountClass, reason: str, actor: str
) -> None:
    if wanted not in AGREED:
        enrolment.end(distributor.code, reason, actor)
    house = wanted == AccountClass.HOUSE
    Distributor.objects.filter(id=distributor.id).update(house=house)


def _record(
    user_id: int,
    distributor: Distributor | None,
    wanted: str,
    at: datetime,
    reason: str,
    actor: str,
) -> AccountClassChange:
    return AccountClassChange.objects.create(
        user_id=user_id,
        distributor=distributor,
        account_class=wanted,
        effective_at=at,
        recorded_at=clock.now(),
        reason=reason[:255],
        actor=actor,
    )


def _history(column: str, accounts: Collection[int], known_id: int | None) -> History:
    rows = AccountClassChange.objects.filter(**{f"{column}__in": accounts})
    if known_id is not None:
        rows = rows.filter(id__lte=known_id)
    ordered = rows.order_by("effective_at", "id")
    return History(ordered.values_list(column, "effective_at", "account_class"))
