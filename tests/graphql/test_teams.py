"""Teams over GraphQL: pages, figures, drawings; nothing of anybody crossline."""

import pytest
from saleor.account.models import User
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.models import Distributor, PlacementTree, Position
from saleor_mlm.services import plans

from .conftest import START
from .one_of_everything import PLAN as PLAN_WITH_RANKS

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(company):
    """Sets the company's policy as the plugin's form does."""

    def save(**fields):
        PluginConfiguration.objects.update_or_create(
            identifier="mlm.network",
            channel=None,
            defaults={
                "name": "Network marketing",
                "active": True,
                "configuration": [
                    {"name": name, "value": value} for name, value in fields["form"].items()
                ],
            },
        )

    return save


def names(answer, field):
    return [edge["node"]["displayName"] for edge in answer["data"]["mlmMe"][field]["edges"]]


def test_a_downline_is_filtered_sorted_and_counted(ask, company):
    for number, country in enumerate(["DE", "US", "DE", "JP"]):
        Distributor.objects.create(
            code=f"P{number}",
            display_name=f"Person {3 - number}",
            enroller=company["Carol"],
            joined_at=START,
            country=country,
            status="suspended" if number == 0 else "active",
        )

    def listed(arguments):
        answer = ask(
            "Alice",
            f"{{ mlmMe {{ downline(first: 10, {arguments}) {{ totalCount asOf"
            " edges { level active teamSize node { displayName } } } } }",
        )
        return answer["data"]["mlmMe"]["downline"]

    def found(arguments):
        return [edge["node"]["displayName"] for edge in listed(arguments)["edges"]]

    by_level = ["Bob", "Carol", "Person 3", "Person 2", "Person 1", "Person 0"]
    assert found("maxDepth: 5") == by_level
    assert found("maxDepth: 2") == ["Bob", "Carol"]
    assert found("filter: {levelFrom: 2, levelTo: 2}") == ["Carol"]
    assert found('filter: {country: ["DE", "JP"]}') == ["Person 3", "Person 1", "Person 0"]
    assert found("filter: {status: [SUSPENDED]}") == ["Person 3"]
    assert found("filter: {active: true, levelFrom: 3}") == ["Person 2", "Person 1", "Person 0"]
    assert found('filter: {text: "pErson"}, sortBy: {field: NAME}') == [
        f"Person {number}" for number in range(4)
    ]
    assert found("sortBy: {field: NAME, direction: DESC}") == [
        *(f"Person {number}" for number in (3, 2, 1, 0)),
        "Carol",
        "Bob",
    ]
    assert found('filter: {rank: ["gold"]}') == []
    page = listed("filter: {levelTo: 2}")
    assert (page["totalCount"], page["asOf"] is not None) == (2, True)
    assert [(edge["level"], edge["teamSize"]) for edge in page["edges"]] == [(1, 5), (2, 4)]


@pytest.mark.parametrize("field", ["LEVEL", "JOINED", "VOLUME", "RANK", "NAME"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_pages_in_any_order_follow_each_other(ask, company, field, direction):
    for number in range(9):
        Distributor.objects.create(
            code=f"P{number}",
            display_name=f"Name {number % 4}",
            enroller=company["Carol"],
            joined_at=START,
        )
    query = f"""query ($after: String) {{ mlmMe {{ downline(first: 4, after: $after,
        sortBy: {{field: {field}, direction: {direction}}}) {{
        edges {{ node {{ code }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
    found, after = [], None
    while True:
        page = ask("Alice", query, after=after)["data"]["mlmMe"]["downline"]
        found += [edge["node"]["code"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        if len(found) == 4:
            Distributor.objects.create(
                code="LATE", display_name="Zoe", enroller=company["Dora"], joined_at=START
            )

    assert len(found) == 11
    assert sorted(found) == ["BOB", "CAROL", *(f"P{number}" for number in range(9))]


def test_figures_legs_newest_and_the_way_down(ask, company):
    query = """query ($id: ID!) { mlmMe {
        team { asOf period size active depth legs joinedThisPeriod volume { name value } }
        legs { head { code } slot size active volume { value } }
        newest(first: 1) { code }
        pathTo(id: $id) { code } } }"""
    carol = ask("Carol", "{ mlmMe { id } }")["data"]["mlmMe"]["id"]

    found = ask("Alice", query, id=carol)["data"]["mlmMe"]

    assert found["team"].pop("asOf") is not None
    assert found["team"].pop("period")
    assert found["team"] == {
        "size": 2,
        "active": 2,
        "depth": 2,
        "legs": 1,
        "joinedThisPeriod": 2,
        "volume": {"name": "group QV", "value": "0.00"},
    }
    assert found["legs"] == [
        {"head": {"code": "BOB"}, "slot": None, "size": 2, "active": 2, "volume": {"value": "0.00"}}
    ]
    assert found["newest"] == [{"code": "CAROL"}]
    assert [one["code"] for one in found["pathTo"]] == ["ALICE", "BOB", "CAROL"]


def test_a_placement_tree_is_drawn_with_its_open_slots(ask, company):
    tree = PlacementTree.objects.create(name="binary", width=2, created_at=START)
    top = Position.objects.create(
        tree=tree, distributor=company["Alice"], state="placed", created_at=START
    )
    Position.objects.create(
        tree=tree,
        distributor=company["Carol"],
        state="placed",
        parent=top,
        slot=2,
        created_at=START,
    )
    query = """{ mlmMe { genealogy(tree: "binary", depth: 2, width: 5) { asOf nodes {
        id parentId level slot teamSize hidden openSlots distributor { code } } } } }"""

    nodes = ask("Alice", query)["data"]["mlmMe"]["genealogy"]["nodes"]

    assert [(one["distributor"]["code"], one["level"], one["slot"]) for one in nodes] == [
        ("ALICE", 0, None),
        ("CAROL", 1, 2),
    ]
    assert [one["openSlots"] for one in nodes] == [[1], [1, 2]]
    assert [one["parentId"] for one in nodes] == [None, nodes[0]["id"]]
    assert [(one["teamSize"], one["hidden"]) for one in nodes] == [(1, 0), (0, 0)]


def test_who_stands_in_no_tree_of_that_name(ask, company):
    PlacementTree.objects.create(name="binary", width=2, created_at=START)
    query = (
        """{ mlmMe { team(tree: "%s") { size } downline(tree: "%s", first: 1) { totalCount } } }"""
    )

    held = ask("Alice", query.replace("%s", "binary"))
    unknown = ask("Alice", query.replace("%s", "moon"))

    assert held["data"]["mlmMe"] == {"team": {"size": 0}, "downline": {"totalCount": 0}}
    assert "There is no tree moon." in unknown["errors"][0]["message"]


# -- what is seen of others


def test_crossline_is_as_unknown(ask, company):
    """Given Dora, who is neither above nor below Bob, then Bob is told of her what he is told of
    nobody."""
    dora = ask("Dora", "{ mlmMe { id } }")["data"]["mlmMe"]["id"]
    nobody = ask("app:account.manage_users", '{ mlmDistributor(code: "nobody") { id } }')
    query = """query ($id: ID, $to: ID!, $code: String) {
        byId: mlmDistributor(id: $id) { code } byCode: mlmDistributor(code: $code) { code }
        mlmMe { pathTo(id: $to) { code } } }"""

    crossline = ask("Bob", query, id=dora, to=dora, code="DORA")
    unknown = ask("Bob", query, id=_id(999_999), to=_id(999_999), code="NOBODY")
    nonsense = ask("Bob", query, id="?", to="?", code="")

    assert nobody["data"] == {"mlmDistributor": None}
    assert crossline == unknown == nonsense
    assert crossline["data"] == {"byId": None, "byCode": None, "mlmMe": {"pathTo": []}}


def _id(number):
    import graphene

    return graphene.Node.to_global_id("MlmDistributor", number)


def test_who_has_moved_away_is_crossline_at_once(ask, company):
    before = ask("Bob", '{ mlmDistributor(code: "CAROL") { code } }')["data"]
    Distributor.objects.filter(id=company["Carol"].id).update(enroller=company["Dora"])
    after = ask("Bob", '{ mlmDistributor(code: "CAROL") { code } }')["data"]

    assert (before, after) == (
        {"mlmDistributor": {"code": "CAROL"}},
        {"mlmDistributor": None},
    )


def test_no_deeper_than_the_company_shows(ask, company, rule):
    rule(form={"Levels of the team that are shown": "1"})
    carol = _id(company["Carol"].id)
    query = """query ($id: ID!) { mlmMe {
        downline(first: 9) { totalCount edges { node { displayName } } }
        team { size } newest { code } pathTo(id: $id) { code }
        genealogy { nodes { distributor { code } hidden teamSize } } }
        mlmDistributor(code: "CAROL") { code } }"""

    found = ask("Alice", query, id=carol)["data"]

    assert found["mlmMe"]["downline"]["totalCount"] == 1
    assert found["mlmMe"]["newest"] == [{"code": "BOB"}]
    assert found["mlmMe"]["pathTo"] == []
    assert found["mlmMe"]["team"] == {"size": 2}
    assert found["mlmMe"]["genealogy"]["nodes"][1:] == [
        {"distributor": {"code": "BOB"}, "hidden": 1, "teamSize": 1}
    ]
    assert found["mlmDistributor"] is None


def test_below_another_no_deeper_than_below_oneself(ask, company, rule):
    rule(form={"Levels of the team that are shown": "1"})
    query = """{ mlmDistributor(code: "BOB") { downline(first: 9) { totalCount }
        legs { size } newest { code } genealogy { nodes { level } } } }"""

    found = ask("Alice", query)["data"]["mlmDistributor"]

    assert found == {
        "downline": {"totalCount": 0},
        "legs": [],
        "newest": [],
        "genealogy": {"nodes": [{"level": 0}]},
    }


def test_the_tree_of_another_is_shown_only_to_who_stands_above_in_it(ask, company):
    """Given Bob, whom Alice enrolled, placed below Dora with Carol's place below his, then Alice
    sees nobody of that tree."""
    tree = PlacementTree.objects.create(name="binary", width=2, created_at=START)
    above = None
    for name in ("Dora", "Bob"):
        above = Position.objects.create(
            tree=tree,
            distributor=company[name],
            state="placed",
            parent=above,
            slot=1 if above else None,
            created_at=START,
        )
    query = '{ mlmDistributor(code: "BOB") { downline(tree: "binary", first: 1) { totalCount } } }'

    refused = ask("Alice", query)
    allowed = ask("Dora", query)

    assert refused["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert allowed["data"]["mlmDistributor"]["downline"]["totalCount"] == 0


INITIALS = {"Names of distributors": "INITIALS"}
CHOOSE = "mutation { mlmPersonChoose(%s) { distributor { choice { nameShown contactShown } } } }"


def test_names_are_initials_unless_the_person_chose(ask, company, rule):
    rule(form=INITIALS)
    query = """{ mlmMe { displayName downline(first: 9, sortBy: {field: NAME}) {
        edges { node { displayName } } } } referral: mlmReferral(code: "BOB", channel: "us") {
        displayName } }"""

    masked = ask("Alice", query)["data"]
    chosen = ask("Carol", CHOOSE % "nameShown: true")["data"]["mlmPersonChoose"]["distributor"]
    shown = ask("Alice", query)

    assert masked["mlmMe"]["displayName"] == "Alice"
    assert [e["node"]["displayName"] for e in masked["mlmMe"]["downline"]["edges"]] == ["B.", "C."]
    assert masked["referral"] == {"displayName": "B."}
    assert chosen == {"choice": {"nameShown": True, "contactShown": False}}
    assert names(shown, "downline") == ["B.", "Carol"]


def test_nobody_is_found_by_a_name_that_is_not_shown(ask, company, rule):
    rule(form=INITIALS)
    query = '{ mlmMe { downline(first: 9, filter: {text: "%s"}) { totalCount } } }'
    Distributor.objects.filter(id=company["Carol"].id).update(display_name="Xaveria")

    def found(text):
        return ask("Alice", query % text)["data"]["mlmMe"]["downline"]["totalCount"]

    assert (found("xav"), found("carol")) == (0, 1)
    ask("Carol", CHOOSE % "nameShown: true")
    assert found("xav") == 1


def test_a_contact_is_shown_to_the_own_line_by_choice(ask, company, rule):
    query = (
        '{ mlmDistributor(code: "%s") { contact user { email } } mlmMe { enroller { contact } } }'
    )

    def seen(who, code):
        found = ask(who, query % code)["data"]
        other, me = found["mlmDistributor"], found["mlmMe"]
        return (other and other["contact"], me and me["enroller"] and me["enroller"]["contact"])

    assert seen("Alice", "BOB") == (None, None)
    ask("Bob", CHOOSE % "contactShown: true")
    assert seen("Alice", "BOB") == ("bob@example.com", None)
    assert seen("Carol", "BOB") == (None, "bob@example.com")
    assert seen("Dora", "BOB") == (None, None)
    rule(form={"E-mails of distributors": "NEVER"})
    assert seen("Alice", "BOB") == (None, None)


def test_of_those_above_the_enroller_only_the_name_is_told(ask, company):
    found = ask("Carol", "{ mlmMe { upline { code displayName } } }")["data"]["mlmMe"]["upline"]

    assert found == [
        {"code": "BOB", "displayName": "Bob"},
        {"code": "", "displayName": "Alice"},
    ]


def test_a_suspension_is_told_to_nobody_outside_the_line(ask, company):
    """Given Carol, whose enroller Bob is suspended, then she is told that he is active."""
    Distributor.objects.filter(id=company["Bob"].id).update(status="suspended")

    above = ask("Alice", '{ mlmDistributor(code: "BOB") { status } }')["data"]["mlmDistributor"]
    below = ask("Carol", "{ mlmMe { enroller { status } } }")["data"]["mlmMe"]["enroller"]

    assert (above, below) == ({"status": "SUSPENDED"}, {"status": "ACTIVE"})


def test_who_is_no_distributor_has_nothing_to_choose(ask, company):
    call = "mutation { mlmPersonChoose(nameShown: true) { errors { code } } }"
    User.objects.get_or_create(email="customer@example.com", defaults={"is_active": True})

    visitor, customer = ask("visitor", call), ask("customer", call)

    assert visitor["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert customer["data"]["mlmPersonChoose"] == {"errors": [{"code": "NO_DISTRIBUTOR"}]}


def test_the_ranks_by_which_a_team_is_filtered_are_those_of_the_plan(ask, company):
    asked = "{ mlmRanks { key name order } }"
    none_yet = ask("Carol", asked)["data"]["mlmRanks"]
    plans.publish(PLAN_WITH_RANKS, START.date(), "test")

    by_carol = ask("Carol", asked)["data"]["mlmRanks"]
    by_customer = ask("customer", asked)["data"]["mlmRanks"]

    assert none_yet == []
    assert by_carol == [
        {"key": "silver", "name": "Silver", "order": 1},
        {"key": "gold", "name": "Gold", "order": 2},
    ]
    assert by_customer == []
