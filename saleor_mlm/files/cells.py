"""Columns of a file as exact numpy columns: indexes, volumes, instants."""

import contextlib
import datetime as dt
import functools
import re
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.columns import AnyArray, Bool, Int16, Int32, Int64
from ..engine.periods import PeriodError, period_from_key
from ..engine.plans.codes import countries
from .tables import FileTable

NOBODY = -1
ABSENT_US = np.iinfo(np.int64).min
"""Where a cell names no instant."""

INSTANT_FORM = "a day such as 2026-10-05, or an instant with its zone such as 2026-10-05T13:45:00Z"
NUMBER_FORM = (
    "a number such as 120 or -15.50: a point, at most 14 digits before it and 4 after it, no "
    "thousands separator"
)
COUNTRY_FORM = (
    "an ISO 3166 code of two capital letters, such as DE or GB; empty where it is unknown"
)
KEY_FORM = "a key of 1 to 100 letters, without blanks at its ends, and not `-`"

_FEW = 10_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_KEY = r"^[^\s\p{C}]([^\p{C}]{0,98}[^\s\p{C}])?$"
_NUMBER = r"^[+-]?[0-9]{1,14}(\.[0-9]{1,4})?$"


def flags(mask: Any) -> Bool:
    """A column of yes and no as numpy knows it."""
    array: Bool = np.asarray(mask.to_numpy(zero_copy_only=False), dtype=np.bool_)
    return array


def rows_where(mask: Any) -> AnyArray:
    """The rows at which a column says yes."""
    return np.flatnonzero(flags(mask))


def keys(table: FileTable, name: str) -> Any:
    """A column of keys as texts; refuses what is none."""
    texts = table.columns[name]
    wrong = pc.or_(pc.invert(pc.match_substring_regex(texts, _KEY)), pc.equal(texts, "-"))
    table.refuse(rows_where(wrong), name, "`{}` is no key", KEY_FORM, "key-form")
    return texts


def positions(texts: Any, known: Any) -> Int32:
    """Where each text stands among the known; -1 where it does not."""
    found = pc.index_in(texts, value_set=known)
    return np.asarray(pc.fill_null(found, NOBODY).to_numpy(), dtype=np.int32)


def encoded(texts: Any) -> tuple[list[Any], Int32]:
    """The different values of a column, and each row's place among them."""
    different, codes = _coded(texts)
    return different.to_pylist(), codes


def _coded(texts: Any) -> tuple[Any, Int32]:
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_encode()
    codes = np.asarray(texts.indices.to_numpy(zero_copy_only=False), dtype=np.int32)
    return texts.dictionary, codes


def different(*columns: Any) -> list[str]:
    """All values of some columns, each once and in order; without the empty one."""
    values = {value for texts in columns for value in pc.unique(texts).to_pylist()}
    return sorted(values - {""})


def indexes(texts: Any, known: Sequence[str]) -> Int16:
    """Where each text stands among a few known ones; -1 where it does not."""
    values, codes = encoded(texts)
    place = {value: index for index, value in enumerate(known)}
    return np.array([place.get(value, NOBODY) for value in values], dtype=np.int16)[codes]


def told_apart(texts: Any) -> Int32:
    """A number for each different text, in the order in which they come."""
    return encoded(texts)[1]


def volumes_e4(table: FileTable, name: str) -> Int64:
    """A column of numbers in 1/10,000."""
    column = table.columns[name]
    if pa.types.is_decimal(column.type):
        return unscaled(column)
    try:
        return unscaled(pc.ascii_trim_whitespace(column).cast(pa.decimal128(18, 4)))
    except pa.ArrowInvalid:
        strange = rows_where(pc.invert(pc.match_substring_regex(column, _NUMBER)))
        rows = [row for row in strange.tolist() if not _is_number(column[row].as_py())]
        table.refuse(rows, name, "`{}` is no number", NUMBER_FORM, "number-form")
        return np.zeros(len(column), dtype=np.int64)


def instants_us(
    table: FileTable,
    name: str,
    zone: ZoneInfo,
    *,
    words: dict[str, int] | None = None,
    wrong_us: int = 0,
) -> Int64:
    """A column of days (their first instant in the zone) or instants, in UTC microseconds.

    words: what else may stand there, and what it comes to. wrong_us: what stands for a cell that is
    refused, so that nothing further is found wrong with it.
    """
    column = table.columns[name]
    if pa.types.is_timestamp(column.type) and column.type.tz:
        return _instants_of(column)
    different, codes = _coded(column)
    instants, wrong = _read_instants(different, _reader(zone, words or {}))
    if wrong.any():
        expected = " or ".join([INSTANT_FORM, *(f"`{word}`" for word in words or {} if word)])
        rows = np.flatnonzero(wrong[codes])
        table.refuse(rows, name, "`{}` is neither day nor instant", expected, "instant-form")
        instants[wrong] = wrong_us
    return instants[codes]


def _instants_of(column: Any) -> Int64:
    instants = column.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.int64())
    return np.asarray(instants.to_numpy())


def _read_instants(cells: Any, read: Callable[[object], int | None]) -> tuple[Int64, Bool]:
    """What different cells come to, and which come to nothing; many instants are read at once."""
    instants, wrong = np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=np.bool_)
    left = np.arange(len(cells))
    if len(cells) > _FEW and pa.types.is_string(cells.type):
        long = flags(pc.greater(pc.utf8_length(cells), len("2026-10-05")))
        with contextlib.suppress(pa.ArrowInvalid):  # one by one it is found out which is wrong
            instants[long] = _instants_of(cells.filter(pa.array(long)))
            left = np.flatnonzero(~long)
    found = [read(value) for value in cells.take(pa.array(left)).to_pylist()]
    wrong[left] = [value is None for value in found]
    instants[left] = [value or 0 for value in found]
    return instants, wrong


def words(table: FileTable, name: str, known: Sequence[str], expected: str) -> Int16:
    """A column of words as indexes into the plan's; an empty cell is -1, as without the column."""
    if name not in table:
        return np.full(len(table), NOBODY, dtype=np.int16)
    shown = ", ".join(known) or "none, since the plan's `words` name none"
    check_values(table, name, {"", *known}.__contains__, f"{expected}: {shown}", "word")
    return indexes(table.columns[name], known)


def check_values(
    table: FileTable, name: str, is_fine: Callable[[str], bool], expected: str, code: str
) -> None:
    """Refuse what a column of few different values may not hold."""
    values, codes = encoded(table.columns[name])
    wrong = np.array([not is_fine(value) for value in values], dtype=np.bool_)
    if wrong.any():
        rows = np.flatnonzero(wrong[codes])
        table.refuse(rows, name, f"`{{}}` is no {name.replace('_', ' ')}", expected, code)


def check_countries(table: FileTable) -> None:
    """Refuse what is no country."""
    if "country" in table:
        check_values(table, "country", is_country, COUNTRY_FORM, "country")


def is_country(text: str) -> bool:
    """Whether a text is the code of a country, or empty."""
    return text == "" or text in countries()


def instant_us(instant: dt.datetime) -> int:
    """An aware instant in UTC microseconds."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_text(at_us: int) -> str:
    """UTC microseconds as files write them: 2026-10-05T13:45:00Z."""
    return (_EPOCH + at_us * _MICROSECOND).isoformat().replace("+00:00", "Z")


def _reader(zone: ZoneInfo, words: dict[str, int]) -> Callable[[object], int | None]:
    @functools.cache
    def first_instant_us(day: str) -> int:
        return instant_us(period_from_key(day, zone).starts_at)

    def read(value: object) -> int | None:
        if isinstance(value, dt.datetime):
            return instant_us(value) if value.tzinfo else None
        text = str(value)
        if text in words:
            return words[text]
        try:
            if _DAY.fullmatch(text):
                return first_instant_us(text)
            instant = dt.datetime.fromisoformat(text)
            return instant_us(instant) if instant.tzinfo else None
        except (ValueError, PeriodError):
            return None

    return read


def _is_number(text: str) -> bool:
    try:
        pa.scalar(text.strip()).cast(pa.decimal128(18, 4))
    except pa.ArrowInvalid:
        return False
    return True


def need_quotes(*columns: Any) -> bool:
    """Whether a text holds what means something in CSV."""
    return any(pc.any(pc.match_substring_regex(texts, '[",]')).as_py() for texts in columns)


def unscaled(column: Any) -> Int64:
    """The decimals' own integers: little-endian words of 128 bits, of which 64 are enough."""
    parts = [np.empty(0, dtype=np.int64)]
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        low = np.frombuffer(chunk.buffers()[1], dtype="<i8")[::2]
        parts.append(low[chunk.offset : chunk.offset + len(chunk)])
    return np.concatenate(parts)
