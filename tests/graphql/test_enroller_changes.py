"""Another enroller over GraphQL: who may ask, answer and decide, and what each is told."""

from datetime import timedelta

import pytest
from saleor.account.models import User

from saleor_mlm.adapters import clock
from saleor_mlm.models import Distributor, Estimate
from saleor_mlm.services import plans, transfers
from saleor_mlm.services.transfers import NewOwner

pytestmark = pytest.mark.django_db
STAFF = "app:account.manage_users"
REQUEST = """id state effectiveAt needs reason requestedBy fault
  distributor { code } oldEnroller { code } newEnroller { code }
  consents { party agrees distributor { code } }"""
ASK = """mutation ($input: MlmEnrollerChangeInput!) {
  mlmEnrollerChangeRequest(input: $input, reason: "we agreed") {
    request { %s } errors { field code } } }"""
ANSWER = """mutation ($id: ID!, $agree: Boolean!) { mlmChangeConsent(id: $id, agree: $agree) {
  request { %s } errors { field code } } }"""
WITHDRAW = """mutation ($id: ID!) { mlmEnrollerChangeWithdraw(id: $id) {
  request { %s } errors { field code } } }"""
CHANGE = """mutation ($input: MlmEnrollerChangeInput!) {
  mlmEnrollerChange(input: $input, reason: "wrong line") {
    request { %s } errors { field code } } }"""
PREVIEW = """mutation ($input: MlmEnrollerChangeInput!, $pay: Boolean) {
  mlmEnrollerChangePreview(input: $input, withPay: $pay) {
    preview { distributor { code } oldEnroller { code } newEnroller { code } teamSize needs
      refusals { field code } volumes { distributor { code } before after }
      pay { distributor { code } before { minor } after { minor } } }
    errors { field code } } }"""
REQUESTS = """{ mlmMe { enrollerRequests(first: 5) { edges { node { state } } } } }"""
HISTORY = """query ($code: String) { mlmDistributor(code: $code) { history(first: 10) { edges {
  node { kind reason actor status accountClass enroller { code } ownerName kept { code } position }
} } } }"""


@pytest.fixture
def call(ask):
    def post(who, query, **variables):
        answer = ask(who, query % REQUEST if "%s" in query else query, **variables)
        assert "errors" not in answer, answer
        (payload,) = answer["data"].values()
        return payload

    return post


def denied(answer):
    return {error["extensions"]["exception"]["code"] for error in answer["errors"]}


def test_a_wish_is_asked_agreed_and_in_force(call, company):
    asked = call("Carol", ASK, input={"enrollerCode": "DORA"})["request"]
    waiting = [call(name, REQUESTS)["enrollerRequests"]["edges"] for name in ("Bob", "Alice")]
    call("Dora", ANSWER, id=asked["id"], agree=True)
    done = call("Bob", ANSWER, id=asked["id"], agree=True)["request"]

    assert (asked["state"], asked["needs"]) == (
        "WAITING",
        ["PERSON", "OLD_ENROLLER", "NEW_ENROLLER"],
    )
    assert asked["requestedBy"] is None
    assert waiting == [[{"node": {"state": "WAITING"}}], []]
    assert (done["state"], done["newEnroller"]) == ("IN_FORCE", {"code": "DORA"})
    assert [row["party"] for row in done["consents"]] == ["PERSON", "NEW_ENROLLER", "OLD_ENROLLER"]
    assert Distributor.objects.get(code="CAROL").enroller == company["Dora"]


def test_nobody_asks_for_another_and_nobody_answers_for_another(ask, call):
    for_bob = {"distributorCode": "BOB", "enrollerCode": "DORA"}
    assert denied(ask("Carol", ASK % "id", input=for_bob)) == {"PermissionDenied"}
    assert denied(ask("Carol", ASK % "id", input={})) == {"PermissionDenied"}
    assert denied(ask("Carol", CHANGE % "id", input=for_bob)) == {"PermissionDenied"}

    asked = call("Carol", ASK, input={"enrollerCode": "DORA"})["request"]["id"]

    assert call("Alice", ANSWER, id=asked, agree=True)["errors"] == [
        {"field": "id", "code": "NOT_FOUND"}
    ]
    assert call("Bob", WITHDRAW, id=asked)["errors"] == [{"field": "id", "code": "NOT_FOUND"}]
    assert denied(ask("customer", ANSWER % "id", id=asked, agree=True)) == {"PermissionDenied"}
    assert call("Carol", WITHDRAW, id=asked)["request"]["state"] == "WITHDRAWN"


def test_staff_decides_at_once_and_takes_a_scheduled_change_back(call):
    later = (clock.now() + timedelta(days=40)).isoformat()
    now = call(STAFF, CHANGE, input={"distributorCode": "CAROL", "enrollerCode": "DORA"})
    scheduled = call(STAFF, CHANGE, input={"distributorCode": "BOB", "effectiveAt": later})
    back = call(STAFF, WITHDRAW, id=scheduled["request"]["id"])

    assert (now["request"]["state"], now["request"]["reason"]) == ("IN_FORCE", "wrong line")
    assert now["request"]["requestedBy"].startswith("app:")
    assert scheduled["request"]["state"] == "SCHEDULED"
    assert back["request"]["state"] == "WITHDRAWN"


def test_a_refusal_names_the_field(call):
    asked = {"distributorCode": "ALICE", "enrollerCode": "CAROL"}

    assert call(STAFF, CHANGE, input=asked) == {
        "request": None,
        "errors": [{"field": "enrollerCode", "code": "CYCLE"}],
    }
    assert call(STAFF, CHANGE, input={"distributorCode": "NOBODY"})["errors"] == [
        {"field": "distributorCode", "code": "CODE_UNKNOWN"}
    ]


def test_a_preview_says_who_moves_and_why_not_and_writes_nothing(call):
    mine = call("Bob", PREVIEW, input={"enrollerCode": "CAROL"})["preview"]
    staffs = call(STAFF, PREVIEW, input={"distributorCode": "BOB", "enrollerCode": "DORA"})[
        "preview"
    ]

    assert mine == {
        "distributor": {"code": "BOB"},
        "oldEnroller": {"code": "ALICE"},
        "newEnroller": {"code": "CAROL"},
        "teamSize": 1,
        "needs": ["PERSON", "OLD_ENROLLER", "NEW_ENROLLER"],
        "refusals": [{"field": "enrollerCode", "code": "CYCLE"}],
        "volumes": None,
        "pay": None,
    }
    assert staffs["refusals"] == []
    assert staffs["volumes"] == [
        {"distributor": {"code": code}, "before": "0.00", "after": "0.00"}
        for code in ("ALICE", "DORA")
    ]
    assert Distributor.objects.get(code="BOB").enroller.code == "ALICE"


def test_pay_is_previewed_for_those_who_handle_payments(ask, call):
    shifted = call(
        f"{STAFF},payment.handle_payments",
        PREVIEW,
        input={"distributorCode": "BOB", "enrollerCode": "DORA"},
        pay=True,
    )["preview"]["pay"]

    assert shifted == []
    refused = ask("Bob", PREVIEW, input={"enrollerCode": "DORA"}, pay=True)
    assert denied(refused) == {"PermissionDenied"}


def test_the_history_is_told_to_the_person_and_to_staff(ask, call, company):
    call(STAFF, CHANGE, input={"distributorCode": "CAROL", "enrollerCode": "DORA"})

    own = call("Carol", HISTORY, code="CAROL")["history"]["edges"]
    staffs = call(STAFF, HISTORY, code="CAROL")["history"]["edges"]

    assert [(row["node"]["kind"], row["node"]["reason"]) for row in own][:1] == [
        ("ENROLLER", "wrong line")
    ]
    assert {row["node"]["kind"] for row in own} == {"ENROLLER", "STATUS", "ACCOUNT_CLASS"}
    assert own[0]["node"]["enroller"] == {"code": "DORA"}
    assert {row["node"]["actor"] for row in own} == {None}
    assert staffs[0]["node"]["actor"].startswith("app:")
    assert denied(ask("Alice", HISTORY, code="BOB")) == {"PermissionDenied"}


def test_the_history_page_by_page_is_the_whole_one(call):
    for enroller in ("DORA", "ALICE", "BOB"):
        call(STAFF, CHANGE, input={"distributorCode": "CAROL", "enrollerCode": enroller})
    page = """query ($after: String, $before: String, $first: Int, $last: Int) {
      mlmDistributor(code: "CAROL") { history(
        first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { kind recordedAt } } pageInfo { hasNextPage endCursor } } } }"""
    whole = call(STAFF, page, first=50)["history"]["edges"]
    pieces, after = [], None
    while True:
        found = call(STAFF, page, first=2, after=after)["history"]
        pieces += found["edges"]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    backwards = call(STAFF, page, last=50)["history"]["edges"]

    assert pieces == backwards == whole
    assert len(whole) == 6
    middle = whole[3]["cursor"]
    assert call(STAFF, page, last=2, before=middle)["history"]["edges"] == whole[1:3]


def test_a_new_owner_sees_nothing_of_what_the_former_one_earned(call, company, monkeypatch):
    """Carol earned in a month that is over; in the next one she sold her agreement."""
    now, month = clock.now(), plans.period_of(clock.now())
    earned(company["Carol"], month)
    heir = User.objects.create(email="heir@example.com", is_active=True).pk
    monkeypatch.setattr(transfers.clock, "now", lambda: month.ends_at + timedelta(days=1))
    transfers.transfer("CAROL", NewOwner(heir, "Hana", "person", "sale"), None, "sold", "user:1")
    monkeypatch.setattr(transfers.clock, "now", lambda: now)

    mine = "{ mlmMe { displayName earnings { ownerName } } }"
    all_of_it = 'query { mlmDistributor(code: "CAROL") { earnings { ownerName } } }'
    payments = f"{STAFF},payment.handle_payments"

    assert call("heir", mine) == {"displayName": "Hana", "earnings": []}
    assert call("Carol", mine) is None
    assert call(payments, all_of_it) == {"earnings": [{"ownerName": "Carol"}]}


def earned(person, period):
    Estimate.objects.create(
        distributor=person,
        source=person,
        period=period.key,
        bonus="level",
        level=1,
        paid_level=1,
        rate_num=1,
        rate_den=10,
        rounding="half-even",
        base_from_e4=0,
        base_to_e4=100,
        currency="USD",
        amount_minor=100,
        release_at=clock.now(),
        skipped=[],
    )
