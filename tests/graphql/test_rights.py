"""Who sees what of a distributor: a row for every field, a column for everyone who asks."""

import pytest

from saleor_mlm.graphql.genealogy import MlmDistributor

pytestmark = pytest.mark.django_db

ALL = "visitor customer self upline downline crossline staff users payments".split()
ASKING = {
    "visitor": "visitor",
    "customer": "customer",
    "self": "Bob",
    "upline": "Alice",
    "downline": "Carol",
    "crossline": "Dora",
    "staff": "staff",
    "users": "app:account.manage_users",
    "payments": "app:payment.handle_payments",
}
LINE = {"self", "upline", "users"}
# Bob, reached through an order's attribution, which is public. `self` is Bob.
FIELDS = {
    "id": ("id", set(ALL)),
    "code": ("code", set(ALL)),
    "handle": ("handle", set(ALL)),
    "displayName": ("displayName", set(ALL)),
    "kind": ("kind", LINE),
    "house": ("house", set(ALL)),
    "country": ("country", LINE),
    "accountClass": ("accountClass", LINE),
    "agreement": ("agreement { endsAt }", {"self", "users"}),
    "invitations": ("invitations(first: 1) { edges { node { email } } }", {"self"}),
    "status": ("status", set(ALL)),
    "joinedAt": ("joinedAt", LINE),
    "user": ("user { email }", {"self", "users"}),
    "enroller": ("enroller { code }", LINE),
    "positions": ("positions { tree }", LINE),
    "holdingTank": ("holdingTank(first: 1) { edges { cursor } }", {"self", "users"}),
    "rank": ("rank { key }", LINE),
    "title": ("title { key }", LINE),
    "upline": ("upline { code }", LINE),
    "frontline": ("frontline(first: 1) { edges { node { code } } }", LINE),
    "downline": ("downline(first: 1) { edges { node { code } } }", LINE),
    "personalVolume": ("personalVolume { value }", LINE),
    "groupVolume": ("groupVolume { value }", LINE),
    "volumes": ("volumes { value }", LINE),
    "nextRank": ("nextRank { rank { key } }", LINE),
    "requirements": ("requirements { test }", LINE),
    "earnings": ("earnings { currency }", {"self", "payments"}),
    "notices": ("notices { kind wanted sentByStore }", {"self"}),
    "history": ("history(first: 1) { edges { node { kind } } }", {"self", "users"}),
    "enrollerRequests": (
        "enrollerRequests(first: 1) { edges { node { id } } }",
        {"self", "users"},
    ),
    "referralUrl": ('referralUrl(channel: "us")', set(ALL)),
}
MAY_BE_NULL = ("handle", "rank", "title", "nextRank", "country", "agreement")
ORDER = "query ($id: ID!) { order(id: $id) { mlmAttribution { distributor { %s } } } }"


@pytest.fixture
def order(company):
    """An order credited to Bob, which everyone who has its id may look at."""
    import graphene
    from saleor.channel.models import Channel
    from saleor.order.models import Order

    from saleor_mlm.models import Attribution

    placed = Order.objects.create(
        channel=Channel.objects.get(slug="us"),
        currency="USD",
        lines_count=0,
        origin="checkout",
        status="unfulfilled",
    )
    Attribution.objects.create(
        order_id=placed.pk,
        distributor=company["Bob"],
        source="link",
        attached_at=placed.created_at,
        decided_at=placed.created_at,
        order_number=str(placed.number),
        order_created_at=placed.created_at,
        channel_id=placed.channel_id,
    )
    return graphene.Node.to_global_id("Order", placed.pk)


def test_every_field_has_a_row():
    names = {_camel(name) for name in MlmDistributor._meta.fields}

    assert names == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_seen_by_those_who_may_and_nobody_else(ask, order, field):
    selection, may = FIELDS[field]
    seen = set()
    for who, name in ASKING.items():
        answer = ask(name, ORDER % selection, id=order)
        if "errors" in answer:
            assert {_code(error) for error in answer["errors"]} == {"PermissionDenied"}, answer
            continue
        value = answer["data"]["order"]["mlmAttribution"]["distributor"][field]
        if value is not None or field in MAY_BE_NULL:
            seen.add(who)

    assert seen == may


@pytest.fixture
def own_purchase(company):
    """Bob's own order: that it is his own names the buyer."""
    import graphene
    from saleor.account.models import User
    from saleor.channel.models import Channel
    from saleor.order.models import Order

    from saleor_mlm.models import Attribution

    bob = company["Bob"]
    placed = Order.objects.create(
        channel=Channel.objects.get(slug="us"),
        currency="USD",
        lines_count=0,
        origin="checkout",
        status="unfulfilled",
        user=User.objects.get(pk=bob.user_id),
    )
    Attribution.objects.create(
        order_id=placed.pk,
        distributor=bob,
        own=True,
        source="own_purchase",
        attached_at=placed.created_at,
        decided_at=placed.created_at,
        order_number=str(placed.number),
        order_created_at=placed.created_at,
        customer_user_id=bob.user_id,
        channel_id=placed.channel_id,
    )
    return graphene.Node.to_global_id("Order", placed.pk)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("visitor", False),
        ("customer", False),
        ("Dora", False),
        ("Carol", False),
        ("Bob", True),
        ("Alice", True),
        ("app:order.manage_orders", True),
    ],
)
def test_who_bought_for_himself_is_told_to_nobody_else(ask, own_purchase, who, may):
    """Saleor hides the buyer of an order from whoever merely has its id."""
    query = "query ($id: ID!) { order(id: $id) { mlmAttribution { source } } }"
    answer = ask(who, query, id=own_purchase)

    found = answer["data"]["order"]["mlmAttribution"]
    assert found == ({"source": "OWN_PURCHASE"} if may else None)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("visitor", False),
        ("customer", False),
        ("Bob", True),
        ("Alice", True),
        ("Carol", False),
        ("Dora", False),
        ("staff", False),
        ("app:account.manage_users", True),
    ],
)
def test_a_distributor_is_found_by_those_above_and_by_staff(ask, who, found):
    answer = ask(who, '{ mlmDistributor(code: "bob") { code } }')

    assert answer["data"]["mlmDistributor"] == ({"code": "BOB"} if found else None)


def test_only_staff_list_distributors(ask):
    query = "{ mlmDistributors(first: 10) { edges { node { code } } } }"

    refused = [ask(who, query) for who in ("visitor", "customer", "Alice", "staff")]
    listed = ask("app:account.manage_users", query)

    assert [_code(answer["errors"][0]) for answer in refused] == ["PermissionDenied"] * 4
    codes = [edge["node"]["code"] for edge in listed["data"]["mlmDistributors"]["edges"]]
    assert codes == ["ALICE", "BOB", "CAROL", "DORA"]


def test_who_may_read_why_a_sale_is_whose_it_is(ask, order):
    query = "query ($id: ID!) { order(id: $id) { mlmAttributionExplanation { why } } }"

    refused = [ask(who, query, id=order) for who in ("visitor", "customer", "Bob", "Alice")]
    told = ask("app:order.manage_orders", query, id=order)

    assert [_code(answer["errors"][0]) for answer in refused] == ["PermissionDenied"] * 4
    assert told["data"]["order"]["mlmAttributionExplanation"] is None


def test_who_may_read_settings_and_their_changes(ask):
    query = """{ mlmChannelSettings(channel: "us") { holdDays inForce { name value }
        changes(first: 1) { edges { node { name actor } } } } }"""

    refused = [ask(who, query) for who in ("visitor", "customer", "Alice", "staff")]
    told = ask("app:site.manage_settings", query)["data"]["mlmChannelSettings"]

    assert [_code(answer["errors"][0]) for answer in refused] == ["PermissionDenied"] * 4
    assert (told["holdDays"], told["changes"]["edges"]) == (None, [])
    assert {"name": "customerProtectionDays", "value": "for ever"} in told["inForce"]


def test_a_distributor_chooses_another_code_and_nobody_elses(ask):
    change = "mutation { mlmDistributorCodeChange(%s) { distributor { code } errors { code } } }"

    own = ask("Bob", change % 'newCode: "bobby"')["data"]["mlmDistributorCodeChange"]
    foreign = ask("Alice", change % 'code: "BOB", newCode: "ally"')
    old = ask("Bob", '{ mlmDistributor(code: "bob") { code } }')

    assert own == {"distributor": {"code": "BOBBY"}, "errors": []}
    assert _code(foreign["errors"][0]) == "PermissionDenied"
    assert old["data"]["mlmDistributor"] == {"code": "BOBBY"}


STAFF_MUTATIONS = {
    "mlmVolumesSet": ("(input: [])", "product.manage_products"),
    "mlmChannelSettingsUpdate": ('(channel: "us", input: {})', "site.manage_settings"),
    "mlmPlanPublish": ('(document: "", effectiveFrom: "2026-11-01")', "site.manage_settings"),
    "mlmCommissionRunCommit": ('(period: "2026-11")', "payment.handle_payments"),
    "mlmWebhookEndpointCreate": ("(input: {})", "site.manage_settings"),
    "mlmWebhookEndpointUpdate": ('(id: "", input: {})', "site.manage_settings"),
    "mlmWebhookEndpointDelete": ('(id: "")', "site.manage_settings"),
    "mlmWebhookSecretRotate": ('(id: "")', "site.manage_settings"),
    "mlmWebhookRedeliver": ('(endpoint: "")', "site.manage_settings"),
    "mlmVoucherAssign": ('(voucherCode: "x")', "order.manage_orders"),
    "mlmDistributorCodeChange": ('(code: "BOB", newCode: "a b")', "account.manage_users"),
    "mlmOrderCredit": (
        '(orderId: "x", distributorCode: "BOB", reason: "")',
        "order.manage_orders",
    ),
    "mlmOrderMove": ('(orderId: "x", distributorCode: "BOB", reason: "")', "order.manage_orders"),
    "mlmOrderExclude": ('(orderId: "x", reason: "")', "order.manage_orders"),
    "mlmCustomerMove": ('(user: "x", distributorCode: "BOB", reason: "")', "order.manage_orders"),
    "mlmBackfillPreview": (
        '(input: {channel: "moon", startsAt: "2026-10-01T00:00:00Z"})',
        "order.manage_orders",
    ),
    "mlmBackfillApply": (
        '(input: {channel: "moon", startsAt: "2026-10-01T00:00:00Z"}, token: "", reason: "")',
        "order.manage_orders",
    ),
    "mlmCorrectionUndo": ('(id: "x", reason: "")', "order.manage_orders"),
    "mlmTreeCreate": ('(name: "wide", width: 0)', "site.manage_settings"),
    "mlmTreeUpdate": ('(name: "none", input: {})', "site.manage_settings"),
    "mlmPositionAdd": ('(tree: "none", code: "BOB")', "account.manage_users"),
    "mlmDistributorEnd": ('(code: "BOB", reason: "")', "account.manage_users"),
    "mlmDistributorReinstate": ('(code: "BOB", reason: "")', "account.manage_users"),
    "mlmDistributorEnroll": (
        '(input: {user: "VXNlcjo5OTk5OTk=", displayName: "X"})',
        "account.manage_users",
    ),
    "mlmDistributorHandleChange": ('(code: "BOB", newHandle: "a b")', "account.manage_users"),
    "mlmDistributorRenew": ('(code: "BOB", channel: "us")', "account.manage_users"),
    "mlmEnrolmentCancel": ('(code: "BOB")', "account.manage_users"),
    "mlmSponsorTurnsSet": ('(code: "BOB", listed: true)', "account.manage_users"),
    "mlmAccountClassChange": (
        '(user: "x", accountClass: PREFERRED, reason: "")',
        "account.manage_users",
    ),
    "mlmAgreementPublish": ('(channel: "us", version: "", text: "")', "site.manage_settings"),
}
PUBLIC_MUTATIONS = {"mlmReferralVisit", "mlmCheckoutAttach", "mlmCheckoutDetach"}
OWN_MUTATIONS = {  # of whoever is logged in, or of staff with a right
    "mlmEnrolmentInvite",
    "mlmInvitationWithdraw",
    "mlmNoticeChoose",
    "mlmOrderAssignPosition",
    "mlmPlacementPreferenceSet",
    "mlmPositionMove",
    "mlmPositionMovePreview",
    "mlmPositionPlace",
}


def test_every_mutation_is_public_or_names_its_right(ask):
    answer = ask("visitor", '{ __type(name: "Mutation") { fields { name } } }')
    names = {field["name"] for field in answer["data"]["__type"]["fields"]}

    ours = {name for name in names if name.startswith("mlm")}
    assert ours == set(STAFF_MUTATIONS) | PUBLIC_MUTATIONS | OWN_MUTATIONS


@pytest.mark.parametrize("name", STAFF_MUTATIONS)
def test_a_mutation_of_staff_is_refused_without_its_right(ask, name):
    arguments, right = STAFF_MUTATIONS[name]
    call = f"mutation {{ {name}{arguments} {{ errors {{ code }} }} }}"

    for who in ("visitor", "customer", "Alice", "staff", "app:"):
        assert _code(ask(who, call)["errors"][0]) == "PermissionDenied", who
    assert "errors" not in ask(f"app:{right}", call)


def _code(error):
    return error["extensions"]["exception"]["code"]


def _camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
