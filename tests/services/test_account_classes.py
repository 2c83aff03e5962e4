"""What somebody is to the company counts from its own instant on, in a run too."""

from datetime import timedelta

import pytest
from saleor.account.models import User

from saleor_mlm.models import AccountClassChange, CommissionLine, CommissionRun, Estimate
from saleor_mlm.services import account_classes, enrolment, plans, recalculations, runs
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER

pytestmark = pytest.mark.django_db
DECEMBER = NOVEMBER + timedelta(days=30)
PLAN = """
plan: level
name: By class
time_zone: UTC
period: month
rounding: half-even
words:
  classes: [retail, preferred, distributor, house]
tests:
  agreed: {kind: class, one_of: [distributor]}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    rates:
      by: level
      rows:
        - {by: buyer-class, rows: {retail: 20 %, preferred: 10 %, distributor: 5 %, other: 0 %}}
    payee: agreed
    compression: none
"""


@pytest.fixture
def alice(company, in_force):
    """A plan that pays a seller 20 % of what retail customers buy, 10 % of preferred, 5 % of
    distributors, as long as the seller is a distributor."""
    in_force()
    plans.publish(PLAN, NOVEMBER.date(), "test")
    return company.join("Alice")


@pytest.fixture
def cora():
    return User.objects.create(email="cora@example.com", is_active=True).pk


def upgrade(user_id, wanted, at=None, reason="asked for it"):
    return account_classes.change(user_id, wanted, at, reason, "staff:1")


def amounts(model=Estimate):
    return list(model.objects.order_by("id").values_list("amount_minor", flat=True))


def test_a_sale_counts_by_what_the_buyer_was_at_its_volume_date(company, alice, cora, time):
    for days in (3, 10):
        company.sell(alice, "100", at=NOVEMBER + timedelta(days=days), customer=cora)
    company.sell(alice, "100", at=NOVEMBER + timedelta(days=10))

    upgrade(cora, "preferred", NOVEMBER + timedelta(days=7))
    runs.estimate()

    assert sorted(amounts()) == [10_00, 20_00, 20_00]


def test_a_committed_run_stays_what_it_was_whatever_is_found_out_later(company, alice, cora, time):
    company.sell(alice, "100", at=NOVEMBER + timedelta(days=10), customer=cora)
    upgrade(cora, "preferred", NOVEMBER + timedelta(days=7))
    time.now = DECEMBER + timedelta(hours=1)
    runs.commit("2026-11", "test")

    AccountClassChange.objects.create(
        user_id=cora,
        account_class="retail",
        effective_at=NOVEMBER + timedelta(days=8),
        recorded_at=time(),
    )

    assert amounts(CommissionLine) == [10_00]
    assert recalculations.recalculated(CommissionRun.objects.get()).fine is True


def test_who_enrols_is_a_distributor_from_then_on_and_a_customer_after_the_end(
    company, alice, cora, time
):
    before = time()
    time.now += timedelta(days=1)
    made = enrolment.enroll(user_id=cora, enroller_code="ALICE", display_name="Cora", actor="test")
    joined = time()
    time.now += timedelta(days=1)
    enrolment.end(made.code, "left", "test")

    assert [classes(cora, at) for at in (before, joined, time())] == [
        "retail",
        "distributor",
        "retail",
    ]


def test_who_is_no_distributor_any_more_is_not_paid(company, alice, time):
    company.sell(alice, "100", at=NOVEMBER + timedelta(days=3))
    runs.estimate()
    paid = amounts()
    enrolment.end("ALICE", "left", "test")
    runs.estimate()

    assert (paid, amounts()) == ([20_00], [])


def test_a_house_account_is_one_from_the_change_on(company, cora, time):
    made = enrolment.enroll(user_id=cora, enroller_code=None, display_name="House", actor="t")
    time.now += timedelta(hours=1)

    upgrade(cora, "house")

    made.refresh_from_db()
    assert (made.house, classes(cora, time())) == (True, "house")
    assert classes(cora, time() - timedelta(seconds=1)) == "distributor"


def test_a_downgrade_ends_the_agreement(company, cora, time):
    made = enrolment.enroll(user_id=cora, enroller_code=None, display_name="Cora", actor="t")
    time.now += timedelta(hours=1)

    upgrade(cora, "preferred")

    made.refresh_from_db()
    assert (made.status, classes(cora, time())) == ("ended", "preferred")


@pytest.mark.parametrize(
    ("wanted", "at", "reason", "code", "field"),
    [
        ("distributor", None, "x", "NO_DISTRIBUTOR", "accountClass"),
        ("house", None, "x", "NO_DISTRIBUTOR", "accountClass"),
        ("retail", None, "x", "UNCHANGED", "accountClass"),
        ("preferred", None, " ", "REQUIRED", "reason"),
        ("preferred", NOVEMBER - timedelta(days=1), "x", "PERIOD_CLOSED", "effectiveAt"),
    ],
)
def test_what_cannot_be_is_refused(alice, cora, wanted, at, reason, code, field):
    with pytest.raises(MlmError) as refused:
        upgrade(cora, wanted, at, reason)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not AccountClassChange.objects.filter(user_id=cora).exists()


def test_an_agreement_changes_at_once_or_not_at_all(company, cora, time):
    enrolment.enroll(user_id=cora, enroller_code=None, display_name="Cora", actor="t")

    with pytest.raises(MlmError) as refused:
        upgrade(cora, "retail", time() + timedelta(days=1))

    assert refused.value.code == "ONLY_NOW"


def classes(user_id, at):
    return account_classes.of_users([user_id], at)[user_id]
