"""Teams as they are read: the same as walking everybody, whatever has changed since a snapshot."""

import random
from datetime import timedelta

import numpy as np
import pytest

from saleor_mlm.engine.team_figures import figures
from saleor_mlm.engine.team_pages import Sort, Wanted, page
from saleor_mlm.models import (
    Distributor,
    PersonChoice,
    PlacementTree,
    Position,
    SaleLine,
    TeamChange,
    TeamSnapshot,
)
from saleor_mlm.services import runs, team, team_snapshots

from .conftest import NOVEMBER

pytestmark = pytest.mark.django_db


def labels(reading, person):
    found = reading.now.label(person.id)
    assert found is not None
    return found


def below(reading, person):
    """Codes of everybody below, by name."""
    now = reading.now
    found = page(now, now.team(labels(reading, person)), None, Wanted(Sort.NAME, limit=100))
    ids = now.columns.values("distributor", np.array([row[1] for row in found], np.int32))
    codes = dict(Distributor.objects.values_list("id", "code"))
    return [codes[number] for number in ids.tolist()]


def volume(reading, person):
    now = reading.now
    label = labels(reading, person)
    return now.team_volume_e4(label, now.team(label)) / 10_000


def test_what_happened_after_the_snapshot_is_there_at_once(company, people):
    """Given a snapshot, when people join, move, are suspended and sell, then all of it shows."""
    company.sell(people["Carol"], "10")
    team_snapshots.make("enroller")
    before = team.read()
    assert (below(before, people["Alice"]), volume(before, people["Alice"])) == (
        ["BOB", "CAROL"],
        10.0,
    )

    eve = company.join("Eve", people["Carol"])
    company.sell(eve, "5.5")
    company.sell(people["Bob"], "1")
    Distributor.objects.filter(id=people["Carol"].id).update(
        enroller=people["Dora"], status="suspended"
    )
    after = team.read()

    assert TeamSnapshot.objects.count() == 1
    assert below(after, people["Alice"]) == ["BOB"]
    assert below(after, people["Dora"]) == ["CAROL", "EVE"]
    assert (volume(after, people["Alice"]), volume(after, people["Dora"])) == (1.0, 15.5)
    carol = figures(after.now, labels(after, people["Dora"]), 0)
    assert (carol.size, carol.active, carol.depth, carol.legs) == (2, 1, 2, 1)


@pytest.mark.parametrize("seed", range(6))
def test_random_histories_read_like_a_tree_counted_now(company, people, seed):
    """Given random changes between snapshots, when teams are read, then they are what walking all
    links gives, with a snapshot from long ago and with a new one."""
    draw = random.Random(seed)
    everybody = list(people.values())
    team_snapshots.make("enroller")
    for step in range(30):
        _something_happens(draw, company, everybody, step)
        if draw.random() < 0.1:
            team_snapshots.make("enroller")
    for _ in range(2):
        reading = team.read()
        for person in everybody:
            assert set(below(reading, person)) == set(_walked(person))
            assert volume(reading, person) == _sold([person.code, *_walked(person)])
        team_snapshots.make("enroller")


def _something_happens(draw, company, everybody, step):
    person = draw.choice(everybody)
    kind = draw.choice(["join", "move", "sell", "status"])
    if kind == "join":
        everybody.append(company.join(f"P{step}", draw.choice([person, None])))
    elif kind == "sell":
        line = company.sell(person, str(draw.randrange(1, 9)))
        if draw.random() < 0.3:
            company.give_back(line, "1")
    elif kind == "move":
        to = draw.choice(everybody)
        if to != person and to.code not in _walked(person):
            Distributor.objects.filter(id=person.id).update(enroller=to)
    else:
        Distributor.objects.filter(id=person.id).update(status=draw.choice(["active", "ended"]))


def _walked(person):
    found, wave = [], [person.id]
    while wave:
        rows = list(Distributor.objects.filter(enroller_id__in=wave).values_list("id", "code"))
        found += [code for _, code in rows]
        wave = [row[0] for row in rows]
    return found


def _sold(codes):
    rows = SaleLine.objects.filter(distributor__code__in=codes)
    return sum(rows.values_list("qv_e4", flat=True)) / 10_000


def test_only_what_the_open_period_counts_is_volume(time, company, people):
    """Given a sale of October that came in November, when October is committed, then it counts in
    November, as for the run."""
    company.sell(people["Bob"], "3")
    with time.at(NOVEMBER + timedelta(days=45)):
        runs.commit("2026-11", "test")
        company.sell(people["Carol"], "4")
        company.sell(people["Carol"], "7", at=NOVEMBER)
        team_snapshots.renew()
        company.sell(people["Carol"], "9", at=NOVEMBER)
        reading = team.read()

        assert reading.rules.period == "2026-12"
        assert volume(reading, people["Alice"]) == 20.0


def test_positions_are_nodes_of_their_own(company, people):
    """Given Carol with two positions in a placement tree, then she stands there twice, what she
    sells counts at the first, and a removed position is no longer there."""
    tree = PlacementTree.objects.create(name="binary", width=2, created_at=NOVEMBER)

    def place(person, parent, slot, number=1):
        return Position.objects.create(
            tree=tree,
            distributor=person,
            number=number,
            state="placed",
            parent=parent,
            slot=slot,
            created_at=NOVEMBER,
        )

    top = place(people["Alice"], None, None)
    left = place(people["Carol"], top, 1)
    team_snapshots.make("binary")
    right = place(people["Carol"], top, 2, number=2)
    below_right = place(people["Dora"], right, 1)
    company.sell(people["Carol"], "8")
    reading = team.read("binary")

    def whole(position):
        label = labels(reading, position)
        return reading.now.team_volume_e4(label, reading.now.team(label)) / 10_000

    assert below(reading, top) == ["CAROL", "CAROL", "DORA"]
    assert [whole(position) for position in (top, left, right)] == [8.0, 8.0, 0.0]
    assert reading.now.labels_of(people["Carol"].id) == [
        labels(reading, left),
        labels(reading, right),
    ]
    Position.objects.filter(id=below_right.id).update(state="removed", parent=None, slot=None)
    reading = team.read("binary")
    assert below(reading, top) == ["CAROL", "CAROL"]
    assert reading.now.label(below_right.id) is None


def test_texts_are_of_what_is_shown(people, monkeypatch):
    """Given a company that shows initials, when somebody chose to be shown by name, then that one
    alone is found by it."""
    monkeypatch.setattr(
        "saleor_mlm.adapters.switch.form", lambda: {"Names of distributors": "INITIALS"}
    )
    PersonChoice.objects.create(distributor=people["Carol"], name_shown=True, changed_at=NOVEMBER)
    team_snapshots.make("enroller")
    reading = team.read()
    lines = [reading.now.columns.line(labels(reading, person)) for person in people.values()]

    assert lines == ["a\talice", "b\tbob", "carol\tcarol", "d\tdora"]


def test_a_snapshot_is_made_anew_when_it_is_due_and_the_old_is_forgotten(time, company, people):
    team_snapshots.renew()
    team_snapshots.renew()
    assert TeamSnapshot.objects.count() == 1
    for minute in range(1, 5):
        with time.at(time.now + timedelta(minutes=2 * minute)):
            company.join(f"P{minute}", people["Bob"])
            team_snapshots.renew()

    assert TeamSnapshot.objects.count() == team_snapshots.KEPT
    assert TeamChange.objects.count() == 1
    assert len(below(team.read(), people["Bob"])) == 5
