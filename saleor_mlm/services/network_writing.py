"""New people of a checked network file, written with their history, a table at a time.

Called in the transaction of the import; whatever fails, nothing of it stays. History says what
became true when (joining, an end, a return), recorded now, with the reason `import`.
"""

from datetime import datetime

from django.db import connection

from ..models import PlacementTree
from . import accounts, copying, placing, position_hints
from .csv_files import Progress

REASON = "import"
# In the order of joining, whatever order the file has: numbers are given in it.
KEYS = """
CREATE TEMP TABLE mlm_key ON COMMIT DROP AS
SELECT code, nextval(pg_get_serial_sequence('saleor_mlm_distributor', 'id')) AS id, line
FROM (SELECT code, line FROM mlm_person WHERE known IS NULL ORDER BY joined, code) joined;
INSERT INTO mlm_key SELECT upper(code), id, NULL FROM saleor_mlm_distributor;
CREATE INDEX ON mlm_key (code);
ANALYZE mlm_key
"""
PEOPLE = """
INSERT INTO saleor_mlm_distributor (id, code, handle, display_name, user_id, enroller_id, status,
    joined_at, recorded_at, kind, house, country)
SELECT k.id, p.code, p.handle, p.name, coalesce(p.user_id, made.id), e.id, p.status,
    p.joined, %(now)s, p.kind, p.account_class = 'house', p.country
FROM mlm_key k JOIN mlm_person p ON p.line = k.line
LEFT JOIN mlm_key e ON e.code = p.enroller AND p.below_since IS NULL
LEFT JOIN mlm_made made ON made.email = p.email
WHERE p.known IS NULL ORDER BY k.id
"""
# Who came below this enroller later stood at the top until then, as far as the file knows.
LATER_LINKS = """
INSERT INTO saleor_mlm_enrollerchange
    (distributor_id, enroller_id, effective_at, recorded_at, reason, actor)
SELECT k.id, e.id, p.below_since, %(now)s, %(reason)s, %(actor)s
FROM mlm_key k JOIN mlm_person p ON p.line = k.line LEFT JOIN mlm_key e ON e.code = p.enroller
WHERE p.below_since IS NOT NULL ORDER BY k.id
"""
POINTERS = """
UPDATE saleor_mlm_distributor d SET enroller_id = e.id
FROM mlm_key k JOIN mlm_person p ON p.line = k.line JOIN mlm_key e ON e.code = p.enroller
WHERE d.id = k.id AND p.below_since IS NOT NULL
"""
STATUSES = """
INSERT INTO saleor_mlm_statuschange
    (distributor_id, status, effective_at, recorded_at, reason, actor)
SELECT k.id, {status}, {at}, %(now)s, %(reason)s, %(actor)s
FROM mlm_key k JOIN mlm_person p ON p.line = k.line WHERE {which} ORDER BY k.id
"""
# What each person's history is made of; one statement each, so that one follows from another.
HISTORY = (
    ("CASE p.status WHEN 'applied' THEN 'applied' ELSE 'active' END", "p.joined", "true"),
    ("'ended'", "p.ended", "p.ended IS NOT NULL"),
    ("'active'", "p.reinstated", "p.reinstated IS NOT NULL"),
    ("'suspended'", "%(now)s", "p.status = 'suspended'"),
)
PREFERRED = """
INSERT INTO saleor_mlm_accountclasschange
    (user_id, distributor_id, account_class, effective_at, recorded_at, reason, actor)
SELECT d.user_id, d.id, 'preferred', coalesce(p.ended, p.joined), %(now)s, %(reason)s, %(actor)s
FROM mlm_key k JOIN mlm_person p ON p.line = k.line
JOIN saleor_mlm_distributor d ON d.id = k.id
WHERE p.account_class = 'preferred' ORDER BY k.id
"""
PLACE_KEYS = """
CREATE TEMP TABLE mlm_place_key ON COMMIT DROP AS
SELECT c.tree, c.code, c.number, k.id AS owner, c.state, c.parent, c.parent_number, c.slot,
    p.joined, nextval(pg_get_serial_sequence('saleor_mlm_position', 'id')) AS id
FROM mlm_place c JOIN mlm_key k ON k.line = c.line JOIN mlm_person p ON p.line = c.line
ORDER BY c.tree, k.id, c.number;
CREATE TEMP TABLE mlm_above ON COMMIT DROP AS
SELECT tree, code, number, id FROM mlm_place_key WHERE state = 'placed'
UNION ALL
SELECT p.tree_id, upper(d.code), p.number, p.id
FROM saleor_mlm_position p JOIN saleor_mlm_distributor d ON d.id = p.distributor_id
WHERE p.state = 'placed';
ANALYZE mlm_place_key; ANALYZE mlm_above
"""
POSITIONS = """
INSERT INTO saleor_mlm_position (id, tree_id, distributor_id, number, state, parent_id, slot,
    created_at, placed_at, held_until, wish)
SELECT c.id, c.tree, c.owner, c.number, c.state, a.id, c.slot, %(now)s,
    CASE c.state WHEN 'placed' THEN c.joined END,
    CASE c.state WHEN 'held' THEN %(now)s + t.window_days * interval '1 day' END, ''
FROM mlm_place_key c JOIN saleor_mlm_placementtree t ON t.id = c.tree
LEFT JOIN mlm_above a ON a.tree = c.tree AND a.code = c.parent AND a.number = c.parent_number
ORDER BY c.id
"""
POSITION_CHANGES = """
INSERT INTO saleor_mlm_positionchange (position_id, distributor_id, state, parent_id, slot,
    effective_at, recorded_at, reason, actor)
SELECT p.id, p.distributor_id, p.state, p.parent_id, p.slot, c.joined, %(now)s, %(reason)s,
    %(actor)s
FROM mlm_place_key c JOIN saleor_mlm_position p ON p.id = c.id ORDER BY p.id
"""
MADE = """
CREATE TEMP TABLE mlm_made ON COMMIT DROP AS
SELECT email, min(name) AS name, NULL::bigint AS id FROM mlm_person
WHERE known IS NULL AND email IS NOT NULL AND user_id IS NULL GROUP BY email
"""
COUNTS = "SELECT count(*) FILTER (WHERE known IS NULL), count(*) FROM mlm_person"


def counts() -> tuple[int, int]:
    """How many lines are new people, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        new, lines = cursor.fetchone()
    return int(new), int(lines)


def write(trees: list[PlacementTree], now: datetime, actor: str, progress: Progress) -> int:
    """Write whoever is new; how many positions were written.

    The customers who have no account yet are in `mlm_made`. Foreign keys are looked at statement by
    statement: left to the end, a million of them wait in memory.
    """
    said = {"now": now, "reason": REASON, "actor": actor}
    copying.begin_with(["mlm_key", "mlm_place_key", "mlm_above"])
    _run("SET CONSTRAINTS ALL IMMEDIATE", {})
    progress("writing people", 0.0)
    _run(KEYS, {})
    _run(PEOPLE, said)
    _run(LATER_LINKS, said)
    _run(POINTERS, {})
    for step, (status, at, which) in enumerate(HISTORY):
        progress("writing agreements", step / len(HISTORY))
        _run(STATUSES.format(status=status, at=at, which=which), said)
    _run(PREFERRED, said)
    return _write_positions(trees, said, progress) if trees else 0


def _write_positions(
    trees: list[PlacementTree], said: dict[str, object], progress: Progress
) -> int:
    """Last, since whoever places in these trees waits meanwhile."""
    for tree in trees:
        placing.take_tree(tree)
    progress("writing positions", 0.0)
    _run(PLACE_KEYS, {})
    written = _run(POSITIONS, said)
    progress("writing positions", 0.5)
    _run(POSITION_CHANGES, said)
    if written:
        for tree in trees:
            progress(f"finding open slots of {tree.name}", None)
            position_hints.rebuild(tree)
    return written


def make_customers(progress: Progress) -> int:
    """Open an account for every e-mail of a new person that has none; how many."""
    progress("opening accounts", None)
    copying.begin_with(["mlm_made"])
    _run(MADE, {})
    return accounts.open_accounts("mlm_made") if _rows_in_made() else 0


def _rows_in_made() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM mlm_made)")
        return bool(cursor.fetchone()[0])


def _run(sql: str, parameters: dict[str, object]) -> int:
    """How many rows its last statement wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return int(cursor.rowcount)
