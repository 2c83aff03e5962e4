"""Who is asked before somebody's enroller changes, and what becomes of a wish."""

from datetime import timedelta

import pytest
from saleor.account.models import User
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.models import Distributor
from saleor_mlm.services import enroller_changes, enroller_requests, enrolment
from saleor_mlm.services.declared_settings import CONSENT_OF_NEW_ENROLLER, CONSENT_OF_OLD_ENROLLER
from saleor_mlm.services.enroller_changes import Wish
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER

pytestmark = pytest.mark.django_db
DECEMBER = NOVEMBER + timedelta(days=30)


@pytest.fixture
def team(people):
    """All can log in."""
    for name, person in people.items():
        person.user_id = User.objects.create(email=f"{name}@example.com".lower()).pk
        person.save(update_fields=["user_id"])
    return people


def ask(team, who="Carol", enroller="Dora", asker="Carol", at=None):
    wish = Wish(team[who], team[enroller], at)
    return enroller_requests.request(wish, "we agreed", team.get(asker), f"user:{asker}")


def answer(team, made, who, agrees=True):
    return enroller_requests.consent(made.id, team[who], agrees, f"user:{who}")


def enroller_of(person):
    return Distributor.objects.get(id=person.id).enroller


def said(made):
    return {(row.party, row.distributor.code, row.agrees) for row in made.consents.all()}


def code_of(act, *arguments):
    with pytest.raises(MlmError) as error:
        act(*arguments)
    return error.value.code


def test_a_wish_waits_for_all_three_and_holds_from_the_last_consent(team, time):
    made = ask(team)
    assert (made.state, made.needs) == ("waiting", ["person", "old_enroller", "new_enroller"])

    answer(team, made, "Dora")
    assert enroller_of(team["Carol"]) == team["Bob"]
    time.now += timedelta(days=1)
    made = answer(team, made, "Bob")

    assert (made.state, made.effective_at) == ("in_force", time())
    assert enroller_of(team["Carol"]) == team["Dora"]
    assert said(made) == {
        ("person", "CAROL", True),
        ("old_enroller", "BOB", True),
        ("new_enroller", "DORA", True),
    }


def test_a_no_ends_it(team):
    made = answer(team, ask(team), "Bob", agrees=False)

    assert made.state == "declined"
    assert code_of(answer, team, made, "Dora") == "SETTLED"
    assert enroller_of(team["Carol"]) == team["Bob"]
    assert ask(team).state == "waiting"


def test_agreed_before_its_day_it_is_scheduled_and_after_it_holds_at_once(team, time):
    early, late = ask(team, at=DECEMBER), ask(team, "Bob", "Dora", "Bob", at=DECEMBER)
    for name in ("Bob", "Dora"):
        early = answer(team, early, name)
    answer(team, late, "Alice")

    time.now = DECEMBER + timedelta(days=3)
    enroller_changes.put_due_into_force()
    late = answer(team, late, "Dora")

    assert (early.state, early.effective_at) == ("scheduled", DECEMBER)
    assert enroller_of(team["Carol"]) == team["Dora"]
    assert (late.state, late.effective_at) == ("in_force", time())


def test_staff_asks_for_somebody_and_that_one_is_asked_too(team):
    made = ask(team, asker="nobody")

    assert said(made) == set()
    assert {answer(team, made, name).state for name in ("Bob", "Dora")} == {"waiting"}
    assert answer(team, made, "Carol").state == "in_force"


def test_who_cannot_answer_is_not_asked(team, time):
    enrolment.end("BOB", "left", "user:1")
    Distributor.objects.filter(id=team["Dora"].id).update(user_id=None)

    assert ask(team).state == "in_force"


def test_the_merchant_says_whose_consent_is_needed(team):
    PluginConfiguration.objects.create(
        identifier="mlm.network",
        active=True,
        configuration=[
            {"name": CONSENT_OF_OLD_ENROLLER.form, "value": "false"},
            {"name": CONSENT_OF_NEW_ENROLLER.form, "value": "false"},
        ],
    )

    assert ask(team).state == "in_force"


def test_only_those_who_are_asked_know_of_it(team):
    made = ask(team)

    assert code_of(answer, team, made, "Alice") == "NOT_FOUND"
    assert code_of(enroller_requests.withdraw, made.id, team["Bob"], "user:Bob") == "NOT_FOUND"
    shown = {name: list(enroller_requests.concerning(team[name])) for name in team}
    assert shown == {"Alice": [], "Bob": [made], "Carol": [made], "Dora": [made]}


def test_one_wish_at_a_time_until_it_is_withdrawn(team):
    made = ask(team)

    assert code_of(ask, team, "Carol", "Alice") == "REQUEST_OPEN"
    made = enroller_requests.withdraw(made.id, team["Carol"], "user:Carol")

    assert made.state == "withdrawn"
    assert code_of(enroller_requests.withdraw, made.id, None, "user:1") == "SETTLED"
    assert ask(team, "Carol", "Alice").state == "waiting"


def test_only_staff_goes_back_in_time(team, time):
    assert code_of(ask, team, "Carol", "Dora", "Carol", NOVEMBER) == "TOO_EARLY"


def test_what_has_become_impossible_meanwhile_says_why(team):
    made = ask(team)
    answer(team, made, "Dora")
    enrolment.end("DORA", "left", "user:1")

    made = answer(team, made, "Bob")

    assert (made.state, made.fault) == (
        "impossible",
        "DORA takes nobody: the agreement is ended.",
    )
    assert enroller_of(team["Carol"]) == team["Bob"]
