"""Sums of what walkers' pieces pay, exact, without ever writing the commission lines out."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .columns import AnyArray, Int32, Int64
from .rounding import INT64_MAX, narrowed
from .sales import Pieces
from .scales import Scale
from .steps import Steps
from .walkers import Walked, Walkers

ROWS_OF_A_CHUNK = 2**16
_FEW = 3
"""Where fewer than a third of a part's walkers are paid, their pieces are picked out."""


class Sums:
    """What people are paid, by currency and person, never wrapped.

    Sums are kept in 64 bits as long as no order of adding could leave them, then without a limit.
    """

    def __init__(self, currencies: int, persons: int) -> None:
        self._minor: AnyArray = np.zeros((currencies, persons), dtype=np.int64)
        self._bound = 0

    def add(self, currency: Int64, person: Int32, amount_minor: AnyArray, bound: int) -> None:
        """Add amounts; `bound` is no less than the sum of their magnitudes."""
        self._make_room(bound)
        if len(self._minor) == 1:
            np.add.at(self._minor[0], person, amount_minor)
        else:
            np.add.at(self._minor, (currency, person), amount_minor)

    def like(self) -> "Sums":
        """None yet, of the same shape."""
        return Sums(*self._minor.shape)

    def copy(self) -> "Sums":
        """The same, to be added to."""
        found = self.like()
        found.merge(self)
        return found

    def merge(self, other: "Sums") -> None:
        """Add all sums of others of the same shape."""
        self._make_room(other._bound)
        self._minor += other._minor

    def minor(self) -> Int64:
        """int64[currency, person].

        Raises `AmountError` where a sum does not fit 64 bits.
        """
        if self._minor.dtype == np.int64:
            return self._minor
        return narrowed(self._minor)

    def _make_room(self, bound: int) -> None:
        self._bound += bound
        if self._bound > INT64_MAX:
            self._minor = self._minor.astype(object)


@dataclasses.dataclass(frozen=True)
class PartPieces:
    """The pieces of a part's walkers, in their order; base_from_e4 `None` where all are 0."""

    base_from_e4: Int64 | None
    base_to_e4: Int64
    walker: Int32
    starts: Int64
    counts: Int64


def pieces_of(walked: Walked, pieces: Pieces) -> PartPieces:
    """The pieces of a part in the order of its walkers."""
    ends = walked.walkers.end
    counts = np.diff(ends, prepend=0)
    base_from_e4 = pieces.base_from_e4[walked.rows]
    return PartPieces(
        base_from_e4=base_from_e4 if base_from_e4.any() else None,
        base_to_e4=pieces.base_to_e4[walked.rows],
        walker=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        starts=ends - counts,
        counts=counts,
    )


@dataclasses.dataclass(frozen=True)
class Amounts:
    """What steps pay. sums: exact, and a bound of the sum of their magnitudes."""

    currency: Int64
    sums: tuple[AnyArray, int]


@dataclasses.dataclass(frozen=True)
class Payment:
    """Adds up what steps of one part of walkers are paid."""

    scale: Scale
    walkers: Walkers
    pieces: PartPieces
    sums: Sums

    def add(self, steps: Steps) -> Amounts:
        """Add what the pieces of these walkers pay to these people."""
        currency = self.walkers.currency[steps.walker].astype(np.int64)
        numerator = self.scale.numerators[currency, steps.rate]
        once = len(steps) * _FEW >= len(self.pieces.counts) and _ascending(steps.walker)
        sums_minor = (self._of_most if once else self._of_few)(steps, numerator)
        bound = self.scale.amount_max * int(self.pieces.counts[steps.walker].sum())
        self.sums.add(currency, steps.payee, sums_minor, bound)
        return Amounts(currency, (sums_minor, bound))

    def _of_most(self, steps: Steps, numerator: Int64) -> AnyArray:
        """Sums by walker over all pieces, those of others at no rate."""
        by_walker = np.zeros(len(self.pieces.counts), dtype=np.int64)
        by_walker[steps.walker] = numerator
        pieces, amounts = self.pieces, np.empty(len(self.pieces.walker), dtype=np.int64)
        for rows in _chunks(len(amounts)):
            lower = None if pieces.base_from_e4 is None else pieces.base_from_e4[rows]
            chosen = by_walker[pieces.walker[rows]]
            amounts[rows] = self.scale.amounts_minor(lower, pieces.base_to_e4[rows], chosen)
        found: AnyArray = self._summed(amounts, pieces.starts)[steps.walker]
        return found

    def _of_few(self, steps: Steps, numerator: Int64) -> AnyArray:
        """Sums by step, picking out the pieces of each; a walker may have several steps."""
        counts = self.pieces.counts[steps.walker]
        ends = np.cumsum(counts)
        sums: AnyArray = np.empty(len(steps), dtype=self._sum_type)
        for some in _chunks_by_size(ends):
            rows = ranges(self.pieces.starts[steps.walker[some]], counts[some])
            lower = self.pieces.base_from_e4
            amounts = self.scale.amounts_minor(
                None if lower is None else lower[rows],
                self.pieces.base_to_e4[rows],
                np.repeat(numerator[some], counts[some]),
            )
            offsets = ends[some] - counts[some]
            sums[some] = self._summed(amounts, offsets - offsets[0])
        return sums

    @property
    def _sum_type(self) -> type:
        return np.int64 if self.scale.amount_max * len(self.pieces.walker) <= INT64_MAX else object

    def _summed(self, amounts_minor: Int64, starts: Int64) -> AnyArray:
        found: AnyArray = np.add.reduceat(amounts_minor.astype(self._sum_type, copy=False), starts)
        return found


def _ascending(walker: Int32) -> bool:
    return bool((walker[1:] > walker[:-1]).all())


def _chunks(count: int) -> Iterator[slice]:
    for start in range(0, count, ROWS_OF_A_CHUNK):
        yield slice(start, start + ROWS_OF_A_CHUNK)


def _chunks_by_size(ends: Int64) -> Iterator[slice]:
    """Rows in runs that together have about the size of a chunk, `ends` summing their sizes."""
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        stop = int(np.searchsorted(ends, before + ROWS_OF_A_CHUNK, side="right"))
        stop = max(stop, start + 1)
        yield slice(start, stop)
        start = stop


def ranges(starts: Int64, counts: Int64) -> Int64:
    """The numbers from each start on, so many of each, one after the other."""
    offsets = np.cumsum(counts) - counts
    found: Int64 = np.repeat(starts - offsets, counts)
    found += np.arange(len(found))
    return found
