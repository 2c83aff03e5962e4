"""The people whom somebody enrolled, when he goes: they roll up to the next above."""

from datetime import datetime

from ..adapters import clock
from ..models import Distributor, EnrollerChange
from . import enroller_changes, genealogy
from .enroller_changes import Wish
from .errors import MlmError


def roll_up(
    distributor: Distributor, effective_at: datetime | None, reason: str, actor: str
) -> list[EnrollerChange]:
    """Put everybody directly below under the next above with an agreement, with the tree locked.

    Those below them come along. From `effective_at` on, or from when each joined; none: now.
    """
    enroller = distributor.enroller
    above = genealogy.active_from(enroller, clock.now()) if enroller else None
    made = []
    for child in Distributor.objects.filter(enroller=distributor).order_by("id"):
        at = None if effective_at is None else max(effective_at, child.joined_at)
        wish = Wish(child, above, at)
        if enroller_changes.would_close_a_cycle(wish):
            message = f"A planned change builds on the place of {child.code}; take it back first."
            raise MlmError("TOO_LATE", message, "code")
        made.append(enroller_changes.write(wish, reason[:255], actor))
    return made
