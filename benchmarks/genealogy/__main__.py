"""`make bench-genealogy`: a store of its own is filled and measured; the tables go into the docs.

A PostgreSQL is made for it, as it comes, that writes every commit to disk; it is thrown away.
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from saleor_sandbox import folder, postgres

from . import company, measure
from .company import ENROLLER, HEAD_OF_LEG, TREE, Accounts, Company
from .measure import Row, timed

DOCS = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- bench-genealogy -->", "<!-- /bench-genealogy -->"
MILLION = 1_000_000
ASKED_A_SECOND = 1_000
ENROLMENTS_HEAD = (
    "| enrolments, all checks on | a second | p50 | p95 | of it Python's processor time |\n"
    "| --- | --- | --- | --- | --- |"
)
ACCOUNTS_PER_TIME = 120


def main() -> None:
    options = _options()
    with postgres.throw_away(durable=True) as url:
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.tests.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        lines = []
        for line in _page(options.people, options.times, peers=not options.without_peers):
            print(line, flush=True)
            lines.append(line)
    if options.people == MILLION:
        _into_docs("\n".join(lines))


def _page(people: int, times: int, *, peers: bool) -> Iterator[str]:
    from . import floor, moving, reading

    made = company.make(people, ACCOUNTS_PER_TIME * times, sales=people // 2)
    accounts = Accounts(people + 1)
    yield from _enrolments(made, accounts, times)
    yield f"\n{measure.HEAD}"
    yield from map(str, _snapshots(ENROLLER, times))
    yield from map(str, reading.rows(people, times))
    yield str(reading.over_graphql(times))
    yield from map(str, _under_changes(made, accounts, times))
    yield str(moving.of_enroller(made, max(5, times // 10)))
    yield from map(str, floor.rows(people, folder.throw_away_folder(), times))
    yield ""
    yield from reading.combinations(reading.heads(people), max(10, times // 10))
    if peers:
        yield from _peers(made, accounts, times)
    yield from _binary(made, accounts, times)


def _enrolments(made: Company, accounts: Accounts, times: int) -> Iterator[str]:
    """By two writers and by eight, and by two that do not wait for the disk."""
    yield ENROLMENTS_HEAD
    yield _enrolled("two writers", made, accounts.take(20 * times), 2)
    yield _enrolled("eight writers", made, accounts.take(20 * times), 8)
    _wait_for_disk(False)
    yield _enrolled("two writers, no wait for the disk", made, accounts.take(20 * times), 2)
    _wait_for_disk(True)


def _binary(made: Company, accounts: Accounts, times: int) -> Iterator[str]:
    """What a placement tree costs."""
    from . import moving

    company.add_binary(made)
    yield f"\n{ENROLMENTS_HEAD}"
    yield _enrolled("two writers, into the binary too", made, accounts.take(5 * times), 2)
    yield f"\n{measure.HEAD}"
    yield from map(str, _snapshots(TREE, times))
    yield from map(str, moving.in_binary(made, max(5, times // 10)))


def _enrolled(name: str, made: Company, accounts: range, writers: int) -> str:
    from . import enrolling

    run = enrolling.by_writers(made, accounts, writers)
    times = Row(name, run.taken_ms)
    shown = name if run.rate >= ASKED_A_SECOND else f"**{name}**"
    cells = [f"{run.rate:.0f}", *map(measure.in_ms, (times.p50, times.p95, run.python_ms))]
    return f"| {shown} | " + " | ".join(cells) + " |"


def _wait_for_disk(wanted: bool) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER SET synchronous_commit = {wanted}")


def _snapshots(tree: str, times: int) -> Iterator[Row]:
    from saleor_mlm.services import team_snapshots

    repeats = max(3, times // 20)
    taken = timed(lambda: team_snapshots.make(tree), repeats)
    yield Row("a fresh snapshot", taken, 3000)
    snapshot = team_snapshots.newest(tree)
    taken = timed(lambda: team_snapshots._read(snapshot), repeats)
    yield Row("reading it, once for each process", taken)


def _under_changes(made: Company, accounts: Accounts, times: int) -> Iterator[Row]:
    """A tree is counted anew after 2,000 changes: the most that is laid over it, as a rule."""
    from . import enrolling, reading

    def enrol() -> None:
        enrolling.one(made, accounts.take(1)[0], 1)

    yield reading.after_changes("", times // 4, enrol)
    for _ in range(9 * times):
        enrol()
    yield reading.after_changes(f", {9 * times:,} others before", times // 4, enrol)


def _peers(made: Company, accounts: Accounts, times: int) -> Iterator[str]:
    """On the tree as it is after the moves; its tables are gone afterwards."""
    from saleor_mlm.services import team, team_snapshots

    from . import moving, peers
    from .ours import Ours

    team_snapshots.make(ENROLLER)
    tree = team.read().now.tree.columns
    ours = Ours(made, iter(accounts.take(10 * times)))
    yield ""
    yield from peers.rows(ours, tree, HEAD_OF_LEG, moving.targets(made, 10))
    peers.drop()


def _into_docs(tables: str) -> None:
    """Put the tables in the place of those of the last time."""
    page = DOCS.read_text()
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    DOCS.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=MILLION)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--without-peers", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
