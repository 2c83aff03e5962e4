"""What it takes to bring a whole network in from a file, again, and out to one.

PEOPLE people below one another, in a binary too with `--tree`, with accounts that are there already
(or `--create-customers`). A PostgreSQL of its own is made for it and thrown away. Seconds, wall
clock, of each step; a bare loop of PostgreSQL's own tells how busy the machine was.
"""

import argparse
import datetime
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from saleor_sandbox import postgres

COLUMNS = "code,email,name,enroller,joined,status,ended,country"
FIRST_DAY, DAYS = datetime.date(2020, 1, 1), 1_800
ACCOUNTS = """
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT 'c' || i || '@example.org' AS email, 'C' || i AS name, NULL::bigint AS id
FROM generate_series(1, %s) i
"""
LOOP = "SELECT count(*) FROM generate_series(1, 5000000)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--tree", action="store_true", help="a binary beside the enroller tree")
    parser.add_argument("--create-customers", action="store_true")
    options = parser.parse_args()
    with postgres.throw_away() as url, tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.tests.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        file = Path(folder) / "network.csv"
        file.write_text("".join(lines(options.people, options.tree)))
        _bench(options, file)


def lines(people: int, in_a_tree: bool) -> Iterator[str]:
    """A network file: who came later stands below some of who came before."""
    chance = random.Random(1)
    yield COLUMNS + (",tree:binary,slot:binary\n" if in_a_tree else "\n")
    for number in range(1, people + 1):
        above = f"C{chance.randrange(max(1, number // 20), number):03}" if number > 1 else ""
        day = FIRST_DAY + datetime.timedelta(days=number * DAYS // people)
        ended = "ended,2025-06-01" if number % 20 == 0 else "active,"
        country = chance.choice(["DE", "US", "JP", ""])
        name = f"{chance.choice(['Anna', 'Bert', 'Carla'])} {number}"
        email = f"c{number}@example.org"
        place = f",C{number // 2:03},{1 + number % 2}" if number > 1 else ",,"
        row = f"C{number:03},{email},{name},{above},{day},{ended},{country}"
        yield row + (place if in_a_tree else "") + "\n"


def _bench(options: argparse.Namespace, file: Path) -> None:
    from saleor_mlm.adapters import host
    from saleor_mlm.services import network_exports, network_imports, placement_trees
    from saleor_mlm.services.network_imports import Files

    if options.tree:
        placement_trees.create("binary", 2)
    with host.writer():
        if not options.create_customers:
            _open_accounts(options.people)
        print(f"5,000,000 rows counted     {_timed(lambda: _run(LOOP)):7.2f} s")
        for what in ("taken in", "taken in again"):
            steps = _Steps()
            taken = _timed(
                lambda steps=steps: network_imports.take_in(
                    Files(file), options.create_customers, "benchmark", steps.note
                )
            )
            steps.note("", None)
            print(f"{what:26} {taken:7.2f} s")
            for step, seconds in steps.seconds.items():
                print(f"    {step:36} {seconds:7.2f} s")
        out = Files(file.with_name("out.csv"))
        written = _timed(lambda: network_exports.write(out, lambda *_: None))
        print(f"{'written':26} {written:7.2f} s")


class _Steps:
    """How long each step of an import took, by what it says it is at."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._since = "", 0.0

    def note(self, step: str, _: float | None) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = step, now


def _open_accounts(people: int) -> None:
    from django.db import connection, transaction

    from saleor_mlm.services import accounts

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, [people])
        accounts.open_accounts("wanted")


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
