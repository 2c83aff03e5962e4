"""A snapshot and a writer at the same time."""

import threading

import pytest
from django.db import connection, transaction

from saleor_mlm.services import team, team_snapshots

from .test_team import below, volume

pytestmark = pytest.mark.usefixtures("committed_db")


def test_what_is_committed_late_is_not_lost(company, people):
    """Given a sale written before, but committed after, another that a snapshot counts, then both
    are counted: the snapshot waits for the first."""
    team_snapshots.make("enroller")
    written, made = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                company.sell(people["Bob"], "3")
                company.join("Eve", people["Bob"])
                written.set()
                made.wait(0.2)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    written.wait(10)
    company.sell(people["Bob"], "4")
    team_snapshots.make("enroller")
    made.set()
    writer.join(10)
    reading = team.read()

    assert volume(reading, people["Alice"]) == 7.0
    assert below(reading, people["Alice"]) == ["BOB", "CAROL", "EVE"]
