"""Folders of runs: tables and a record of them, written whole or not at all, and read back."""

import contextlib
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from ..engine.columns import AnyArray, Bool, Int64
from .cells import unscaled
from .problems import FileError, FileProblem

RECORD = "run.json"
FORMAT = 3
"""Of run folders; another one is not read. One more whenever a table or the record changes."""
FORMATS = ("csv", "parquet")
_PLACES_IN_FULL = 6
_ROWS_SAID = 5_000_000
"""So many rows are written before that is said again."""

type Say = Callable[[str], None]
"""Tells whoever looks on what is being done."""


def decimals(values: Int64, places: int) -> Any:
    """Integers as exact decimals: 150 with 2 places is 1.50."""
    words = np.empty((len(values), 2), dtype="<i8")
    words[:, 0] = values
    words[:, 1] = values >> 63
    buffers = [None, pa.py_buffer(words)]
    return pa.Array.from_buffers(pa.decimal128(19, places), len(values), buffers)


def named(indexes: AnyArray, names: Any) -> Any:
    """Indexes as what they stand for; an empty cell for -1."""
    places = pa.array(indexes, pa.int32(), mask=np.asarray(indexes) < 0)
    texts = names if isinstance(names, pa.Array) else pa.array(names, pa.string())
    return pa.DictionaryArray.from_arrays(places, texts)


def yes_no(values: Bool) -> Any:
    """Outcomes as words."""
    return named(values.astype(np.int8), ["no", "yes"])


def plain(numbers: Any) -> Any:
    """Decimals with more places than Arrow writes in full, as texts: 0.0000000, not 0E-7."""
    places = numbers.type.scale
    magnitude = pc.abs(numbers)
    head = pc.round(magnitude, _PLACES_IN_FULL, "towards_zero")
    tail = unscaled(pc.subtract(magnitude, head).cast(numbers.type))
    signs = pc.if_else(pc.less(numbers, 0), "-", "")
    heads = head.cast(pa.decimal128(38, _PLACES_IN_FULL)).cast(pa.string())
    tails = pc.utf8_lpad(pa.array(tail).cast(pa.string()), places - _PLACES_IN_FULL, "0")
    return pc.binary_join_element_wise(signs, heads, tails, "")


@dataclass
class Folder:
    """A folder that is being written. tables: name to rows and hash.

    ending: `csv` or `parquet`. quotes: whether some texts need quotation marks in CSV.
    """

    path: Path
    ending: str
    quotes: bool
    say: Say
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def write(self, name: str, table: Any) -> None:
        """A table that is there at once."""
        self.write_parts(name, table.schema, [table])

    def write_parts(self, name: str, schema: Any, parts: Iterable[Any]) -> None:
        """A table that comes in parts."""
        path = self.path / f"{name}.{self.ending}"
        path.parent.mkdir(exist_ok=True)
        count, said = 0, 0
        with self._writer(path, self._formed(schema.empty_table()).schema) as writer:
            for part in filter(len, parts):
                count += len(part)
                writer.write_table(self._formed(part))
                if count >= said + _ROWS_SAID:
                    said = count
                    self.say(f"writing {name}: {count:,} rows")
        self.tables[f"{name}.{self.ending}"] = {"rows": count, "sha256": file_sha256(path)}

    def record(self, content: dict[str, Any]) -> None:
        """What the run was, with the tables it wrote."""
        whole = {"format": FORMAT, **content, "files": dict(sorted(self.tables.items()))}
        text = json.dumps(whole, indent=2, ensure_ascii=False)
        (self.path / RECORD).write_text(text + "\n", encoding="utf-8")

    def _formed(self, table: Any) -> Any:
        """A table as its format writes it."""
        if self.ending == "parquet":
            return table
        for place, column in enumerate(table.schema):
            if pa.types.is_decimal(column.type) and column.type.scale > _PLACES_IN_FULL:
                texts = plain(table.column(place).combine_chunks())
                table = table.set_column(place, column.name, texts)
        return table

    def _writer(self, path: Path, schema: Any) -> Any:
        if self.ending == "parquet":
            few = [column.name for column in schema if column.type != pa.string()]
            return pa.parquet.ParquetWriter(path, schema, use_dictionary=few)
        style = "needed" if self.quotes else "none"
        options = pa.csv.WriteOptions(quoting_style=style, quoting_header="none")
        return pa.csv.CSVWriter(path, schema, write_options=options)


@contextlib.contextmanager
def new_folder(path: Path, ending: str, quotes: bool, say: Say) -> Iterator[Folder]:
    """A folder beside `path` that gets its name once everything in it is written.

    Raises `FileError` when there is something at `path` already.
    """
    check_new(path)
    beside = path.parent / f".{path.name}.{uuid.uuid4().hex[:8]}"
    try:
        beside.mkdir(parents=True)
        yield Folder(beside, ending, quotes, say)
        check_new(path)
        os.rename(beside, path)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        expected = "a folder that may be written"
        raise FileError([FileProblem(str(path), 0, "", message, expected, "no-folder")]) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_new(path: Path) -> None:
    """Raises `FileError` when there is something at `path` already; nothing is overwritten."""
    if path.exists():
        message, expected = "is there already", "a folder that is not there yet"
        raise FileError([FileProblem(str(path), 0, "", message, expected, "folder-exists")])


@dataclass(frozen=True)
class RunFolder:
    """The folder of an earlier run, its tables as they were written."""

    path: Path
    record: dict[str, Any]
    sha256: str

    def table(self, name: str) -> tuple[Path, str]:
        """Where a table is, and what to call it; its content is the recorded one.

        Raises `FileError` when it is not.
        """
        names = [f"{name}.{ending}" for ending in FORMATS if f"{name}.{ending}" in self.files]
        if not names:
            raise folder_error(self.path, f"has no table {name}", "all that a run wrote")
        path = self.path / names[0]
        if not path.is_file() or file_sha256(path) != self.files[names[0]]["sha256"]:
            message = f"{names[0]} is not as the run wrote it"
            raise folder_error(self.path, message, "the folder as it was written")
        return path, str(path)

    @property
    def period(self) -> str:
        """The key of the period."""
        return str(self.record["period"]["key"])

    @property
    def every(self) -> str:
        """The length of the period, or its calendar."""
        return str(self.record["period"]["every"])

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """The tables that the run wrote."""
        files: dict[str, dict[str, Any]] = self.record["files"]
        return files


def open_folder(path: Path) -> RunFolder:
    """An earlier run's folder.

    Raises `FileError` when it is none.
    """
    try:
        content = (path / RECORD).read_bytes()
        record = json.loads(content)
    except (OSError, ValueError) as error:
        message = f"holds no {RECORD}"
        raise folder_error(path, message, "a folder that `run` wrote") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        message = f"holds a {RECORD} of another form"
        expected = f"a folder in the form {FORMAT}: run the period again with this version"
        raise folder_error(path, message, expected)
    return RunFolder(path, record, hashlib.sha256(content).hexdigest())


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_error(path: Path, message: str, expected: str) -> FileError:
    """What is wrong with the folder of an earlier run."""
    return FileError([FileProblem(str(path), 0, "", message, expected, "run-folder")])
