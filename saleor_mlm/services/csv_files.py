"""CSV files as spreadsheets save them, line by line, with all that is wrong with their form.

The standard library's reader, since a Saleor has no other: each record comes with the line that it
begins on, also where a cell goes over several.
"""

import csv
import difflib
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .network_problems import FilesRefused, Problems

DELIMITERS = ",;\t"
STEP = 20_000
# Control characters, and what stands in place of bytes that are not UTF-8.
STRANGE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

type Progress = Callable[[str, float | None], None]
"""What is done, and which part of it is done already where that is known."""


class CsvFile:
    """A file on its way in. Invariant: what is yielded has as many cells as the header, and only
    letters that a database takes; `sha256` is of what was read until now."""

    def __init__(self, path: Path, problems: Problems, progress: Progress) -> None:
        self.path, self.problems, self.progress = path, problems, progress
        self.header: list[str] = []
        self.sha256 = hashlib.sha256()
        self._read_bytes = 0

    def read_header(self) -> list[str]:
        """The names of the columns, as they are written."""
        first = next(self._lines(), "")
        self.header = [name.strip() for name in next(csv.reader([first], delimiter=_of(first)), [])]
        return self.header

    def check_header(self, known: Sequence[str], required: Sequence[str]) -> None:
        """Read the header; raises `FilesRefused` where it is not one of this file."""
        self.read_header()
        for name in self.header:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                expected = f"`{near[0]}`" if near else f"one of: {', '.join(known)}"
                self._refuse(1, name, "COLUMN_UNKNOWN", f"there is no column `{name}`", expected)
        for name in sorted({name for name in self.header if self.header.count(name) > 1}):
            message = f"the column `{name}` is there twice"
            self._refuse(1, name, "COLUMN_REPEATED", message, "each column once")
        for name in required:
            if name not in self.header:
                message = f"the column `{name}` is missing"
                self._refuse(1, name, "COLUMN_MISSING", message, "it; its cells may tell nothing")
        if self.problems.found:
            raise FilesRefused([self.problems])

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every record below the header; lines that are empty are none."""
        self.sha256, self._read_bytes = hashlib.sha256(), 0
        lines = self._lines()
        first = next(lines, "")
        reader = csv.reader(lines, delimiter=_of(first), strict=True)
        line, width = 2, len(self.header)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                message = f"the quotes are not right: {error}"
                self._refuse(line, "", "QUOTES", message, "quotes doubled inside of quoted cells")
                return
            if row is None:
                return
            if row and self._is_fine(line, row, width):
                yield line, row
            line = reader.line_num + 2

    def _is_fine(self, line: int, row: list[str], width: int) -> bool:
        if len(row) != width:
            message = f"the line has {len(row)} cells"
            self._refuse(line, "", "CELLS", message, f"{width}, as many as the header")
            return False
        if STRANGE.search("".join(row)):
            column = next(
                name for name, cell in zip(self.header, row, strict=True) if STRANGE.search(cell)
            )
            message = "holds control characters, or letters that are not UTF-8"
            self._refuse(line, column, "LETTERS", message, "a file saved as UTF-8")
            return False
        return True

    def _lines(self) -> Iterator[str]:
        try:
            size = self.path.stat().st_size or 1
            with self.path.open("rb") as raw:
                for number, data in enumerate(raw):
                    self.sha256.update(data)
                    self._read_bytes += len(data)
                    if number % STEP == 0:
                        self.progress(f"reading {self.path.name}", self._read_bytes / size)
                    start = 3 if number == 0 and data.startswith(b"\xef\xbb\xbf") else 0
                    yield data[start:].decode("utf-8", "surrogateescape")
        except OSError as fault:
            self._refuse(0, "", "FILE", f"cannot be read: {fault.strerror}", "a file")
            raise FilesRefused([self.problems]) from None

    def _refuse(self, line: int, column: str, code: str, message: str, expected: str) -> None:
        self.problems.add(line, column, code, message, expected)


def _of(header: str) -> str:
    """Spreadsheets write what their country uses."""
    return max(DELIMITERS, key=header.count)
