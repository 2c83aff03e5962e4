"""What the sales of each walker pay at each rate: exact, each piece rounded on its own.

A walk says who is paid at which rate. What a rate comes to is the same whoever is paid it, so where
a bonus has few rates, the pieces are gone through once for each rate and not once for each level.
"""

import dataclasses
from collections.abc import Iterator
from typing import Protocol

import numpy as np

from .columns import AnyArray, Int16, Int32, Int64, ranges, rows_by
from .rounding import INT64_MAX
from .scales import Scale
from .walkers import Walked

RATES_KEPT = 16
PIECES_OF_A_CHUNK = 2**16


class Owed(Protocol):
    """Invariant: as much as the lines of these walkers at these rates would sum to."""

    def minor(self, walker: AnyArray, rate: Int16) -> AnyArray:
        """What all pieces of each walker pay at the rate beside him."""


def owed(scale: Scale, walked: Walked) -> Owed:
    """What the pieces pay at the rates of a scale.

    Raises `AmountError` when an amount does not fit 64 bits.
    """
    if scale.numerators.shape[1] <= RATES_KEPT:
        return OwedByRate.of(scale, walked)
    return OwedByPiece.of(scale, walked)


@dataclasses.dataclass(frozen=True)
class OwedByRate:
    """Summed up beforehand. table: [rate, walker]."""

    table: AnyArray

    @classmethod
    def of(cls, scale: Scale, walked: Walked) -> "OwedByRate":
        """One rate after the other, so that a million sums stay in the processor's cache."""
        shape = scale.numerators.shape[1], len(walked.walkers)
        table: AnyArray = np.zeros(shape, dtype=_sum_type(scale, walked))
        for rate, numerators in enumerate(scale.numerators.T):
            if numerators.any():
                _sum_up(table[rate], numerators, scale, walked)
        return cls(table)

    def minor(self, walker: AnyArray, rate: Int16) -> AnyArray:
        found: AnyArray = self.table[rate, walker]
        return found

    def together(self, number: Int32, count: int) -> "OwedByRate":
        """The same after each walker has become one of `count` others."""
        place = number.astype(np.int64)
        table = np.zeros((len(self.table), count), dtype=self.table.dtype)
        for sums, before in zip(table, self.table, strict=True):
            np.add.at(sums, place, before)
        return OwedByRate(table)


def _sum_up(sums: AnyArray, numerators: Int64, scale: Scale, walked: Walked) -> None:
    """Add what each piece pays to its walker's sum. numerators: of one rate, by currency."""
    pieces = walked.pieces
    for start in range(0, len(pieces), PIECES_OF_A_CHUNK):
        rows = slice(start, start + PIECES_OF_A_CHUNK)
        walker = walked.of_piece[rows].astype(np.int64)
        numerator = numerators  # a column of one, for a single number of numpy's may wrap
        if len(numerators) > 1:
            numerator = numerators[walked.walkers.currency[walker]]
        base_from_e4 = None if pieces.from_zero else pieces.base_from_e4[rows]
        amounts_minor = scale.amounts_minor(base_from_e4, pieces.base_to_e4[rows], numerator)
        np.add.at(sums, walker, amounts_minor)


@dataclasses.dataclass(frozen=True)
class OwedByPiece:
    """Summed up when it is asked for. rows: places of pieces, those of the first walker first;
    starts, counts: of each walker's among them."""

    scale: Scale
    walked: Walked
    rows: Int64
    starts: Int64
    counts: Int64

    @classmethod
    def of(cls, scale: Scale, walked: Walked) -> "OwedByPiece":
        """The pieces put in order."""
        counts = np.bincount(walked.of_piece, minlength=len(walked.walkers))
        rows = rows_by(walked.of_piece, len(walked.walkers))
        return cls(scale, walked, rows, np.cumsum(counts) - counts, counts)

    def minor(self, walker: AnyArray, rate: Int16) -> AnyArray:
        numerator = self.scale.numerators[self.walked.walkers.currency[walker], rate]
        pieces, starts, counts = self.walked.pieces, self.starts[walker], self.counts[walker]
        ends = np.cumsum(counts)
        found: AnyArray = np.empty(len(walker), dtype=_sum_type(self.scale, self.walked))
        for some in _chunks(ends):
            rows = self.rows[ranges(starts[some], counts[some])]
            base_from_e4 = None if pieces.from_zero else pieces.base_from_e4[rows]
            base_to_e4 = pieces.base_to_e4[rows]
            chosen = np.repeat(numerator[some], counts[some])
            amounts_minor = self.scale.amounts_minor(base_from_e4, base_to_e4, chosen)
            offsets = ends[some] - counts[some]
            found[some] = np.add.reduceat(
                amounts_minor.astype(found.dtype, copy=False), offsets - offsets[0]
            )
        return found


def _chunks(ends: Int64) -> Iterator[slice]:
    """Rows in runs that together have about the size of a chunk, `ends` summing their sizes."""
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        stop = int(np.searchsorted(ends, before + PIECES_OF_A_CHUNK, side="right"))
        stop = max(stop, start + 1)
        yield slice(start, stop)
        start = stop


def _sum_type(scale: Scale, walked: Walked) -> type:
    return np.int64 if scale.amount_max * len(walked.pieces) <= INT64_MAX else object
