"""What is wrong with files, in a form a person can mend them by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .tables import FileTable

PROBLEMS_MAX = 100
"""So many are shown; how many more there are is said."""


@dataclass(frozen=True)
class FileProblem:
    """One thing wrong: where (source, line, column), what (message, code), what was expected.

    line: from 1, the header's; in a Parquet file the number of the row; 0 where it is no row's.
    """

    source: str
    line: int
    column: str
    message: str
    expected: str
    code: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}: " if self.line else f"{self.source}: "
        column = f"{self.column}: " if self.column else ""
        return f"{place}{column}{self.message}; expected {self.expected} [{self.code}]"


class FileError(Exception):
    """Files that cannot be used. more: how many problems are not among `problems`."""

    def __init__(self, problems: list[FileProblem], more: int = 0) -> None:
        self.problems, self.more = problems, more
        left_out = [f"and {more:,} more"] if more else []
        super().__init__("\n".join([*map(str, problems), *left_out]))


@dataclass(frozen=True)
class _RowProblem:
    table: "FileTable"
    row: int
    column: str
    message: str
    expected: str
    code: str


class Problems:
    """All that is found while files are read, so that one look at them is enough."""

    def __init__(self) -> None:
        self._found: list[FileProblem] = []
        self._in_rows: list[_RowProblem] = []
        self._more = 0

    def add(self, problem: FileProblem) -> None:
        """Something that no single row has."""
        self._found.append(problem)

    def add_rows(
        self, table: "FileTable", rows: object, column: str, message: str, expected: str, code: str
    ) -> None:
        """The same at several rows; in `message`, `{}` stands for the cell."""
        numbers = np.asarray(rows)
        shown = numbers[: max(0, PROBLEMS_MAX - len(self._in_rows))].tolist()
        self._more += len(numbers) - len(shown)
        for row in shown:
            text = message.replace("{}", table.cell(column, row)) if "{}" in message else message
            self._in_rows.append(_RowProblem(table, row, column, text, expected, code))

    def check(self) -> None:
        """Raises `FileError` when anything was found; lines are looked up only then."""
        if self._found or self._in_rows:
            raise self.error()

    def error(self) -> FileError:
        """All that was found, by file and line."""
        found = sorted([*self._found, *self._located()], key=lambda p: (p.source, p.line))
        return FileError(found[:PROBLEMS_MAX], self._more + max(0, len(found) - PROBLEMS_MAX))

    def _located(self) -> list[FileProblem]:
        tables = {id(item.table): item.table for item in self._in_rows}
        lines = {
            key: table.lines({item.row for item in self._in_rows if item.table is table})
            for key, table in tables.items()
        }
        return [
            FileProblem(
                item.table.source,
                lines[id(item.table)][item.row],
                item.column,
                item.message,
                item.expected,
                item.code,
            )
            for item in self._in_rows
        ]
