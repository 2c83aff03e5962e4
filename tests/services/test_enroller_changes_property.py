"""Whatever is asked for, in whatever order and of whatever day: at every instant the links are a
forest, a change is refused if and only if a slow replay finds that it would not be one, and the
pointer is what the rows say of now."""

import random
from datetime import timedelta

import pytest

from saleor_mlm.models import Distributor, EnrollerChange
from saleor_mlm.services import as_of, enroller_changes, enroller_requests
from saleor_mlm.services.as_of import AsOf
from saleor_mlm.services.enroller_changes import Wish
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER

pytestmark = pytest.mark.django_db
PEOPLE = 6
STEPS = 40


class Forest:
    """The rows, kept a second time, and replayed slowly."""

    def __init__(self, company):
        self.people = [company.join(f"P{number}") for number in range(PEOPLE)]
        self.rows = [(person.joined_at, 0, person.id, None) for person in self.people]

    def add(self, at, who, enroller_id):
        self.rows.append((at, len(self.rows), who.id, enroller_id))

    def links(self, rows, at):
        ruling = sorted((row for row in rows if row[0] <= at), key=lambda row: row[:2])
        return {who: enroller for _, _, who, enroller in ruling}

    def would_be_one(self, at, who, enroller_id):
        rows = [*self.rows, (at, len(self.rows), who.id, enroller_id)]
        instants = {row[0] for row in rows if row[0] >= at}
        return all(is_forest(self.links(rows, instant)) for instant in instants)


def is_forest(links):
    for who in links:
        above, seen = links[who], {who}
        while above is not None:
            if above in seen:
                return False
            seen.add(above)
            above = links[above]
    return True


def asked(wish):
    """The request, or the code of its refusal."""
    try:
        return enroller_requests.change(wish, "r", "user:1")
    except MlmError as error:
        return error.code


@pytest.mark.parametrize("seed", range(6))
def test_at_every_instant_the_links_are_a_forest(seed, company, time):
    chance = random.Random(seed)
    forest, refused = Forest(company), set()
    for _ in range(STEPS):
        time.now += timedelta(hours=chance.randrange(1, 12))
        enroller_changes.put_due_into_force()
        who, enroller = chance.choice(forest.people), chance.choice([*forest.people, None])
        day = NOVEMBER + timedelta(days=chance.randrange(0, 60))
        at = chance.choice([None, day])
        enroller_id = enroller.id if enroller else None
        allowed = who != enroller and forest.would_be_one(at or time.now, who, enroller_id)
        outcome = asked(Wish(who, enroller, at))
        if isinstance(outcome, str):
            refused.add(outcome)
            assert outcome != "CYCLE" or not allowed
            continue
        assert allowed
        forest.add(outcome.change.effective_at, who, enroller_id)

    assert refused <= {"CYCLE", "UNCHANGED", "REQUEST_OPEN"}
    changed = {row[0] for row in forest.rows}
    for at in changed:
        found = {
            person.id: as_of.of_one(as_of.ENROLLER, person.id, AsOf(at)) for person in forest.people
        }
        assert {who: row[0] for who, row in found.items()} == forest.links(forest.rows, at)
    pointers = dict(Distributor.objects.values_list("id", "enroller_id"))
    assert pointers == forest.links(forest.rows, time.now)
    assert EnrollerChange.objects.count() == len(forest.rows)
