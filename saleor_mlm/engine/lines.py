"""Commission lines and unpaid levels written out from walks, part by part, in their order."""

import functools
import hashlib
from collections.abc import Iterator

import numpy as np

from .bonus_walks import BonusWalk, Prepared
from .calculation import Calculation
from .columns import AnyArray, Int16, Int32, Int64, feed_array
from .payment import ranges
from .result import CommissionLines, UnpaidLevels
from .rounding import ROUNDINGS
from .scales import scale_of
from .steps import Losses, Steps
from .walkers import Walked
from .ways import Way

PIECES_OF_A_PART = 2**18


class Written:
    """Writes out what one bonus pays in one turn. then: on sales of an earlier period."""

    def __init__(
        self, calc: Calculation, prepared: Prepared, walk: BonusWalk, then: bool = False
    ) -> None:
        self.calc, self.prepared, self.walk, self.then = calc, prepared, walk, then

    @functools.cached_property
    def of_piece(self) -> Int32:
        """The walker of each piece, -1 for none."""
        return _walker_of_piece(self.prepared.walked, len(self.prepared.pieces))

    def lines(self) -> Iterator[CommissionLines]:
        """All lines, by paid level, order line and interval, then from below upwards."""
        for level, steps in self.walk.steps.items():
            for piece, row in self._matched(steps):
                yield self._lines(level, piece, steps.take(row))

    def lines_to(self, person: int) -> Iterator[CommissionLines]:
        """The lines that one person is paid."""
        for level, steps in self.walk.steps.items():
            own = steps.take(np.flatnonzero(steps.payee == person))
            if len(own):
                piece, row = self._pieces_of(own)
                yield self._lines(level, piece, own.take(row))

    def unpaid(self) -> Iterator[UnpaidLevels]:
        """All unpaid levels, by level, order line and interval."""
        for level, losses in self.walk.losses.items():
            for piece, row in self._matched(losses):
                yield self._unpaid(level, piece, losses.take(row))

    @property
    def way(self) -> Way:
        """The tree that the walks climb."""
        bonus = list(self.calc.plan.bonuses.values())[self.prepared.index]
        return self.calc.climb(getattr(bonus, "tree", "enroller")).way

    def piece_at(self, order_line: int, base_from_e4: int) -> int:
        """The place of the piece of an order line that begins at a base."""
        pieces = self.prepared.pieces
        row = int(np.searchsorted(pieces.order_line, order_line))
        while pieces.base_from_e4[row] != base_from_e4:
            row += 1
        return row

    def has(self, order_line: int) -> bool:
        """Whether it pays a piece of an order line."""
        of_piece = self.prepared.pieces.order_line
        row = int(np.searchsorted(of_piece, order_line))
        return row < len(of_piece) and bool(of_piece[row] == order_line)

    @property
    def walkers(self) -> int:
        """How many walkers there are."""
        return len(self.prepared.walked.walkers)

    def walkers_paying(self, person: int) -> Int32:
        """The walkers that pay a person."""
        paid = [steps.walker[steps.payee == person] for steps in self.walk.steps.values()]
        return np.concatenate([np.empty(0, dtype=np.int32), *paid])

    def paid(self, walker: int) -> int:
        """How many people a walker pays."""
        ends = (walker, walker + 1)
        return sum(
            int(np.diff(np.searchsorted(steps.walker, ends))[0])
            for steps in self.walk.steps.values()
        )

    def feed(self, digest: "hashlib._Hash") -> None:
        """Add pieces, their walkers, and what these are paid at which rates to a hash."""
        digest.update(f"{self.prepared.index};{self.prepared.values};".encode())
        self.prepared.pieces.feed(digest)
        feed_array(digest, "walker", self.of_piece)
        self.prepared.walked.walkers.feed(digest)
        for rows in (*self.walk.steps.values(), *self.walk.losses.values()):
            rows.feed(digest)

    def _pieces_of(self, steps: Steps) -> tuple[Int64, Int64]:
        """The pieces that go with a few rows, in their order, and the row of each."""
        walked = self.prepared.walked
        ends = np.append(0, walked.walkers.end)
        counts = ends[steps.walker + 1] - ends[steps.walker]
        piece = walked.rows[ranges(ends[steps.walker], counts)].astype(np.int64)
        order = np.argsort(piece, kind="stable")
        return piece[order], np.repeat(np.arange(len(steps)), counts)[order]

    def _matched(self, rows: Steps | Losses) -> Iterator[tuple[Int64, Int64]]:
        """Which piece goes with which row, part by part."""
        count = len(self.prepared.walked.walkers) + 1
        ends = np.searchsorted(rows.walker, np.arange(count), side="left")
        for start in range(0, len(self.of_piece), PIECES_OF_A_PART):
            walker = self.of_piece[start : start + PIECES_OF_A_PART]
            counts = np.where(walker < 0, 0, ends[walker + 1] - ends[walker])
            if counts.any():
                piece = np.repeat(np.arange(start, start + len(walker)), counts)
                yield piece, ranges(ends[walker], counts)

    def _lines(self, level: int, piece: Int64, steps: Steps) -> CommissionLines:
        calc, pieces = self.calc, self.prepared.pieces.take(piece)
        walkers = self.prepared.walked.walkers
        currency = walkers.currency[steps.walker]
        first = walkers.first[steps.walker]
        depth = self.prepared.depth
        values = self.prepared.values
        return CommissionLines(
            order_line=pieces.order_line,
            payee=steps.payee,
            bonus=_same(self.prepared.index, piece),
            base=_same(self.prepared.base, piece),
            level=depth[first] - depth[steps.payee] + self.prepared.first_step,
            paid_level=_same(level, piece),
            rank=calc.standing.paid_as[steps.payee],
            rate_num=np.array([value.numerator for value in values], dtype=np.int64)[steps.rate],
            rate_den=np.array([value.denominator for value in values], dtype=np.int64)[steps.rate],
            rounding=_same(ROUNDINGS.index(calc.plan.rounding), piece),
            base_from_e4=pieces.base_from_e4,
            base_to_e4=pieces.base_to_e4,
            amount_minor=self._amounts_minor(
                pieces.base_from_e4, pieces.base_to_e4, currency, steps
            ),
            currency=currency,
            reverses=_same(-1, piece),
        )

    def _amounts_minor(
        self, base_from_e4: Int64, base_to_e4: Int64, currency: Int16, steps: Steps
    ) -> Int64:
        scale = scale_of(
            self.prepared.values,
            self.calc.snapshot.currencies,
            self.calc.plan.rounding,
            int(base_to_e4.max(initial=0)),
        )
        numerator = scale.numerators[currency, steps.rate]
        lower = base_from_e4 if base_from_e4.any() else None
        return scale.amounts_minor(lower, base_to_e4, numerator)

    def _unpaid(self, level: int, piece: Int64, losses: Losses) -> UnpaidLevels:
        pieces = self.prepared.pieces.take(piece)
        return UnpaidLevels(
            order_line=pieces.order_line,
            bonus=_same(self.prepared.index, piece),
            paid_level=_same(level, piece),
            person=losses.person,
            reason=losses.reason,
            base_from_e4=pieces.base_from_e4,
            base_to_e4=pieces.base_to_e4,
        )


def _walker_of_piece(walked: Walked, count: int) -> Int32:
    found = np.full(count, -1, dtype=np.int32)
    counts = np.diff(walked.walkers.end, prepend=0)
    found[walked.rows] = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return found


def _same(value: int, rows: Int64) -> AnyArray:
    """A column of one value; its table knows the type."""
    return np.full(len(rows), value, dtype=np.int64)
