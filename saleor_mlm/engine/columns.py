"""Tables as named numpy columns of one length.

Invariant: a column has exactly the integer or boolean type its annotation names, and is read-only.
Floats are refused, so that no amount or volume can have passed through one.
"""

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from .errors import SnapshotError

type Bool = npt.NDArray[np.bool_]
type Int8 = npt.NDArray[np.int8]
type Int16 = npt.NDArray[np.int16]
type Int32 = npt.NDArray[np.int32]
type Int64 = npt.NDArray[np.int64]
type AnyArray = npt.NDArray[Any]

_DTYPES: dict[Any, np.dtype[Any]] = {
    Bool: np.dtype(np.bool_),
    Int8: np.dtype(np.int8),
    Int16: np.dtype(np.int16),
    Int32: np.dtype(np.int32),
    Int64: np.dtype(np.int64),
}


@dataclasses.dataclass(frozen=True, eq=False)
class Columns:
    """A table; a subclass declares one field per column, annotated `Int64`, `Bool`, ..."""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            array = exact_column(getattr(self, field.name), _DTYPES[field.type], field.name)
            object.__setattr__(self, field.name, array)
        lengths = {field.name: len(getattr(self, field.name)) for field in dataclasses.fields(self)}
        if len(set(lengths.values())) > 1:
            raise SnapshotError("column-lengths", f"columns of unequal length: {lengths}")

    def __len__(self) -> int:
        return len(getattr(self, dataclasses.fields(self)[0].name))

    @classmethod
    def empty(cls) -> Self:
        """The table without rows."""
        return cls(*([] for _ in dataclasses.fields(cls)))

    @classmethod
    def concatenate(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, of which there is at least one, in their order."""
        names = [field.name for field in dataclasses.fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    def take(self, rows: AnyArray | slice) -> Self:
        """The rows at these indexes, in that order; or in a slice, or where a mask is true."""
        if isinstance(rows, np.ndarray) and rows.dtype == np.bool_:
            if rows.all():
                return self
            rows = np.flatnonzero(rows)
        columns = (getattr(self, field.name) for field in dataclasses.fields(self))
        return type(self)(*(column[rows] for column in columns))

    def in_order(self, *names: str) -> Self:
        """The rows in the order of these columns, the first named first."""
        order = order_of(*(getattr(self, name) for name in names))
        return self if order is None else self.take(order)

    def parts(self, rows_max: int) -> Iterator[Self]:
        """All rows in their order, in tables of at most so many."""
        for start in range(0, len(self), rows_max):
            yield self.take(slice(start, start + rows_max))

    def lists(self) -> dict[str, list[Any]]:
        """All columns by name as lists of Python's own numbers."""
        return {
            field.name: getattr(self, field.name).tolist() for field in dataclasses.fields(self)
        }

    def feed(self, digest: "hashlib._Hash") -> None:
        """Add all columns to a hash."""
        for field in dataclasses.fields(self):
            feed_array(digest, field.name, getattr(self, field.name))


class Gathered[T: Columns]:
    """A table that comes in parts, each written at once to where it stays.

    Memory that `rows_max` asks for is not used before rows are added.
    """

    def __init__(self, table: type[T], rows_max: int) -> None:
        self._table, self._count = table, 0
        self._columns = {
            field.name: np.empty(rows_max, _DTYPES[field.type])
            for field in dataclasses.fields(table)
        }

    def add(self, part: T) -> None:
        """Append the rows of `part`."""
        end = self._count + len(part)
        for name, column in self._columns.items():
            column[self._count : end] = getattr(part, name)
        self._count = end

    def table(self) -> T:
        """All rows so far, in the order they were added."""
        return self._table(*(column[: self._count] for column in self._columns.values()))


def exact_column(values: Any, dtype: np.dtype[Any], name: str) -> AnyArray:
    """`values` as a read-only one-dimensional array of `dtype`; refuses floats and overflow."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise SnapshotError("column-shape", f"{name}: expected one dimension, got {array.ndim}")
    if array.size and array.dtype != dtype:
        _check_castable(array, dtype, name)
    column = np.ascontiguousarray(array, dtype=dtype).view()
    column.flags.writeable = False
    return column


def exact_columns[Key: str](
    columns: Mapping[Key, Any], dtype: np.dtype[Any], name: str
) -> Mapping[Key, AnyArray]:
    """Columns by name as a read-only mapping in the order of names, each as `exact_column`."""
    exact = {key: exact_column(columns[key], dtype, f"{name}.{key}") for key in sorted(columns)}
    return MappingProxyType(exact)


def order_of(*keys: AnyArray) -> AnyArray | None:
    """The indexes that put rows in the order of the first key, then the second, and so on; None
    where they are in it, which is found out much sooner than it is made."""
    tied: Any = np.True_
    for key in keys:
        if (tied & (key[1:] < key[:-1])).any():
            return np.lexsort(keys[::-1])
        tied = tied & (key[1:] == key[:-1])
    return None


def distinct(code: Int64, size: int) -> tuple[AnyArray, Int32]:
    """A row of each code that occurs, ascending by code, and the place of each row's code among
    them; all codes are from 0 to below `size`."""
    if size > _SPARSE * len(code) + 2**16:
        return _distinct_by_sorting(code, size)
    row_of = np.full(size, -1, dtype=np.int32)
    row_of[code] = np.arange(len(code), dtype=np.int32)
    occurs = row_of >= 0
    place = np.cumsum(occurs, dtype=np.int32)
    place -= 1
    return row_of[occurs], place.take(code)


_SPARSE = 8
"""Where fewer than one code in so many may occur, sorting is faster than a table of all codes."""


def _distinct_by_sorting(code: Int64, size: int) -> tuple[AnyArray, Int32]:
    row = rows_by(code, size)
    another = np.diff(code[row], prepend=-1) != 0
    place: Int32 = np.empty(len(code), dtype=np.int32)
    place[row] = np.cumsum(another, dtype=np.int32) - np.int32(1)
    return row[another], place


def rows_by(code: AnyArray, size: int) -> AnyArray:
    """All rows, those of the lowest code first, of one code in their order; all codes are from 0 to
    below `size`."""
    bits = len(code).bit_length()
    if size.bit_length() + bits > 63:
        return np.argsort(code, kind="stable")
    # Sorting keys that hold the row is several times faster than sorting rows by key.
    keys = (code.astype(np.int64) << bits) | np.arange(len(code))
    keys.sort()
    keys &= (1 << bits) - 1
    return keys


def ranges(starts: Int64, counts: Int64) -> Int64:
    """The numbers from each start on, so many of each, one after the other."""
    offsets = np.cumsum(counts) - counts
    found: Int64 = np.repeat(starts - offsets, counts)
    found += np.arange(len(found))
    return found


def feed_array(digest: "hashlib._Hash", name: str, array: AnyArray) -> None:
    """Add name, type, shape and little-endian bytes of an array to a hash."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    digest.update(f"{name}:{little.dtype.str}:{little.shape};".encode())
    digest.update(little.data)


def feed_arrays(digest: "hashlib._Hash", arrays: Mapping[Any, AnyArray]) -> None:
    """Add arrays by name to a hash, in the order of names."""
    digest.update(f"{len(arrays)};".encode())
    for name in sorted(arrays):
        feed_array(digest, name, arrays[name])


def _check_castable(array: AnyArray, dtype: np.dtype[Any], name: str) -> None:
    kinds = "b" if dtype.kind == "b" else "iu"
    if array.dtype.kind not in kinds:
        raise SnapshotError("column-type", f"{name}: expected {dtype}, got {array.dtype}")
    # Only integers come here with another type than the column's.
    limits = np.iinfo(dtype)
    if int(array.min()) < limits.min or int(array.max()) > limits.max:
        raise SnapshotError("column-range", f"{name}: a value does not fit {dtype}")
