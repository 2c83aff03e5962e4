"""The sale lines of a correction: what stands open with one distributor is reversed there and
written with another; same kinds, volumes and dates."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from ..adapters import clock
from ..engine.holdings import movable
from ..engine.sale_facts import NOTHING, Measures
from ..models import Correction, SaleLine
from .holdings import held_line


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What of rows with one kind and dates moves; `like` is the first of them."""

    like: SaleLine
    part: Measures


def open_parts(order_id: UUID, distributor_id: int | None) -> list[OpenPart]:
    """What no run has counted of what stands with a distributor (none: with nobody)."""
    rows = SaleLine.objects.filter(order_id=order_id, distributor_id=distributor_id)
    ordered = rows.select_related("claimed").order_by("order_line_id", "seq")
    return [
        found
        for _, line in groupby(ordered, key=lambda row: row.order_line_id)
        for found in _open_of_line(list(line))
    ]


def committed_periods(order_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """By order the periods whose runs have counted something of it, the latest last."""
    rows = SaleLine.objects.filter(order_id__in=order_ids, claimed__isnull=False)
    counted = rows.values_list("order_id", "claimed__run__period").distinct()
    found: dict[UUID, list[str]] = {}
    for order_id, period in counted.order_by("claimed__run__ends_at"):
        found.setdefault(order_id, []).append(period)
    return found


def awaits_goods(order_id: UUID) -> bool:
    """Whether goods of an order are still to be sent: what they will earn is open."""
    rows = SaleLine.objects.filter(order_id=order_id)
    total = sum_of(Measures.of(row) for row in rows)
    return total.cv_e4 > total.earned_e4


def write(
    correction: Correction, parts: Sequence[OpenPart], moved_from: int | None
) -> list[SaleLine]:
    """Append the reversals, the latest first, so that at no row anybody holds less than nothing;
    then the same parts for whom they are for now."""
    last = _last_numbers(parts)
    rows = []
    for found in reversed(parts):
        change = NOTHING.minus(found.part)
        rows.append(_row(correction, found.like, moved_from, found.like.own, change, last))
    for found in parts:
        who, own = correction.distributor_id, correction.own
        rows.append(_row(correction, found.like, who, own, found.part, last))
    return SaleLine.objects.bulk_create(rows)


def netted(rows: Sequence[SaleLine]) -> list[SaleLine]:
    """Rows to calculate with: a reversal and what it reverses are one row, at the place of the
    first.

    One after the other they would say that who has lost an order gave back in the period of a
    refund what the reversal of an earlier period had taken already.
    """
    corrected = {held_line(row) for row in rows if row.correction_id}
    found: dict[tuple[object, ...], SaleLine] = {}
    for row in rows:
        key = (*held_line(row), *_kind_and_dates(row))
        if held_line(row) not in corrected:
            found[row.pk, None] = row
        elif key in found:
            _add(found[key], row)
        else:
            found[key] = copy(row)
    return list(found.values())


def sum_of(changes: Iterable[Measures]) -> Measures:
    total = NOTHING
    for change in changes:
        total = total.plus(change)
    return total


def _open_of_line(rows: Sequence[SaleLine]) -> Iterator[OpenPart]:
    committed = sum_of(Measures.of(row) for row in rows if _is_claimed(row))
    groups: dict[tuple[object, ...], list[SaleLine]] = {}
    for row in rows:
        if not _is_claimed(row):
            groups.setdefault(_kind_and_dates(row), []).append(row)
    changes = [sum_of(map(Measures.of, group)) for group in groups.values()]
    for group, part in zip(groups.values(), movable(committed, changes), strict=True):
        if part != NOTHING:
            yield OpenPart(group[0], part)


def _kind_and_dates(row: SaleLine) -> tuple[object, ...]:
    return row.kind, row.at, row.volume_at, row.release_at


def _add(row: SaleLine, other: SaleLine) -> None:
    row.qv_e4 += other.qv_e4
    row.cv_e4 += other.cv_e4
    row.earned_e4 += other.earned_e4
    row.net_minor += other.net_minor


def _is_claimed(row: SaleLine) -> bool:
    return hasattr(row, "claimed")


def _last_numbers(parts: Sequence[OpenPart]) -> dict[UUID, int]:
    line_ids = {found.like.order_line_id for found in parts}
    rows = SaleLine.objects.filter(order_line_id__in=line_ids).order_by("order_line_id", "seq")
    return dict(rows.values_list("order_line_id", "seq"))


def _row(
    correction: Correction,
    like: SaleLine,
    distributor_id: int | None,
    own: bool,
    change: Measures,
    last: dict[UUID, int],
) -> SaleLine:
    last[like.order_line_id] += 1
    seq = last[like.order_line_id]
    return SaleLine(
        order_id=like.order_id,
        order_line_id=like.order_line_id,
        seq=seq,
        fact=f"corrected:{correction.pk}:{seq}",
        kind=like.kind,
        at=like.at,
        volume_at=like.volume_at,
        release_at=like.release_at,
        distributor_id=distributor_id,
        own=own,
        channel_id=like.channel_id,
        currency=like.currency,
        qv_e4=change.qv_e4,
        cv_e4=change.cv_e4,
        earned_e4=change.earned_e4,
        net_minor=change.net_minor,
        recorded_at=clock.now(),
        correction=correction,
    )
