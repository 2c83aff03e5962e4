"""A team as stretches of a counted tree, and nodes that are new to it."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .columns import AnyArray, Int32, Int64


@dataclasses.dataclass(frozen=True)
class Team:
    """Everybody below a node; its *rows* are the stretches one after the other, then who is new.

    start, stop: labels of each stretch. shift: what its levels are more than those counted. new:
    labels of new nodes. new_level: their levels. The first level is 1.
    """

    start: Int32
    stop: Int32
    shift: Int32
    new: Int32
    new_level: Int32

    def __len__(self) -> int:
        return int((self.stop - self.start).sum()) + len(self.new)

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """start, stop, shift of each."""
        columns = (self.start.tolist(), self.stop.tolist(), self.shift.tolist())
        yield from zip(*columns, strict=True)

    def labels(self, rows: AnyArray) -> Int32:
        """int32[]: the labels of the rows with these numbers."""
        ends = np.cumsum(self.stop - self.start)
        counted = int(ends[-1]) if len(ends) else 0
        found = np.empty(len(rows), np.int32)
        old = rows < counted
        piece = np.searchsorted(ends, rows[old], side="right")
        found[old] = self.stop[piece] - (ends[piece] - rows[old])
        found[~old] = self.new[rows[~old] - counted]
        return found

    def rows(self, labels: Int32) -> Int64:
        """int64[]: the numbers of the rows of labels, -1 of those outside the team."""
        found = np.full(len(labels), -1, np.int64)
        ends = np.cumsum(self.stop - self.start)
        if len(ends):
            order = np.argsort(self.start)
            place = np.searchsorted(self.start[order], labels, side="right") - 1
            piece = order[np.maximum(place, 0)]
            inside = (labels >= self.start[piece]) & (labels < self.stop[piece])
            found[inside] = (ends[piece] - (self.stop[piece] - labels))[inside]
        if len(self.new):
            order = np.argsort(self.new)
            place = np.minimum(np.searchsorted(self.new[order], labels), len(order) - 1)
            inside = self.new[order][place] == labels
            counted = int(ends[-1]) if len(ends) else 0
            found[inside] = counted + order[place][inside]
        return found
