"""Walkers: pieces whose walks up a tree are the same, taken together.

A walk depends on where a sale stands, on who is looked at first, on its scheme of rates and, where
people's agreements began or ended among the sales, on its time; not on its amount. So millions of
sales need no more walks than there are people with sales.
"""

import dataclasses

import numpy as np

from .columns import AnyArray, Bool, Columns, Int16, Int32, Int64, distinct
from .sales import Pieces


@dataclasses.dataclass(frozen=True, eq=False)
class Walkers(Columns):
    """How pieces walk, one row per piece or per walker.

    source: where it stands, the top for nowhere. first: who is looked at first, or the top.
    scheme: of rates. sold_at_us: when it was paid, of a walker one of its sales; it matters where
    timed: somebody on the way was absent at times.
    """

    source: Int32
    first: Int32
    scheme: Int16
    currency: Int16
    sold_at_us: Int64
    timed: Bool


@dataclasses.dataclass(frozen=True)
class Walked:
    """Pieces and their walkers. of_piece: the walker of each piece. number: of each walker among
    all of the run, of which there are `count`."""

    pieces: Pieces
    of_piece: Int32
    walkers: Walkers
    number: Int32
    count: int

    def only(self, wanted: Bool) -> "Walked":
        """The wanted pieces, and the walkers that still have any."""
        before = self.of_piece[wanted].astype(np.int64)
        row, of_piece = distinct(before, len(self.walkers))
        left = before[row]
        walkers, number = self.walkers.take(left), self.number[left]
        return Walked(self.pieces.take(wanted), of_piece, walkers, number, self.count)


@dataclasses.dataclass(frozen=True)
class Alike:
    """What tells walkers apart.

    top: of the tree. instants_us: when absences begin and end: between two of them, time does not
    matter. by_source: whether the walk depends on where a sale stands, too.
    """

    top: int
    instants_us: Int64
    by_source: bool

    def together(self, walks: Walkers) -> tuple[Walkers, Int32]:
        """Walks that are alike as one, and which one each has become.

        In the order of time, scheme, currency, source, first person.
        """
        row, number = distinct(*self._codes(walks))
        timed = _taken(walks.timed, row)
        nobody = np.full(len(row), self.top, dtype=np.int32)
        walkers = Walkers(
            source=walks.source[row] if self.by_source else nobody,
            first=walks.first[row],
            scheme=_taken(walks.scheme, row),
            currency=_taken(walks.currency, row),
            sold_at_us=walks.sold_at_us[row] if timed.any() else np.zeros(len(row), np.int64),
            timed=timed,
        )
        return walkers, number

    def _codes(self, walks: Walkers) -> tuple[Int64, int]:
        """What tells walks apart as one number, and a bound of it. A source leads to himself or to
        the person above, so one bit tells which."""
        code, size = walks.first.astype(np.int64), self.top + 1
        if self.by_source:
            code = walks.source.astype(np.int64) * 2 + (walks.first != walks.source)
            size *= 2
        for column in (walks.scheme, walks.currency):
            if (span := int(column.max(initial=0)) + 1) > 1:
                code += column.astype(np.int64) * size
                size *= span
        timed = np.flatnonzero(walks.timed)
        if timed.size:
            passed = np.searchsorted(self.instants_us, walks.sold_at_us[timed], side="right")
            code[timed] += (passed + 1) * size
            size *= len(self.instants_us) + 2
        return code, size


def walked(pieces: Pieces, walks: Walkers, alike: Alike) -> Walked:
    """All pieces of a run, those that walk alike taken together."""
    walkers, of_piece = alike.together(walks)
    number = np.arange(len(walkers), dtype=np.int32)
    return Walked(pieces, of_piece, walkers, number, len(walkers))


def _taken(column: AnyArray, rows: AnyArray) -> AnyArray:
    """Rows of a column that in most runs is 0 throughout."""
    return column[rows] if column.any() else np.zeros(len(rows), dtype=column.dtype)
