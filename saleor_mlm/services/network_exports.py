"""The network of the store as files, in the one form that each has: rows by code, instants as days
where they are a day's first instant, and every cell written in one way. What was exported is taken
in again without a change, and exported again it is the same, byte for byte.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from psycopg import sql

from ..models import CommissionRun, Distributor
from . import copying, network_standing, openings, run_columns
from .csv_files import Progress
from .network_format import header
from .network_imports import Files, Rules, rules
from .opening_files import FILE_RANKS, FILE_TEST, FILE_VOLUME, WHEN, WHO
from .run_columns import NO_RANK, RANKS, STATE, TEST, VOLUME, Left

# A day where it begins in the zone, the first time where a clock is put back; else to the
# microsecond, as far as it has any.
INSTANT = r"""
CASE WHEN ({0} AT TIME ZONE {zone})::time = '00:00'
    AND (({0} - interval '1 hour') AT TIME ZONE {zone})::date < ({0} AT TIME ZONE {zone})::date
THEN to_char({0} AT TIME ZONE {zone}, 'YYYY-MM-DD')
ELSE regexp_replace(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '\.?0+$', '')
    || 'Z' END
"""
PLACES = """
LEFT JOIN (
    SELECT distributor_id,
        CASE WHEN min(number) > 1 THEN '-;' ELSE '' END || string_agg(CASE
            WHEN state = 'held' THEN '?' WHEN state = 'removed' THEN '-'
            ELSE coalesce(parent, '') || coalesce('/' || nullif(parent_number, 1), '')
        END, ';' ORDER BY number) AS parents,
        CASE WHEN min(number) > 1 THEN ';' ELSE '' END
            || string_agg(coalesce(slot::text, ''), ';' ORDER BY number) AS slots
    FROM mlm_stands_in WHERE tree = {tree} GROUP BY 1
) {name} ON {name}.distributor_id = s.id
"""
# An empty text would be written as two quotes, and null as nothing.
PLACE_CELLS = """,
        CASE WHEN {0}.distributor_id IS NULL THEN '-' ELSE nullif({0}.parents, '') END,
        nullif({0}.slots, '')"""
ROWS = """
COPY (
    SELECT s.code, s.email, s.name, s.kind, s.account_class, s.handle, s.enroller,
        {below_since}, {joined},
        s.status, {ended}, {reinstated}, ({ladder}::text[])[nullif(s.title, 0)],
        nullif(s.country, ''){places}
    FROM mlm_stands s {joins} ORDER BY s.code COLLATE "C"
) TO STDOUT (FORMAT csv)
"""


def write(files: Files, progress: Progress) -> int:
    """Write the files that are named, each whole or not at all; how many distributors there are.

    All of them tell of one moment: nothing waits for it.
    """
    whole = not connection.in_atomic_block
    with transaction.atomic():
        if whole:
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        copying.expect_many()
        ruling = rules()
        progress("looking at everybody", None)
        network_standing.look(openings.titles(), ruling.now)
        with _whole(files.network) as file:
            count = _write_network(file, ruling, progress)
        if files.state:
            with _whole(files.state) as file:
                _write_rows(file, _state_rows())
        if files.periods:
            with _whole(files.periods) as file:
                _write_rows(file, _period_rows(ruling.ladder))
    return count


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there only once all of it is written."""
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _write_network(file: IO[bytes], ruling: Rules, progress: Progress) -> int:
    names = header([tree.name for tree in ruling.trees])
    file.write((",".join(names) + "\n").encode())
    aliases = [f"t{number}" for number in range(len(ruling.trees))]
    joins = [
        sql.SQL(PLACES).format(tree=sql.Literal(tree.id), name=sql.Identifier(alias))
        for tree, alias in zip(ruling.trees, aliases, strict=True)
    ]
    cells = [PLACE_CELLS.format(alias) for alias in aliases]
    zone = sql.Literal(str(ruling.zone))
    query = sql.SQL(ROWS).format(
        below_since=sql.SQL(INSTANT.replace("{0}", "s.below_since")).format(zone=zone),
        joined=sql.SQL(INSTANT.replace("{0}", "s.joined")).format(zone=zone),
        ended=sql.SQL(INSTANT.replace("{0}", "s.ended")).format(zone=zone),
        reinstated=sql.SQL(INSTANT.replace("{0}", "s.reinstated")).format(zone=zone),
        ladder=sql.Literal(ruling.ladder),
        places=sql.SQL("".join(cells)),
        joins=sql.SQL(" ").join(joins),
    )
    progress("writing people", None)
    with connection.cursor() as cursor:
        with cursor.copy(query) as copy:
            for block in copy:
                file.write(block)
        return int(cursor.rowcount)


def _write_rows(file: IO[bytes], rows: Iterable[Sequence[object]]) -> None:
    """The csv module writes text; the file is bytes, so that lines end alike everywhere."""

    class Text:
        @staticmethod
        def write(line: str) -> int:
            return file.write(line.encode())

    csv.writer(Text, lineterminator="\n").writerows(rows)


def _state_rows() -> Iterator[list[object]]:
    """Whoever carries something that is not 0."""
    left = openings.last_state()
    columns = {
        name.removeprefix(STATE): column.tolist()
        for name, column in sorted((left.columns if left else {}).items())
        if name.startswith(STATE)
    }
    yield [WHO, *columns]
    if left is not None:
        yield from _by_code(_codes(), left, [list(map(str, one)) for one in columns.values()], "0")


def _period_rows(ladder: Sequence[str]) -> Iterator[list[object]]:
    """Whoever was something in an earlier period, brought along or calculated here."""
    runs = CommissionRun.objects.order_by("ends_at").prefetch_related("columns")
    lefts = [*openings.past(), *filter(None, map(run_columns.of_run, runs))]
    known = {name for left in lefts for name in left.columns if not name.startswith(STATE)}
    ranks = [name for name in RANKS if name in known]
    volumes = sorted(name for name in known if name.startswith(VOLUME))
    tests = sorted(name for name in known if name.startswith(TEST))
    shown = {stored: name for name, stored in FILE_RANKS.items()}
    yield [
        WHEN,
        WHO,
        *(shown[name] for name in ranks),
        *(FILE_VOLUME + name.removeprefix(VOLUME) for name in volumes),
        *(FILE_TEST + name.removeprefix(TEST) for name in tests),
    ]
    writers: dict[str, Callable[[int], str]] = {
        **dict.fromkeys(ranks, lambda rank: "" if rank == NO_RANK else ladder[rank]),
        **dict.fromkeys(volumes, _decimal),
        **dict.fromkeys(tests, lambda passed: "yes" if passed else "no"),
    }
    codes = _codes()
    for left in lefts:
        for row in _by_code(codes, left, [_texts(left, *one) for one in writers.items()], ""):
            yield [left.key, *row]


def _texts(left: Left, name: str, write: Callable[[int], str]) -> list[str]:
    """A column of a period; empty where the period has none."""
    column = left.columns.get(name)
    return [""] * len(left.people) if column is None else [write(one) for one in column.tolist()]


def _by_code(
    codes: Mapping[int, str], left: Left, columns: list[list[str]], nothing: str
) -> Iterator[list[object]]:
    says_nothing = {nothing, "", "no", "0.0000"}
    rows = sorted(zip((codes[person] for person in left.people), *columns, strict=True))
    yield from (list(row) for row in rows if not says_nothing.issuperset(row[1:]))


def _codes() -> dict[int, str]:
    return {key: code.upper() for key, code in Distributor.objects.values_list("id", "code")}


def _decimal(value_e4: int) -> str:
    sign, value = "-" if value_e4 < 0 else "", abs(value_e4)
    return f"{sign}{value // 10_000}.{value % 10_000:04}"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
