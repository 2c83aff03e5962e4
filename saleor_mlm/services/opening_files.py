"""The two files beside a network file: what its people bring along, in the form in which a run of
`saleor-mlm plan` leaves it (`state/persons.csv`, `results/periods.csv`; docs/plan-files.md).
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from django.db import connection

from ..engine import titles as engine_titles
from ..engine.columns import Int64
from ..engine.periods import Period
from ..engine.plans import Plan
from . import openings, plans
from .csv_files import CsvFile
from .instants import microseconds
from .openings import STATE_ROWS, Names
from .run_columns import NO_RANK, PAID_AS, QUALIFIED, STATE, TEST, TITLE, VOLUME, Left

WHO, WHEN = "distributor", "period"
FILE_RANKS = {"qualified": QUALIFIED, "paid_as": PAID_AS, "title": TITLE}
FILE_VOLUME, FILE_TEST = "volume:", "test:"
WHOLE = re.compile(r"-?[0-9]{1,18}")
DECIMAL = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,4})?")
OUTCOMES = {"yes": 1, "no": 0, "": 0}


@dataclass
class Brought:
    """The rows of one period, or of the state (`STATE_ROWS`), with the line of each. told: the
    columns in which some cell is not empty."""

    period: str
    starts_at: datetime | None
    columns: tuple[str, ...]
    lines: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def left(self, people: Sequence[int], chosen: Sequence[int]) -> Left:
        """The chosen rows as a run leaves them. people: the distributor of each row. A volume or
        test of which the period tells nothing is not in it."""
        table = np.array([self.rows[row] for row in chosen], np.int64)
        columns = table.reshape(len(chosen), len(self.columns)).T
        named = {
            name: column
            for name, column in zip(self.columns, columns, strict=True)
            if name in self.told or not name.startswith((VOLUME, TEST))
        }
        starts_us = microseconds(self.starts_at) if self.starts_at else 0
        return Left(self.period, starts_us, [people[row] for row in chosen], named)


def read_state(file: CsvFile, names: Names, plan: Plan) -> Brought:
    """What each person's next run goes on from: whole numbers by the names of the plan's state."""
    titles = len(plan.ranks.ladder) if plan.ranks else 0
    file.check_header([WHO, *names.state], [WHO])
    own = [name for name in file.header if name != WHO]
    brought = Brought(STATE_ROWS, None, tuple(STATE + name for name in own))
    kinds: dict[str, _Read] = {engine_titles.TITLE: _up_to(titles)}
    cells = _Cells(file, {name: kinds.get(name, _whole) for name in own})
    seen: dict[str, int] = {}
    for line, row in file.rows():
        found = cells.read(line, row)
        cells.check_once(seen, found.code)
        _add(brought, line, found)
    return brought


def read_periods(file: CsvFile, names: Names, plan: Plan, before: Period | None) -> list[Brought]:
    """What each person was in earlier periods, all of which ended before a period began."""
    ladder = [rank.key for rank in plan.ranks.ladder] if plan.ranks else []
    volumes = {FILE_VOLUME + name: VOLUME + name for name in names.volumes}
    tests = {FILE_TEST + name: TEST + name for name in names.tests}
    known = [WHEN, WHO, *FILE_RANKS, *volumes, *tests]
    file.check_header(known, [WHEN, WHO, "qualified", "paid_as"])
    stored = {**FILE_RANKS, **volumes, **tests}
    own = [name for name in file.header if name in stored]
    kinds = {**dict.fromkeys(FILE_RANKS, _rank(ladder)), **dict.fromkeys(volumes, _volume)}
    cells = _Cells(file, {name: kinds.get(name, OUTCOMES.get) for name in own})
    found: dict[str, Brought] = {}
    seen: dict[str, int] = {}
    for line, row in file.rows():
        one = cells.read(line, row)
        cells.check_once(seen, f"{one.code} in {one.period}")
        if one.period not in found:
            columns = tuple(stored[name] for name in own)
            found[one.period] = Brought(one.period, cells.starts_at(one.period, before), columns)
        _add(found[one.period], line, one)
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    period: str
    values: list[int]
    told: list[bool]


def _add(brought: Brought, line: int, row: _Row) -> None:
    brought.lines.append(line)
    brought.codes.append(row.code)
    brought.rows.append(row.values)
    if len(brought.told) < len(brought.columns):
        brought.told.update(itertools.compress(brought.columns, row.told))


type _Read = Callable[[str], int | None]


class _Cells:
    """Reads the cells of a file; what is not right is a problem of its line, and 0."""

    def __init__(self, file: CsvFile, kinds: Mapping[str, _Read]) -> None:
        self.file, self.kinds, self.line = file, kinds, 0

    def read(self, line: int, row: Sequence[str]) -> _Row:
        self.line = line
        named = dict(zip(self.file.header, row, strict=True))
        code = named[WHO].strip().upper()
        texts = [named[name].strip() for name in self.kinds]
        values = [self._value(name, text) for name, text in zip(self.kinds, texts, strict=True)]
        return _Row(code, named.get(WHEN, "").strip(), values, [text != "" for text in texts])

    def _value(self, name: str, text: str) -> int:
        found = self.kinds[name](text)
        if found is None:
            expected = "what docs/network-files.md says of this column"
            self._refuse(name, "CELL_INVALID", f"`{text}` cannot stand here", expected)
        return found or 0

    def check_once(self, seen: dict[str, int], what: str) -> None:
        """Refuse what has a row already."""
        first = seen.setdefault(what, self.line)
        if first != self.line:
            message = f"`{what}` has a row already, in line {first}"
            self._refuse(WHO, "ROW_REPEATED", message, "one row each")

    def starts_at(self, key: str, before: Period | None) -> datetime | None:
        """When a period began; it has to be over before any period that the store counts."""
        period = plans.period(key)
        if period is None:
            expected = "the key of a period of the plan, such as 2026-10"
            self._refuse(WHEN, "PERIOD_UNKNOWN", f"there is no period `{key}`", expected)
            return None
        if before is None or period.ends_at > before.starts_at:
            message = f"`{key}` is not over before the store counts"
            self._refuse(WHEN, "PERIOD_OPEN", message, "earlier periods")
        return period.starts_at

    def _refuse(self, column: str, code: str, message: str, expected: str) -> None:
        self.file.problems.add(self.line, column, code, message, expected)


def _whole(text: str) -> int | None:
    return int(text) if WHOLE.fullmatch(text) else None


def _up_to(most: int) -> _Read:
    def read(text: str) -> int | None:
        found = _whole(text)
        return found if found is not None and 0 <= found <= most else None

    return read


def _volume(text: str) -> int | None:
    """In 1/10,000; an empty cell is none."""
    if not text:
        return 0
    if not DECIMAL.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(4, "0"))


def _rank(ladder: Sequence[str]) -> _Read:
    places = {"": NO_RANK, **{key: place for place, key in enumerate(ladder)}}
    return places.get


FIND = """
SELECT c.number, d.id FROM unnest(%s::text[]) WITH ORDINALITY AS c (code, number)
LEFT JOIN saleor_mlm_distributor d ON upper(d.code) = c.code ORDER BY c.number
"""
IN_FILE = "SELECT code FROM mlm_person"


def check_people(file: CsvFile, brought: Sequence[Brought]) -> None:
    """Refuse rows of people who are neither in the network file nor in the store, and rows that say
    something else than what the same people brought along before."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FILE)
        named = {code for (code,) in cursor.fetchall()}
    stored = {left.key: left for left in [*filter(None, [openings.state()]), *openings.past()]}
    for part in brought:
        people = _ids(part.codes)
        for line, code, person in zip(part.lines, part.codes, people, strict=True):
            if person is None and code not in named:
                message = f"there is no distributor `{code}`"
                expected = "a code of the network file or of the store"
                file.problems.add(line, WHO, "DISTRIBUTOR_UNKNOWN", message, expected)
        if part.period in stored:
            _check_same(file, part, [person or 0 for person in people], stored[part.period])


def _check_same(file: CsvFile, part: Brought, people: Sequence[int], stored: Left) -> None:
    for row in _different(part, people, stored):
        message = f"`{part.codes[row]}` brought along something else before"
        expected = "the same: what was brought along stays"
        file.problems.add(part.lines[row], WHO, "OPENING_CHANGED", message, expected)


def _different(part: Brought, people: Sequence[int], stored: Left) -> list[int]:
    now = part.left(people, range(len(people)))
    rows, places = _both(people, stored)
    differ = np.zeros(len(rows), np.bool_)
    for name in now.columns.keys() | stored.columns.keys():
        before = _column(stored, name)[places]
        differ |= _column(now, name)[rows] != before
    return np.asarray(rows)[differ].tolist() if len(rows) else []


def _column(left: Left, name: str) -> Int64:
    missing = np.full(len(left.people), openings.nothing(name), np.int64)
    return np.asarray(left.columns.get(name, missing), np.int64)


def _both(people: Sequence[int], stored: Left) -> tuple[list[int], list[int]]:
    """The rows of those who brought something before, and where."""
    places = {person: place for place, person in enumerate(stored.people)}
    rows = [row for row, person in enumerate(people) if person in places]
    return rows, [places[people[row]] for row in rows]


def new_of(part: Brought, stored: Left | None) -> Left | None:
    """What has not been brought along before, of people who are all written; none where that is
    nobody's."""
    people = [person or 0 for person in _ids(part.codes)]
    known = set(stored.people) if stored else set()
    order = sorted(
        (row for row, person in enumerate(people) if person not in known), key=people.__getitem__
    )
    return part.left(people, order) if order else None


def _ids(codes: Sequence[str]) -> list[int | None]:
    """By code the distributor; none who is not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [list(codes)])
        return [person for _, person in cursor.fetchall()]
