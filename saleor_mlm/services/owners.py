"""Who stands behind a distributor at an instant: after mergers of duplicates and transfers."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from ..models import Distributor, Merger, Transfer
from ..models.genealogy import DistributorStatus


def kept(distributor: Distributor) -> Distributor:
    """Who goes on for a distributor now: the same one, or the one it was merged into."""
    found = distributor
    # Who was merged into another has ended: of all others there is nothing to look up.
    if found.status != DistributorStatus.ENDED:
        return found
    while merger := Merger.objects.filter(duplicate=found).select_related("kept").first():
        found = merger.kept
    return found


def kept_at(distributor_ids: Iterable[int], at: datetime) -> dict[int, int]:
    """By each distributor who went on for that one at an instant."""
    found = {key: key for key in distributor_ids}
    waiting = set(found)
    while waiting:
        rows = Merger.objects.filter(duplicate__in=waiting, merged_at__lte=at)
        merged = dict(rows.values_list("duplicate_id", "kept_id"))
        found = {key: merged.get(last, last) for key, last in found.items()}
        waiting = set(merged.values())
    return found


def whose_account(user_id: int | None, at: datetime) -> Distributor | None:
    """The distributor whose owner an account was at an instant."""
    if user_id is None:
        return None
    touched = Q(user_id=user_id) | Q(former_user_id=user_id)
    later = Transfer.objects.filter(touched, effective_at__gt=at).order_by("effective_at", "id")
    first = later.select_related("distributor").first()
    if first:
        return first.distributor if first.former_user_id == user_id else None
    return Distributor.objects.filter(user_id=user_id).first()


def account_at(distributor: Distributor, at: datetime) -> int | None:
    """The owner's account at an instant: to it is due what was earned in a period that ended."""
    later = Transfer.objects.filter(distributor=distributor, effective_at__gt=at)
    first = later.order_by("effective_at", "id").first()
    return first.former_user_id if first else distributor.user_id


def name_at(distributor: Distributor, at: datetime) -> str:
    """The owner's name at an instant."""
    later = Transfer.objects.filter(distributor=distributor, effective_at__gt=at)
    first = later.order_by("effective_at", "id").first()
    return first.former_name if first else distributor.display_name
