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
    spans = [(line, *axis(run, base, line.key)) for line in _by_key(run)]
    return [Piece(line, base, lowest, final) for line, lowest, final in spans if lowest < final]


def cut(pieces: Iterable[Piece], marks: Iterable[Mark]) -> list[Piece]:
    """The pieces cut where marks begin and end, without those of which nothing is left."""
    for mark in marks:
        pieces = [part for piece in pieces for part in _cut_one(piece, mark)]
    return [piece for piece in pieces if piece.share > 0]


def _by_key(run: Run) -> list[OrderLine]:
    return sorted(run.order_lines, key=lambda line: line.key)


def axis(run: Run, base: str, order_line: str) -> tuple[Fraction, Fraction]:
    """How far down this run's rows reach from the top of what stood before, and where they end."""
    rows = [row for row in run.rows if row.claimed and row.order_line == order_line]
    lowest = top = run.earned_before.get((base, order_line), Fraction(0))
    for row in sorted(rows, key=lambda row: row.seq):
        top += row.earned.get(base, Fraction(0))
        lowest = min(lowest, top)
    return lowest, top


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
