"""Another enroller for a distributor: one row and one pointer, however large the team below.

The rows are the truth; the pointer is what they say of this moment. Every row is checked, with the
tree locked, against what all rows say of every instant from its own on: so the tree is one at any
date, and a change that was decided never becomes impossible by the day it takes effect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min, QuerySet

from ..adapters import clock
from ..models import Distributor, EnrollerChange, EnrollerRequest
from ..models.enroller_requests import RequestState
from ..models.genealogy import DistributorStatus
from . import as_of, corrections, events, genealogy, locks, plans
from .as_of import ENROLLER, AsOf
from .errors import MlmError

LOCK = "tree.enroller"

# Climbs through every instant from `from_at` until `until_at`: each step goes to whoever was above
# in the part of the time that is left.
IS_BELOW_BETWEEN = """
WITH RECURSIVE line AS (
    SELECT %(person)s::bigint AS id, %(from_at)s::timestamptz AS from_at,
        coalesce(%(until_at)s::timestamptz, 'infinity') AS until_at
    UNION ALL
    SELECT link.enroller_id, greatest(line.from_at, link.from_at),
        least(line.until_at, link.until_at)
    FROM line CROSS JOIN LATERAL (
        SELECT enroller_id, effective_at AS from_at,
            lead(effective_at, 1, 'infinity') OVER (ORDER BY effective_at, id) AS until_at
        FROM saleor_mlm_enrollerchange WHERE distributor_id = line.id
    ) link
    WHERE line.id <> %(head)s AND link.enroller_id IS NOT NULL
        AND greatest(line.from_at, link.from_at) < least(line.until_at, link.until_at)
)
SELECT EXISTS (SELECT 1 FROM line WHERE id = %(head)s)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Under whom (none: at the head of a line) a distributor shall be, and from when on (none: from
    the moment at which it is decided)."""

    distributor: Distributor
    enroller: Distributor | None
    effective_at: datetime | None = None


@contextmanager
def locked_tree() -> Iterator[None]:
    """A transaction that alone moves people of the enroller tree, and never beside a commit.

    What is due is in force within it, so that the pointers say what the rows say of this moment.
    """
    with transaction.atomic():
        locks.take(LOCK)
        with corrections.between_commits():
            _put_due_into_force()
            yield


def put_due_into_force() -> int:
    """Let the pointers follow the changes whose day has come; how many there were."""
    if not _due().exists():
        return 0
    with transaction.atomic():
        locks.take(LOCK)
        return _put_due_into_force()


def read_again(wish: Wish) -> Wish:
    """The same wish with people as they are now that the tree is locked."""
    keys = [person.id for person in (wish.distributor, wish.enroller) if person]
    now = Distributor.objects.select_related("enroller").in_bulk(keys)
    enroller = now[wish.enroller.id] if wish.enroller else None
    return Wish(now[wish.distributor.id], enroller, wish.effective_at)


def refusals(wish: Wish) -> list[MlmError]:
    """Every reason why a change cannot be; with the tree locked the answer holds."""
    found = [_refused_enroller(wish), _refused_time(wish)]
    if not any(found):
        found.append(_refused_place(wish))
    return [error for error in found if error]


def check(wish: Wish) -> None:
    """Refuse what cannot be, with all reasons."""
    found = refusals(wish)
    if found:
        found[0].more = tuple(found[1:])
        raise found[0]


def write(wish: Wish, reason: str, actor: str) -> EnrollerChange:
    """Append a change that was checked, with the tree locked; one due now is in force at once."""
    now = clock.now()
    change = EnrollerChange.objects.create(
        distributor=wish.distributor,
        enroller=wish.enroller,
        effective_at=wish.effective_at or now,
        recorded_at=now,
        reason=reason,
        actor=actor,
    )
    if change.effective_at <= now:
        _point(change)
    return change


def take_back(change: EnrollerChange, actor: str) -> None:
    """Let a scheduled change not come: another of the same instant, to who rules until then."""
    moment_before = change.effective_at - timedelta(microseconds=1)
    enroller_id = ruling(change.distributor_id, moment_before)
    enroller = Distributor.objects.get(id=enroller_id) if enroller_id else None
    wish = Wish(change.distributor, enroller, change.effective_at)
    if would_close_a_cycle(wish):
        message = "Another change that is scheduled builds on this one; withdraw that one first."
        raise MlmError("CYCLE", message, "id")
    write(wish, "taken back", actor)


def ruling(distributor_id: int, at: datetime) -> int | None:
    """Who a distributor's enroller is at an instant, by all that is known."""
    row = as_of.of_one(ENROLLER, distributor_id, AsOf(at))
    return row[0] if row else None


def would_close_a_cycle(wish: Wish) -> bool:
    """Whether the enroller would be below the distributor at any instant of the change."""
    if wish.enroller is None:
        return False
    if wish.effective_at is None:
        return is_ever_below(wish.enroller, wish.distributor, _next_change(wish, clock.now()))
    until = _next_change(wish, wish.effective_at)
    return _is_below_between(wish.enroller, wish.distributor, wish.effective_at, until)


def is_ever_below(person: Distributor, head: Distributor, until: datetime | None = None) -> bool:
    """Whether somebody is, or is going to be, somebody else or below, until an instant.

    With nothing scheduled the pointers are the tree for ever after: they answer faster.
    """
    if not EnrollerRequest.objects.filter(state=RequestState.SCHEDULED).exists():
        return genealogy.is_in_line(person.id, head.id)
    return _is_below_between(person, head, clock.now(), until)


def _next_change(wish: Wish, at: datetime) -> datetime | None:
    """When the person's enroller changes next, as it is decided already."""
    later = EnrollerChange.objects.filter(distributor=wish.distributor, effective_at__gt=at)
    found: datetime | None = later.aggregate(next=Min("effective_at"))["next"]
    return found


def _is_below_between(
    person: Distributor, head: Distributor, from_at: datetime, until_at: datetime | None
) -> bool:
    parameters = {
        "person": person.id,
        "head": head.id,
        "from_at": from_at,
        "until_at": until_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(IS_BELOW_BETWEEN, parameters)
        return bool(cursor.fetchone()[0])


def _due() -> QuerySet[EnrollerRequest]:
    scheduled = EnrollerRequest.objects.filter(state=RequestState.SCHEDULED)
    return scheduled.filter(effective_at__lte=clock.now())


def _put_due_into_force() -> int:
    due = list(_due().select_related("change").order_by("effective_at", "change_id"))
    for request in due:
        _point(request.change)
        request.state = RequestState.IN_FORCE
        request.save(update_fields=["state"])
    return len(due)


def _point(change: EnrollerChange) -> None:
    """Let the pointer say what the rows say of this moment, and tell of the change."""
    ruling_id = ruling(change.distributor_id, clock.now())
    Distributor.objects.filter(id=change.distributor_id).update(enroller_id=ruling_id)
    change.distributor.enroller_id = ruling_id
    events.note_enroller_change(change)


def _refused_enroller(wish: Wish) -> MlmError | None:
    who, enroller = wish.distributor, wish.enroller
    if enroller == who:
        return MlmError("CYCLE", f"{who.code} cannot be the own enroller.", "enrollerCode")
    if enroller and enroller.status != DistributorStatus.ACTIVE:
        message = f"{enroller.code} takes nobody: the agreement is {enroller.status}."
        return MlmError("CODE_ENDED", message, "enrollerCode")
    return None


def _refused_time(wish: Wish) -> MlmError | None:
    at = wish.effective_at
    if at is None:
        return None
    joined = [person for person in (wish.distributor, wish.enroller) if person]
    late = next((person for person in joined if person.joined_at > at), None)
    if late:
        message = f"{late.code} joined at {late.joined_at:%Y-%m-%d %H:%M} UTC."
        return MlmError("TOO_EARLY", message, "effectiveAt")
    running = plans.period_of(clock.now())
    if running and at < running.starts_at:
        message = (
            f"What was before {running.starts_at:%Y-%m-%d %H:%M} UTC, when {running.key} began,"
            " is closed."
        )
        return MlmError("PERIOD_CLOSED", message, "effectiveAt")
    return None


def _refused_place(wish: Wish) -> MlmError | None:
    wanted = wish.enroller.id if wish.enroller else None
    if ruling(wish.distributor.id, wish.effective_at or clock.now()) == wanted:
        name = wish.enroller.code if wish.enroller else "nobody"
        message = f"{wish.distributor.code} is below {name} then already."
        return MlmError("UNCHANGED", message, "enrollerCode")
    if wish.enroller and would_close_a_cycle(wish):
        message = (
            f"{wish.enroller.code} is below {wish.distributor.code}, then or later on: nobody is"
            " below himself."
        )
        return MlmError("CYCLE", message, "enrollerCode")
    return None
