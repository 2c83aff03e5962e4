"""Corrections over GraphQL: what the answer says, the log page by page, and who may read it."""

from datetime import timedelta

import graphene
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from saleor.channel.models import Channel
from saleor.order.models import Order

from saleor_mlm.graphql.corrections import MlmCorrection
from saleor_mlm.models import Attribution

from .conftest import START

pytestmark = pytest.mark.django_db
STAFF = "app:order.manage_orders"
# Each with what a log shows of a credit of Carol's order to Bob.
FIELDS = {
    "id": "id",
    "kind": "kind",
    "orderId": "orderId",
    "orderNumber": "orderNumber",
    "user": "user",
    "before": "before { code }",
    "beforeSource": "beforeSource",
    "after": "after { code }",
    "afterSource": "afterSource",
    "undoes": "undoes",
    "partOf": "partOf",
    "reason": "reason",
    "actor": "actor",
    "madeAt": "madeAt",
    "committedPeriods": "committedPeriods",
}
LOG = "{ mlmCorrections(first: 10) { edges { node { %s } } } }"
MOVE = """mutation ($id: ID!, $code: String!) {
  mlmOrderMove(orderId: $id, distributorCode: $code, reason: "wrong link") {
    correction { %s } errors { field code message } } }"""


@pytest.fixture
def place(company):
    """An unpaid order of Carol's customer."""

    def make():
        placed = Order.objects.create(
            channel=Channel.objects.get(slug="us"),
            currency="USD",
            lines_count=0,
            origin="checkout",
            status="unfulfilled",
        )
        Attribution.objects.create(
            order_id=placed.pk,
            distributor=company["Carol"],
            source="link",
            attached_at=placed.created_at,
            decided_at=placed.created_at,
            order_number=str(placed.number),
            order_created_at=START + timedelta(days=1),
            channel_id=placed.channel_id,
        )
        return graphene.Node.to_global_id("Order", placed.pk)

    return make


def test_a_move_says_who_when_why_before_and_after(ask, place):
    order = place()

    answer = ask(STAFF, MOVE % " ".join(FIELDS.values()), id=order, code="bob")

    payload = answer["data"]["mlmOrderMove"]
    made = payload["correction"]
    assert payload["errors"] == []
    assert all([made.pop("id"), made.pop("madeAt"), made.pop("orderNumber")])
    assert made.pop("actor").startswith("app:")
    assert made == {
        "kind": "MOVE",
        "orderId": order,
        "user": None,
        "before": {"code": "CAROL"},
        "beforeSource": "LINK",
        "after": {"code": "BOB"},
        "afterSource": "STAFF",
        "undoes": None,
        "partOf": None,
        "reason": "wrong link",
        "committedPeriods": [],
    }


def test_an_order_shows_whose_it_is_now(ask, place):
    order = place()
    query = "query ($id: ID!) { order(id: $id) { mlmAttribution { distributor { code } source } } }"
    moved = ask(STAFF, MOVE % "id", id=order, code="BOB")["data"]["mlmOrderMove"]
    shown = [ask("visitor", query, id=order)["data"]["order"]["mlmAttribution"]]

    undo = 'mutation ($id: ID!) { mlmCorrectionUndo(id: $id, reason: "no") { errors { code } } }'
    ask(STAFF, undo, id=moved["correction"]["id"])
    shown.append(ask("visitor", query, id=order)["data"]["order"]["mlmAttribution"])

    assert shown == [
        {"distributor": {"code": "BOB"}, "source": "STAFF"},
        {"distributor": {"code": "CAROL"}, "source": "LINK"},
    ]


def test_every_field_of_the_log_has_a_row():
    names = {graphene.utils.str_converters.to_camel_case(n) for n in MlmCorrection._meta.fields}

    assert names == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_the_log_is_for_those_who_manage_orders(ask, place, field):
    ask(STAFF, MOVE % "id", id=place(), code="BOB")
    seen = set()
    for who in ("visitor", "customer", "Alice", "Carol", "Bob", "staff", "app:", STAFF):
        answer = ask(who, LOG % FIELDS[field])
        if "errors" in answer:
            code = answer["errors"][0]["extensions"]["exception"]["code"]
            assert code == "PermissionDenied"
            continue
        seen.add(who)
        assert len(answer["data"]["mlmCorrections"]["edges"]) == 1

    assert seen == {STAFF}


def test_a_longer_page_of_the_log_asks_no_more_often(ask, place):
    counts = []
    for orders in (2, 6):
        for _ in range(orders):
            ask(STAFF, MOVE % "id", id=place(), code="BOB")
        with CaptureQueriesContext(connection) as asked:
            answer = ask(STAFF, LOG % " ".join(FIELDS.values()))
        assert "errors" not in answer
        counts.append(len([q for q in asked.captured_queries if "saleor_mlm" in q["sql"]]))

    assert counts[0] == counts[1]


def test_the_log_of_one_order(ask, place):
    chosen, other = place(), place()
    for order in (chosen, other):
        ask(STAFF, MOVE % "id", id=order, code="BOB")
    query = (
        "query ($id: ID) { mlmCorrections(first: 9, orderId: $id) { edges { node { orderId } } } }"
    )

    found = [
        ask(STAFF, query, id=order)["data"]["mlmCorrections"]["edges"] for order in (chosen, "x")
    ]

    assert found == [[{"node": {"orderId": chosen}}], []]
