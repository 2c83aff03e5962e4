"""What was true at an instant, as it was known at another: read from append-only changes, in SQL.

Of a subject's changes that were known and in force, the one that is effective last rules, and of
two at once the one with the greater id. Whoever has none was not there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

DEPTH_LIMIT = 2_000_000_000

# (subject, value ...) as the database gives it: the columns differ from table to table.
type Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """A table of changes: the column of whose they are, those of what they say, and of these the
    one that links a subject to the next above (empty: these are no tree)."""

    table: str
    subject: str
    values: tuple[str, ...]
    link: str = ""


STATUS = Changes("saleor_mlm_statuschange", "distributor_id", ("status",))
ENROLLER = Changes(
    "saleor_mlm_enrollerchange", "distributor_id", ("enroller_id",), link="enroller_id"
)
POSITION = Changes(
    "saleor_mlm_positionchange",
    "position_id",
    ("distributor_id", "state", "parent_id", "slot"),
    link="parent_id",
)
CLASS_OF_USER = Changes("saleor_mlm_accountclasschange", "user_id", ("account_class",))
CLASS_OF_DISTRIBUTOR = Changes(
    "saleor_mlm_accountclasschange", "distributor_id", ("account_class",)
)
COUNTRY = Changes("saleor_mlm_countrychange", "distributor_id", ("country",))


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two axes: `at` which instant something was true, and what was known of it: by an instant,
    or up to a row; without either, everything that is known now."""

    at: datetime
    known_at: datetime | None = None
    known_id: int | None = None


LATER = "(n.effective_at, n.id) > (c.effective_at, c.id)"
ONE = """
SELECT {values} FROM {table} c WHERE c.{subject} = %(subject)s AND {in_force}
ORDER BY c.effective_at DESC, c.id DESC LIMIT 1
"""
ALL = """
SELECT DISTINCT ON (c.{subject}) c.{subject}, {values} FROM {table} c
WHERE c.{subject} IS NOT NULL AND {in_force}
ORDER BY c.{subject}, c.effective_at DESC, c.id DESC
"""
FIRST = """
SELECT DISTINCT ON (c.{subject}) c.{subject}, {values} FROM {table} c
WHERE c.{subject} IS NOT NULL ORDER BY c.{subject}, c.id
"""
ABOVE = """
WITH RECURSIVE line AS (
    SELECT %(subject)s::bigint AS id, 0 AS distance
    UNION ALL
    SELECT ruling.above, line.distance + 1
    FROM line CROSS JOIN LATERAL (
        SELECT c.{link} AS above FROM {table} c WHERE c.{subject} = line.id AND {in_force}
        ORDER BY c.effective_at DESC, c.id DESC LIMIT 1
    ) ruling
    WHERE ruling.above IS NOT NULL AND line.distance < %(levels)s
)
SELECT id FROM line WHERE distance > 0 ORDER BY distance
"""
BELOW = """
WITH RECURSIVE team AS (
    SELECT %(subject)s::bigint AS id, 0 AS level
    UNION ALL
    SELECT c.{subject}, team.level + 1
    FROM team JOIN {table} c ON c.{link} = team.id AND {in_force}
    WHERE team.level < %(levels)s AND NOT EXISTS (
        SELECT 1 FROM {table} n WHERE n.{subject} = c.{subject} AND {later} AND {later_in_force}
    )
)
SELECT id, level FROM team WHERE level > 0 ORDER BY level, id
"""


def of_one(changes: Changes, subject: int, as_of: AsOf) -> Row | None:
    """What ruled for one subject; none where nothing did."""
    found = _rows(ONE, changes, as_of, subject=subject)
    return found[0] if found else None


def of_all(changes: Changes, as_of: AsOf) -> list[Row]:
    """(subject, what ruled ...) for all subjects at once, in the order of their keys."""
    return _rows(ALL, changes, as_of)


def first_of_all(changes: Changes) -> list[Row]:
    """(subject, what its first row says ...), whatever came after."""
    return _rows(FIRST, changes, None)


def links(rows: list[Row]) -> dict[int, int]:
    """By subject who is above, of rows of (subject, above); whoever is at the top has none."""
    return {subject: link for subject, link in rows if link is not None}


def above(changes: Changes, subject: int, as_of: AsOf, levels: int | None = None) -> list[int]:
    """Everyone above in the tree as it was, the nearest first."""
    found = _rows(ABOVE, changes, as_of, subject=subject, levels=_levels(levels))
    return [row[0] for row in found]


def below(
    changes: Changes, subject: int, as_of: AsOf, levels: int | None = None
) -> list[tuple[int, int]]:
    """(who, level) of everyone below in the tree as it was, by level and key."""
    found = _rows(BELOW, changes, as_of, subject=subject, levels=_levels(levels))
    return [(who, level) for who, level in found]


def _rows(sql: str, changes: Changes, as_of: AsOf | None, **parameters: object) -> list[Row]:
    text = sql.format(
        table=changes.table,
        subject=changes.subject,
        link=changes.link,
        values=", ".join(f"c.{name}" for name in changes.values),
        in_force=_in_force("c", as_of),
        later_in_force=_in_force("n", as_of),
        later=LATER,
    )
    if as_of:
        parameters |= {"at": as_of.at, "known_at": as_of.known_at, "known_id": as_of.known_id}
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return list(cursor.fetchall())


def _in_force(row: str, as_of: AsOf | None) -> str:
    """The condition on a row, with only the axes that are asked for."""
    conditions = [f"{row}.effective_at <= %(at)s"]
    if as_of and as_of.known_at is not None:
        conditions.append(f"{row}.recorded_at <= %(known_at)s")
    if as_of and as_of.known_id is not None:
        conditions.append(f"{row}.id <= %(known_id)s")
    return " AND ".join(conditions)


def _levels(levels: int | None) -> int:
    return DEPTH_LIMIT if levels is None else levels
