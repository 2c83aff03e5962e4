"""What concerns several lines of a network file, or the store beside it: each rule is one query
over all lines at once.

The database refuses most of it again when it is written; here it is said for every line, and what
to do.
"""

from dataclasses import dataclass

import numpy as np
from django.db import connection

from ..adapters import binary
from ..engine.columns import Int64
from ..engine.trees import ROOT, rings
from ..models import PlacementTree
from .network_format import TREE
from .network_problems import Problems


@dataclass(frozen=True, slots=True)
class Rule:
    """A query for (line, cell, other) of the lines that break it; `message` may show both."""

    code: str
    column: str
    message: str
    expected: str
    lines: str


REPEATED = """
SELECT p.line, p.{0}, first.line FROM mlm_person p JOIN (
    SELECT {0}, min(line) AS line FROM mlm_person GROUP BY {0} HAVING count(*) > 1
) first ON first.{0} = p.{0} WHERE p.line > first.line
"""
RULES = (
    Rule(
        "CODE_REPEATED",
        "code",
        "`{}` has a row already, in line {}",
        "one row for each distributor",
        REPEATED.format("code"),
    ),
    Rule(
        "EMAIL_REPEATED",
        "email",
        "`{}` has a row already, in line {}",
        "one distributor for each account",
        REPEATED.format("email"),
    ),
    Rule(
        "HANDLE_REPEATED",
        "handle",
        "`{}` is a name of line {} too",
        "a handle that nobody else has as a code or handle",
        """
        SELECT p.line, p.handle, min(o.line) FROM mlm_person p JOIN (
            SELECT line, code AS name FROM mlm_person
            UNION ALL SELECT line, upper(handle) FROM mlm_person WHERE handle IS NOT NULL
        ) o ON o.name = upper(p.handle) AND o.line <> p.line
        GROUP BY p.line, p.handle, p.code HAVING min(o.line) < p.line OR bool_or(o.name IN (
            SELECT code FROM mlm_person
        ))
        """,
    ),
    Rule(
        "CODE_TAKEN",
        "code",
        "`{}` is a former code, or a handle, of {}",
        "another code: names stay with whoever had them",
        """
        SELECT p.line, p.code, d.code FROM mlm_person p
        JOIN saleor_mlm_referralcode r ON upper(r.code) = p.code
        JOIN saleor_mlm_distributor d ON d.id = r.distributor_id
        WHERE p.known IS NULL
        """,
    ),
    Rule(
        "HANDLE_TAKEN",
        "handle",
        "`{}` is a name of {}",
        "another handle: names stay with whoever had them",
        """
        SELECT p.line, p.handle, d.code FROM mlm_person p
        JOIN saleor_mlm_referralcode r ON upper(r.code) = upper(p.handle)
        JOIN saleor_mlm_distributor d ON d.id = r.distributor_id
        WHERE p.known IS DISTINCT FROM d.id
        """,
    ),
    Rule(
        "ALREADY_ENROLLED",
        "email",
        "`{}` is the account of {} already",
        "the account of this distributor, or that one's code",
        """
        SELECT p.line, p.email, d.code FROM mlm_person p
        JOIN saleor_mlm_distributor d ON d.user_id = p.user_id
        WHERE d.id IS DISTINCT FROM p.known
        """,
    ),
    Rule(
        "ENROLLER_UNKNOWN",
        "enroller",
        "there is no distributor `{}`",
        "a code of this file or of the store; empty for who heads a line",
        """
        SELECT p.line, p.enroller, NULL FROM mlm_person p
        LEFT JOIN mlm_person e ON e.code = p.enroller
        LEFT JOIN saleor_mlm_distributor d ON upper(d.code) = p.enroller
        WHERE p.enroller IS NOT NULL AND e.code IS NULL AND d.id IS NULL
        """,
    ),
    Rule(
        "ENROLLER_JOINED_LATER",
        "enroller",
        "`{}` joined later, on {}",
        "an enroller who was there first; or `below_since`, since when this one it is",
        """
        SELECT p.line, p.enroller, to_char(e.joined AT TIME ZONE 'UTC', 'YYYY-MM-DD')
        FROM mlm_person p JOIN (
            SELECT code, joined FROM mlm_person WHERE known IS NULL
            UNION ALL SELECT upper(code), joined_at FROM saleor_mlm_distributor
        ) e ON e.code = p.enroller
        WHERE e.joined > coalesce(p.below_since, p.joined) AND p.known IS NULL AND e.code <> p.code
        """,
    ),
)
EMAIL_UNKNOWN = Rule(
    "EMAIL_UNKNOWN",
    "email",
    "no customer has the e-mail `{}`",
    "a customer's; or say --create-customers",
    "SELECT line, email, NULL FROM mlm_person WHERE email IS NOT NULL AND user_id IS NULL",
)
# A parent is a position that the file places, or one that stands in the store and has no row here.
PARENTS = """
    SELECT tree, code, number, line FROM mlm_place WHERE state = 'placed'
    UNION ALL
    SELECT p.tree_id, upper(d.code), p.number, NULL FROM saleor_mlm_position p
    JOIN saleor_mlm_distributor d ON d.id = p.distributor_id
    WHERE p.state = 'placed' AND NOT EXISTS (SELECT 1 FROM mlm_person n WHERE n.known = d.id)
"""
PLACE_RULES = (
    Rule(
        "PARENT_UNKNOWN",
        TREE,
        "`{}` stands nowhere in this tree",
        "a code, or CODE/number, of a position in this tree; empty for its top",
        f"""
        SELECT c.line, concat_ws('/', c.parent, nullif(c.parent_number, 1)), NULL FROM mlm_place c
        LEFT JOIN ({PARENTS}) a
            ON a.tree = c.tree AND a.code = c.parent AND a.number = c.parent_number
        WHERE c.tree = %(tree)s AND c.parent IS NOT NULL AND a.code IS NULL
        """,
    ),
    Rule(
        "SLOT_REPEATED",
        TREE,
        "the slot `{}` is that of line {} too",
        "another slot: one position in each",
        """
        SELECT c.line, c.parent || ' ' || c.slot, first.line FROM mlm_place c JOIN (
            SELECT parent, parent_number, slot, min(line * 40000::bigint + number) AS key,
                min(line) AS line
            FROM mlm_place WHERE tree = %(tree)s AND parent IS NOT NULL
            GROUP BY parent, parent_number, slot HAVING count(*) > 1
        ) first USING (parent, parent_number, slot)
        WHERE c.tree = %(tree)s AND c.line * 40000::bigint + c.number > first.key
        """,
    ),
    Rule(
        "SLOT_TAKEN",
        TREE,
        "in the slot `{}` stands {} already",
        "an open slot",
        """
        SELECT c.line, c.parent || ' ' || c.slot, owner.code FROM mlm_place c
        JOIN mlm_person n ON n.line = c.line AND n.known IS NULL
        JOIN saleor_mlm_distributor d ON upper(d.code) = c.parent
        JOIN saleor_mlm_position a
            ON a.distributor_id = d.id AND a.tree_id = c.tree AND a.number = c.parent_number
        JOIN saleor_mlm_position taken ON taken.parent_id = a.id AND taken.slot = c.slot
        JOIN saleor_mlm_distributor owner ON owner.id = taken.distributor_id
        WHERE c.tree = %(tree)s
        """,
    ),
)
# Two columns as they are: a million rows would cost a step each.
LINKS = "SELECT string_agg(int8send(own), ''), string_agg(int8send(above), '') FROM ({}) links"
ENROLLERS = """
SELECT p.line::bigint AS own, coalesce(e.line, 0)::bigint AS above
FROM mlm_person p LEFT JOIN mlm_person e ON e.code = p.enroller
"""
PLACES = """
SELECT c.line * 40000::bigint + c.number AS own,
    coalesce(a.line * 40000::bigint + a.number, 0) AS above
FROM mlm_place c LEFT JOIN mlm_place a
    ON a.tree = c.tree AND a.code = c.parent AND a.number = c.parent_number
WHERE c.tree = %(tree)s
"""
POSITIONS_OF_A_LINE = 40_000


def check(problems: Problems, trees: list[PlacementTree], create_customers: bool) -> None:
    """Add all that is wrong between the lines, or between them and the store."""
    for rule in (*RULES, *([] if create_customers else [EMAIL_UNKNOWN])):
        _apply(problems, rule, rule.column, {})
    if not any(one.code == "CODE_REPEATED" for one in problems.found):
        _check_ring(problems, "enroller", ENROLLERS, {}, 1)
    for tree in trees:
        column, chosen = TREE + tree.name, {"tree": tree.id}
        for rule in PLACE_RULES:
            _apply(problems, rule, column, chosen)
        if not any(one.code == "CODE_REPEATED" for one in problems.found):
            _check_ring(problems, column, PLACES, chosen, POSITIONS_OF_A_LINE)


def _apply(problems: Problems, rule: Rule, column: str, chosen: dict[str, int]) -> None:
    for line, cell, other in _rows(rule.lines, chosen):
        message = rule.message.format(cell, other)
        problems.add(line, column, rule.code, message, rule.expected)


def _check_ring(
    problems: Problems, column: str, sql: str, chosen: dict[str, int], per_line: int
) -> None:
    """Whoever comes back by going up; one line of each ring is named. sql: (key, key above or 0),
    of which `per_line` are a line's."""
    own, above = (_numbers(data) for data in binary.rows(LINKS.format(sql), dict(chosen))[0])
    keys = np.sort(own)
    parent = np.full(len(keys), ROOT, np.int32)
    parent[np.searchsorted(keys, own)] = np.where(above == 0, ROOT, np.searchsorted(keys, above))
    for place in rings(parent).tolist():
        line = int(keys[place]) // per_line
        message = "going up from here comes back here"
        problems.add(line, column, "CYCLE", message, "a tree: nobody above himself")


def _numbers(data: bytes | None) -> Int64:
    return np.frombuffer(data or b"", ">i8").astype(np.int64)


def _rows(sql: str, chosen: dict[str, int]) -> list[tuple[int, str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, chosen or None)
        return list(cursor.fetchall())
