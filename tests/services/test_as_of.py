"""Reading as of any date, on both axes, equals a slow replay of random histories; tree by tree."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from saleor_mlm.models import (
    AccountClassChange,
    Distributor,
    EnrollerChange,
    PlacementTree,
    Position,
    PositionChange,
    StatusChange,
)
from saleor_mlm.services import as_of
from saleor_mlm.services.as_of import AsOf

from .conftest import NOVEMBER

PEOPLE = 7
DAYS = 9
READINGS = 25


@dataclass(frozen=True)
class Fact:
    """A row as a test remembers it; `id` as the database numbered it."""

    id: int
    subject: int
    above: int | None
    says: tuple
    effective_at: datetime
    recorded_at: datetime


def replay(facts, subject, at, known_at=None, known_id=None):
    """Slowly: play every fact that was known, in the order in which they rule."""
    ruling = None
    for fact in sorted(facts, key=lambda fact: (fact.effective_at, fact.id)):
        known = known_at is None or fact.recorded_at <= known_at
        counted = known_id is None or fact.id <= known_id
        if fact.subject == subject and known and counted and fact.effective_at <= at:
            ruling = fact
    return ruling


def replayed_above(facts, subject, **axes):
    found = []
    ruling = replay(facts, subject, **axes)
    while ruling and ruling.above is not None:
        found.append(ruling.above)
        ruling = replay(facts, ruling.above, **axes)
    return found


def said(ruling):
    return ruling.says if ruling else None


def day(number):
    return NOVEMBER + timedelta(days=number)


class Histories:
    """Random facts in all four tables. Nobody is ever below somebody with a greater key, so that
    the trees are trees at every instant; the dates are drawn from few, so that many coincide."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.people = [self.person(number) for number in range(PEOPLE)]
        tree = PlacementTree.objects.create(name="binary", width=2, created_at=NOVEMBER)
        self.positions = [
            Position.objects.create(
                tree=tree, distributor_id=who, state="placed", created_at=NOVEMBER
            ).id
            for who in self.people
        ]
        self.status, self.klass, self.enroller, self.position = [], [], [], []
        for row in EnrollerChange.objects.filter(distributor__in=self.people):
            self.enroller.append(fact(row, row.distributor_id, row.enroller_id))
        for _ in range(25):
            self.change()

    def person(self, number):
        return Distributor.objects.create(
            code=f"P{number}-{self.chance.random()}"[:32], display_name="P", joined_at=day(0)
        ).id

    def change(self):
        dates = {
            "effective_at": day(self.chance.randrange(DAYS)),
            "recorded_at": day(self.chance.randrange(DAYS)),
        }
        number = self.chance.randrange(PEOPLE)
        above = self.chance.choice([None, *range(number)])
        who, slot = self.people[number], self.chance.randrange(1, 3)
        status = self.chance.choice(["active", "suspended", "ended"])
        row = StatusChange.objects.create(distributor_id=who, status=status, **dates)
        self.status.append(fact(row, who, status))
        klass = self.chance.choice(["retail", "preferred", "distributor"])
        row = AccountClassChange.objects.create(
            user_id=number, distributor_id=who, account_class=klass, **dates
        )
        self.klass.append(fact(row, number, klass))
        parent = None if above is None else self.people[above]
        row = EnrollerChange.objects.create(distributor_id=who, enroller_id=parent, **dates)
        self.enroller.append(fact(row, who, parent, above=parent))
        place = None if above is None else self.positions[above]
        row = PositionChange.objects.create(
            position_id=self.positions[number],
            distributor_id=who,
            state="placed",
            parent_id=place,
            slot=slot,
            **dates,
        )
        self.position.append(
            fact(row, self.positions[number], who, "placed", place, slot, above=place)
        )


def fact(row, subject, *says, above=None):
    return Fact(row.id, subject, above, says, row.effective_at, row.recorded_at)


def axes(chance, facts):
    found = {"at": day(chance.randrange(-1, DAYS))}
    which = chance.randrange(3)
    if which == 0:
        found["known_at"] = day(chance.randrange(-1, DAYS))
    if which == 1:
        found["known_id"] = chance.choice(facts).id
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_every_table_reads_like_a_slow_replay(seed):
    past = Histories(seed)
    tables = [
        (as_of.STATUS, past.status, past.people),
        (as_of.ENROLLER, past.enroller, past.people),
        (as_of.POSITION, past.position, past.positions),
        (as_of.CLASS_OF_USER, past.klass, range(PEOPLE)),
    ]

    for changes, facts, subjects in tables:
        for _ in range(READINGS):
            when = axes(past.chance, facts)
            slow = {one: said(replay(facts, one, **when)) for one in subjects}
            alone = {one: as_of.of_one(changes, one, AsOf(**when)) for one in subjects}
            at_once = {row[0]: row[1:] for row in as_of.of_all(changes, AsOf(**when))}

            assert alone == slow
            assert at_once == {one: value for one, value in slow.items() if value is not None}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_trees_read_like_a_slow_replay(seed):
    past = Histories(seed)
    trees = [
        (as_of.ENROLLER, past.enroller, past.people),
        (as_of.POSITION, past.position, past.positions),
    ]

    for changes, facts, subjects in trees:
        for _ in range(READINGS):
            when = axes(past.chance, facts)
            lines = {one: replayed_above(facts, one, **when) for one in subjects}

            for one in subjects:
                team = [(who, line.index(one) + 1) for who, line in lines.items() if one in line]
                assert as_of.above(changes, one, AsOf(**when)) == lines[one]
                assert as_of.above(changes, one, AsOf(**when), levels=2) == lines[one][:2]
                assert as_of.below(changes, one, AsOf(**when)) == sorted(
                    team, key=lambda row: (row[1], row[0])
                )
                assert as_of.below(changes, one, AsOf(**when), levels=1) == sorted(
                    row for row in team if row[1] == 1
                )


@pytest.mark.django_db
def test_the_first_link_is_there_with_the_person(company):
    alice = company.join("Alice")
    bob = company.join("Bob", alice)
    EnrollerChange.objects.create(
        distributor=bob, enroller=None, effective_at=day(3), recorded_at=day(3)
    )

    assert as_of.first_of_all(as_of.ENROLLER) == [(alice.id, None), (bob.id, alice.id)]
    assert as_of.of_one(as_of.ENROLLER, bob.id, AsOf(day(0) - timedelta(seconds=1))) is None
    assert as_of.of_one(as_of.ENROLLER, bob.id, AsOf(day(0))) == (alice.id,)
    assert as_of.of_one(as_of.ENROLLER, bob.id, AsOf(day(3))) == (None,)


@pytest.mark.django_db
def test_what_was_known_later_was_not_known_then(company):
    """On day 5 staff writes down that Bob was under nobody from day 2 on."""
    alice = company.join("Alice")
    bob = company.join("Bob", alice)
    EnrollerChange.objects.create(
        distributor=bob, enroller=None, effective_at=day(2), recorded_at=day(5)
    )

    def known(at, known_at):
        return as_of.above(as_of.ENROLLER, bob.id, AsOf(day(at), known_at=day(known_at)))

    assert known(at=3, known_at=4) == [alice.id]
    assert known(at=3, known_at=5) == []
    assert known(at=1, known_at=5) == [alice.id]
