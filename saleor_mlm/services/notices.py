"""Notices: what distributors are told by mail, gathered, and each thing once at most.

A notice is a committed row before its mail is handed over, and one that may have gone out is not
sent again: rather a mail that is missing than one that comes twice.
"""

import json
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from graphql_relay import from_global_id

from ..adapters import clock, mail, people, switch
from ..adapters.mail import Outcome
from ..models import CommissionLine, Distributor, Event, Notice, NoticeOptOut
from ..models.attribution import AttributionSource
from ..models.events import EventKind
from ..models.notices import NoticeKind, NoticeState
from . import events, invitation_letters, letters

FORM = {
    NoticeKind.SALE: "Mail about sales",
    NoticeKind.NEW_MEMBER: "Mail about new members",
    NoticeKind.PAY_DUE: "Mail about pay",
    NoticeKind.RENEWAL: "Mail about the renewal of agreements",
}
# How long notices of a kind wait for others, to be told in one mail.
GATHERED = {
    NoticeKind.SALE: timedelta(hours=1),
    NoticeKind.NEW_MEMBER: timedelta(hours=1),
    NoticeKind.PAY_DUE: timedelta(0),
    NoticeKind.RENEWAL: timedelta(0),
}
FIRST_PAUSE = timedelta(minutes=5)
ATTEMPTS_MAX = 10
KEPT = timedelta(days=30)
# Longer than an end is announced before it comes: what is forgotten would be told again.
RENEWALS_KEPT = timedelta(days=400)
RUN_SECONDS = 20.0
BATCH = 5_000


def store_wants(kind: str) -> bool:
    """Whether the merchant has switched a kind on; none is, until somebody does."""
    return str(switch.form().get(FORM[NoticeKind(kind)], "")).lower() == "true"


def wanted(distributor: Distributor) -> dict[str, bool]:
    """Which kinds a distributor wants; all, unless switched off."""
    refused = NoticeOptOut.objects.filter(distributor=distributor).values_list("kind", flat=True)
    return {str(kind): str(kind) not in set(refused) for kind in FORM}


def choose(distributor: Distributor, kind: str, wants: bool) -> None:
    """Let a distributor switch a kind on or off."""
    if wants:
        NoticeOptOut.objects.filter(distributor=distributor, kind=kind).delete()
        return
    row = NoticeOptOut(distributor=distributor, kind=kind, since=clock.now())
    NoticeOptOut.objects.bulk_create([row], ignore_conflicts=True)


def make(event: Event) -> None:
    """The notices that an event gives rise to, where the store wants their kind."""
    kind, distributor_ids = _told(event)
    if not distributor_ids or not store_wants(kind):
        return
    rows = [
        Notice(
            kind=kind,
            distributor_id=distributor_id,
            subject=event.subject,
            at=event.at,
            due_at=event.at + GATHERED[NoticeKind(kind)],
        )
        for distributor_id in distributor_ids
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def send_due() -> int:
    """Send the mails that are due, for a while; how many went out.

    One server that cannot be reached ends the run: nobody else's work waits for it.
    """
    sent = 0
    until = time.monotonic() + RUN_SECONDS
    while time.monotonic() < until:
        claimed = _claim()
        if not claimed:
            break
        found = _send(claimed)
        sent += found.outcome == Outcome.SENT
        if not found.reachable:
            break
    return sent


def purge() -> None:
    """Forget notices that are older than 30 days and done; of renewals, when they are over."""
    now = clock.now()
    old = Notice.objects.filter(at__lt=now - KEPT)
    old = old.exclude(kind=NoticeKind.RENEWAL, at__gte=now - RENEWALS_KEPT)
    old.exclude(state=NoticeState.WAITING).delete()


def _told(event: Event) -> tuple[str, Sequence[int]]:
    """The kind of notice of an event, and whom it is for."""
    data = json.loads(event.payload)["data"]
    if event.kind == EventKind.SALE_ATTRIBUTED:
        if data["state"] != events.NEW or data["source"] == AttributionSource.OWN_PURCHASE:
            return NoticeKind.SALE, []
        return NoticeKind.SALE, [int(from_global_id(data["distributor"]["id"])[1])]
    if event.kind == EventKind.DISTRIBUTOR_ENROLLED:
        enroller_id = Distributor.objects.get(id=event.subject).enroller_id
        return NoticeKind.NEW_MEMBER, [enroller_id] if enroller_id else []
    if event.kind == EventKind.COMMISSION_COMMITTED:
        return NoticeKind.PAY_DUE, _paid(int(event.subject))
    return "", []


def _paid(run_id: int) -> Sequence[int]:
    sums = CommissionLine.objects.filter(run_id=run_id).values("distributor_id", "currency")
    owed = sums.annotate(sum=Sum("amount_minor")).filter(sum__gt=0)
    return sorted({row["distributor_id"] for row in owed})


def _claim() -> list[Notice]:
    """What is to be told to one person in one mail: one notice that is due, and all that wait with
    it; marked and committed before anything is sent."""
    with transaction.atomic():
        waiting = Notice.objects.filter(state=NoticeState.WAITING)
        due = waiting.filter(due_at__lte=clock.now()).order_by("due_at", "id")
        first = due.select_for_update(skip_locked=True).first()
        if first is None:
            return []
        same = waiting.filter(kind=first.kind, distributor_id=first.distributor_id)
        if first.kind == NoticeKind.INVITATION:
            same = same.filter(id=first.id)
        rows = list(same.order_by("at", "id").select_for_update(skip_locked=True))
        for row in rows:
            row.state = NoticeState.SENDING
            row.attempts += 1
        Notice.objects.bulk_update(rows, ["state", "attempts"])
    return rows


def _send(rows: Sequence[Notice]) -> mail.Sent:
    """Write and send one mail, and note on its notices what became of it."""
    try:
        to, letter = _letter(rows)
    except Exception as fault:
        _put_off(rows, f"{type(fault).__name__}: {fault}"[:500])
        raise
    if letter is None:
        _finish(rows, NoticeState.NOT_WANTED)
        return mail.Sent(Outcome.REFUSED)
    found = mail.send(to, letter.subject, letter.text, letter.html)
    if found.outcome == Outcome.SENT:
        _finish(rows, NoticeState.SENT)
    elif found.outcome == Outcome.NOT_NOW and rows[0].attempts < ATTEMPTS_MAX:
        _put_off(rows, found.fault)
    else:
        _finish(rows, NoticeState.FAILED, found.fault)
    return found


def _letter(rows: Sequence[Notice]) -> tuple[str, letters.Letter | None]:
    """The address and the letter; none where nobody is to be told, or nothing is left to tell."""
    if rows[0].kind == NoticeKind.INVITATION:
        return invitation_letters.write(int(rows[0].subject))
    distributor = Distributor.objects.get(id=rows[0].distributor_id)
    person = people.by_id(distributor.user_id) if distributor.user_id else None
    kind = rows[0].kind
    if person is None or not person.active or not person.email:
        return "", None
    if not store_wants(kind) or not wanted(distributor)[kind]:
        return "", None
    subjects = [row.subject for row in rows]
    return person.email, letters.write(kind, distributor, subjects, person.language)


def _put_off(rows: Sequence[Notice], fault: str) -> None:
    pause = FIRST_PAUSE * 2 ** (rows[0].attempts - 1)
    ids = [row.id for row in rows]
    Notice.objects.filter(id__in=ids).update(
        state=NoticeState.WAITING, due_at=clock.now() + pause, fault=fault
    )


def _finish(rows: Sequence[Notice], state: str, fault: str = "") -> None:
    ids = [row.id for row in rows]
    Notice.objects.filter(id__in=ids).update(state=state, finished_at=clock.now(), fault=fault)
