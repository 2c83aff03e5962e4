"""Bad input of corrections and backfills: rows of the table that `bad_input` begins."""

import uuid
from typing import Any

from .bad_input import (
    BASKET,
    NUL,
    NUL_MESSAGE,
    ROWS,
    Given,
    World,
    global_id,
    row,
    switch_off_japan,
)
from .corrections import Corrections
from .mlm import Distributor

__all__ = ["ROWS"]
UNDER_WAY = "A period is being committed at this moment; try again when it is done."
WHY = "Say why: the reason is kept."
FIRST_MONTH = "2001-01-01T00:00:00+00:00"


def order(world: World, by: Distributor | None = None) -> str:
    """A paid order, by a distributor's code or by none."""
    metadata = {"mlm.ref": by.code} if by else {}
    made = world.store.buy(world.store.checkout(BASKET, metadata=metadata))
    return world.named(made, "ORDER")


def number(world: World, order_id: str) -> str:
    found = f"order {world.store.order(order_id)['number']}"
    world.named(found, "order NUMBER")
    return found


def wish(order_id: str, code: str = "", **others: Any) -> dict[str, Any]:
    return {"orderId": order_id, "distributorCode": code, "reason": "called us"} | others


def corrections(world: World) -> Corrections:
    return Corrections(world.store.app)


@row("mlmOrderCredit", "ALREADY_CREDITED", "orderId")
def crediting_an_order_that_somebody_has(world: World) -> Given:
    variables = wish(order(world, world.carol()), world.line.bob.code)
    return variables, "The order stands with a distributor already; move it instead."


@row("mlmOrderCredit", "CODE_UNKNOWN", "distributorCode")
def crediting_nobody(world: World) -> Given:
    return wish(order(world), "NOBODY-1"), "There is no distributor NOBODY-1."


@row("mlmOrderCredit", "INVALID_ID", "orderId")
def crediting_a_product(world: World) -> Given:
    wrong = global_id("Product", "1")
    return wish(wrong, world.carol().code), f"{wrong} is no id of an Order."


@row("mlmOrderCredit", "ORDER_NOT_FOUND", "orderId")
def crediting_an_order_that_does_not_exist(world: World) -> Given:
    nowhere = global_id("Order", str(uuid.uuid4()))
    return wish(nowhere, world.carol().code), "There is no such order."


@row("mlmOrderCredit", "ORDER_NOT_COUNTED", "orderId")
def crediting_an_order_from_before_its_channel_counted(world: World) -> Given:
    switch_off_japan(world)
    made = world.store.buy(world.store.checkout(BASKET, "jp"))
    message = (
        "The order does not count: it is no sale, or from before its channel counted. Past orders"
        " are let count by mlmBackfillPreview."
    )
    return wish(made, world.carol().code), message


@row("mlmOrderCredit", "ORDER_UNREAD", "orderId")
def crediting_an_order_that_cannot_be_read(world: World) -> Given:
    variables = wish(order(world), world.carol().code)
    world.during(world.faults.orders_unreadable())
    return variables, "The order cannot be read now; see `manage.py mlm doctor`."


@row("mlmOrderCredit", "NOT_ACTIVE_THEN", "distributorCode")
def crediting_somebody_who_joined_later(world: World) -> Given:
    made = order(world)
    late = world.mlm.enroll(world.store.customer(), world.carol(), "Late")
    world.named(late.code, "LATE")
    message = (
        f"{late.code} had no agreement in force when {number(world, made)} was sold; choose"
        " somebody who had."
    )
    return wish(made, late.code), message


@row("mlmOrderMove", "NOT_CREDITED", "orderId")
def moving_an_order_that_is_nobodys(world: World) -> Given:
    variables = wish(order(world), world.carol().code)
    return variables, "The order is nobody's; credit it instead."


@row("mlmOrderMove", "UNCHANGED", "orderId")
def moving_an_order_to_where_it_is(world: World) -> Given:
    made = order(world, world.carol())
    found = number(world, made).capitalize()
    world.named(found, "Order NUMBER")
    return wish(made, world.carol().code), f"{found} stands with {world.carol().code} already."


@row("mlmOrderMove", "COMMIT_UNDER_WAY", "")
def moving_an_order_during_a_commit(world: World) -> Given:
    variables = wish(order(world, world.carol()), world.line.bob.code)
    world.during(world.faults.commit_under_way())
    return variables, UNDER_WAY


@row("mlmOrderExclude", "REQUIRED", "reason")
def excluding_an_order_without_a_reason(world: World) -> Given:
    return {"orderId": order(world), "reason": " "}, WHY


@row("mlmOrderExclude", "PERIOD_COMMITTED", "orderId")
def excluding_an_order_after_the_commit(world: World) -> Given:
    month = world.books.month().key
    made = order(world, world.carol())
    world.store.fulfill(made)
    world.books.close()
    world.named(month, "MONTH")
    message = (
        f"{month} is committed with {number(world, made)} in it, and what a run counted stays."
        " Move the customer to correct later orders."
    )
    return {"orderId": made, "reason": "too late"}, message


def move(user: str, code: str) -> dict[str, Any]:
    return {"user": user, "distributorCode": code, "reason": "moved house"}


@row("mlmCustomerMove", "USER_UNKNOWN", "user")
def moving_a_customer_who_does_not_exist(world: World) -> Given:
    nobody = global_id("User", "999999999")
    return move(nobody, world.carol().code), "There is no such customer."


@row("mlmCustomerMove", "CODE_ENDED", "distributorCode")
def moving_a_customer_to_somebody_who_has_ended(world: World) -> Given:
    world.mlm.end(world.carol())
    variables = move(world.store.customer().id, world.carol().code)
    return variables, f"{world.carol().code} has no agreement in force."


@row("mlmCustomerMove", "SELF_REFERRAL", "distributorCode")
def moving_a_distributor_to_herself(world: World) -> Given:
    carol = world.carol()
    return move(carol.customer.id, carol.code), f"{carol.code} is this customer."


@row("mlmCorrectionUndo", "NOT_FOUND", "id")
def undoing_what_never_was(world: World) -> Given:
    nothing = global_id("MlmCorrection", "999999999")
    return {"id": nothing, "reason": "no"}, "There is no such correction."


@row("mlmCorrectionUndo", "CORRECTED_SINCE", "id")
def undoing_what_was_corrected_since(world: World) -> Given:
    made = order(world, world.carol())
    first = corrections(world).move(made, world.line.bob)
    corrections(world).move(made, world.line.alice)
    message = "There is a later correction; undo that one first."
    return {"id": first, "reason": "no"}, message


@row("mlmCorrectionUndo", "INVALID_TEXT", "reason")
def undoing_for_a_reason_without_end(world: World) -> Given:
    made = corrections(world).move(order(world, world.carol()), world.line.bob)
    return {"id": made, "reason": "x" * 1001}, "A reason has at most 1000 characters."


def choice(channel: str = "us", starts_at: str = FIRST_MONTH, **others: Any) -> dict[str, Any]:
    return {"input": {"channel": channel, "startsAt": starts_at} | others}


@row("mlmBackfillPreview", "CHANNEL_UNKNOWN", "channel")
def past_orders_of_no_channel(world: World) -> Given:
    return choice("moon"), "There is no channel moon."


@row("mlmBackfillPreview", "CHANNEL_INACTIVE", "channel")
def past_orders_of_a_channel_that_is_switched_off(world: World) -> Given:
    switch_off_japan(world)
    return choice("jp"), "The channel jp has no distributors."


@row("mlmBackfillPreview", "OUT_OF_RANGE", "startsAt")
def past_orders_that_end_before_they_begin(world: World) -> Given:
    message = "A time ends after it begins."
    return choice(endsAt=FIRST_MONTH), message


@row("mlmBackfillPreview", "NO_PLAN", "channel")
def past_orders_without_a_plan(world: World) -> Given:
    world.during(world.faults.plans_hidden())
    return choice(), "No plan is in force; publish one first."


@row("mlmBackfillPreview", "COMMIT_UNDER_WAY", "")
def past_orders_during_a_commit(world: World) -> Given:
    world.during(world.faults.commit_under_way())
    return choice(endsAt="2001-01-02T00:00:00+00:00"), UNDER_WAY


@row("mlmBackfillApply", "PREVIEW_OUTDATED", "token")
def applying_what_was_never_previewed(world: World) -> Given:
    variables = choice(endsAt="2001-01-02T00:00:00+00:00")
    message = "What was previewed has changed since; look at a new preview and apply that."
    return variables | {"token": "x", "reason": "moved here"}, message


@row("mlmBackfillApply", "REQUIRED", "reason")
def applying_without_a_reason(world: World) -> Given:
    return choice() | {"token": "x", "reason": ""}, WHY


@row("mlmBackfillApply", "INVALID_TEXT", "token")
def applying_a_token_with_a_nul(world: World) -> Given:
    return choice() | {"token": NUL, "reason": "moved here"}, NUL_MESSAGE
