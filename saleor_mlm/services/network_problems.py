"""What is wrong with a network file: all of it, each with its line, a code and what to do."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..files.problems import PROBLEMS_MAX, FileProblem


class Problem(NamedTuple):
    """One of them. line: from 1, the header's; 0 where it is no line's."""

    line: int
    column: str
    code: str
    message: str
    expected: str


@dataclass
class Problems:
    """Those of one file. There may be as many as lines, so they are kept as they come."""

    source: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: str, code: str, message: str, expected: str) -> None:
        self.found.append(Problem(line, column, code, message, expected))

    def in_order(self) -> list[Problem]:
        return sorted(self.found)


class FilesRefused(Exception):
    """Nothing was written: the files have these problems."""

    def __init__(self, files: Iterable[Problems]) -> None:
        self.files = [file for file in files if file.found]
        super().__init__("\n".join(self._shown()))

    @property
    def count(self) -> int:
        return sum(len(file.found) for file in self.files)

    def write(self, path: Path) -> None:
        """All of them as CSV."""
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["file", *Problem._fields])
            for problems in self.files:
                rows.writerows([problems.source, *problem] for problem in problems.in_order())

    def _shown(self) -> Iterator[str]:
        """The first, as `saleor-mlm plan` shows those of its files."""
        shown = 0
        for problems in self.files:
            for one in problems.in_order()[: PROBLEMS_MAX - shown]:
                shown += 1
                text = (one.message, one.expected, one.code)
                yield str(FileProblem(problems.source, one.line, one.column, *text))
        if self.count > shown:
            yield f"and {self.count - shown:,} more"
