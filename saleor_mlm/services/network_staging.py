"""A network file on its way in: its lines in tables of the session, beside what the store has.

Everything is seen here before anything is written: the tables are the transaction's own and go
with it. `mlm_person` has the lines with the distributor and the customer that each is already;
`mlm_place` their positions.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from tempfile import TemporaryFile

from django.db import connection

from ..models import PlacementTree
from . import accounts, copying
from .csv_files import CsvFile
from .network_cells import LineReader, PersonRow, PlaceRow
from .network_format import COLUMNS, SLOT, TREE, header

TABLES = """
CREATE TEMP TABLE mlm_line (
    line integer, code text, email text, name text, kind text, account_class text, handle text,
    enroller text, below_since timestamptz, joined timestamptz, status text, ended timestamptz,
    reinstated timestamptz, title integer, country text
) ON COMMIT DROP;
CREATE TEMP TABLE mlm_place (
    line integer, tree bigint, number integer, code text, state text, parent text,
    parent_number integer, slot integer
) ON COMMIT DROP
"""
# An e-mail is an account's whatever its case, as everywhere in the plugin; of several the eldest.
RESOLVE = """
CREATE TEMP TABLE mlm_person ON COMMIT DROP AS
SELECT l.*, d.id AS known, u.id AS user_id
FROM mlm_line l
LEFT JOIN saleor_mlm_distributor d ON upper(d.code) = l.code
LEFT JOIN (
    SELECT lower(email) AS email, min(id) AS id FROM {users} GROUP BY 1
) u ON u.email = l.email;
DROP TABLE mlm_line;
ANALYZE mlm_person;
ANALYZE mlm_place
"""


def stage(
    file: CsvFile, trees: list[PlacementTree], ladder: list[str], zone: tzinfo, now: datetime
) -> None:
    """Read a file into the tables of the transaction; what is wrong in a cell goes to the file's
    problems.

    Raises `FilesRefused` where it cannot be read by its header.
    """
    names = [tree.name for tree in trees]
    own = [prefix + name for name in names for prefix in (TREE, SLOT)]
    required = [column.name for column in COLUMNS if column.required]
    file.check_header([*header(names), *_of_no_tree(file, names)], [*required, *own])
    copying.expect_many()
    copying.begin_with(["mlm_line", "mlm_place", "mlm_person"])
    _run(TABLES)
    with TemporaryFile("w+", encoding="utf-8", newline="") as places:
        place = csv.writer(places).writerow
        reader = LineReader(trees, ladder, zone, now, file.problems, place)
        copying.rows_into("mlm_line", PersonRow._fields, _persons(file, reader))
        places.seek(0)
        rows = ([cell or None for cell in row] for row in csv.reader(places))
        copying.rows_into("mlm_place", PlaceRow._fields, rows)
    file.progress("looking up accounts", None)
    _run("ANALYZE mlm_line")
    _run(RESOLVE.format(users=accounts.TABLE))


def _of_no_tree(file: CsvFile, names: list[str]) -> list[str]:
    """Columns of trees that the store has not, refused as such."""
    found = [
        name
        for name in file.read_header()
        if name.startswith((TREE, SLOT)) and name.partition(":")[2] not in names
    ]
    for name in found:
        message = f"the store has no placement tree `{name.partition(':')[2]}`"
        expected = "trees that are set up (mlmTreeCreate), or no such column"
        file.problems.add(1, name, "TREE_UNKNOWN", message, expected)
    return found


def _persons(file: CsvFile, reader: LineReader) -> Iterator[PersonRow]:
    for line, cells in file.rows():
        named: Mapping[str, str] = dict(zip(file.header, map(str.strip, cells), strict=True))
        yield reader.read(line, named)


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
