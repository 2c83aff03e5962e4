"""Bad input of placement trees and positions: rows of the table that `bad_input` begins."""

from datetime import date, timedelta
from typing import Any

from .bad_corrections import UNDER_WAY
from .bad_input import (
    BASKET,
    DAY_SECONDS,
    NUL,
    NUL_MESSAGE,
    ROWS,
    Given,
    World,
    enrolment,
    global_id,
    row,
)
from .mlm import Distributor, level_plan

__all__ = ["ROWS"]
NOBODY = global_id("MlmPosition", "pairs.0")
NO_TREE = "There is no placement tree nowhere."
CREATE = """mutation ($name: String!, $width: Int, $input: MlmTreeInput) {
  mlmTreeCreate(name: $name, width: $width, input: $input) { errors { code field message } } }"""
POSITIONS = """query ($code: String!, $tree: String!) {
  mlmDistributor(code: $code) { positions(tree: $tree) { id } } }"""
# The trees of these rows; they stay in the store, as trees do.
TREES: dict[str, dict[str, Any]] = {
    "pairs": {"width": 2, "input": {}},
    "others": {"width": 2, "input": {}},
    "lines": {"width": None, "input": {}},
    "tank": {"width": 2, "input": {"windowDays": 7}},
    "walked": {"width": 2, "input": {}},
}


def tree(world: World, name: str) -> str:
    """A tree of that name, set up once in a store."""
    answer = world.store.app.answer(CREATE, name=name, **TREES[name])
    codes = [error["code"] for error in answer["data"]["mlmTreeCreate"]["errors"]]
    assert codes in ([], ["TREE_EXISTS"])
    return name


def at(world: World, who: Distributor, name: str = "pairs") -> str:
    found = world.store.app.ask(POSITIONS, code=who.code, tree=name)
    position: str = found["positions"][0]["id"]
    return position


def move(world: World, who: str, parent: str, name: str = "pairs", **others: Any) -> dict[str, Any]:
    """Somebody of the line below somebody else, in a tree."""
    tree(world, name)
    line = {"alice": world.line.alice, "bob": world.line.bob, "carol": world.line.carol}
    found = {"position": at(world, line[who], name), "parent": at(world, line[parent], name)}
    return found | {"withTeam": True, "reason": "asked for"} | others


@row("mlmTreeCreate", "NAME_INVALID", "name")
def a_tree_that_is_called_as_the_enroller_tree(world: World) -> Given:
    message = "A name has small letters, digits, - and _; `enroller` is the enroller tree."
    return {"name": "enroller", "width": 2}, message


@row("mlmTreeCreate", "TREE_EXISTS", "name")
def a_tree_twice(world: World) -> Given:
    return {"name": tree(world, "pairs"), "width": 2}, "There is a tree pairs already."


@row("mlmTreeCreate", "OUT_OF_RANGE", "width")
def a_tree_of_no_width(world: World) -> Given:
    return {"name": "narrow", "width": 0}, "A width is from 1 to 100, or none."


@row("mlmTreeCreate", "STRATEGY_NEEDS_WIDTH", "strategy")
def an_edge_of_a_tree_without_a_width(world: World) -> Given:
    message = "A tree without a width has no edges and weaker legs: take BREADTH_FIRST."
    return {"name": "endless", "input": {"strategy": "LEFT_EDGE"}}, message


@row("mlmTreeCreate", "REQUIRED", "volume")
def a_weaker_leg_by_no_volume(world: World) -> Given:
    message = "Name the volume by which legs are compared."
    return {"name": "weak", "width": 2, "input": {"strategy": "WEAKER_VOLUME"}}, message


@row("mlmTreeCreate", "AFTER_END_IMPOSSIBLE", "afterEnd")
def rolling_up_in_a_binary(world: World) -> Given:
    message = "Those below roll up only where there is room for them: not in a width."
    return {"name": "rolling", "width": 2, "input": {"afterEnd": "ROLL_UP"}}, message


@row("mlmTreeCreate", "INVALID_TEXT", "name")
def a_tree_with_a_nul(world: World) -> Given:
    return {"name": NUL, "width": 2}, NUL_MESSAGE


@row("mlmTreeUpdate", "TREE_UNKNOWN", "tree")
def a_tree_that_does_not_exist(world: World) -> Given:
    return {"name": "nowhere", "input": {"moveDays": 3}}, NO_TREE


@row("mlmPositionPlace", "INVALID_ID", "position")
def placing_a_product(world: World) -> Given:
    wrong = global_id("Product", "1")
    return {"position": wrong, "slot": 1}, f"{wrong} is no id of a MlmPosition."


@row("mlmPositionPlace", "POSITION_UNKNOWN", "position")
def placing_nobody(world: World) -> Given:
    return {"position": NOBODY, "slot": 1}, "There is no such position."


@row("mlmPositionPlace", "NOT_HELD", "position")
def placing_somebody_who_stands(world: World) -> Given:
    tree(world, "pairs")
    message = f"{world.carol().code} does not wait to be placed."
    return {"position": at(world, world.carol()), "slot": 1}, message


@row("mlmPositionPlace", "SLOT_OUT_OF_RANGE", "slot")
def placing_in_a_third_slot_of_two(world: World) -> Given:
    tree(world, "tank")
    held = at(world, world.line.bob, "tank")
    return {"position": held, "slot": 3}, "tank has the slots 1 to 2."


@row("mlmPositionPlace", "SLOT_TAKEN", "slot")
def placing_where_somebody_stands(world: World) -> Given:
    tree(world, "tank")
    bob, dave = world.line.bob, world.mlm.enroll(world.store.customer(), world.line.alice, "Dave")
    place = "mutation ($p: ID!) { mlmPositionPlace(position: $p, slot: 1) { errors { code } } }"
    world.store.app.ask(place, p=at(world, bob, "tank"))
    world.named(world.line.alice.code, "ALICE")
    message = f"Slot 1 below {world.line.alice.code} is taken."
    return {"position": at(world, dave, "tank"), "slot": 1}, message


@row("mlmPositionPlace", "POSITION_UNKNOWN", "parent")
def placing_in_another_organisation(world: World) -> Given:
    tree(world, "tank")
    other = world.mlm.enroll(world.store.customer(), None, "Olga")
    world.caller = world.line.alice.customer.client
    variables = {"position": at(world, world.line.bob, "tank"), "slot": 1}
    message = "The parent has no place in your organisation in tank."
    return variables | {"parent": at(world, other, "tank")}, message


@row("mlmPositionPlace", "WINDOW_OVER", "position")
def placing_after_the_window(world: World) -> Given:
    tree(world, "tank")
    held = at(world, world.line.bob, "tank")
    world.faults.move_clock(8 * DAY_SECONDS)
    world.caller = world.line.alice.customer.client
    return {"position": held, "slot": 1}, "The window of 7 days is over."


@row("mlmPositionMove", "CYCLE", "parent")
def moving_below_oneself(world: World) -> Given:
    return move(world, "bob", "carol", slot=1), "Nobody can stand below himself."


@row("mlmPositionMove", "UNCHANGED", "slot")
def moving_to_where_one_stands(world: World) -> Given:
    return move(world, "carol", "bob", slot=1), "The position stands there already."


@row("mlmPositionMove", "HAS_TEAM", "withTeam")
def moving_alone_out_of_a_binary(world: World) -> Given:
    message = "It has others below, for whom a tree of a width has no room: move them too."
    return move(world, "bob", "alice", slot=2, withTeam=False), message


@row("mlmPositionMove", "OTHER_TREE", "parent")
def moving_into_another_tree(world: World) -> Given:
    tree(world, "others")
    variables = move(world, "bob", "alice", slot=2)
    variables["parent"] = at(world, world.line.alice, "others")
    return variables, "The parent stands in another tree."


@row("mlmPositionMove", "REQUIRED", "reason")
def moving_without_a_reason(world: World) -> Given:
    return move(world, "carol", "alice", slot=2, reason=" "), "Say why, in 1 to 255 characters."


@row("mlmPositionMove", "INVALID_TEXT", "reason")
def moving_for_a_nul(world: World) -> Given:
    return move(world, "carol", "alice", slot=2, reason=NUL), NUL_MESSAGE


@row("mlmPositionMove", "MOVE_USED_UP", "position")
def moving_as_an_enroller_where_only_staff_does(world: World) -> Given:
    variables = move(world, "carol", "bob", slot=2)
    world.caller = world.line.bob.customer.client
    return variables, "An enroller moves a position once, within 0 days."


@row("mlmPositionMove", "PERIOD_CLOSED", "effectiveAt")
def moving_in_a_month_that_is_over(world: World) -> Given:
    month = world.books.month()
    world.named(month.key, "MONTH")
    before = (month.starts_at - timedelta(days=1)).isoformat()
    message = f"Periods before {month.key} are closed; choose a later day."
    return move(world, "carol", "alice", slot=2, effectiveAt=before), message


@row("mlmPositionMove", "CHANGED_SINCE", "effectiveAt")
def moving_before_one_was_there(world: World) -> Given:
    month = world.books.month()
    message = "Something here or above has changed since; choose a later instant."
    since = (month.starts_at + timedelta(hours=1)).isoformat()
    return move(world, "carol", "alice", slot=2, effectiveAt=since), message


@row("mlmPositionMove", "OUT_OF_RANGE", "effectiveAt")
def moving_in_many_years(world: World) -> Given:
    far = "2190-01-01T00:00:00+00:00"
    return move(world, "carol", "alice", slot=2, effectiveAt=far), "At most a year ahead."


@row("mlmPositionMovePreview", "SLOT_TAKEN", "slot")
def looking_at_a_slot_that_is_taken(world: World) -> Given:
    world.named(world.line.alice.code, "ALICE")
    message = f"Slot 1 below {world.line.alice.code} is taken."
    return move(world, "carol", "alice", slot=1), message


@row("mlmPositionAdd", "TREE_UNKNOWN", "tree")
def a_position_in_no_tree(world: World) -> Given:
    return {"tree": "nowhere", "code": world.carol().code}, NO_TREE


@row("mlmPositionAdd", "CODE_UNKNOWN", "code")
def a_position_for_nobody(world: World) -> Given:
    return {"tree": "nowhere", "code": "NOBODY-1"}, "There is no distributor NOBODY-1."


@row("mlmPositionAdd", "OWNERS_MAY_NOT", "tree")
def a_position_for_oneself(world: World) -> Given:
    world.caller = world.carol().customer.client
    message = "In pairs further positions are given by staff alone."
    return {"tree": tree(world, "pairs")}, message


@row("mlmPositionAdd", "PLAN_WALKS_TREE", "tree")
def a_position_in_a_tree_that_a_plan_walks(world: World) -> Given:
    tree(world, "walked")
    head, _, bonuses = level_plan().partition("bonuses:")
    bonuses = bonuses.replace("tree: enroller", "tree: walked")
    plan = f"{head}trees: [enroller, walked]\nbonuses:{bonuses}".replace(
        "rates: [10 %, 5 %, 2.5 %]", "rates: {by: level, rows: [10 %, 5 %, 2.5 %]}"
    )
    world.mlm.publish(plan, date(2190, 1, 1))
    message = "A plan in force walks walked, and a run knows one position of each owner there."
    return {"tree": "walked", "code": world.carol().code}, message


@row("mlmOrderAssignPosition", "ORDER_NOT_FOUND", "orderId")
def a_position_for_an_order_that_is_nobodys(world: World) -> Given:
    tree(world, "pairs")
    made = world.store.buy(world.store.checkout(BASKET))
    return {"orderId": made, "position": at(world, world.carol())}, "There is no such order."


@row("mlmOrderAssignPosition", "COMMIT_UNDER_WAY", "")
def a_position_for_an_order_during_a_commit(world: World) -> Given:
    tree(world, "pairs")
    variables = {"orderId": order(world), "position": at(world, world.carol())}
    world.during(world.faults.commit_under_way())
    return variables, UNDER_WAY


@row("mlmOrderAssignPosition", "PERIOD_COMMITTED", "orderId")
def a_position_for_an_order_after_the_commit(world: World) -> Given:
    tree(world, "pairs")
    world.books.month()
    made = order(world)
    world.books.close()
    variables = {"orderId": made, "position": at(world, world.carol())}
    return variables, "A committed run has counted the order."


def order(world: World) -> str:
    """A paid order of Carol's line."""
    made = world.store.buy(world.store.checkout(BASKET, metadata={"mlm.ref": world.carol().code}))
    world.store.fulfill(made)
    return made


@row("mlmPlacementPreferenceSet", "STRATEGY_NEEDS_WIDTH", "strategy")
def an_edge_where_there_is_none(world: World) -> Given:
    variables = {"tree": tree(world, "lines"), "strategy": "LEFT_EDGE"}
    return variables | {
        "code": world.carol().code
    }, "lines has no width: there is nothing to prefer."


@row("mlmPlacementPreferenceSet", "STRATEGY_NEEDS_VOLUME", "strategy")
def a_weaker_leg_where_no_volume_is_named(world: World) -> Given:
    variables = {"tree": tree(world, "pairs"), "strategy": "WEAKER_VOLUME"}
    message = "pairs names no volume by which legs could be compared."
    return variables | {"code": world.carol().code}, message


def placed(world: World, name: str = "pairs", **place: Any) -> dict[str, Any]:
    """An enrolment by staff below Carol with a wish where to stand."""
    return enrolment(world, placement=[{"tree": name} | place])


@row("mlmDistributorEnroll", "TREE_UNKNOWN", "tree")
def enrolling_into_a_tree_that_does_not_exist(world: World) -> Given:
    return placed(world, "nowhere"), NO_TREE


@row("mlmDistributorEnroll", "POSITION_UNKNOWN", "parent")
def enrolling_below_nobody(world: World) -> Given:
    tree(world, "pairs")
    variables = placed(world, parentCode="NOBODY-1", slot=1)
    return variables, "NOBODY-1 has no place in pairs."


@row("mlmDistributorEnroll", "SLOT_OUT_OF_RANGE", "slot")
def enrolling_into_a_third_slot_of_two(world: World) -> Given:
    tree(world, "pairs")
    return placed(world, slot=3), "pairs has the slots 1 to 2."


@row("mlmDistributorEnroll", "SLOT_TAKEN", "slot")
def enrolling_into_a_slot_that_is_taken(world: World) -> Given:
    tree(world, "pairs")
    world.mlm.enroll(world.store.customer(), world.carol(), "Dave")
    return placed(world, slot=1), f"Slot 1 below {world.carol().code} is taken."
