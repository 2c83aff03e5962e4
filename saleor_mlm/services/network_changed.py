"""Lines of a network file about people whom the store has already: they have to say what the store
says. Links and dates are only ever added to, each by its own action; a file changes nobody."""

from collections.abc import Sequence

from django.db import connection

from ..models import PlacementTree
from .network_format import TREE
from .network_problems import Problems

# By column of the file, and what changes it in the store.
BY = {
    "email": "mlmDistributorTransfer",
    "name": "mlmDistributorTransfer",
    "kind": "mlmDistributorTransfer",
    "account_class": "mlmAccountClassChange",
    "handle": "mlmDistributorHandleChange",
    "enroller": "mlmEnrollerChange",
    "below_since": "mlmEnrollerChange",
    "joined": "nothing",
    "status": "mlmDistributorEnd or mlmDistributorReinstate",
    "ended": "mlmDistributorEnd or mlmDistributorReinstate",
    "reinstated": "mlmDistributorEnd or mlmDistributorReinstate",
    "title": "a committed run",
    "country": "nothing",
}
FILE_COLUMN = {"account_class": "class", "title": "rank"}
DIFFERENT = """
SELECT p.line, p.{0}::text, s.{0}::text FROM mlm_person p JOIN mlm_stands s ON s.id = p.known
WHERE p.{0} IS DISTINCT FROM s.{0}
"""
PLACE = "CASE WHEN {0}.state IS NULL THEN '-' ELSE concat_ws(' ', {0}.state, {0}.parent, {0}.slot)"
DIFFERENT_PLACE = f"""
SELECT coalesce(c.line, w.line), {PLACE.format("c")} END, {PLACE.format("w")} END
FROM (
    SELECT c.* FROM mlm_place c JOIN mlm_person p ON p.line = c.line
    WHERE p.known IS NOT NULL AND c.tree = %(tree)s
) c FULL JOIN (
    SELECT s.*, p.line FROM mlm_stands_in s JOIN mlm_person p ON p.known = s.distributor_id
    WHERE s.tree = %(tree)s
) w ON w.line = c.line AND w.number = c.number
WHERE (c.state, c.parent, c.parent_number, c.slot)
    IS DISTINCT FROM (w.state, w.parent, w.parent_number, w.slot)
"""


def check(
    problems: Problems, header: Sequence[str], trees: list[PlacementTree], ladder: Sequence[str]
) -> None:
    """Add a problem for every cell that says something else than the store; a column that the file
    has not says nothing."""
    for column, action in BY.items():
        if FILE_COLUMN.get(column, column) not in header:
            continue
        for line, cell, known in _rows(DIFFERENT.format(column), {}):
            if column == "title":
                cell, known = _rank(ladder, cell), _rank(ladder, known)
            _add(problems, line, FILE_COLUMN.get(column, column), (cell, known), action)
    for tree in trees:
        for line, cell, known in _rows(DIFFERENT_PLACE, {"tree": tree.id}):
            _add(problems, line, TREE + tree.name, (cell, known), "mlmPositionMove")


def _add(
    problems: Problems, line: int, column: str, said: tuple[str | None, str | None], action: str
) -> None:
    cell, known = (text or "" for text in said)
    message = f"says `{cell}`, and the store `{known}`"
    expected = f"what the store says: an import changes nobody; {action} does"
    problems.add(line, column, "ROW_CHANGED", message, expected)


def _rank(ladder: Sequence[str], title: str | None) -> str:
    place = int(title or 0)
    return ladder[place - 1] if place else ""


def _rows(sql: str, chosen: dict[str, int]) -> list[tuple[int, str | None, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, chosen or None)
        return list(cursor.fetchall())
