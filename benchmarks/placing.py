"""What it takes to find a slot, and to move a team, in a binary of a million people.

A twentieth of them stand one below another in slot 1, a spine; the others fill a complete binary
beside it. A PostgreSQL of its own is made for it and thrown away. Milliseconds, wall clock; a bare
`SELECT 1` tells how busy the machine was.
"""

import argparse
import os
import random
import time
from collections.abc import Callable

from saleor_sandbox import postgres

STRATEGIES = ("breadth_first", "left_edge", "right_edge", "alternate", "weaker_heads")
PEOPLE = """
INSERT INTO saleor_mlm_distributor (id, code, display_name, enroller_id, status, joined_at)
SELECT i, 'C' || i, 'C' || i, nullif(i / 10, 0), 'active', now() FROM generate_series(1, %(n)s) i
"""
PLACES = """
INSERT INTO saleor_mlm_position
    (id, tree_id, distributor_id, number, state, parent_id, slot, created_at, placed_at, wish)
SELECT i, %(tree)s, i, 1, 'placed',
    CASE WHEN i = 1 THEN NULL WHEN i <= %(spine)s THEN i - 1 WHEN i = %(spine)s + 1 THEN 1
        ELSE %(spine)s + (i - %(spine)s) / 2 END,
    CASE WHEN i = 1 THEN NULL WHEN i <= %(spine)s THEN 1 WHEN i = %(spine)s + 1 THEN 2
        ELSE 1 + (i - %(spine)s) %% 2 END,
    now(), now(), ''
FROM generate_series(1, %(n)s) i
"""
NEXT = "SELECT setval(pg_get_serial_sequence('saleor_mlm_{table}', 'id'), %(n)s)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args()
    with postgres.throw_away() as url:
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.tests.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _bench(options.people, options.people // 20, options.times)


def _bench(people: int, spine: int, times: int) -> None:
    from saleor_mlm.services import placement_trees, position_hints

    tree = placement_trees.create("binary", 2)
    _fill(tree.id, people, spine)
    _show("hints of all made anew", [_timed(lambda: position_hints.rebuild(tree))])
    _show("SELECT 1", [_timed(lambda: _run("SELECT 1")) for _ in range(times)])
    chance = random.Random(1)
    below = {
        "the top": lambda: 1,
        "the spine": lambda: chance.randint(1, spine),
        "the wide half": lambda: chance.randint(spine + 1, people),
    }
    for strategy in STRATEGIES:
        for where, draw in below.items():
            taken = [_placed(draw(), strategy) for _ in range(times)]
            _show(f"{strategy} below {where}", taken)
    _moves(people, spine)


def _fill(tree_id: int, people: int, spine: int) -> None:
    values = {"n": people, "tree": tree_id, "spine": spine}
    _run("SET session_replication_role = replica")
    for sql in (PEOPLE, PLACES, NEXT.format(table="distributor"), NEXT.format(table="position")):
        _run(sql, values)
    _run("SET session_replication_role = origin")
    _run("ANALYZE")


def _placed(enroller_id: int, strategy: str) -> float:
    """How long the placement takes of somebody who has just enrolled, which is not timed."""
    from django.db import transaction
    from django.utils import timezone

    from saleor_mlm.models import Distributor
    from saleor_mlm.services import placing

    with transaction.atomic():
        code = f"X{random.getrandbits(60):x}"
        person = Distributor.objects.create(
            code=code, display_name=code, enroller_id=enroller_id, joined_at=timezone.now()
        )
        wish = placing.Wish("binary", strategy=strategy)
        return _timed(lambda: placing.admit(person, [wish], actor="bench"))


def _moves(people: int, spine: int) -> None:
    """About an eighth of the wide half; then half of the spine."""
    from saleor_mlm.services import position_moves
    from saleor_mlm.services.position_moves import Wanted

    leaves = iter(range(people - 1, 0, -3))
    for name, who in (("an eighth of the wide half", spine + 8), ("half the spine", spine // 2)):
        taken = []
        for slot in (1, 2, 1):
            wanted = Wanted(who, next(leaves), slot, True, "bench", "bench")
            taken.append(_timed(lambda wanted=wanted: position_moves.move(wanted)))
        _show(f"move {name}", taken)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _run(sql: str, values: dict[str, int] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _show(name: str, taken: list[float]) -> None:
    taken = sorted(taken)
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"{name:40} p50 {p50:9.2f} ms  p95 {p95:9.2f} ms", flush=True)


if __name__ == "__main__":
    main()
