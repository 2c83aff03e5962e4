"""The people of a period: who there is, under whom each stands when it ends, and who was away.

A period is calculated on the trees as they stand at its last instant, as known when its run was
made: no later move changes what a run gives when it is calculated again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import connection, transaction

from ..engine.periods import Period
from ..engine.snapshot import Tree
from ..models import CommissionRun, Distributor, StatusChange
from . import as_of, locks, outbox
from .as_of import ENROLLER, AsOf
from .genealogy import EARNING
from .instants import microseconds

FIRST_US, LAST_US = -(2**63), 2**63 - 1
ROOT = -1


@dataclass(frozen=True, slots=True)
class Known:
    """What a run knows of people and trees: of each table of changes the last row, by its id.

    Where the others than the first are none, it is a run from before these had a history.
    """

    status: int
    enroller: int | None
    position: int | None
    account_class: int | None
    country: int | None


@dataclass(frozen=True, slots=True)
class Network:
    """Everyone, by id in the order in which they joined, as one column each.

    absences: (index in `people`, from, until) in microseconds since 1970.
    """

    people: list[int]
    joined_at: list[datetime]
    enroller: Tree
    absences: list[tuple[int, int, int]]


def known_now() -> Known:
    """The last changes that are committed; none with a lower number can appear later.

    Statuses come after the links: so whoever a link names is among the people of the run; classes
    and countries come after these: so all of the people have theirs.
    """
    position = _last_change("saleor_mlm_positionchange")
    enroller = _last_change("saleor_mlm_enrollerchange")
    status = _last_change("saleor_mlm_statuschange")
    account_class = _last_change("saleor_mlm_accountclasschange")
    country = _last_change("saleor_mlm_countrychange")
    return Known(status, enroller, position, account_class, country)


def known_to(run: CommissionRun) -> Known:
    """What a committed run knew."""
    return Known(
        run.status_change_id_max,
        run.enroller_change_id_max,
        run.position_change_id_max,
        run.account_class_change_id_max,
        run.country_change_id_max,
    )


def last_instant(period: Period) -> datetime:
    """The latest instant that is still in a period."""
    return period.ends_at - timedelta(microseconds=1)


def take(period: Period, known: Known | None) -> Network:
    """The people of a period; without `known`, by everything that is known now."""
    enrollers = _enrollers(period, known)
    history = _statuses(known)
    everyone = Distributor.objects.order_by("id").values_list("id", "joined_at")
    rows = [row for row in everyone if row[0] in history]
    index = {distributor_id: number for number, (distributor_id, _) in enumerate(rows)}
    parents = [index.get(enrollers.get(distributor_id, 0), ROOT) for distributor_id in index]
    return Network(
        people=list(index),
        joined_at=[joined_at for _, joined_at in rows],
        enroller=Tree(np.array(parents, np.int32)),
        absences=[
            (number, from_us, until_us)
            for distributor_id, number in index.items()
            for from_us, until_us in _absences(history[distributor_id])
        ],
    )


def _last_change(table: str) -> int:
    """The locks wait for moves and writers under way, and are held only for this one look."""
    with transaction.atomic(), connection.cursor() as cursor:
        locks.take(outbox.READING)
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def _enrollers(period: Period, known: Known | None) -> dict[int, int]:
    """Everyone's enroller when the period ends; who heads a line, or joined later, has none."""
    if known and known.enroller is None:
        return as_of.links(as_of.first_of_all(ENROLLER))
    axes = AsOf(last_instant(period), known_id=known.enroller if known else None)
    return as_of.links(as_of.of_all(ENROLLER, axes))


def _statuses(known: Known | None) -> dict[int, list[tuple[datetime, str]]]:
    changes = StatusChange.objects.order_by("effective_at", "id")
    if known is not None:
        changes = changes.filter(id__lte=known.status)
    history: dict[int, list[tuple[datetime, str]]] = {}
    for distributor_id, at, status in changes.values_list(
        "distributor_id", "effective_at", "status"
    ):
        history.setdefault(distributor_id, []).append((at, status))
    return history


def _absences(history: Sequence[tuple[datetime, str]]) -> Iterator[tuple[int, int]]:
    """The intervals, in microseconds since 1970, in which a person's status earns nothing."""
    absent_from: int | None = FIRST_US
    for at, status in history:
        at_us = microseconds(at)
        if status not in EARNING:
            absent_from = at_us if absent_from is None else absent_from
        elif absent_from is not None:
            if absent_from < at_us:
                yield absent_from, at_us
            absent_from = None
    if absent_from is not None:
        yield absent_from, LAST_US
