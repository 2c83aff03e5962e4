"""Walkers: pieces whose walks up a tree are the same, taken together.

A walk depends on where a sale stands, on who is looked at first, on its scheme of rates and, where
people's agreements began or ended among the sales, on its time; not on its amount. So millions of
sales need no more walks than there are people with sales.
"""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .columns import Bool, Columns, Int16, Int32, Int64

WALKERS_OF_A_PART = 2**16


@dataclasses.dataclass(frozen=True, eq=False)
class Walks(Columns):
    """How each piece walks, one row per piece.

    source: where it stands, the top for nowhere. first: who is looked at first, or the top.
    scheme: of rates. sold_at_us: when it was paid. timed: somebody on the way was absent at times.
    """

    source: Int32
    first: Int32
    scheme: Int16
    currency: Int16
    sold_at_us: Int64
    timed: Bool


@dataclasses.dataclass(frozen=True, eq=False)
class Walkers(Columns):
    """One row per walker, ascending by key, which means the same in every split of the pieces.

    sold_at_us: of one of its sales; for the others everybody on the way was there or not alike.
    end: its pieces end before this place in the order of pieces by walker.
    """

    key: Int64
    source: Int32
    first: Int32
    scheme: Int16
    currency: Int16
    sold_at_us: Int64
    timed: Bool
    end: Int64


@dataclasses.dataclass(frozen=True)
class Walked:
    """Walkers with their pieces. rows: places of pieces, those of the first walker first. number:
    of each walker among all of the run, of which there are `count`."""

    walkers: Walkers
    rows: Int32
    number: Int32
    count: int

    def parts(self) -> Iterator["Walked"]:
        """Contiguous parts, each small enough for the processor's cache."""
        for start in range(0, len(self.walkers), WALKERS_OF_A_PART):
            yield self._slice(start, min(start + WALKERS_OF_A_PART, len(self.walkers)))

    def only(self, wanted: Bool) -> "Walked":
        """The wanted pieces, and the walkers that still have any."""
        kept = wanted[self.rows]
        ends = np.append(0, np.cumsum(kept))[self.walkers.end]
        left = np.flatnonzero(np.diff(ends, prepend=0))
        walkers = dataclasses.replace(self.walkers.take(left), end=ends[left])
        return Walked(walkers, self.rows[kept], self.number[left], self.count)

    def _slice(self, start: int, stop: int) -> "Walked":
        before = int(self.walkers.end[start - 1]) if start else 0
        walkers = self.walkers.take(slice(start, stop))
        walkers = dataclasses.replace(walkers, end=walkers.end - before)
        rows = self.rows[before : before + int(walkers.end[-1])]
        return Walked(walkers, rows, self.number[start:stop], self.count)


def grouped(walks: Walks, top: int, instants_us: Int64, by_source: bool) -> Walked:
    """The walkers of all pieces; told apart by their source only where the walk depends on it.

    instants_us: when absences begin and end: between two of them, time does not matter.
    """
    key, size = _keys(walks, top, instants_us, by_source)
    key, rows = _in_order(key, size)
    ends = np.append(np.flatnonzero(key[1:] != key[:-1]) + 1, len(key))[: len(key)]
    walks = walks.take(rows[ends - 1])
    nobody = np.full(len(walks), top, dtype=np.int32)
    return Walked(
        Walkers(
            key=key[ends - 1],
            source=walks.source if by_source else nobody,
            first=walks.first,
            scheme=walks.scheme,
            currency=walks.currency,
            sold_at_us=walks.sold_at_us,
            timed=walks.timed,
            end=ends,
        ),
        rows,
        np.arange(len(walks), dtype=np.int32),
        len(walks),
    )


def _keys(walks: Walks, top: int, instants_us: Int64, by_source: bool) -> tuple[Int64, int]:
    """What tells walkers apart as one number, and a bound of it: time, scheme, currency, source,
    first person. A source leads to himself or to the person above, so one bit tells which."""
    key, size = walks.first.astype(np.int64), top + 1
    if by_source:
        key = walks.source.astype(np.int64) * 2 + (walks.first != walks.source)
        size *= 2
    for column in (walks.scheme, walks.currency):
        if (span := int(column.max(initial=0)) + 1) > 1:
            key += column.astype(np.int64) * size
            size *= span
    timed = np.flatnonzero(walks.timed)
    if timed.size:
        passed = np.searchsorted(instants_us, walks.sold_at_us[timed], side="right")
        key[timed] += (passed + 1) * size
        size *= len(instants_us) + 2
    return key, size


def _in_order(key: Int64, size: int) -> tuple[Int64, Int32]:
    """Keys ascending, and the row of each, rows with the same key in their order."""
    bits = len(key).bit_length()
    if size.bit_length() + bits > 63:
        order = np.argsort(key, kind="stable")
        return key[order], order.astype(np.int32)
    packed: Int64 = key << bits
    packed |= np.arange(len(key), dtype=np.int64)
    packed.sort()
    rows = (packed & ((1 << bits) - 1)).astype(np.int32)
    packed >>= bits
    return packed, rows
