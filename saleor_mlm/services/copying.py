"""PostgreSQL's own way to take in many rows; statements that list them take ten times as long."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, JSONField, Model
from psycopg.types.json import Jsonb

PLANNED_FOR_MANY = """
SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '256MB'
"""


def append(rows: Iterable[Model]) -> None:
    """Write new rows of one table, all fields given; numbers that the database gives them are not
    read back. Rows that are made as they are taken may not ask the database meanwhile."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    model = type(first)
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    command = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in chain((first,), waiting):
            copy.write_row([_value(row, field) for field in fields])


def rows_into(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows of values into a table."""
    command = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def begin_with(tables: Sequence[str]) -> None:
    """Let this transaction begin with tables of its own, under names that an earlier import or
    export in the same one may have used."""
    names = ", ".join(f"pg_temp.{table}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {names}")


def expect_many() -> None:
    """Let this transaction's statements be planned for many rows. What the database knows of a
    table that was just filled is that it is small, and it would read it once for each row of
    another."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNED_FOR_MANY)


def _value(row: Model, field: "Field[Any, Any]") -> object:
    value = getattr(row, field.attname)
    return Jsonb(value) if isinstance(field, JSONField) else value
