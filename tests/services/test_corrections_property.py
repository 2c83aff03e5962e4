"""Whatever staff corrects, the store reports and the company commits, in whatever order: every
part of a sale stands with one person, nobody has less than nothing, and nothing is lost."""

import random
from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import transaction

from saleor_mlm.adapters import orders
from saleor_mlm.engine import sale_facts
from saleor_mlm.engine.sale_facts import NOTHING, Measures
from saleor_mlm.models import Attribution, CommissionRun, Correction, SaleLine
from saleor_mlm.services import (
    corrections,
    holdings,
    recalculations,
    runs,
    sales,
    settings,
    undos,
)
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import Placed

pytestmark = pytest.mark.django_db
PLACED = NOVEMBER + timedelta(days=2)
PEOPLE = ["ALICE", "BOB", "CAROL", "DORA"]
STEPS = 14
REFUSALS = {"ALREADY_CREDITED", "NOT_CREDITED", "UNCHANGED", "PERIOD_COMMITTED"}


class Life:
    """One order of two units and one of one, and all that may happen to it."""

    def __init__(self, seed, channel, time):
        self.chance = random.Random(seed)
        self.time = time
        self.time.now = PLACED
        code = self.chance.choice(["", "CAROL"])
        self.order = Placed(channel, PLACED, units=(2, 1), code=code)
        self.unsent = [0, 0, 1]
        self.refunded = 0

    def step(self):
        self.time.now += timedelta(hours=self.chance.randrange(1, 96))
        act = self.chance.choice(
            [self.pay, self.send, self.send, self.refund, self.refund, self.reverse]
            + [self.correct] * 4
            + [self.undo, self.commit, self.read]
        )
        act()

    def pay(self):
        if not self.order.row.events.filter(type="order_fully_paid").exists():
            self.order.pay(self.time.now)
        self.read()

    def send(self):
        if self.unsent:
            self.order.send(self.time.now, line=self.unsent.pop(), units=1)
        self.read()

    def refund(self):
        amount = self.chance.choice([1, 3, 10, 33])
        self.refunded += amount
        self.order.give_back(f"{amount}.00", self.time.now)
        self.read()

    def reverse(self):
        if self.refunded:
            amount = self.chance.randrange(1, self.refunded + 1)
            self.refunded -= amount
            self.order.give_back(f"{amount}.00", self.time.now, kind="refund_reverse")
        self.read()

    def read(self):
        if self.chance.random() < 0.8:
            sales.reconcile(self.order.id)

    def correct(self):
        who = self.chance.choice([*PEOPLE, None])
        if who is None:
            self.attempt(corrections.exclude, self.order.id, "r", "user:1")
        else:
            act = self.chance.choice([corrections.credit, corrections.move])
            self.attempt(act, self.order.id, who, "r", "user:1")

    def undo(self):
        newest = Correction.objects.order_by("-id").first()
        if newest:
            self.attempt(undos.undo, newest.id, f"r{newest.id}", "user:1")

    def commit(self):
        period = next((p for p in runs.plans.uncommitted() if p.ends_at <= self.time.now), None)
        if period:
            self.attempt(runs.commit, period.key, "test")

    def attempt(self, act, *arguments):
        try:
            with transaction.atomic():
                act(*arguments)
        except MlmError as error:
            if error.code not in REFUSALS:
                raise


def by_holder(rows):
    sums = defaultdict(lambda: NOTHING)
    for row in rows:
        key = row.order_line_id, row.distributor_id
        sums[key] = sums[key].plus(Measures.of(row))
    return sums


def fresh(order_id):
    """What the store's order says when it is read for the first time."""
    order = orders.read(order_id)
    channel, places = settings.rules(order.channel_id), sales._places(order)
    state = sales._state(order, channel, {}, places, order.created_at)
    return {
        line_id: path[-1].total if path else NOTHING
        for line_id, path in sale_facts.checkpoints(state).items()
    }


def check(life):
    rows = list(SaleLine.objects.order_by("order_line_id", "seq").select_related("claimed"))
    for who, total in by_holder(rows).items():
        assert min(total.qv_e4, total.cv_e4, total.earned_e4, total.net_minor) >= 0, who
    _never_below_nothing(rows)
    decision = Attribution.objects.filter(order_id=life.order.id).first()
    if decision is None:
        return
    _open_with_the_one_whose_it_is(rows, holdings.ruling(decision).distributor_id)
    _pairs_cancel_out(rows)


def _never_below_nothing(rows):
    """Nor at any row on the way: a run may end behind each."""
    running = defaultdict(int)
    for row in rows:
        running[row.order_line_id, row.distributor_id] += row.earned_e4
        assert running[row.order_line_id, row.distributor_id] >= 0


def _open_with_the_one_whose_it_is(rows, holder):
    """Others have what a run counted, less what was taken back, never more."""
    claimed = by_holder(row for row in rows if hasattr(row, "claimed"))
    for (line_id, who), total in by_holder(rows).items():
        if who != holder:
            for measure in ("qv_e4", "cv_e4", "earned_e4", "net_minor"):
                most = _most_claimed(rows, line_id, who, measure)
                assert getattr(total, measure) <= max(most, getattr(claimed[line_id, who], measure))


def _most_claimed(rows, line_id, who, measure):
    """The most that counted rows ever said: what is given back and comes again, goes to whom it was
    taken from."""
    running = most = 0
    for row in rows:
        if (row.order_line_id, row.distributor_id) == (line_id, who) and hasattr(row, "claimed"):
            running += getattr(row, measure)
            most = max(most, running)
    return most


def _pairs_cancel_out(rows):
    sums = defaultdict(lambda: NOTHING)
    for row in rows:
        if row.correction_id:
            key = row.correction_id, row.order_line_id, row.volume_at, row.kind
            sums[key] = sums[key].plus(Measures.of(row))
    assert set(sums.values()) <= {NOTHING}


@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_of_corrections_readings_and_refunds(seed, people, channel, time):
    life = Life(seed, channel, time)

    for _ in range(STEPS):
        life.step()
        check(life)

    sales.reconcile(life.order.id)
    check(life)
    whole = defaultdict(lambda: NOTHING)
    for (line_id, _), total in by_holder(SaleLine.objects.all()).items():
        whole[str(line_id)] = whole[str(line_id)].plus(total)
    assert whole == {k: v for k, v in fresh(life.order.id).items() if k in whole}
    runs.estimate()
    for run in CommissionRun.objects.all():
        assert recalculations.recalculated(run).sha256 == run.result_sha256
