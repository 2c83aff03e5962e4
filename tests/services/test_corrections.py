"""Staff corrects whose sale an order is: what is open moves, what a run has counted stays."""

from datetime import timedelta

import pytest
from django.db import transaction
from saleor.account.models import User

from saleor_mlm.models import (
    CommissionLine,
    CommissionRun,
    Correction,
    Estimate,
    OutboxEntry,
    SaleLine,
)
from saleor_mlm.services import (
    corrections,
    customer_moves,
    recalculations,
    runs,
    sales,
    undos,
)
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import Placed, pay, stands

PAID = NOVEMBER + timedelta(days=10)
DECEMBER = NOVEMBER + timedelta(days=32)
SENT = DECEMBER + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(people, channel):
    """A read order of 20.00 in November, paid and sent, by Carol's code or another's."""

    def place(code="CAROL", **more):
        order = Placed(channel, PAID, code=code, **more).pay(PAID).send(PAID)
        sales.reconcile(order.id)
        return order

    return place


def estimated():
    runs.estimate()
    return pay(Estimate)


def commit_november(time):
    time.now = DECEMBER
    return runs.commit("2026-11", "test")


def refused(act, *arguments):
    with pytest.raises(MlmError) as caught, transaction.atomic():
        act(*arguments)
    return caught.value.code


def test_an_order_that_is_nobodys_is_credited(sold, people):
    order = sold(code="")
    before = stands(order)

    made = corrections.credit(order.id, "carol", "called us", "user:1")

    assert (before, stands(order)) == ({None: 20}, {"Carol": 20})
    assert estimated() == {"Carol": 200, "Bob": 100, "Alice": 50}
    assert (made.before_distributor, made.distributor) == (None, people["Carol"])
    assert (made.kind, made.reason, made.actor) == ("credit", "called us", "user:1")


def test_a_move_reverses_each_line_and_writes_it_for_the_other(sold, people):
    order = sold()

    made = corrections.move(order.id, "DORA", "wrong link", "user:1")

    rows = SaleLine.objects.filter(order_id=order.id).order_by("seq")
    carol, dora = people["Carol"].id, people["Dora"].id
    assert list(rows.values_list("distributor", "kind", "cv_e4", "earned_e4")) == [
        (carol, "paid", 200_000, 0),
        (carol, "fulfilled", 0, 200_000),
        (carol, "fulfilled", 0, -200_000),
        (carol, "paid", -200_000, 0),
        (dora, "paid", 200_000, 0),
        (dora, "fulfilled", 0, 200_000),
    ]
    assert {row.volume_at for row in rows} == {PAID}
    assert [row.correction_id for row in rows] == [None, None, *[made.id] * 4]
    assert estimated() == {"Dora": 200}


def test_the_correction_wins_over_every_later_reading(people, channel):
    """Moved before it was paid: what comes then is for whom it was moved to."""
    order = Placed(channel, PAID, code="CAROL")
    corrections.move(order.id, "DORA", "wrong link", "user:1")

    order.pay(PAID).send(PAID)
    sales.reconcile(order.id)

    assert stands(order) == {"Dora": 20}


def test_a_refund_after_a_move_takes_back_from_the_new_one(sold):
    order = sold()
    corrections.move(order.id, "DORA", "wrong link", "user:1")

    order.give_back("5.00", PAID + timedelta(days=1))
    sales.reconcile(order.id)

    assert (stands(order), stands(order, "earned_e4")) == ({"Dora": 15}, {"Dora": 15})
    assert estimated() == {"Dora": 150}


def test_a_refunded_order_moves_with_its_refund(sold):
    order = sold()
    order.give_back("5.00", PAID + timedelta(days=1))
    sales.reconcile(order.id)

    corrections.move(order.id, "DORA", "wrong link", "user:1")

    assert stands(order) == {"Dora": 15}
    assert estimated() == {"Dora": 150}


def test_an_order_moves_with_its_refund_of_a_later_period(sold, time):
    """Neither period is committed; in December alone the old one gave back what he never had."""
    order = sold()
    time.now = SENT + timedelta(days=1)
    order.give_back("5.00", SENT)
    sales.reconcile(order.id)

    corrections.move(order.id, "DORA", "wrong link", "user:1")

    runs.estimate()
    assert pay(Estimate, period="2026-11") == {"Dora": 200}
    assert pay(Estimate, period="2026-12") == {"Dora": -50}


def test_an_excluded_order_is_nobodys_for_good(sold):
    order = sold()

    made = corrections.exclude(order.id, "staff's own test", "user:1")
    order.give_back("5.00", PAID + timedelta(days=1))
    sales.reconcile(order.id)

    assert stands(order) == {None: 15}
    assert (made.distributor, made.source, estimated()) == (None, "", {})


def test_after_the_commit_nothing_moves(sold, time):
    order = sold()
    commit_november(time)

    for act, *arguments in (
        (corrections.move, order.id, "DORA", "late", "user:1"),
        (corrections.exclude, order.id, "late", "user:1"),
    ):
        assert refused(act, *arguments) == "PERIOD_COMMITTED"
    assert not Correction.objects.exists()


def test_what_is_not_committed_yet_still_moves(people, channel, time):
    """Paid in November, sent in December: the month keeps its volume, the pay is for Dora."""
    order = Placed(channel, PAID, code="CAROL").pay(PAID)
    sales.reconcile(order.id)
    commit_november(time)

    corrections.move(order.id, "DORA", "wrong link", "user:1")
    order.send(SENT)
    sales.reconcile(order.id)

    assert (stands(order), stands(order, "earned_e4")) == ({"Carol": 20}, {"Dora": 20})
    assert estimated() == {"Dora": 200}


def test_a_refund_of_a_partly_committed_order_goes_to_each_for_what_is_his(people, channel, time):
    order = Placed(channel, PAID, code="CAROL").pay(PAID)
    sales.reconcile(order.id)
    commit_november(time)
    corrections.move(order.id, "DORA", "wrong link", "user:1")
    order.send(SENT).give_back("5.00", SENT + timedelta(days=1))
    sales.reconcile(order.id)
    refunded = (stands(order), stands(order, "earned_e4"))

    order.give_back("5.00", SENT + timedelta(days=2), kind="refund_reverse")
    sales.reconcile(order.id)

    assert refunded == ({"Carol": 15}, {"Dora": 15})
    assert (stands(order), stands(order, "earned_e4")) == ({"Carol": 20}, {"Dora": 20})


def test_a_refund_after_the_commit_reverses_what_was_paid_to_the_old_one(people, channel, time):
    """One parcel is committed with Carol, the other goes to Dora; the whole comes back."""
    order = Placed(channel, PAID, units=(1, 1), code="CAROL").pay(PAID).send(PAID)
    sales.reconcile(order.id)
    commit_november(time)
    corrections.move(order.id, "DORA", "wrong link", "user:1")
    order.send(SENT, line=1).give_back("20.00", SENT + timedelta(days=1))
    sales.reconcile(order.id)

    time.now = NOVEMBER + timedelta(days=62)
    run = runs.commit("2026-12", "test")

    assert pay(CommissionLine, run__period="2026-11") == {"Carol": 100, "Bob": 50, "Alice": 25}
    assert pay(CommissionLine, run=run) == {"Carol": -100, "Bob": -50, "Alice": -25}
    assert stands(order) == stands(order, "earned_e4") == {}
    for found in CommissionRun.objects.all():
        assert recalculations.recalculated(found).sha256 == found.result_sha256


def test_an_undo_lets_rule_what_ruled_before(sold, people):
    order = sold()
    made = corrections.move(order.id, "DORA", "wrong link", "user:1")

    undone = undos.undo(made.id, "was right", "user:2")

    assert stands(order) == {"Carol": 20}
    assert estimated() == {"Carol": 200, "Bob": 100, "Alice": 50}
    assert (undone.kind, undone.undoes, undone.source) == ("undo", made, "metadata")
    assert (undone.before_distributor, undone.distributor) == (people["Dora"], people["Carol"])

    undos.undo(undone.id, "no, wrong", "user:1")

    assert stands(order) == {"Dora": 20}


def test_only_the_newest_correction_is_undone(sold):
    order = sold()
    first = corrections.move(order.id, "DORA", "wrong link", "user:1")
    corrections.move(order.id, "ALICE", "or she", "user:1")

    assert refused(undos.undo, first.id, "back", "user:1") == "CORRECTED_SINCE"


def test_the_same_request_twice_is_one_correction(sold):
    order = sold()

    moves = {corrections.move(order.id, "DORA", "wrong link", "user:1").id for _ in range(2)}
    undone = {undos.undo(min(moves), "back", "user:1").id for _ in range(2)}

    assert (len(moves), len(undone), Correction.objects.count()) == (1, 1, 2)
    assert stands(order) == {"Carol": 20}


def test_who_had_no_agreement_when_it_was_sold_gets_nothing_of_it(sold, company):
    order = sold()
    late = company.join("Late")
    late_change = PAID + timedelta(days=1)
    company.status(late, "ended", PAID - timedelta(days=1))
    company.status(late, "active", late_change)

    assert refused(corrections.move, order.id, "LATE", "r", "user:1") == "NOT_ACTIVE_THEN"


def test_an_order_credited_to_its_buyer_is_an_own_purchase(sold, people, company):
    """Level 1 of an own purchase is the enroller."""
    user = User.objects.create(email="erin@example.com")
    order = sold(code="CAROL", user_id=user.pk)
    erin = company.join("Erin", people["Bob"])
    erin.user_id = user.pk
    erin.save()

    corrections.move(order.id, "ERIN", "it was her own", "user:1")

    assert estimated() == {"Bob": 200, "Alice": 100}


def test_a_correction_asks_for_the_estimate_to_be_renewed(sold):
    order = sold()
    corrections.move(order.id, "DORA", "wrong link", "user:1")

    assert OutboxEntry.objects.filter(order_id=order.id).exists()


@pytest.fixture
def customer():
    return User.objects.create(email="customer@example.com").pk


def test_a_moved_customer_belongs_to_the_other_from_then_on(sold, people, channel, customer, time):
    """An order from before that is read late is still the former one's."""
    first = sold(user_id=customer)
    early = Placed(channel, time() - timedelta(hours=1), code="BOB", user_id=customer)
    made = customer_moves.move(customer, "DORA", False, "moved house", "user:1")
    time.now += timedelta(hours=1)
    later = Placed(channel, time(), code="BOB", user_id=customer)

    for order in (early, later):
        order.pay(time()).send(time())
        sales.reconcile(order.id)

    assert [stands(order) for order in (first, early, later)] == [
        {"Carol": 20},
        {"Carol": 20},
        {"Dora": 20},
    ]
    assert (made.before_distributor, made.distributor) == (people["Carol"], people["Dora"])


def test_an_early_order_read_late_does_not_take_a_moved_customer_back(
    people, channel, customer, time
):
    """By the first sale she is Carol's; staff said otherwise before that sale was read."""
    early = Placed(channel, PAID, code="CAROL", user_id=customer).pay(PAID)
    customer_moves.move(customer, "DORA", False, "asked for her", "user:1")
    sales.reconcile(early.id)
    time.now += timedelta(hours=1)
    later = Placed(channel, time(), user_id=customer).pay(time())
    sales.reconcile(later.id)

    assert (stands(early), stands(later)) == ({"Carol": 20}, {"Dora": 20})


def test_open_orders_come_along_if_wished_and_go_back_with_the_undo(
    people, channel, customer, time, sold
):
    committed = sold(user_id=customer)
    commit_november(time)
    orders = [Placed(channel, SENT, user_id=customer).pay(SENT).send(SENT) for _ in range(2)]
    for order in orders:
        sales.reconcile(order.id)
    time.now = SENT + timedelta(hours=1)

    made = customer_moves.move(customer, "DORA", True, "moved house", "user:1")
    moved = [stands(order) for order in (committed, *orders)]
    undos.undo(made.id, "did not", "user:1")

    assert moved == [{"Carol": 20}, {"Dora": 20}, {"Dora": 20}]
    assert [stands(order) for order in (committed, *orders)] == [{"Carol": 20}] * 3
    assert customer_moves.record_of(customer).distributor == people["Carol"].id


def test_an_order_corrected_since_stays_when_its_customer_goes_back(sold, customer):
    order = sold(user_id=customer)
    made = customer_moves.move(customer, "DORA", True, "moved house", "user:1")
    corrections.move(order.id, "ALICE", "this one was hers", "user:1")

    undos.undo(made.id, "did not", "user:1")

    assert stands(order) == {"Alice": 20}
