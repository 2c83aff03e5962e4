"""docs/webhooks.md: its example payloads are what a company's events really are."""

import json
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from graphql_relay import from_global_id, to_global_id
from saleor.account.models import User

from saleor_mlm.models import Event
from saleor_mlm.services import (
    enroller_requests,
    enrolment,
    genealogy,
    mergers,
    plans,
    runs,
    sales,
    transfers,
)
from saleor_mlm.services.enroller_changes import Wish
from saleor_mlm.services.transfers import NewOwner

from .conftest import NOVEMBER, PLAN
from .test_sales import activated, carol, channel, happen, money, order, send  # noqa: F401

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n\n```json\n(.*?)\n```", re.DOTALL)
ORDER_ID = str(UUID(int=0x6B2D5C1E_8F4A_4B0E_9A57_3C1D2E4F5A6B))


def shown(value, name=""):
    """A payload with this run's own keys replaced by ones that stand for them."""
    if isinstance(value, dict):
        return {key: shown(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    if name == "id":
        kind = from_global_id(value)[0]
        return to_global_id(kind, ORDER_ID if kind == "Order" else 17)
    return {"number": "1042", "resultSha256": "9f86d08188..."}.get(name, value)


def examples():
    return {row.kind: json.dumps(shown(json.loads(row.payload)), indent=2) for row in newest()}


def newest():
    return Event.objects.order_by("kind", "-at").distinct("kind")


def user_id(name):
    return User.objects.create(email=f"{name}@example.com", is_active=True).pk


def enroll(code):
    enrolment.enroll(
        user_id=user_id(code), enroller_code="CAROL", display_name="Dan", code=code, actor="test"
    )


@pytest.mark.django_db
def test_the_examples_are_what_is_sent(order, carol, time):  # noqa: F811
    plans.publish(PLAN, NOVEMBER.date(), "test")
    with time.at(NOVEMBER + timedelta(days=1)):
        enroll("DAN2")
    enroll("DAN")
    send(order, 2, NOVEMBER + timedelta(days=11))
    sales.reconcile(order.id)
    time.now += timedelta(hours=1)
    dan = genealogy.by_code("DAN")
    enroller_requests.change(Wish(dan, None), "wrong line", "test")
    owner = NewOwner(user_id("hana"), "Hana", "person", "inheritance")
    transfers.transfer("DAN", owner, None, "died", "test")
    mergers.merge("DAN2", "DAN", "one person", "test")
    time.now = NOVEMBER + timedelta(days=30, hours=7)
    runs.commit("2026-11", "test")

    assert dict(EXAMPLE.findall(PAGE.read_text())) == examples()
