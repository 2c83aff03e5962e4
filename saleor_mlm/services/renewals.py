"""Agreements that run for a time: renewed by the distributor, announced, and ended after grace."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from ..adapters import clock
from ..models import AgreementAcceptance, Distributor, Notice
from ..models.genealogy import DistributorStatus
from ..models.notices import NoticeKind
from . import agreements, enrolment, enrolment_rules, settings, terms
from .enrolment_rules import EnrolmentRules
from .errors import MlmError
from .instants import months_later

BATCH = 500
ACTOR = "beat"


@transaction.atomic
def renew(
    distributor: Distributor,
    channel: str | None,
    version: str | None,
    address: str | None,
    by_staff: bool,
    actor: str,
) -> AgreementAcceptance:
    """Let an agreement go on for another term, from its end, or from now where it has passed.

    Staff may name a channel, to which the distributor then belongs; that can be done at any time.
    """
    row = Distributor.objects.select_for_update().get(id=distributor.id)
    if row.status == DistributorStatus.ENDED:
        raise MlmError("CODE_ENDED", f"{row.code} has ended; enrol again.", "code")
    term = terms.of(row)
    channel_id = settings.channel(channel).id if channel else None
    moves = channel_id is not None and (term is None or channel_id != term.acceptance.channel_id)
    now = clock.now()
    if not moves:
        _check_due(term, now)
    known = channel_id or (term.acceptance.channel_id if term else 0)
    agreement = agreements.in_force(known)
    if version or not by_staff:
        agreements.check_version(agreement, version)
    runs_from = max(now, term.ends_at) if term and term.ends_at and not moves else now
    return agreements.accept(row, known, agreement if version else None, address, actor, runs_from)


def remind() -> int:
    """Announce the ends that are near; how many had not been announced."""
    made = 0
    for rules in _running():
        before = clock.now() + terms.notice(rules)
        for batch in _batches(rules, before):
            rows = [
                Notice(
                    kind=NoticeKind.RENEWAL,
                    distributor_id=row.distributor_id,
                    subject=_end(row, rules).date().isoformat(),
                    at=clock.now(),
                    due_at=clock.now(),
                )
                for row in batch
            ]
            known = Notice.objects.filter(
                kind=NoticeKind.RENEWAL, distributor_id__in=[row.distributor_id for row in rows]
            )
            told = set(known.values_list("distributor_id", "subject"))
            new = [row for row in rows if (row.distributor_id, row.subject) not in told]
            made += len(Notice.objects.bulk_create(new, ignore_conflicts=True))
    return made


def end_overdue() -> int:
    """End the agreements whose grace is over; how many."""
    ended = 0
    for rules in _running():
        grace = timedelta(days=rules.renewal_grace_days)
        rows = next(_batches(rules, clock.now() - grace), [])
        for row in rows:
            enrolment.end(row.distributor.code, "the agreement was not renewed", ACTOR)
            ended += 1
    return ended


def _check_due(term: terms.Term | None, now: datetime) -> None:
    if term is None or term.ends_at is None or term.renewable_from is None:
        raise MlmError(
            "NOT_DUE", "This agreement runs for ever; there is nothing to renew.", "code"
        )
    if now < term.renewable_from:
        message = f"This agreement can be renewed from {term.renewable_from:%Y-%m-%d} on."
        raise MlmError("NOT_DUE", message, "code")


def _running() -> list[EnrolmentRules]:
    """The channels whose agreements end at all."""
    return [rules for rules in enrolment_rules.of_all().values() if rules.agreement_months]


def _batches(rules: EnrolmentRules, before: datetime) -> Iterator[list[AgreementAcceptance]]:
    """The running terms of active distributors that end by an instant, the oldest first."""
    newer = AgreementAcceptance.objects.filter(
        distributor=OuterRef("distributor"), id__gt=OuterRef("id")
    )
    # Months differ by up to three days; the end itself is looked at below.
    latest = months_later(before, -rules.agreement_months) + timedelta(days=3)
    rows = AgreementAcceptance.objects.filter(
        ~Exists(newer),
        channel_id=rules.channel_id,
        runs_from__lte=latest,
        distributor__status__in=(DistributorStatus.ACTIVE, DistributorStatus.SUSPENDED),
        distributor__house=False,
    ).select_related("distributor")
    batch: list[AgreementAcceptance] = []
    for row in rows.order_by("runs_from", "id").iterator(BATCH):
        if _end(row, rules) <= before:
            batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _end(row: AgreementAcceptance, rules: EnrolmentRules) -> datetime:
    return months_later(row.runs_from, rules.agreement_months)
