"""What people are found and sorted by: one line of text each, in one stretch of memory.

Invariant: lines are folded, so that neither capitals nor accents tell apart what people take for
the same letter; a line has no line end within it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from .columns import AnyArray, Bool, Int32, Int64

type Bytes = npt.NDArray[np.uint8]

LINE_END = 10
_ACCENTS = re.compile("[\u0300-\u036f]")
_KEYS, _KEY_BYTES = 3, 8
_BLOCK = 8_192


def folded(text: str) -> str:
    """Text as it is compared: without capitals and accents."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


class Texts:
    """Lines by number. `data` holds each with its line end, `ends` where each ends."""

    def __init__(self, data: Bytes, ends: Int32 | None = None) -> None:
        self.data = data
        found = np.flatnonzero(data == LINE_END) if ends is None else ends
        self.ends: Int32 = found.astype(np.int32)

    @classmethod
    def of(cls, text: str) -> "Texts":
        """Of lines that each have a line end, folded here."""
        return cls(np.frombuffer(folded(text).encode(), np.uint8))

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> "Texts":
        return cls.of("".join(f"{line}\n" for line in lines))

    def __len__(self) -> int:
        return len(self.ends)

    def line(self, number: int) -> str:
        """A line, without its line end."""
        start = self.ends[number - 1] + 1 if number else 0
        return self.data[start : self.ends[number]].tobytes().decode()

    def take(self, order: Int32) -> "Texts":
        """The lines with these numbers, in that order."""
        starts = self._starts()[order]
        lengths = self.ends[order] - starts + 1
        ends = np.cumsum(lengths, dtype=np.int32)
        further = starts - (ends - lengths)
        data = np.empty(ends[-1] if len(ends) else 0, np.uint8)
        low = 0
        for first in range(0, len(order), _BLOCK):  # a block's numbers stay in the cache
            block = slice(first, first + _BLOCK)
            high = int(ends[block][-1])
            place = np.arange(low, high) + np.repeat(further[block], lengths[block])
            data[low:high] = self.data[place]
            low = high
        return Texts(data, ends - 1)

    def found(self, text: str, start: int, stop: int) -> Bool:
        """bool[stop - start]: which of the lines from `start` up to `stop` have the text."""
        found = np.zeros(stop - start, np.bool_)
        wanted = np.frombuffer(folded(text).encode(), np.uint8)
        if stop <= start or not len(wanted) or LINE_END in wanted:
            return found
        first = int(self.ends[start - 1]) + 1 if start else 0
        data = self.data[first : int(self.ends[stop - 1]) + 1]
        place = np.flatnonzero(data[: max(0, len(data) - len(wanted) + 1)] == wanted[0])
        for offset, byte in enumerate(wanted[1:], 1):
            place = place[data[place + offset] == byte]
        found[np.searchsorted(self.ends[start:stop], place + first)] = True
        return found

    def in_order(self, tie: Int64) -> Int32:
        """The numbers of all lines in the order of the lines; equal ones by `tie`."""
        keys = self._keys()
        order = np.lexsort((tie, *reversed(keys))).astype(np.int32)
        return self._exactly(order, keys, tie)

    def _starts(self) -> Int32:
        starts = np.empty_like(self.ends)
        starts[:1] = 0
        starts[1:] = self.ends[:-1] + 1
        return starts

    def _keys(self) -> list[npt.NDArray[np.uint64]]:
        """The first bytes of each line as numbers: they compare like the bytes."""
        starts, lengths = self._starts(), self.ends - self._starts()
        data = np.append(self.data, np.zeros(_KEYS * _KEY_BYTES, np.uint8))
        keys = []
        for first in range(0, _KEYS * _KEY_BYTES, _KEY_BYTES):
            key = np.zeros(len(self), np.uint64)
            for offset in range(first, first + _KEY_BYTES):
                byte = np.where(offset < lengths, data[starts + offset], np.uint8(0))
                key = (key << np.uint64(8)) | byte
            keys.append(key)
        return keys

    def _exactly(self, order: Int32, keys: Sequence[AnyArray], tie: Int64) -> Int32:
        """Put right what the first bytes did not tell apart."""
        long = (self.ends - self._starts())[order] > _KEYS * _KEY_BYTES
        same = np.ones(max(0, len(order) - 1), np.bool_)
        for key in keys:
            same &= key[order[1:]] == key[order[:-1]]
        if not (long[1:] & same).any() and not (long[:-1] & same).any():
            return order
        edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
        for start, stop in zip(edges[::2], edges[1::2] + 1, strict=True):
            part = order[start:stop].tolist()
            part.sort(key=lambda number: (self.line(number).encode(), tie[number]))
            order[start:stop] = part
        return order
