"""Merging duplicates: two distributors who are one person become one, from now on.

Those below the duplicate stand below the one who is kept, codes and customers lead there, and the
duplicate has ended. What was sold and paid before stays with whom it was.
"""

from django.db import connection
from django.db.models import Q

from ..adapters import clock
from ..models import Distributor, EnrollerRequest, Merger
from ..models.genealogy import DistributorStatus
from . import corrections, enroller_changes, events, genealogy, statuses
from .enroller_requests import OPEN
from .errors import MlmError

MOVE_FRONTLINE = """
INSERT INTO saleor_mlm_enrollerchange
    (distributor_id, enroller_id, effective_at, recorded_at, reason, actor)
    SELECT id, %(kept)s, %(now)s, %(now)s, %(reason)s, %(actor)s
    FROM saleor_mlm_distributor WHERE enroller_id = %(duplicate)s ORDER BY id;
UPDATE saleor_mlm_distributor SET enroller_id = %(kept)s WHERE enroller_id = %(duplicate)s
"""


def merge(duplicate_code: str, kept_code: str, reason: str, actor: str) -> Merger:
    """Let one distributor go on for two, from now on.

    The duplicate cannot be above the one who is kept: keep the upper one.
    """
    why = corrections.checked_reason(reason)
    with enroller_changes.locked_tree():
        duplicate = _locked(duplicate_code, "duplicateCode")
        kept = _locked(kept_code, "keptCode")
        _check(duplicate, kept)
        merger = Merger.objects.create(
            duplicate=duplicate, kept=kept, merged_at=clock.now(), reason=why, actor=actor
        )
        _move_frontline(merger)
        _end(merger)
        events.note_merger(merger)
    return merger


def _locked(code: str, field: str) -> Distributor:
    found = genealogy.by_code(code)
    if found is None:
        raise MlmError("CODE_UNKNOWN", f"There is no distributor {code}.", field)
    return Distributor.objects.select_for_update(no_key=True).get(id=found.id)


def _check(duplicate: Distributor, kept: Distributor) -> None:
    if duplicate == kept:
        message = f"Both codes are {kept.code}'s already."
        raise MlmError("UNCHANGED", message, "duplicateCode")
    if kept.status not in genealogy.EARNING:
        message = f"{kept.code} has no agreement in force; keep the other."
        raise MlmError("CODE_ENDED", message, "keptCode")
    if enroller_changes.is_ever_below(kept, duplicate):
        message = f"{duplicate.code} is above {kept.code}; keep {duplicate.code} instead."
        raise MlmError("CYCLE", message, "duplicateCode")
    named = Q(distributor=duplicate) | Q(new_enroller=duplicate)
    if EnrollerRequest.objects.filter(named, state__in=OPEN).exists():
        message = f"A change of enroller names {duplicate.code}; withdraw it first."
        raise MlmError("REQUEST_OPEN", message, "duplicateCode")


def _move_frontline(merger: Merger) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            MOVE_FRONTLINE,
            {
                "duplicate": merger.duplicate_id,
                "kept": merger.kept_id,
                "now": merger.merged_at,
                "reason": f"merged: {merger.reason}"[:1000],
                "actor": merger.actor,
            },
        )


def _end(merger: Merger) -> None:
    duplicate = merger.duplicate
    if duplicate.status == DistributorStatus.ENDED:
        return
    reason = f"merged into {merger.kept.code}: {merger.reason}"
    statuses.end_from(duplicate, merger.merged_at, reason, merger.actor)
