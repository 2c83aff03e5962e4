"""CSV and Parquet files as columns, with the line of every row.

Invariant: no cell passes through a float. Texts stay texts, numbers are exact decimals.
"""

import csv
import difflib
import enum
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from .problems import FileError, FileProblem, Problems

NUMBER_TYPE = pa.decimal128(18, 4)
WORD_TYPE = pa.dictionary(pa.int32(), pa.string())
DELIMITERS = ",;\t"
_WIDE = pa.decimal128(38, 4)
_WORKBOOK = b"PK\x03\x04"
"""How an .xlsx begins."""
_BLOCK_BYTES = 1 << 24


class Kind(enum.Enum):
    """What a column holds: any text; a text of which there are few; an exact decimal."""

    TEXT = enum.auto()
    WORD = enum.auto()
    NUMBER = enum.auto()


_TYPES = {Kind.TEXT: pa.string(), Kind.WORD: WORD_TYPE, Kind.NUMBER: NUMBER_TYPE}


@dataclass(frozen=True)
class Column:
    """A column a file may have. needed: why it must, in words; empty where it need not. read: as
    far as it is there; otherwise nobody asks about it."""

    name: str
    kind: Kind
    needed: str = ""
    read: bool = True


@dataclass(frozen=True, eq=False)
class FileTable:
    """The rows of a file. columns: those that were read, by name."""

    path: Path
    source: str
    columns: dict[str, Any]
    problems: Problems

    def __len__(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def cell(self, column: str, row: int) -> str:
        """A cell as its writer would recognise it."""
        value = self.columns[column][row].as_py()
        return "" if value is None else str(value)

    def refuse(self, rows: object, column: str, message: str, expected: str, code: str) -> None:
        """Note what is wrong with a column at some rows; `{}` in the message is the cell."""
        self.problems.add_rows(self, rows, column, message, expected, code)

    def forget(self) -> None:
        """Let the cells go, once nothing more will be said of them."""
        self.columns.clear()

    def lines(self, rows: set[int]) -> dict[int, int]:
        """The line of each of these rows."""
        if self.path.suffix == ".parquet":
            return {row: row + 1 for row in rows}
        numbered = itertools.islice(_csv_rows(self.path), max(rows) + 1)
        return {row: line for row, (line, _) in enumerate(numbered) if row in rows}


def read_table(path: Path, source: str, columns: Sequence[Column], problems: Problems) -> FileTable:
    """The columns of a CSV or Parquet file.

    Raises `FileError` when it cannot be read at all, or has not the columns it must have.
    """
    known = {column.name: column for column in columns}
    read = _read_parquet if path.suffix == ".parquet" else _read_csv
    try:
        table = read(path, source, known)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _file_error(source, f"cannot be read: {reason}", "a file", "no-file") from error
    return FileTable(path, source, table, problems)


def _read_csv(path: Path, source: str, known: Mapping[str, Column]) -> dict[str, Any]:
    header = _header(path, source)
    _check_header(header, source, known)
    types = {name: _TYPES[known[name].kind] for name in header if known[name].read}
    if next(_csv_rows(path), None) is None:
        return {name: pa.chunked_array([], kind) for name, kind in types.items()}
    try:
        return _parse_csv(path, types)
    except pa.ArrowInvalid:
        # Some cell is no number: read it as it stands, to say which.
        try:
            return _parse_csv(path, dict.fromkeys(types, pa.string()))
        except pa.ArrowInvalid as error:
            raise _not_rows(path, source, error) from error


def _parse_csv(path: Path, types: dict[str, Any]) -> dict[str, Any]:
    # Without pyarrow's handler of invalid rows: its threads would hold a Python object, which one
    # of them may let go of when the interpreter has ended already, and that aborts the process.
    table = pa.csv.read_csv(
        path,
        read_options=pa.csv.ReadOptions(block_size=_BLOCK_BYTES),
        parse_options=pa.csv.ParseOptions(delimiter=_delimiter(path)),
        convert_options=pa.csv.ConvertOptions(
            column_types=types,
            include_columns=list(types),
            null_values=[],
            strings_can_be_null=False,
        ),
    )
    return dict(zip(table.column_names, table.columns, strict=True))


def _read_parquet(path: Path, source: str, known: Mapping[str, Column]) -> dict[str, Any]:
    try:
        file = pa.parquet.ParquetFile(path)
        _check_header(file.schema_arrow.names, source, known)
        table = file.read([name for name in file.schema_arrow.names if known[name].read])
    except pa.ArrowInvalid as error:
        message = f"is no Parquet file: {error}"
        raise _file_error(source, message, "a Parquet file", "no-parquet") from error
    columns = dict(zip(table.column_names, table.columns, strict=True))
    return {name: _as_kind(column, known[name], source) for name, column in columns.items()}


def _as_kind(column: Any, known: Column, source: str) -> Any:
    """A typed column as texts or decimals; days and instants may stay what they are."""
    if column.null_count:
        raise _file_error(
            source, "has empty cells (null)", "an empty text, or 0", "null", known.name
        )
    if pa.types.is_temporal(column.type) and known.kind is Kind.WORD:
        return column
    if not _is_exact(column.type):
        message = f"is of the type {column.type}"
        raise _file_error(source, message, "text or exact decimals", "column-type", known.name)
    try:
        if known.kind is Kind.NUMBER:
            return column.cast(_WIDE).cast(NUMBER_TYPE)  # whole numbers fit no narrow type
        return column.cast(pa.string())
    except pa.ArrowInvalid as error:
        expected = "at most 14 digits before the point and 4 after it"
        raise _file_error(
            source, f"does not fit: {error}", expected, "number-form", known.name
        ) from error


def _is_exact(kind: Any) -> bool:
    types = pa.types
    tests = (types.is_string, types.is_large_string, types.is_integer, types.is_decimal)
    return any(test(kind) for test in tests) or (
        types.is_dictionary(kind) and types.is_string(kind.value_type)
    )


def _header(path: Path, source: str) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
    except UnicodeDecodeError as error:
        raise _not_rows(path, source, error) from error
    if not first.strip():
        raise _file_error(source, "has no header", "names of columns in line 1", "no-header")
    return next(csv.reader([first], delimiter=_delimiter_of(first)))


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _delimiter_of(file.readline())


def _delimiter_of(header: str) -> str:
    """Spreadsheets write what their country uses."""
    return max(DELIMITERS, key=header.count)


def _check_header(header: Sequence[str], source: str, known: Mapping[str, Column]) -> None:
    problems = []
    for name in header:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            expected = f"`{near[0]}`" if near else "one of: " + ", ".join(known)
            message = f"there is no column `{name}`"
            problems.append(FileProblem(source, 1, "", message, expected, "unknown-column"))
    for name in sorted({name for name in header if list(header).count(name) > 1}):
        message = f"the column `{name}` is there twice"
        problems.append(FileProblem(source, 1, "", message, "each column once", "repeated-column"))
    for column in known.values():
        if column.needed and column.name not in header:
            message = f"the column `{column.name}` is missing"
            problems.append(FileProblem(source, 1, "", message, column.needed, "missing-column"))
    if problems:
        raise FileError(problems)


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row below the header, with the line it begins on; lines that are empty are no rows."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(path))
        next(reader)
        line = reader.line_num + 1
        try:
            for row in reader:
                if row:
                    yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            message, expected = f"cannot be read: {error}", "every quotation mark closed"
            raise FileError(
                [FileProblem(str(path), line, "", message, expected, "row-form")]
            ) from error


def _not_rows(path: Path, source: str, error: Exception) -> FileError:
    """Why a file cannot be cut into cells."""
    with path.open("rb") as file:
        if file.read(len(_WORKBOOK)) == _WORKBOOK:
            expected = "CSV, as a spreadsheet saves it"
            return _file_error(source, "is a workbook of a spreadsheet", expected, "encoding")
        file.seek(0)
        line = next((at for at, text in enumerate(file, start=1) if not _is_utf8(text)), 0)
    if line:
        return _not_utf8(source, line)
    problems = _wrong_lengths(path, source)
    if problems.problems:
        return problems
    return _file_error(source, f"cannot be read: {error}", "rows of cells", "row-form")


def _wrong_lengths(path: Path, source: str) -> FileError:
    width, problems = len(_header(path, source)), Problems()
    for line, row in _csv_rows(path):
        if len(row) != width:
            message = f"the line has {len(row)} cells"
            expected = f"{width}, as many as the header"
            problems.add(FileProblem(source, line, "", message, expected, "row-length"))
    return problems.error()


def _not_utf8(source: str, line: int) -> FileError:
    message = "holds letters that are not UTF-8"
    return FileError([FileProblem(source, line, "", message, "a file saved as UTF-8", "encoding")])


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _file_error(source: str, message: str, expected: str, code: str, column: str = "") -> FileError:
    return FileError([FileProblem(source, 0, column, message, expected, code)])
