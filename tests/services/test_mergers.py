"""Two distributors who are one person: from then on one goes on for both, and nothing before it
changes."""

from datetime import timedelta

import pytest
from saleor.account.models import User

from saleor_mlm.models import (
    Attribution,
    CommissionLine,
    CommissionRun,
    Distributor,
    EnrollerChange,
    Estimate,
    Event,
    StatusChange,
)
from saleor_mlm.services import (
    claims,
    customer_moves,
    enroller_requests,
    enrolment,
    genealogy,
    mergers,
    recalculations,
    runs,
    sales,
    vouchers,
)
from saleor_mlm.services.enroller_changes import Wish
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import Placed, pay, stands

pytestmark = pytest.mark.django_db
TENTH = NOVEMBER + timedelta(days=9)
DECEMBER = NOVEMBER + timedelta(days=30)


def merge(duplicate="BOB", kept="DORA"):
    return mergers.merge(duplicate, kept, "one person", "user:1")


def refused(duplicate, kept, reason="one person"):
    with pytest.raises(MlmError) as error:
        mergers.merge(duplicate, kept, reason, "user:1")
    return error.value.code, error.value.field


def test_the_team_of_the_duplicate_is_the_kept_ones(people, company, time):
    ed = company.join("Ed", people["Bob"])

    merge()

    below = Distributor.objects.filter(enroller=people["Dora"]).order_by("id")
    assert list(below) == [people["Carol"], ed]
    bob = Distributor.objects.get(code="BOB")
    assert (bob.status, bob.enroller) == ("ended", people["Alice"])
    ended = StatusChange.objects.filter(distributor=bob).last()
    assert (ended.status, ended.reason) == ("ended", "merged into DORA: one person")
    reasons = EnrollerChange.objects.filter(enroller=people["Dora"]).values_list("reason", "actor")
    assert set(reasons) == {("merged: one person", "user:1")}
    assert Event.objects.filter(kind="distributor.merged").count() == 1


def test_codes_and_old_links_of_the_duplicate_lead_to_the_kept(people, time):
    visited = claims.visit("bob", "us")

    merge()

    assert genealogy.by_code("Bob") == people["Dora"]
    assert claims.visit("bob", "us")[0] == people["Dora"]
    assert visited[0] == people["Bob"]


def test_customers_of_the_duplicate_are_the_kept_ones_and_stay(people, channel, time):
    customer = User.objects.create(email="eve@example.com").pk
    before = Placed(channel, TENTH, code="BOB", user_id=customer).pay(TENTH)
    sales.reconcile(before.id)

    merge()
    time.now += timedelta(days=1)
    after = Placed(channel, time.now, user_id=customer).pay(time.now)
    sales.reconcile(after.id)

    assert (stands(before), stands(after)) == ({"Bob": 20}, {"Dora": 20})
    assert Attribution.objects.get(order_id=after.id).source == "customer_of_record"
    assert customer_moves.record_of(customer).distributor == people["Dora"].id


def test_an_order_from_before_it_that_is_read_after_it_is_the_duplicates(people, channel, time):
    vouchers.assign("BOBS10", "BOB", "user:1")
    with time.at(TENTH):
        vouchers.assign("TEA", "BOB", "user:1")
    placed = Placed(channel, TENTH + timedelta(days=1)).pay(TENTH + timedelta(days=1))
    placed.row.voucher_code = "TEA"
    placed.row.save(update_fields=["voucher_code"])
    merge()

    sales.reconcile(placed.id)

    assert stands(placed) == {"Bob": 20}


def test_what_the_duplicates_account_buys_is_an_own_purchase_of_the_kept(people, channel, time):
    account = User.objects.create(email="bob@example.com").pk
    Distributor.objects.filter(id=people["Bob"].id).update(user_id=account)
    merge()

    placed = Placed(channel, time.now, user_id=account).pay(time.now)
    sales.reconcile(placed.id)

    found = Attribution.objects.get(order_id=placed.id)
    assert (found.distributor, found.own) == (people["Dora"], True)


def test_nothing_of_a_committed_period_changes_and_the_open_one_ends_with_it(people, company, time):
    company.sell(people["Carol"], "100.00", at=TENTH)
    time.now = DECEMBER + timedelta(days=1)
    run = runs.commit("2026-11", "test")
    company.sell(people["Carol"], "50.00")
    company.sell(people["Bob"], "10.00")
    time.now += timedelta(days=1)

    merge()

    runs.estimate()
    assert recalculations.recalculated(CommissionRun.objects.get()).sha256 == run.result_sha256
    assert pay(CommissionLine) == {"Carol": 1000, "Bob": 500, "Alice": 250}
    assert pay(Estimate) == {"Carol": 500, "Dora": 250, "Bob": 100, "Alice": 50}


def test_the_kept_may_be_above_and_never_below(people):
    assert refused("ALICE", "CAROL") == ("CYCLE", "duplicateCode")

    merge("CAROL", "ALICE")

    assert genealogy.by_code("carol") == people["Alice"]


def test_three_in_a_row_lead_to_the_last(people):
    merge("CAROL", "DORA")
    merge("DORA", "BOB")

    assert genealogy.by_code("CAROL") == people["Bob"]
    assert refused("CAROL", "BOB") == ("UNCHANGED", "duplicateCode")


def test_what_cannot_be_is_refused_and_nothing_is_written(people, time):
    rows = EnrollerChange.objects.count()
    scheduled = enroller_requests.change(
        Wish(people["Carol"], people["Dora"], DECEMBER), "r", "user:1"
    )

    assert refused("NOBODY", "DORA") == ("CODE_UNKNOWN", "duplicateCode")
    assert refused("BOB", "NOBODY") == ("CODE_UNKNOWN", "keptCode")
    assert refused("BOB", "BOB") == ("UNCHANGED", "duplicateCode")
    assert refused("BOB", "DORA", " ") == ("REQUIRED", "reason")
    assert refused("CAROL", "BOB") == ("REQUEST_OPEN", "duplicateCode")
    assert refused("DORA", "BOB") == ("REQUEST_OPEN", "duplicateCode")
    assert refused("DORA", "CAROL") == ("CYCLE", "duplicateCode")
    enroller_requests.withdraw(scheduled.id, None, "user:1")
    enrolment.end("DORA", "left", "user:1")
    assert refused("BOB", "DORA") == ("CODE_ENDED", "keptCode")
    assert EnrollerChange.objects.count() == rows + 2
