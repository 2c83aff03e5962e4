"""Backfills by several workers, and at the same time as a commit."""

from datetime import timedelta

from saleor_mlm.models import BackfillOrder
from saleor_mlm.services import backfills
from saleor_mlm.services.backfills import Choice

from .conftest import NOVEMBER
from .placed import Placed, stands

BEFORE = NOVEMBER - timedelta(hours=6)
CHOICE = Choice("us", NOVEMBER - timedelta(days=30))


def test_workers_share_the_orders(committed_db, people, channel, together):
    orders = [Placed(channel, BEFORE, code="CAROL").pay(BEFORE).send(BEFORE) for _ in range(6)]
    backfills.start(CHOICE, backfills.preview(CHOICE).token, "moved here", "user:1")

    done = together(*[lambda: backfills.work(10)] * 2)

    assert sum(done) == 6
    assert [stands(order) for order in orders] == [{"Carol": 20}] * 6
    assert set(BackfillOrder.objects.values_list("outcome", flat=True)) == {"applied"}


def test_the_same_token_twice_at_once_is_one_backfill(committed_db, people, channel, together):
    Placed(channel, BEFORE, code="CAROL").pay(BEFORE).send(BEFORE)
    token = backfills.preview(CHOICE).token

    first, second = together(*[lambda: backfills.start(CHOICE, token, "moved here", "user:1")] * 2)

    assert first == second
    assert BackfillOrder.objects.count() == 1
