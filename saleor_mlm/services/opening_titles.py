"""A rank in a network file is the career title that the state of its person carries."""

from typing import NamedTuple

from django.db import connection

from ..engine.titles import TITLE
from .csv_files import CsvFile
from .opening_files import Brought
from .openings import STATE_ROWS
from .run_columns import STATE

RANKS = """
SELECT line, code, title, known IS NULL FROM mlm_person WHERE title > 0 ORDER BY line
"""
COLUMN = STATE + TITLE


class Rank(NamedTuple):
    """A person's rank in the network file. title: its place on the ladder plus 1."""

    line: int
    code: str
    title: int
    is_new: bool


def in_file() -> list[Rank]:
    """Of everybody who has one."""
    with connection.cursor() as cursor:
        cursor.execute(RANKS)
        return [Rank(*row) for row in cursor.fetchall()]


def add(brought: list[Brought], file: CsvFile | None) -> None:
    """Let the state that is brought along carry the ranks of the network file. A state file that
    carries titles itself has to say the same."""
    state = next((part for part in brought if part.period == STATE_ROWS), None)
    if state is None:
        state = Brought(STATE_ROWS, None, ())
        brought.append(state)
    ranks = {rank.code: rank for rank in in_file()}
    says_itself = COLUMN in state.columns
    if not says_itself:
        state.columns = (*state.columns, COLUMN)
        state.rows = [[*row, 0] for row in state.rows]
    place = state.columns.index(COLUMN)
    for row, code in enumerate(state.codes):
        rank = ranks.pop(code, None)
        title = rank.title if rank else 0
        if file and says_itself and state.rows[row][place] != title:
            _differs(file, state.lines[row], code)
        state.rows[row][place] = title
    for rank in ranks.values():
        if rank.is_new:
            _append(state, rank, place)


def _append(state: Brought, rank: Rank, place: int) -> None:
    row = [0] * len(state.columns)
    row[place] = rank.title
    state.lines.append(rank.line)
    state.codes.append(rank.code)
    state.rows.append(row)


def _differs(file: CsvFile, line: int, code: str) -> None:
    message = f"the title of `{code}` is not the rank in the network file"
    file.problems.add(line, TITLE, "TITLE_DIFFERS", message, "the same in both files")
