"""What `docs/rights.md` cannot say in a cell: what is told of whom, and in which words refused."""

import pytest

pytestmark = pytest.mark.django_db


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


def _code(error):
    return error["extensions"]["exception"]["code"]
