"""Commission lines and unpaid levels written out from walks, part by part, in their order."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .bonus_walks import BonusWalk, Prepared
from .calculation import Calculation
from .columns import AnyArray, Columns, Int16, Int32, Int64, feed_array, ranges
from .result import CommissionLines, UnpaidLevels
from .rounding import ROUNDINGS
from .scales import scale_of
from .steps import Losses, Steps
from .threads import in_turn
from .ways import Way

PIECES_OF_A_PART = 2**18


class Written:
    """Writes out what one bonus pays in one turn. then: on sales of an earlier period."""

    def __init__(
        self, calc: Calculation, prepared: Prepared, walk: BonusWalk, then: bool = False
    ) -> None:
        self.calc, self.prepared, self.walk, self.then = calc, prepared, walk, then

    @property
    def of_piece(self) -> Int32:
        """The walker of each piece."""
        return self.prepared.walked.of_piece

    def lines(self) -> Iterator[CommissionLines]:
        """All lines, by paid level, order line and interval, then from below upwards."""
        everything = np.arange(len(self.of_piece))
        for level, steps in self.walk.steps.items():
            yield from self._written(
                level, steps.walker, self._paid(steps), everything, self._lines
            )

    def lines_to(self, person: int) -> Iterator[CommissionLines]:
        """The lines that one person is paid."""
        pays_him = np.zeros(self.walkers, dtype=np.bool_)
        pays_him[self.walkers_paying(person)] = True
        pieces = np.flatnonzero(pays_him[self.of_piece])
        for level, steps in self.walk.steps.items():
            own = steps.take(np.flatnonzero(steps.payee == person))
            yield from self._written(level, own.walker, self._paid(own), pieces, self._lines)

    def unpaid(self) -> Iterator[UnpaidLevels]:
        """All unpaid levels, by level, order line and interval."""
        everything = np.arange(len(self.of_piece))
        for level, losses in self.walk.losses.items():
            yield from self._written(level, losses.walker, losses, everything, self._unpaid)

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

    def _paid(self, steps: Steps) -> "_Paid":
        """What the lines of a step have in common, worked out once for all its pieces."""
        walkers, depth = self.prepared.walked.walkers, self.prepared.depth
        first = walkers.first[steps.walker]
        return _Paid(
            payee=steps.payee,
            level=depth[first] - depth[steps.payee] + self.prepared.first_step,
            rank=self.calc.standing.paid_as[steps.payee],
            rate=steps.rate,
            currency=walkers.currency[steps.walker],
        )

    def _written[Rows: (_Paid, Losses), Table: Columns](
        self,
        level: int,
        walker_of_row: Int32,
        rows: Rows,
        pieces: Int64,
        write: Callable[[int, Int64, Rows], Table],
    ) -> Iterator[Table]:
        """What is written of some pieces and the rows of their walkers, part by part."""
        rows_of = _RowsOf(walker_of_row, self.walkers)

        def part(start: int) -> Table:
            some = pieces[start : start + PIECES_OF_A_PART]
            which, row = rows_of.of(self.of_piece[some])
            return write(level, some[which], rows.take(row))

        parts = in_turn(part, range(0, len(pieces), PIECES_OF_A_PART))
        return (table for table in parts if len(table))

    def _lines(self, level: int, piece: Int64, paid: "_Paid") -> CommissionLines:
        pieces = self.prepared.pieces.take(piece)
        values = self.prepared.values
        return CommissionLines(
            order_line=pieces.order_line,
            payee=paid.payee,
            bonus=_same(self.prepared.index, piece, np.int16),
            base=_same(self.prepared.base, piece, np.int8),
            level=paid.level,
            paid_level=_same(level, piece, np.int16),
            rank=paid.rank,
            rate_num=np.array([value.numerator for value in values], dtype=np.int64)[paid.rate],
            rate_den=np.array([value.denominator for value in values], dtype=np.int64)[paid.rate],
            rounding=_same(ROUNDINGS.index(self.calc.plan.rounding), piece, np.int8),
            base_from_e4=pieces.base_from_e4,
            base_to_e4=pieces.base_to_e4,
            amount_minor=self._amounts_minor(pieces.base_from_e4, pieces.base_to_e4, paid),
            currency=paid.currency,
            reverses=_same(-1, piece, np.int64),
        )

    def _amounts_minor(self, base_from_e4: Int64, base_to_e4: Int64, paid: "_Paid") -> Int64:
        scale = scale_of(
            self.prepared.values,
            self.calc.snapshot.currencies,
            self.calc.plan.rounding,
            int(base_to_e4.max(initial=0)),
        )
        numerator = scale.numerators[paid.currency, paid.rate]
        return scale.amounts_minor(
            base_from_e4 if base_from_e4.any() else None, base_to_e4, numerator
        )

    def _unpaid(self, level: int, piece: Int64, losses: Losses) -> UnpaidLevels:
        pieces = self.prepared.pieces.take(piece)
        return UnpaidLevels(
            order_line=pieces.order_line,
            bonus=_same(self.prepared.index, piece, np.int16),
            paid_level=_same(level, piece, np.int16),
            person=losses.person,
            reason=losses.reason,
            base_from_e4=pieces.base_from_e4,
            base_to_e4=pieces.base_to_e4,
        )


@dataclasses.dataclass(frozen=True, eq=False)
class _Paid(Columns):
    """Whoever is paid on the sales of a walker, as in the lines; rate: id in the bonus's rates."""

    payee: Int32
    level: Int32
    rank: Int16
    rate: Int16
    currency: Int16


class _RowsOf:
    """Which rows belong to a walker; `walker_of_row` ascends.

    In most bonuses that is one row of a level at most, which is found in half the time.
    """

    def __init__(self, walker_of_row: Int32, walkers: int) -> None:
        self.counts = np.bincount(walker_of_row, minlength=walkers)
        self.starts = np.cumsum(self.counts) - self.counts
        self.single = bool((self.counts <= 1).all())
        if self.single:
            self.starts[self.counts == 0] = -1

    def of(self, walker: Int32) -> tuple[AnyArray | slice, AnyArray]:
        """The places in `walker` that have rows, each as often as it has, and these rows."""
        if not self.single:
            counts = self.counts[walker]
            return np.repeat(np.arange(len(walker)), counts), ranges(self.starts[walker], counts)
        row = self.starts[walker]
        found = row >= 0
        return (slice(None), row) if found.all() else (found, row[found])


def _same(value: int, rows: Int64, dtype: type[np.integer[Any]]) -> AnyArray:
    """A column of one value, made in its table's type: to convert it there took as long again."""
    return np.full(len(rows), value, dtype=dtype)
