"""What the machine itself takes: the least that any answer costs here."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .measure import Row, timed

PAGE_BYTES = 8192


def rows(people: int, folder: Path, times: int) -> Iterator[Row]:
    from django.db import connection

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT enroller_id FROM saleor_mlm_distributor WHERE id = 17")
            cursor.fetchone()

    values = np.ones(people, np.int64)
    yield Row("one row by its key from PostgreSQL", timed(look, times))
    yield Row(f"{people:,} numbers of 8 bytes read from memory", timed(values.sum, times))
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        yield Row("8 kB written to disk for good", timed(lambda: _write(file.fileno()), times))


def _write(number: int) -> None:
    os.write(number, b"x" * PAGE_BYTES)
    os.fdatasync(number)
