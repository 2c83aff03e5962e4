"""A company in a store, written by SQL: people, their history, a binary, sales and standings.

The enroller tree is wide: below the first person are ten legs, in each of which everybody stands
below somebody drawn from those who came before. In the binary a twentieth stand one below another
in slot 1, the spine; a sixth are a complete binary in slot 2 of the top; the others hang from the
spine in small complete binaries of sixteen.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LADDER = Path(__file__).parents[2] / "plans" / "ladder.yaml"
LEGS, HANG, ENDED = 10, 16, 50
CHANNEL, ENROLLER, TREE = "us", "enroller", "binary"
HEAD_OF_LEG = 2

USERS = """
INSERT INTO account_user (id, email, first_name, last_name, password, is_staff, is_active,
    is_superuser, is_confirmed, date_joined, updated_at, jwt_token_key, language_code, uuid,
    metadata, private_metadata, number_of_orders)
SELECT i, 'p' || i || '@example.com', '', '', '!', false, true, false, true, now(), now(),
    'x', 'en', gen_random_uuid(), '{}', '{}', 0
FROM generate_series(1, %(accounts)s) i
"""
PEOPLE = """
INSERT INTO saleor_mlm_distributor
    (id, code, display_name, user_id, enroller_id, status, joined_at, country)
SELECT i, 'P' || i,
    (ARRAY['Anna', 'Bert', 'Carla', 'Zoë', 'Michael', 'Daniela', 'Jürgen', 'Christopher'])
        [1 + i %% 8] || ' ' || left(md5(i::text), 8),
    i,
    CASE WHEN i = 1 THEN NULL WHEN i <= 1 + %(legs)s THEN 1
        ELSE 2 + (i - 2) %% %(legs)s + %(legs)s * floor(random() * ((i - 2) / %(legs)s))::int END,
    CASE WHEN i %% %(ended)s = 0 THEN 'ended' ELSE 'active' END,
    now() - interval '400 days' + i * interval '400 days' / %(people)s,
    (ARRAY['DE', 'US', 'JP'])[1 + i %% 3]
FROM generate_series(1, %(people)s) i
"""
HISTORY = (
    """
INSERT INTO saleor_mlm_referralcode (code, distributor_id)
SELECT code, id FROM saleor_mlm_distributor ORDER BY id
""",
    """
INSERT INTO saleor_mlm_enrollerchange
    (distributor_id, enroller_id, effective_at, recorded_at, reason, actor)
SELECT id, enroller_id, joined_at, joined_at, 'enrolled', '' FROM saleor_mlm_distributor ORDER BY id
""",
    """
INSERT INTO saleor_mlm_statuschange
    (distributor_id, status, effective_at, recorded_at, reason, actor)
SELECT id, status, joined_at, joined_at, 'enrolled', '' FROM saleor_mlm_distributor ORDER BY id
""",
    """
INSERT INTO saleor_mlm_accountclasschange
    (user_id, distributor_id, account_class, effective_at, recorded_at, reason, actor)
SELECT user_id, id, 'distributor', joined_at, joined_at, 'enrolled', ''
FROM saleor_mlm_distributor ORDER BY id
""",
)
POSITIONS = """
INSERT INTO saleor_mlm_position
    (id, tree_id, distributor_id, number, state, parent_id, slot, created_at, placed_at, wish)
SELECT i, %(tree)s, i, 1, 'placed',
    CASE WHEN i = 1 THEN NULL WHEN i <= %(spine)s THEN i - 1
        WHEN w = 1 THEN 1 WHEN w <= %(wide)s THEN %(spine)s + w / 2
        WHEN h %% %(hang)s = 0 THEN 2 + h / %(hang)s
        ELSE i - h %% %(hang)s + (h %% %(hang)s + 1) / 2 - 1 END,
    CASE WHEN i = 1 THEN NULL WHEN i <= %(spine)s THEN 1
        WHEN w = 1 THEN 2 WHEN w <= %(wide)s THEN 1 + w %% 2
        WHEN h %% %(hang)s = 0 THEN 2 ELSE 2 - h %% %(hang)s %% 2 END,
    now(), now(), ''
FROM (
    SELECT i, i - %(spine)s AS w, i - %(spine)s - %(wide)s - 1 AS h
    FROM generate_series(1, %(people)s) i
) numbered
"""
PLACES = """
INSERT INTO saleor_mlm_positionchange (position_id, distributor_id, state, parent_id, slot,
    effective_at, recorded_at, reason, actor)
SELECT id, distributor_id, state, parent_id, slot, placed_at, placed_at, 'bench', ''
FROM saleor_mlm_position ORDER BY id
"""
SALES = """
INSERT INTO saleor_mlm_saleline (order_id, order_line_id, seq, fact, kind, at, volume_at,
    distributor_id, own, channel_id, currency, qv_e4, cv_e4, earned_e4, net_minor, recorded_at)
SELECT gen_random_uuid(), gen_random_uuid(), 1, 'paid', 'paid', now(), now(),
    1 + floor(random() * %(people)s)::int, false, 1, 'USD', v, v, v, v / 100, now()
FROM (
    SELECT 10000 * (1 + floor(random() * 200)::bigint) AS v
    FROM generate_series(1, %(sales)s)
) sold
"""
STANDINGS = """
INSERT INTO saleor_mlm_estimatedstanding
    (distributor_id, period, qualified, paid_as, title, volumes, tests)
SELECT id, %(period)s, r, r, r, '{"personal": "100.00", "team": "1000.00"}',
    jsonb_build_object('active', id %% 3 > 0, 'team-300', id %% 9 = 0, 'team-1000', false)
FROM (
    SELECT id, (ARRAY['', '', '', 'bronze', 'silver', 'gold'])[1 + id %% 6] AS r
    FROM saleor_mlm_distributor ORDER BY id
) ranked
"""
NEXT = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"


@dataclass(frozen=True, slots=True)
class Company:
    """What was made. Ids of people and of positions are 1 to `people`; accounts behind `people`
    are customers who may enrol. `spine`, `wide`: how many positions are in these parts."""

    people: int
    accounts: int
    spine: int
    wide: int

    def active(self, person: int) -> int:
        """The person, or the next, who has not ended."""
        return person + 1 if person % ENDED == 0 else person


class Accounts:
    """Customers who are not enrolled yet, each given out once, as a range of ids."""

    def __init__(self, first: int) -> None:
        self.first = first

    def take(self, count: int) -> range:
        found = range(self.first, self.first + count)
        self.first += count
        return found


def make(people: int, newcomers: int, sales: int) -> Company:
    """Fill an empty store; nobody of the newcomers is enrolled yet, and there is no binary."""
    from saleor_mlm.services import plans

    _open()
    company = Company(people, people + newcomers, people // 20, people // 6)
    period = plans.period_of(datetime.now(UTC))
    values = _values(company) | {"period": period.key, "sales": sales}
    _all_of(USERS, PEOPLE, *HISTORY, SALES, STANDINGS, values=values)
    _all_of(*(NEXT.format(table=table) for table in ("saleor_mlm_distributor", "account_user")))
    _run("VACUUM ANALYZE")
    return company


def add_binary(company: Company) -> None:
    """Give everybody of the first people a position."""
    from saleor_mlm.models import PlacementTree
    from saleor_mlm.services import placement_trees, position_hints

    tree = placement_trees.create(TREE, 2)
    PlacementTree.objects.update(people_from=None)
    _all_of(POSITIONS, PLACES, values=_values(company) | {"tree": tree.id})
    _all_of(NEXT.format(table="saleor_mlm_position"))
    position_hints.rebuild(tree)
    _run("VACUUM ANALYZE")


def _open() -> None:
    """A channel with rules for who enrols, a plan in force, an agreement."""
    from django.utils import timezone
    from saleor.channel.models import Channel

    from saleor_mlm.models import Activation
    from saleor_mlm.services import agreements, plans, settings

    now = timezone.now()
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    Channel.objects.create(
        name="US", slug=CHANNEL, currency_code="USD", default_country="US", is_active=True
    )
    Activation.objects.create(id=1, counts_from=first, sweep_watermark=first)
    plans.publish(LADDER.read_text(), first.date(), "bench")
    rules = {"active": "true", "enrolmentAgeMin": "18", "enrolmentCountries": "DE,US,JP"}
    settings.update_channel(CHANNEL, rules, "bench")
    agreements.publish(CHANNEL, "1", "Be honest.", None, "bench")


def _values(company: Company) -> dict[str, object]:
    return {
        "people": company.people,
        "accounts": company.accounts,
        "legs": LEGS,
        "spine": company.spine,
        "wide": company.wide,
        "hang": HANG,
        "ended": ENDED,
    }


def _all_of(*statements: str, values: dict[str, object] | None = None) -> None:
    """As an import would: without the triggers that write the first row of every history."""
    _run("SELECT setseed(0.5)")
    _run("SET session_replication_role = replica")
    for statement in statements:
        _run(statement, values)
    _run("SET session_replication_role = origin")


def _run(statement: str, values: dict[str, object] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
