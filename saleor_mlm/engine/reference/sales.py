"""The earned base of an order line as an axis: what is a new sale, what others left of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from .inputs import OrderLine, Run


@dataclass(frozen=True)
class Piece:
    """[low, high) of a new sale. share: how much of a bonus's rate other bonuses left of it."""

    line: OrderLine
    base: str
    low: Fraction
    high: Fraction
    share: Fraction = Fraction(1)

    @property
    def length(self) -> Fraction:
        """How much base it is."""
        return self.high - self.low


@dataclass(frozen=True)
class Mark:
    """What another bonus left of a piece: `share` of the rate."""

    piece: Piece
    share: Fraction


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """By volume dates, then by order lines' keys."""
    return sorted(pieces, key=lambda piece: (piece.line.sold_at, piece.line.key, piece.low))


def new_pieces(run: Run, base: str) -> list[Piece]:
    """The new sales, by order lines' keys: what lies above the lowest point that was touched."""
    lines = sorted(run.order_lines, key=lambda line: line.key)
    axes = axes_of(run, base)
    pieces = [Piece(line, base, *axes[line.key]) for line in lines if line.key in axes]
    return [piece for piece in pieces if piece.low < piece.high]


def axes_of(run: Run, base: str) -> dict[str, tuple[Fraction, Fraction]]:
    """For order lines with rows of this run: how far down these reach, and where they end.

    They begin at the top of what stood before. What is less than nothing is nothing.
    """
    axes: dict[str, tuple[Fraction, Fraction]] = {}
    for row in sorted(run.rows, key=lambda row: row.seq):
        if row.claimed:
            before = run.earned_before.get((base, row.order_line), Fraction(0))
            lowest, top = axes.get(row.order_line, (before, before))
            top += row.earned.get(base, Fraction(0))
            axes[row.order_line] = (min(lowest, top), top)
    nothing = Fraction(0)
    return {key: (max(low, nothing), max(top, nothing)) for key, (low, top) in axes.items()}


def cut(pieces: Iterable[Piece], marks: Iterable[Mark]) -> list[Piece]:
    """The pieces cut where marks begin and end, without those of which nothing is left."""
    for mark in marks:
        pieces = [part for piece in pieces for part in _cut_one(piece, mark)]
    return [piece for piece in pieces if piece.share > 0]


def _cut_one(piece: Piece, mark: Mark) -> Iterator[Piece]:
    """What lies below, in and above the mark."""
    if mark.piece.line.key != piece.line.key:
        yield piece
        return
    if mark.piece.base != piece.base:
        raise ValueError("a part of one base is no part of another")
    low, high = (min(max(at, piece.low), piece.high) for at in (mark.piece.low, mark.piece.high))
    parts = (
        (piece.low, low, piece.share),
        (low, high, piece.share * mark.share),
        (high, piece.high, piece.share),
    )
    for start, end, share in parts:
        if start < end:
            yield replace(piece, low=start, high=end, share=share)
