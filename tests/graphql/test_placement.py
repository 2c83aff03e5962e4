"""Placement trees over the store's own GraphQL: who may do and see what."""

import graphene
import pytest

from saleor_mlm.models import Position
from saleor_mlm.services import placement_trees, placing

pytestmark = pytest.mark.django_db

SETTINGS, USERS = "app:site.manage_settings", "app:account.manage_users"
ORDERS = "app:order.manage_orders"
CREATE = """
mutation ($name: String!, $width: Int, $input: MlmTreeInput) {
  mlmTreeCreate(name: $name, width: $width, input: $input) {
    tree { name width strategy volume windowDays moveDays afterEnd ownersAdd }
    errors { code field message }
  }
}
"""
UPDATE = """
mutation ($name: String!, $input: MlmTreeInput!) {
  mlmTreeUpdate(name: $name, input: $input) { tree { strategy } errors { code field } }
}
"""
PLACE = """
mutation ($position: ID!, $parent: ID, $slot: Int, $strategy: MlmPlacementStrategy) {
  mlmPositionPlace(position: $position, parent: $parent, slot: $slot, strategy: $strategy) {
    position { slot state parent { distributor { code } } } errors { code field }
  }
}
"""
PREVIEW = """
mutation ($position: ID!, $parent: ID!, $slot: Int, $withTeam: Boolean) {
  mlmPositionMovePreview(
    position: $position, parent: $parent, slot: $slot, withTeam: $withTeam, reason: "asked for"
  ) {
    move { team rolledUp depth formerDepth slot formerSlot period formerParent { number } }
    errors { code field }
  }
}
"""
MOVE = """
mutation ($position: ID!, $parent: ID!, $slot: Int) {
  mlmPositionMove(position: $position, parent: $parent, slot: $slot, reason: "asked for") {
    position { slot parent { distributor { code } } } errors { code field }
  }
}
"""
ADD = """
mutation ($tree: String!, $code: String) {
  mlmPositionAdd(tree: $tree, code: $code) { position { number slot } errors { code field } }
}
"""
PREFER = """
mutation ($tree: String!, $strategy: MlmPlacementStrategy, $code: String) {
  mlmPlacementPreferenceSet(tree: $tree, strategy: $strategy, code: $code) {
    preference errors { code field }
  }
}
"""
ASSIGN = """
mutation ($order: ID!, $position: ID!) {
  mlmOrderAssignPosition(orderId: $order, position: $position) { errors { code field } }
}
"""
TREES = "{ mlmTrees { name myPreference } }"
TANK = """
{
  mlmMe {
    positions(tree: "binary") { id state heldUntil depth }
    holdingTank(first: 5) { edges { node { heldUntil distributor { code } position { id } } } }
  }
}
"""


@pytest.fixture
def binary(company):
    """Alice stands at the top, Bob in slot 1 below her, Carol below Bob; Dora stands alone."""
    made = placement_trees.create("binary", 2, move_days=7)
    for name in ("Alice", "Bob", "Carol", "Dora"):
        placing.admit(company[name], actor="test")
    return made


def position_id(company, name, number=1):
    found = Position.objects.get(distributor=company[name], number=number)
    return graphene.Node.to_global_id("MlmPosition", f"binary.{found.id}")


def codes(answer, mutation):
    return [error["code"] for error in answer["data"][mutation]["errors"]]


def denied(answer):
    return [error["extensions"]["exception"]["code"] for error in answer["errors"]]


def test_staff_who_manage_settings_set_up_trees(ask):
    values = {"name": "binary", "width": 2, "input": {"strategy": "WEAKER_HEADS", "windowDays": 7}}

    refused = ask(USERS, CREATE, **values)
    made = ask(SETTINGS, CREATE, **values)
    again = ask(SETTINGS, CREATE, **values)
    changed = ask(SETTINGS, UPDATE, name="binary", input={"strategy": "ALTERNATE"})

    assert denied(refused) == ["PermissionDenied"]
    assert made["data"]["mlmTreeCreate"]["tree"] == {
        "name": "binary",
        "width": 2,
        "strategy": "WEAKER_HEADS",
        "volume": None,
        "windowDays": 7,
        "moveDays": 0,
        "afterEnd": "HOLE",
        "ownersAdd": False,
    }
    assert codes(again, "mlmTreeCreate") == ["TREE_EXISTS"]
    assert changed["data"]["mlmTreeUpdate"]["tree"] == {"strategy": "ALTERNATE"}


@pytest.mark.parametrize(
    ("name", "width", "chosen", "code"),
    [
        ("enroller", 2, {}, "NAME_INVALID"),
        ("Two Words", 2, {}, "NAME_INVALID"),
        ("wide", 0, {}, "OUT_OF_RANGE"),
        ("wide", 2, {"windowDays": 400}, "OUT_OF_RANGE"),
        ("wide", None, {"strategy": "LEFT_EDGE"}, "STRATEGY_NEEDS_WIDTH"),
        ("wide", 2, {"strategy": "WEAKER_VOLUME"}, "REQUIRED"),
        ("wide", 2, {"afterEnd": "ROLL_UP"}, "AFTER_END_IMPOSSIBLE"),
    ],
)
def test_a_tree_that_cannot_be_is_refused(ask, name, width, chosen, code):
    answer = ask(SETTINGS, CREATE, name=name, width=width, input=chosen)

    assert codes(answer, "mlmTreeCreate") == [code]
    assert placement_trees.every() == []


def test_trees_are_shown_to_distributors_and_staff(ask, binary):
    ask("Bob", PREFER, tree="binary", strategy="RIGHT_EDGE")

    seen = {
        who: ask(who, TREES)["data"]["mlmTrees"]
        for who in ("visitor", "customer", "Bob", "Dora", SETTINGS, USERS)
    }

    nothing = [{"name": "binary", "myPreference": None}]
    assert seen == {
        "visitor": [],
        "customer": [],
        "Bob": [{"name": "binary", "myPreference": "RIGHT_EDGE"}],
        "Dora": nothing,
        SETTINGS: nothing,
        USERS: nothing,
    }


def test_an_enroller_sees_who_waits_and_places_them(ask, company):
    placement_trees.create("binary", 2, window_days=7)
    for name in ("Alice", "Bob"):
        placing.admit(company[name], actor="test")

    mine = ask("Alice", TANK)["data"]["mlmMe"]
    waiting = mine["holdingTank"]["edges"][0]["node"]
    foreign = ask("Dora", PLACE, position=waiting["position"]["id"], slot=1)
    placed = ask("Alice", PLACE, position=waiting["position"]["id"], slot=2)

    assert waiting["distributor"] == {"code": "BOB"}
    assert codes(foreign, "mlmPositionPlace") == ["POSITION_UNKNOWN"]
    assert placed["data"]["mlmPositionPlace"]["position"] == {
        "slot": 2,
        "state": "PLACED",
        "parent": {"distributor": {"code": "ALICE"}},
    }
    assert ask("Alice", TANK)["data"]["mlmMe"]["holdingTank"]["edges"] == []


def test_positions_of_all_trees_stand_beside_each_other(ask, company, binary):
    query = "{ mlmMe { positions { tree number slot depth parent { id } } } }"

    answer = ask("Carol", query)

    bob = graphene.Node.to_global_id("MlmPosition", f"enroller.{company['Bob'].id}")
    assert answer["data"]["mlmMe"]["positions"] == [
        {"tree": "enroller", "number": 1, "slot": None, "depth": 2, "parent": {"id": bob}},
        {
            "tree": "binary",
            "number": 1,
            "slot": 1,
            "depth": 2,
            "parent": {"id": position_id(company, "Bob")},
        },
    ]


def test_an_enroller_previews_and_moves_once_and_staff_at_any_time(ask, company, binary):
    carol, alice = position_id(company, "Carol"), position_id(company, "Alice")
    bob = position_id(company, "Bob")

    told = ask("Bob", PREVIEW, position=carol, parent=bob, slot=2)
    outside = ask("Bob", MOVE, position=carol, parent=alice, slot=2)
    moved = ask("Bob", MOVE, position=carol, parent=bob, slot=2)
    again = ask("Bob", MOVE, position=carol, parent=bob, slot=1)
    staff = ask(USERS, MOVE, position=carol, parent=alice)
    visitor = ask("visitor", MOVE, position=carol, parent=bob, slot=1)

    assert told["data"]["mlmPositionMovePreview"]["move"] == {
        "team": 1,
        "rolledUp": 0,
        "depth": 2,
        "formerDepth": 2,
        "slot": 2,
        "formerSlot": 1,
        "period": "2026-11",
        "formerParent": {"number": 1},
    }
    assert codes(outside, "mlmPositionMove") == ["POSITION_UNKNOWN"]
    assert moved["data"]["mlmPositionMove"]["position"]["slot"] == 2
    assert codes(again, "mlmPositionMove") == ["MOVE_USED_UP"]
    place = {"slot": 2, "parent": {"distributor": {"code": "ALICE"}}}
    assert staff["data"]["mlmPositionMove"]["position"] == place
    assert denied(visitor) == ["PermissionDenied"]


def test_further_positions_are_for_staff_unless_the_tree_lets_owners(ask, company, binary):
    owner = ask("Dora", ADD, tree="binary")
    for_another = ask("Dora", ADD, tree="binary", code="BOB")
    staff = ask(USERS, ADD, tree="binary", code="DORA")
    unknown = ask(USERS, ADD, tree="binary", code="NOBODY")

    assert codes(owner, "mlmPositionAdd") == ["OWNERS_MAY_NOT"]
    assert denied(for_another) == ["PermissionDenied"]
    assert staff["data"]["mlmPositionAdd"]["position"] == {"number": 2, "slot": 1}
    assert codes(unknown, "mlmPositionAdd") == ["CODE_UNKNOWN"]


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"position": "nonsense", "slot": 1}, "INVALID_ID"),
        ({"position": graphene.Node.to_global_id("MlmPosition", "enroller.1")}, "INVALID_ID"),
        ({"position": graphene.Node.to_global_id("MlmPosition", "binary.0")}, "POSITION_UNKNOWN"),
    ],
)
def test_ids_that_are_none_of_a_placement_tree(ask, binary, variables, code):
    assert codes(ask(USERS, PLACE, **variables), "mlmPositionPlace") == [code]


def test_an_order_that_nobody_has_is_assigned_to_no_position(ask, company, binary):
    order = graphene.Node.to_global_id("Order", "00000000-0000-0000-0000-000000000000")
    bob = position_id(company, "Bob")

    assert codes(ask(ORDERS, ASSIGN, order=order, position=bob), "mlmOrderAssignPosition") == [
        "ORDER_NOT_FOUND"
    ]
    assert codes(ask("Bob", ASSIGN, order="x", position=bob), "mlmOrderAssignPosition") == [
        "INVALID_ID"
    ]
    assert denied(ask("customer", ASSIGN, order=order, position=bob)) == ["PermissionDenied"]
