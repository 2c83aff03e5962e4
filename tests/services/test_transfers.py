"""Inheritance and sale: the place stays, the owner is another, and pay is due to who earned it."""

from datetime import timedelta

import pytest
from saleor.account.models import User

from saleor_mlm.models import Attribution, Distributor, Event, PersonChoice, Transfer
from saleor_mlm.services import earnings, enrolment, owners, runs, sales, transfers
from saleor_mlm.services.errors import MlmError
from saleor_mlm.services.transfers import NewOwner

from .conftest import NOVEMBER
from .placed import Placed, stands

TENTH = NOVEMBER + timedelta(days=9)
DECEMBER = NOVEMBER + timedelta(days=30)


@pytest.fixture
def accounts(people):
    """Carol's account, her heir's, and Dora's who is a distributor herself."""
    found = {
        name: User.objects.create(email=f"{name}@example.com").pk
        for name in ("carol", "heir", "dora")
    }
    Distributor.objects.filter(code="CAROL").update(user_id=found["carol"])
    Distributor.objects.filter(code="DORA").update(user_id=found["dora"])
    return found


def give(user_id, at=None, name="Hana", code="CAROL"):
    owner = NewOwner(user_id, name, "company", "inheritance")
    return transfers.transfer(code, owner, at, "died", "user:1")


def refused(*arguments, **named):
    with pytest.raises(MlmError) as error:
        give(*arguments, **named)
    return error.value.code, error.value.field


@pytest.mark.django_db
def test_the_distributor_stays_and_the_owner_is_another(people, accounts, time):
    PersonChoice.objects.create(
        distributor=people["Carol"], name_shown=True, contact_shown=True, changed_at=time()
    )

    made = give(accounts["heir"])

    carol = Distributor.objects.get(id=people["Carol"].id)
    assert (carol.user_id, carol.display_name, carol.kind) == (accounts["heir"], "Hana", "company")
    assert (carol.code, carol.enroller, carol.joined_at) == ("CAROL", people["Bob"], NOVEMBER)
    assert (made.former_user_id, made.former_name, made.former_kind) == (
        accounts["carol"],
        "Carol",
        "person",
    )
    assert (made.effective_at, made.reason, made.actor) == (time(), "died", "user:1")
    assert not PersonChoice.objects.exists()
    assert Event.objects.filter(kind="distributor.transferred").count() == 1


@pytest.mark.django_db
def test_a_period_is_due_to_the_owner_at_its_last_instant(people, accounts, company, time):
    company.sell(people["Carol"], "100.00", at=TENTH)
    time.now = DECEMBER + timedelta(days=1)
    runs.commit("2026-11", "test")
    give(accounts["heir"])
    company.sell(people["Carol"], "50.00")
    runs.estimate()

    whose = {
        row.period: (row.owner_user_id, row.owner_name)
        for row in earnings.earnings(people["Carol"].id, None)
    }

    assert whose == {
        "2026-11": (accounts["carol"], "Carol"),
        "2026-12": (accounts["heir"], "Hana"),
    }


@pytest.mark.django_db
def test_whose_account_it_was_follows_the_transfers(people, accounts, time):
    give(accounts["heir"], at=TENTH)
    give(accounts["carol"], name="Carol again")

    carol, noon = people["Carol"], TENTH + timedelta(hours=12)
    before = TENTH - timedelta(microseconds=1)
    assert [owners.account_at(carol, at) for at in (before, TENTH, noon)] == [
        accounts["carol"],
        accounts["heir"],
        accounts["heir"],
    ]
    assert owners.account_at(Distributor.objects.get(id=carol.id), time()) == accounts["carol"]
    assert [owners.whose_account(accounts["carol"], at) for at in (before, noon, time())] == [
        carol,
        None,
        carol,
    ]
    assert [owners.whose_account(accounts["heir"], at) for at in (before, noon, time())] == [
        None,
        carol,
        None,
    ]


@pytest.mark.django_db
def test_what_the_former_owner_bought_before_it_was_an_own_purchase(
    people, accounts, channel, time
):
    placed = Placed(channel, TENTH, user_id=accounts["carol"]).pay(TENTH)
    give(accounts["heir"])
    after = Placed(channel, time(), user_id=accounts["carol"]).pay(time())

    sales.reconcile(placed.id)
    sales.reconcile(after.id)

    own = {row.order_id: row.own for row in Attribution.objects.all()}
    assert own == {placed.id: True, after.id: False}
    assert (stands(placed), stands(after)) == ({"Hana": 20}, {None: 20})


@pytest.mark.django_db
def test_what_cannot_be_is_refused_and_nothing_is_written(people, accounts, time):
    time.now = DECEMBER + timedelta(days=5)
    later = time() + timedelta(seconds=1)

    assert refused(accounts["dora"]) == ("ALREADY_ENROLLED", "user")
    assert refused(accounts["carol"]) == ("UNCHANGED", "user")
    assert refused(999_999) == ("USER_UNKNOWN", "user")
    assert refused(accounts["heir"], code="NOBODY") == ("CODE_UNKNOWN", "code")
    assert refused(accounts["heir"], name=" ") == ("REQUIRED", "displayName")
    assert refused(accounts["heir"], at=later) == ("TOO_LATE", "effectiveAt")
    assert refused(accounts["heir"], at=TENTH) == ("PERIOD_CLOSED", "effectiveAt")
    assert refused(accounts["heir"], at=NOVEMBER) == ("TOO_EARLY", "effectiveAt")
    enrolment.end("CAROL", "left", "user:1")
    assert refused(accounts["heir"]) == ("CODE_ENDED", "code")
    assert not Transfer.objects.exists()


def test_two_distributors_to_one_customer_at_once(committed_db, people, accounts, time, together):
    found = together(
        lambda: give(accounts["heir"], code="CAROL"), lambda: give(accounts["heir"], code="BOB")
    )

    assert sorted(getattr(one, "code", "made") for one in found) == ["ALREADY_ENROLLED", "made"]
