"""A distributor's status: the rows of its history, written in the caller's transaction."""

from datetime import datetime

from ..adapters import clock
from ..models import Distributor, StatusChange
from ..models.genealogy import DistributorStatus
from . import after_end

ENROLLED = "enrolled"


def record(
    distributor: Distributor, reason: str, actor: str, effective_at: datetime | None = None
) -> None:
    """Keep that a distributor has the status that it has, from an instant on; none: now."""
    now = clock.now()
    StatusChange.objects.create(
        distributor=distributor,
        status=distributor.status,
        effective_at=effective_at or now,
        recorded_at=now,
        reason=reason[:255],
        actor=actor,
    )


def end_from(distributor: Distributor, at: datetime, reason: str, actor: str) -> None:
    """End an agreement as if it had ended at an earlier instant: the enrolment is taken back."""
    distributor.status = DistributorStatus.ENDED
    distributor.save(update_fields=["status"])
    record(distributor, reason, actor, at)
    after_end.cancelled(distributor, actor)


def began_at(distributor: Distributor) -> datetime:
    """When a distributor enrolled, the last time."""
    rows = StatusChange.objects.filter(distributor=distributor, reason__startswith=ENROLLED)
    newest = rows.order_by("-id").first()
    return newest.effective_at if newest else distributor.joined_at
