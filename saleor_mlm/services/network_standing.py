"""The network as the store has it, by the columns of a network file: what export writes, and what
a file that is taken in again is held to.

`mlm_stands` has a row for each distributor, `mlm_stands_in` one for each position.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from . import accounts, copying

# Of several absences the last, as in the network files of `saleor-mlm plan`.
TITLES = """
CREATE TEMP TABLE mlm_title (distributor bigint, title integer) ON COMMIT DROP
"""
PEOPLE = r"""
ANALYZE mlm_title;
CREATE TEMP TABLE mlm_stands ON COMMIT DROP AS
WITH history AS (
    SELECT distributor_id, effective_at, id, status IN ('active', 'suspended') AS earns,
        lag(status IN ('active', 'suspended')) OVER who AS earned
    FROM saleor_mlm_statuschange WHERE effective_at <= {now}
    WINDOW who AS (PARTITION BY distributor_id ORDER BY effective_at, id)
), ended AS (
    SELECT DISTINCT ON (distributor_id) distributor_id, effective_at, id FROM history
    WHERE NOT earns AND earned ORDER BY distributor_id, effective_at DESC, id DESC
), back AS (
    SELECT e.distributor_id, min(h.effective_at) AS effective_at
    FROM ended e JOIN history h ON h.distributor_id = e.distributor_id AND h.earns
        AND (h.effective_at, h.id) > (e.effective_at, e.id)
    GROUP BY 1
), class AS (
    SELECT DISTINCT ON (distributor_id) distributor_id, account_class
    FROM saleor_mlm_accountclasschange WHERE distributor_id IS NOT NULL AND effective_at <= {now}
    ORDER BY distributor_id, effective_at DESC, id DESC
), link AS (
    SELECT DISTINCT ON (distributor_id) distributor_id, effective_at
    FROM saleor_mlm_enrollerchange WHERE effective_at <= {now}
    ORDER BY distributor_id, effective_at DESC, id DESC
)
SELECT d.id, upper(d.code) AS code, lower(u.email) AS email,
    btrim(regexp_replace(d.display_name, '[\x01-\x1f\x7f]', ' ', 'g')) AS name, d.kind,
    coalesce(c.account_class, 'retail') AS account_class, d.handle, upper(e.code) AS enroller,
    nullif(l.effective_at, d.joined_at) AS below_since,
    d.joined_at AS joined, d.status, x.effective_at AS ended, b.effective_at AS reinstated,
    coalesce(t.title, 0) AS title, d.country
FROM saleor_mlm_distributor d
LEFT JOIN saleor_mlm_distributor e ON e.id = d.enroller_id
LEFT JOIN {users} u ON u.id = d.user_id
LEFT JOIN ended x ON x.distributor_id = d.id
LEFT JOIN back b ON b.distributor_id = d.id
LEFT JOIN link l ON l.distributor_id = d.id
LEFT JOIN class c ON c.distributor_id = d.id
LEFT JOIN mlm_title t ON t.distributor = d.id
"""
# A first position that was given up is none; a further one keeps its number.
POSITIONS = """
CREATE TEMP TABLE mlm_stands_in ON COMMIT DROP AS
SELECT p.distributor_id, p.tree_id AS tree, p.number::integer AS number, p.state::text AS state,
    upper(e.code) AS parent, a.number::integer AS parent_number, p.slot::integer AS slot
FROM saleor_mlm_position p
LEFT JOIN saleor_mlm_position a ON a.id = p.parent_id
LEFT JOIN saleor_mlm_distributor e ON e.id = a.distributor_id
WHERE p.number > 1 OR p.state <> 'removed';
ANALYZE mlm_stands; ANALYZE mlm_stands_in
"""


def look(titles: Mapping[int, int], now: datetime) -> None:
    """Make both tables, for this transaction. titles: by distributor the rank's place plus 1."""
    copying.begin_with(["mlm_title", "mlm_stands", "mlm_stands_in"])
    with connection.cursor() as cursor:
        cursor.execute(TITLES)
    copying.rows_into("mlm_title", ("distributor", "title"), titles.items())
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE.format(users=accounts.TABLE, now="%(now)s"), {"now": now})
        cursor.execute(POSITIONS)
