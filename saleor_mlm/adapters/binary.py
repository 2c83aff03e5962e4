"""Values that go to and from PostgreSQL as they are: as text, arrays of bytes are twice as long."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from psycopg import Cursor


def rows(statement: str, parameters: dict[str, object]) -> list[Any]:
    """All rows of a statement; byte strings come as `bytes`."""
    with _cursor() as cursor:
        return cursor.execute(statement, parameters, binary=True).fetchall()


def write(statement: str, many: Iterable[dict[str, object]]) -> None:
    """Run a statement for each; `%(name)b` stands for bytes."""
    with _cursor() as cursor:
        for parameters in many:
            cursor.execute(statement, parameters)


def _cursor() -> Cursor[Any]:
    connection.ensure_connection()
    return Cursor(connection.connection)
