"""Who was passed over, and why.

Lines keep only where the walk of their level began; the people between there and the payee are
read from the tree when asked for. Written out, a spine of inactive people would cost the square
of its length.
"""

import dataclasses
import enum

import numpy as np

from .absences import attendance
from .columns import Bool, Columns, Int8, Int32, Int64
from .snapshot import Snapshot


class Reason(enum.IntEnum):
    """Why a person, or nobody, was paid a level."""

    INACTIVE = 1
    """The person fails the bonus's activity test."""
    ENDED = 2
    """The person's agreement was not in force when the sale was paid (`Absences`)."""
    ROOT = 3
    """The walk reached the top of the tree; there is no person."""


@dataclasses.dataclass(frozen=True, eq=False)
class SkippedPersons(Columns):
    """Persons passed over, with a `Reason` (INACTIVE or ENDED) each."""

    person: Int32
    reason: Int8


@dataclasses.dataclass(frozen=True, eq=False)
class Skips:
    """Ragged lists: those of row i are `persons[offsets[i]:offsets[i + 1]]`, nearest first."""

    offsets: Int64
    persons: SkippedPersons


def skips_between(snapshot: Snapshot, order_line: Int32, start: Int32, until: Int32) -> Skips:
    """Everyone from `start` (included) up to `until` (not included; -1: to the top, included), as
    a sale of `order_line` passes over them."""
    offsets = np.concatenate(([0], np.cumsum(_lengths(snapshot, start, until))))
    person = np.empty(offsets[-1], dtype=np.int32)
    here, rows, step = start, np.flatnonzero(np.diff(offsets)), 0
    while rows.size:
        person[offsets[rows] + step] = here[rows]
        here = np.where(here < 0, here, snapshot.network.parent[here])
        step += 1
        rows = rows[offsets[rows] + step < offsets[rows + 1]]
    ended = ended_at_sale(snapshot, np.repeat(order_line, np.diff(offsets)), person)
    reason = np.where(ended, Reason.ENDED, Reason.INACTIVE)
    return Skips(offsets, SkippedPersons(person, reason))


def ended_at_sale(snapshot: Snapshot, order_line: Int32, person: Int32) -> Bool:
    """Whether each person's agreement was not in force when the order line beside him was paid;
    the order lines are of this run."""
    paths = snapshot.earned_paths
    sold_at_us = paths.sold_at_us[np.searchsorted(paths.order_line, order_line)]
    absences = attendance(snapshot.absences, len(snapshot.network), sold_at_us)
    return absences.absent(person, sold_at_us)


def _lengths(snapshot: Snapshot, start: Int32, until: Int32) -> Int64:
    depth = np.append(snapshot.depth, np.int32(-1)).astype(np.int64)
    return np.where(start < 0, 0, depth[start] - depth[until])
