"""Bad input of changes of enroller, mergers and transfers: rows of the table of `bad_input`."""

from datetime import datetime, timedelta
from typing import Any

from .bad_corrections import UNDER_WAY, WHY
from .bad_input import NUL, NUL_MESSAGE, ROWS, Given, World, global_id, row
from .mlm import Distributor

__all__ = ["ROWS"]
JOINED = "query ($code: String!) { mlmDistributor(code: $code) { joinedAt } }"
ASK = """mutation ($input: MlmEnrollerChangeInput!) {
  mlmEnrollerChangeRequest(input: $input, reason: "agreed") { request { id } errors { code } } }"""
ANSWER = """mutation ($id: ID!) { mlmChangeConsent(id: $id, agree: false) { errors { code } } }"""
LONG_AGO, FAR_OFF = "2001-01-01T00:00:00+00:00", "2901-01-01T00:00:00+00:00"


def line(world: World) -> tuple[str, str, str]:
    """The codes of Alice, Bob and Carol."""
    found = (world.line.alice.code, world.line.bob.code, world.line.carol.code)
    for code, name in zip(found, ("ALICE", "BOB", "CAROL"), strict=True):
        world.named(code, name)
    return found


def below(who: str, enroller: str, at: str | None = None, reason: str = "r") -> dict[str, Any]:
    wish = {"distributorCode": who, "enrollerCode": enroller, "effectiveAt": at}
    return {"input": wish, "reason": reason}


def asked(world: World) -> str:
    """Carol wishes to stand below Alice."""
    alice, _, carol = line(world)
    found = world.line.carol.customer.client.ask(ASK, **below(carol, alice))
    key: str = found["request"]["id"]
    return key


def merged(duplicate: str, kept: str, reason: str = "one person") -> dict[str, Any]:
    return {"duplicateCode": duplicate, "keptCode": kept, "reason": reason}


def given_to(code: str, user: str, **others: Any) -> dict[str, Any]:
    wish = {"code": code, "user": user, "displayName": "Heir", "kind": "SALE"}
    return {"input": wish | others, "reason": "sold"}


def before_this_month(world: World) -> tuple[str, str, str]:
    """An instant before the running month, after everybody joined; when it began, and its key."""
    line(world)
    month = world.books.month()
    world.named(month.key, "MONTH")
    began = world.named(f"{month.starts_at:%Y-%m-%d %H:%M}", "BEGAN")
    return (month.starts_at - timedelta(seconds=1)).isoformat(), began, month.key


def heir(world: World) -> str:
    return world.store.customer().id


@row("mlmEnrollerChangePreview", "CODE_UNKNOWN", "enrollerCode")
def a_look_at_an_enroller_whom_nobody_knows(world: World) -> Given:
    variables = below(line(world)[2], "NOBODY-1") | {"withPay": False}
    return variables, "There is no distributor NOBODY-1."


@row("mlmEnrollerChangeRequest", "TOO_EARLY", "effectiveAt")
def a_distributor_who_goes_back_in_time(world: World) -> Given:
    alice, _, carol = line(world)
    world.caller = world.line.carol.customer.client
    message = "Only staff lets a change hold from an earlier instant on."
    return below(carol, alice, LONG_AGO), message


@row("mlmChangeConsent", "SETTLED", "id")
def a_consent_to_what_another_has_declined(world: World) -> Given:
    key = asked(world)
    world.line.bob.customer.client.ask(ANSWER, id=key)
    world.caller = world.line.alice.customer.client
    return {"id": key, "agree": True}, "Nothing waits for your consent any more."


@row("mlmEnrollerChangeWithdraw", "NOT_FOUND", "id")
def withdrawing_what_nobody_asked(world: World) -> Given:
    return {"id": global_id("MlmEnrollerRequest", "0")}, "There is no such request."


@row("mlmEnrollerChangeWithdraw", "INVALID_ID", "id")
def withdrawing_a_product(world: World) -> Given:
    wrong = global_id("Product", "1")
    return {"id": wrong}, f"{wrong} is no id of a MlmEnrollerRequest."


@row("mlmEnrollerChange", "CYCLE", "enrollerCode")
def an_enroller_of_the_own_team(world: World) -> Given:
    alice, _, carol = line(world)
    message = f"{carol} is below {alice}, then or later on: nobody is below himself."
    return below(alice, carol), message


@row("mlmEnrollerChange", "CODE_ENDED", "enrollerCode")
def a_new_enroller_who_has_ended(world: World) -> Given:
    alice, _, carol = line(world)
    world.mlm.end(world.line.alice)
    return below(carol, alice), f"{alice} takes nobody: the agreement is ended."


@row("mlmEnrollerChange", "UNCHANGED", "enrollerCode")
def the_enroller_who_it_is_already(world: World) -> Given:
    _, bob, carol = line(world)
    return below(carol, bob), f"{carol} is below {bob} then already."


@row("mlmEnrollerChange", "PERIOD_CLOSED", "effectiveAt")
def another_enroller_in_a_month_that_is_over(world: World) -> Given:
    alice, _, carol = line(world)
    at, began, key = before_this_month(world)
    message = f"What was before {began} UTC, when {key} began, is closed."
    return below(carol, alice, at), message


@row("mlmEnrollerChange", "REQUEST_OPEN", "distributorCode")
def another_enroller_while_one_is_asked_for(world: World) -> Given:
    alice, _, carol = line(world)
    asked(world)
    return below(carol, alice), f"A request about {carol} is open; withdraw it first."


@row("mlmEnrollerChange", "COMMIT_UNDER_WAY", "")
def another_enroller_during_a_commit(world: World) -> Given:
    alice, _, carol = line(world)
    world.during(world.faults.commit_under_way())
    return below(carol, alice), UNDER_WAY


@row("mlmEnrollerChange", "REQUIRED", "reason")
def another_enroller_for_no_reason(world: World) -> Given:
    alice, _, carol = line(world)
    return below(carol, alice, reason=" "), WHY


@row("mlmEnrollerChange", "INVALID_TEXT", "reason")
def another_enroller_with_a_nul(world: World) -> Given:
    alice, _, carol = line(world)
    return below(carol, alice, reason=NUL), NUL_MESSAGE


@row("mlmDistributorMerge", "CODE_UNKNOWN", "duplicateCode")
def a_duplicate_whom_nobody_knows(world: World) -> Given:
    return merged("NOBODY-1", line(world)[0]), "There is no distributor NOBODY-1."


@row("mlmDistributorMerge", "UNCHANGED", "duplicateCode")
def a_duplicate_of_the_same_one(world: World) -> Given:
    bob = line(world)[1]
    return merged(bob, bob), f"Both codes are {bob}'s already."


@row("mlmDistributorMerge", "CYCLE", "duplicateCode")
def a_duplicate_above_the_one_who_is_kept(world: World) -> Given:
    alice, _, carol = line(world)
    return merged(alice, carol), f"{alice} is above {carol}; keep {alice} instead."


@row("mlmDistributorMerge", "REQUEST_OPEN", "duplicateCode")
def a_duplicate_who_asks_for_another_enroller(world: World) -> Given:
    alice, _, carol = line(world)
    asked(world)
    message = f"A change of enroller names {carol}; withdraw it first."
    return merged(carol, alice), message


@row("mlmDistributorMerge", "COMMIT_UNDER_WAY", "")
def merging_during_a_commit(world: World) -> Given:
    alice, _, carol = line(world)
    world.during(world.faults.commit_under_way())
    return merged(carol, alice), UNDER_WAY


@row("mlmDistributorMerge", "REQUIRED", "reason")
def merging_for_no_reason(world: World) -> Given:
    alice, _, carol = line(world)
    return merged(carol, alice, " "), WHY


@row("mlmDistributorMerge", "INVALID_TEXT", "reason")
def merging_with_a_nul(world: World) -> Given:
    alice, _, carol = line(world)
    return merged(carol, alice, NUL), NUL_MESSAGE


@row("mlmDistributorTransfer", "ALREADY_ENROLLED", "user")
def an_agreement_for_a_distributor(world: World) -> Given:
    carol, bob = line(world)[2], world.line.bob.customer.id
    message = "This customer is a distributor already; merge the two, or choose another."
    return given_to(carol, bob), message


@row("mlmDistributorTransfer", "USER_UNKNOWN", "user")
def an_agreement_for_nobody(world: World) -> Given:
    return given_to(line(world)[2], global_id("User", "0")), "There is no such customer."


@row("mlmDistributorTransfer", "INVALID_ID", "user")
def an_agreement_for_a_product(world: World) -> Given:
    wrong = global_id("Product", "1")
    return given_to(line(world)[2], wrong), f"{wrong} is no id of a User."


@row("mlmDistributorTransfer", "CODE_ENDED", "code")
def an_agreement_that_has_ended(world: World) -> Given:
    carol = line(world)[2]
    world.mlm.end(world.line.carol)
    message = f"{carol} has no agreement in force; reinstate it first."
    return given_to(carol, heir(world)), message


@row("mlmDistributorTransfer", "AGREEMENT_OUTDATED", "agreementVersion")
def a_version_of_the_agreement_that_nobody_published(world: World) -> Given:
    variables = given_to(line(world)[2], heir(world), agreementVersion="7")
    return variables, "Version 7 of the agreement is not in force."


@row("mlmDistributorTransfer", "PERIOD_CLOSED", "effectiveAt")
def an_agreement_given_in_a_month_that_is_over(world: World) -> Given:
    at, _, key = before_this_month(world)
    variables = given_to(line(world)[2], heir(world), effectiveAt=at)
    return variables, f"What was before {key} is closed."


@row("mlmDistributorTransfer", "TOO_EARLY", "effectiveAt")
def an_agreement_given_before_there_was_one(world: World) -> Given:
    carol = world.carol()
    since = world.named(joined(world, carol), "JOINED")
    variables = given_to(carol.code, heir(world), effectiveAt=LONG_AGO)
    return variables, f"The owner so far is one since {since} UTC."


@row("mlmDistributorTransfer", "TOO_LATE", "effectiveAt")
def an_agreement_given_on_a_day_to_come(world: World) -> Given:
    variables = given_to(line(world)[2], heir(world), effectiveAt=FAR_OFF)
    return variables, "A transfer is written when it has happened: no later than now."


def joined(world: World, person: Distributor) -> str:
    found: str = world.store.app.ask(JOINED, code=person.code)["joinedAt"]
    return f"{datetime.fromisoformat(found):%Y-%m-%d %H:%M}"
