"""Webhooks and notices over GraphQL: for staff who manage settings, and each for himself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saleor_mlm.models import NoticeOptOut, WebhookAttempt, WebhookDelivery
from saleor_mlm.services import deliveries, events, webhooks

from .conftest import START

pytestmark = pytest.mark.django_db

STAFF = "app:site.manage_settings"
CREATE = """mutation { mlmWebhookEndpointCreate(input: {
  url: "https://hooks.example/mlm", name: "ERP",
  kinds: [SALE_ATTRIBUTED, SALE_ATTRIBUTED, COMMISSION_COMMITTED]}) {
  endpoint { id url name kinds active } secret errors { code } } }"""
LIST = """{ mlmWebhookEndpoints(first: 10) { edges { node { id url kinds previousSecretUntil
  deliveries(first: %d, state: %s) { edges { node {
    id webhookId kind payload state attempts { number statusCode response fault } } } } } } } }"""
CHOOSE = """mutation { mlmNoticeChoose(kind: SALE, wanted: %s) {
  notices { kind wanted sentByStore } errors { code } } }"""


@pytest.fixture
def made(ask):
    return ask(STAFF, CREATE)["data"]["mlmWebhookEndpointCreate"]


def test_an_endpoint_is_made_and_its_secret_told_once(ask, made):
    assert made["secret"].startswith("whsec_")
    assert made["endpoint"] == {
        "id": made["endpoint"]["id"],
        "url": "https://hooks.example/mlm",
        "name": "ERP",
        "kinds": ["COMMISSION_COMMITTED", "SALE_ATTRIBUTED"],
        "active": True,
    }
    fields = ask(STAFF, '{ __type(name: "MlmWebhookEndpoint") { fields { name } } }')
    names = {field["name"] for field in fields["data"]["__type"]["fields"]}
    assert not {name for name in names if name.lower().endswith("secret")}
    assert made["secret"] not in str(ask(STAFF, LIST % (1, "WAITING")))


@pytest.mark.parametrize("who", ["visitor", "customer", "Alice", "staff", "app:"])
def test_nobody_else_sees_endpoints(ask, made, who):
    answer = ask(who, LIST % (1, "WAITING"))

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert answer["data"] in (None, {"mlmWebhookEndpoints": None})


def log(count, attempts=1):
    for number in range(count):
        events._write("sale.attributed", f"{number}", 1, {"number": number})
    events.dispatch(deliveries.make)
    for delivery in WebhookDelivery.objects.all():
        for number in range(attempts):
            WebhookAttempt.objects.create(
                delivery=delivery, number=number, at=START, duration_ms=5, status_code=500
            )


def test_the_log_shows_each_call(ask, made):
    log(1, attempts=2)

    (edge,) = ask(STAFF, LIST % (1, "WAITING"))["data"]["mlmWebhookEndpoints"]["edges"]
    (found,) = edge["node"]["deliveries"]["edges"]
    assert found["node"]["kind"] == "SALE_ATTRIBUTED"
    assert '"data":{"number":0}' in found["node"]["payload"]
    assert found["node"]["webhookId"].startswith("evt_")
    assert [attempt["statusCode"] for attempt in found["node"]["attempts"]] == [500, 500]
    dead = ask(STAFF, LIST % (1, "DEAD"))["data"]["mlmWebhookEndpoints"]["edges"][0]
    assert dead["node"]["deliveries"]["edges"] == []


def test_a_longer_log_asks_no_more_often(ask, made):
    log(20)
    ask(STAFF, LIST % (1, "WAITING"))
    counts = []
    for size in (2, 20):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(STAFF, LIST % (size, "WAITING"))
        assert "errors" not in answer
        counts.append(len([row for row in asked.captured_queries if "saleor_mlm" in row["sql"]]))

    assert counts[0] == counts[1]


def test_an_endpoint_is_changed_and_deleted(ask, made):
    key = made["endpoint"]["id"]
    update = f"""mutation {{ mlmWebhookEndpointUpdate(id: "{key}", input: {{active: false}}) {{
      endpoint {{ active name kinds }} }} }}"""
    changed = ask(STAFF, update)["data"]["mlmWebhookEndpointUpdate"]
    rotate = f'mutation {{ mlmWebhookSecretRotate(id: "{key}") {{ secret }} }}'
    rotated = ask(STAFF, rotate)["data"]["mlmWebhookSecretRotate"]
    delete = f'mutation {{ mlmWebhookEndpointDelete(id: "{key}") {{ errors {{ code }} }} }}'

    assert changed["endpoint"] == {
        "active": False,
        "name": "ERP",
        "kinds": ["COMMISSION_COMMITTED", "SALE_ATTRIBUTED"],
    }
    assert rotated["secret"] not in (None, made["secret"])
    assert ask(STAFF, delete)["data"]["mlmWebhookEndpointDelete"]["errors"] == []
    assert ask(STAFF, delete)["data"]["mlmWebhookEndpointDelete"]["errors"] == [
        {"code": "NOT_FOUND"}
    ]


def test_the_dead_are_sent_again(ask, made):
    log(3)
    WebhookDelivery.objects.update(state="dead")
    key = made["endpoint"]["id"]
    again = f'mutation {{ mlmWebhookRedeliver(endpoint: "{key}") {{ count errors {{ code }} }} }}'

    answer = ask(STAFF, again)["data"]["mlmWebhookRedeliver"]

    assert answer == {"count": 3, "errors": []}
    assert webhooks.switched_off().count() == 0


def test_a_distributor_switches_a_mail_off_and_on(ask, company):
    off = ask("Bob", CHOOSE % "false")["data"]["mlmNoticeChoose"]
    ask("Bob", CHOOSE % "false")

    assert off["notices"] == [
        {"kind": "SALE", "wanted": False, "sentByStore": False},
        {"kind": "NEW_MEMBER", "wanted": True, "sentByStore": False},
        {"kind": "PAY_DUE", "wanted": True, "sentByStore": False},
        {"kind": "RENEWAL", "wanted": True, "sentByStore": False},
    ]
    assert list(NoticeOptOut.objects.values_list("distributor__code", "kind")) == [("BOB", "sale")]
    on = ask("Bob", CHOOSE % "true")["data"]["mlmNoticeChoose"]
    assert [row["wanted"] for row in on["notices"]] == [True] * 4


def test_nobody_chooses_mails_who_gets_none(ask):
    visitor = ask("visitor", CHOOSE % "false")
    customer = ask("customer", CHOOSE % "false")["data"]["mlmNoticeChoose"]

    assert visitor["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert customer == {"notices": None, "errors": [{"code": "NO_DISTRIBUTOR"}]}
