"""Whose agreement was not in force at the moment of a sale.

Few have an absence that begins or ends among the sales of one run. Whoever is absent from the first
of them to the last, or from none, is told apart once; only the others are looked up sale by sale.
"""

import dataclasses

import numpy as np

from .columns import Bool, Int32, Int64
from .snapshot import Absences

_MIN, _MAX = np.iinfo(np.int64).min, np.iinfo(np.int64).max


@dataclasses.dataclass(frozen=True)
class Attendance:
    """Who was absent for which sales of one span of time.

    throughout: bool[person]: absent for all of them. at_times: bool[person]: maybe for some of
    them. Both have one entry more, false, for nobody (-1).
    instants: when the absences of the latter begin and end. bounds: the same for each person, as
    keys in order.
    """

    throughout: Bool
    at_times: Bool
    instants: Int64
    bounds: Int64

    def absent(self, person: Int32, sold_at_us: Int64) -> Bool:
        """Whether each person was absent for the sale at the instant beside it."""
        absent: Bool = self.throughout[person]
        unsure = np.flatnonzero(self.at_times[person])
        absent[unsure] = self._between_bounds(person[unsure], sold_at_us[unsure])
        return absent

    def _between_bounds(self, person: Int32, sold_at_us: Int64) -> Bool:
        """Each absence has two bounds, so whoever has an odd number behind him is inside one; those
        of the persons before are even in number."""
        passed = np.searchsorted(self.instants, sold_at_us, side="right")
        keys = _keys(person, passed, self.instants)
        inside: Bool = np.searchsorted(self.bounds, keys, side="right") % 2 == 1
        return inside


def attendance(absences: Absences, count: int, sold_at_us: Int64) -> Attendance:
    """What `absences`, in order, say of `count` persons and of sales at these instants."""
    first, last = sold_at_us.min(initial=_MAX), sold_at_us.max(initial=_MIN)
    within = (absences.from_us <= last) & (absences.until_us > first)
    throughout = (absences.from_us <= first) & (absences.until_us > last)
    rows = absences.take(within & ~throughout)
    bounds_us = np.stack([rows.from_us, rows.until_us], axis=1).ravel()
    instants, ranks = np.unique(bounds_us, return_inverse=True)
    return Attendance(
        throughout=_flags(count, absences.person[throughout]),
        at_times=_flags(count, rows.person),
        instants=instants,
        bounds=_keys(np.repeat(rows.person, 2), ranks + 1, instants),
    )


def _flags(count: int, persons: Int32) -> Bool:
    flags = np.zeros(count + 1, dtype=np.bool_)
    flags[persons] = True
    return flags


def _keys(person: Int32, rank: Int64, instants: Int64) -> Int64:
    """Ascending by person, then by rank, which is at most the number of instants."""
    return person.astype(np.int64) * (len(instants) + 1) + rank
