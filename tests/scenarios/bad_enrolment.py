"""Every way in which enrolments, invitations, agreements and account classes can be bad."""

import uuid
from typing import Any

from .bad_input import DAY_SECONDS, NUL, NUL_MESSAGE, Given, World, enrolment, global_id, row
from .endpoint import mail_server
from .mlm import Distributor
from .newcomers import INVITE, PUBLISH, token_in, visitor
from .store import Customer

NOTIFY = "saleor_mlm.tasks.events.notify"
SHOP = """mutation ($input: ShopSettingsInput!) {
  shopSettingsUpdate(input: $input) { errors { field message code } } }"""
WITHDRAW = """mutation ($id: ID!) { mlmInvitationWithdraw(id: $id) {
  errors { field message code } } }"""
ENROLL = """mutation ($input: MlmDistributorEnrollInput!) {
  mlmDistributorEnroll(input: $input) { distributor { code } errors { field message code } } }"""


def as_customer(world: World, **wishes: Any) -> dict[str, Any]:
    """A customer who enrols by Carol in the channel us."""
    world.caller = world.store.customer().client
    good = {"displayName": "Dave", "enrollerCode": world.carol().code, "channel": "us"}
    return {"input": good | wishes}


def as_visitor(world: World, **wishes: Any) -> dict[str, Any]:
    world.caller = world.store.guest
    return {"input": visitor("Dave", world.carol()) | {"channel": "us"} | wishes}


def setting(world: World, **settings: Any) -> None:
    """Settings of the channel us until the row is done."""
    world.mlm.set_channel("us", **settings)
    world.after(world.mlm.set_channel, "us", **dict.fromkeys(settings))


def agreed(world: World) -> str:
    """A new version of the agreement of the channel jp; staff need not accept it."""
    version = world.named(f"v-{uuid.uuid4().hex[:8]}", "VERSION")
    world.store.app.ask(PUBLISH, channel="jp", version=version)
    return version


@row("mlmDistributorEnroll", "LOGIN_REQUIRED", "email")
def a_visitor_with_the_address_of_a_customer(world: World) -> Given:
    known = world.store.customer()
    message = "There is an account with this address; log in to enrol."
    return as_visitor(world, email=known.email), message


@row("mlmDistributorEnroll", "ACCOUNT_REFUSED", "password")
def a_visitor_with_a_short_password(world: World) -> Given:
    message = "This password is too short. It must contain at least 8 characters."
    return as_visitor(world, password="short"), message


@row("mlmDistributorEnroll", "CONFIRM_FIRST", "code")
def a_visitor_who_wants_a_code_before_the_address_is_confirmed(world: World) -> Given:
    variables = as_visitor(world, code=f"DAVE-{uuid.uuid4().hex[:8]}")
    world.store.app.ask(SHOP, input={"enableAccountConfirmationByEmail": True})
    world.after(world.store.app.ask, SHOP, input={"enableAccountConfirmationByEmail": False})
    return variables, "Choose it when your address is confirmed and you have logged in."


@row("mlmDistributorEnroll", "REQUIRED", "channel")
def a_customer_who_names_no_channel(world: World) -> Given:
    return as_customer(world, channel=None), "Name the channel."


@row("mlmDistributorEnroll", "CHANNEL_UNKNOWN", "channel")
def a_channel_that_is_not_there(world: World) -> Given:
    return as_customer(world, channel="moon"), "There is no channel moon."


@row("mlmDistributorEnroll", "CHANNEL_INACTIVE", "channel")
def a_channel_without_distributors(world: World) -> Given:
    variables = as_customer(world, channel="jp")
    world.mlm.set_channel("jp", active=False)
    world.after(world.mlm.set_channel, "jp", active=True)
    return variables, "This channel has no distributors."


@row("mlmDistributorEnroll", "REQUIRED", "enrollerCode")
def a_customer_who_names_no_enroller(world: World) -> Given:
    message = "Name the distributor who enrols you."
    return as_customer(world, enrollerCode=None), message


@row("mlmDistributorEnroll", "NO_SPONSOR", "enrollerCode")
def a_rule_for_which_nobody_is_listed(world: World) -> Given:
    setting(world, sponsorRule="LISTED")
    message = "Nobody takes new distributors at the moment; name the one who enrols you."
    return as_customer(world, enrollerCode=None), message


@row("mlmDistributorEnroll", "TOO_YOUNG", "birthDate")
def somebody_who_is_too_young(world: World) -> Given:
    setting(world, enrolmentAgeMin=99)
    return as_customer(world, birthDate="2001-02-03"), "One has to be 99 years old to enrol."


@row("mlmDistributorEnroll", "COUNTRY_UNKNOWN", "country")
def a_country_that_is_not_there(world: World) -> Given:
    return as_customer(world, country="XX"), "XX is no country."


@row("mlmDistributorEnroll", "COUNTRY_REFUSED", "country")
def a_country_from_which_nobody_enrols(world: World) -> Given:
    setting(world, enrolmentCountries="US")
    return as_customer(world, country="FR"), "Nobody can enrol from FR here."


@row("mlmDistributorEnroll", "AGREEMENT_REQUIRED", "agreementVersion")
def somebody_who_accepts_nothing(world: World) -> Given:
    version = agreed(world)
    return as_customer(world, channel="jp"), f"Accept the agreement, version {version}."


@row("mlmDistributorEnroll", "AGREEMENT_OUTDATED", "agreementVersion")
def somebody_who_accepts_another_version(world: World) -> Given:
    version = agreed(world)
    message = f"The agreement in force is version {version}; read it again."
    return as_customer(world, channel="jp", agreementVersion="0"), message


@row("mlmDistributorEnroll", "WAITING_TIME", "user")
def a_former_distributor_who_comes_too_early(world: World) -> Given:
    dave = world.mlm.enroll(world.store.customer(), world.carol(), "Dave")
    world.mlm.end(dave)
    now = world.faults.now()
    months = now.year * 12 + now.month - 1 + 6
    until = f"{months // 12}-{months % 12 + 1:02}-{min(now.day, 28):02}"
    world.named(until, "DAY")
    variables = {"displayName": "Dave", "enrollerCode": world.carol().code, "channel": "us"}
    world.caller = dave.customer.client
    return {"input": variables}, f"A former distributor can enrol again from {until} on."


def invited(world: World) -> tuple[str, str, str]:
    """(id, address, token) of an invitation by Carol."""
    email = world.store.customer().email.replace("@", "-invited@")
    with mail_server() as (post, port), world.faults.mail_to(port):
        made = world.carol().customer.client.ask(INVITE, email=email)["invitation"]
        world.faults.run(NOTIFY)
    return made["id"], email, token_in(post.mails, email)


def with_token(world: World, token: str, **wishes: Any) -> dict[str, Any]:
    world.caller = world.store.guest
    good = {"displayName": "Eve", "password": "password1", "invitationToken": token}
    return {"input": good | wishes}


@row("mlmDistributorEnroll", "INVITATION_UNKNOWN", "invitationToken")
def a_token_that_was_guessed(world: World) -> Given:
    return with_token(world, "guess"), "This invitation is not known."


@row("mlmDistributorEnroll", "INVITATION_OF_ANOTHER", "email")
def a_token_with_the_address_of_another(world: World) -> Given:
    _, email, token = invited(world)
    message = f"This invitation is for {world.named(email, 'ADDRESS')}."
    return with_token(world, token, email="mallory@example.com"), message


@row("mlmDistributorEnroll", "INVITATION_USED", "invitationToken")
def a_token_for_the_second_time(world: World) -> Given:
    _, _, token = invited(world)
    world.store.guest.ask(ENROLL, **with_token(world, token))
    return with_token(world, token), "This invitation has been accepted already."


@row("mlmDistributorEnroll", "INVITATION_WITHDRAWN", "invitationToken")
def a_token_that_was_taken_back(world: World) -> Given:
    key, _, token = invited(world)
    world.carol().customer.client.ask(WITHDRAW, id=key)
    message = "This invitation has been withdrawn; ask for a new one."
    return with_token(world, token), message


@row("mlmDistributorEnroll", "INVITATION_EXPIRED", "invitationToken")
def a_token_that_lay_about_for_too_long(world: World) -> Given:
    setting(world, invitationDays=1)
    _, _, token = invited(world)
    world.faults.move_clock(DAY_SECONDS)
    return with_token(world, token), "This invitation has expired; ask for a new one."


@row("mlmDistributorHandleChange", "CODE_RESERVED", "newHandle")
def a_handle_that_looks_like_the_company(world: World) -> Given:
    variables = {"code": world.carol().code, "newHandle": "Support"}
    return variables, "The handle SUPPORT is kept for the company."


@row("mlmDistributorRenew", "NOT_DUE", "code")
def an_agreement_that_runs_for_ever(world: World) -> Given:
    message = "This agreement runs for ever; there is nothing to renew."
    return {"code": world.carol().code}, message


@row("mlmEnrolmentCancel", "TOO_LATE", "code")
def an_enrolment_in_a_channel_without_cooling_off(world: World) -> Given:
    dave = enrolled_in_us(world)
    setting(world, coolingOffDays=0)
    message = "An enrolment can be taken back within 0 days; end the agreement."
    return {"code": dave.code}, message


@row("mlmEnrolmentCancel", "COMMIT_UNDER_WAY", "")
def an_enrolment_taken_back_during_a_commit(world: World) -> Given:
    dave = enrolled_in_us(world)
    world.during(world.faults.commit_under_way())
    message = "A period is being committed at this moment; try again when it is done."
    return {"code": dave.code}, message


@row("mlmEnrolmentCancel", "ORDER_UNREAD", "orderId")
def an_enrolment_with_an_order_that_cannot_be_read(world: World) -> Given:
    dave = enrolled_in_us(world)
    checkout = world.store.checkout({"SKU-01": 1})
    world.mlm.follow_link(checkout, dave)
    world.store.buy(checkout)
    world.faults.run("saleor_mlm.tasks.outbox.drain")
    world.during(world.faults.orders_unreadable())
    message = "The order cannot be read now; see `manage.py mlm doctor`."
    return {"code": dave.code}, message


def enrolled_in_us(world: World) -> Distributor:
    customer: Customer = world.store.customer()
    variables = enrolment(world, user=customer.id, channel="us")
    made = world.store.app.ask(ENROLL, **variables)["distributor"]
    return Distributor(made["code"], customer)


def invitation(world: World, email: str) -> dict[str, Any]:
    world.caller = world.carol().customer.client
    return {"channel": "us", "email": email}


@row("mlmEnrolmentInvite", "INVALID_EMAIL", "email")
def an_invitation_to_no_address(world: World) -> Given:
    return invitation(world, "eve at home"), "eve at home is no e-mail address."


@row("mlmEnrolmentInvite", "TOO_MANY", "email")
def an_invitation_after_a_hundred_others(world: World) -> Given:
    carol = world.carol().customer.client
    for number in range(100):
        carol.ask(INVITE, email=f"eve-{number}@example.com")
    message = "At most 100 people are invited a day; go on tomorrow."
    return invitation(world, "eve@example.com"), message


@row("mlmInvitationWithdraw", "INVITATION_UNKNOWN", "id")
def an_invitation_that_is_not_there(world: World) -> Given:
    world.caller = world.carol().customer.client
    return {"id": global_id("MlmInvitation", "999999999")}, "There is no such invitation."


@row("mlmSponsorTurnsSet", "CODE_UNKNOWN", "code")
def turns_for_nobody(world: World) -> Given:
    return {"code": "NOBODY-1", "listed": True}, "There is no distributor NOBODY-1."


def class_change(world: World, account_class: str, **wishes: Any) -> dict[str, Any]:
    good = {"user": world.store.customer().id, "accountClass": account_class, "reason": "asked"}
    return good | wishes


@row("mlmAccountClassChange", "NO_DISTRIBUTOR", "accountClass")
def a_customer_who_is_made_a_distributor(world: World) -> Given:
    message = "Only a distributor can be this; enrol the customer."
    return class_change(world, "DISTRIBUTOR"), message


@row("mlmAccountClassChange", "UNCHANGED", "accountClass")
def a_customer_who_is_made_one(world: World) -> Given:
    return class_change(world, "RETAIL"), "The account is retail then already."


@row("mlmAccountClassChange", "ONLY_NOW", "effectiveAt")
def an_agreement_that_changes_later(world: World) -> Given:
    later = world.faults.now().replace(year=world.faults.now().year + 1, day=1).isoformat()
    variables = class_change(world, "RETAIL", user=world.carol().customer.id, effectiveAt=later)
    return variables, "A change of the agreement is effective at once; leave the date out."


@row("mlmAccountClassChange", "PERIOD_CLOSED", "effectiveAt")
def a_class_in_a_month_that_is_over(world: World) -> Given:
    assert world.books
    earlier = "2020-01-01T00:00:00Z"
    message = "A change cannot be effective in a period that is over."
    return class_change(world, "PREFERRED", effectiveAt=earlier), message


@row("mlmAccountClassChange", "REQUIRED", "reason")
def a_class_without_a_reason(world: World) -> Given:
    message = "Say why: the reason is kept."
    return class_change(world, "PREFERRED", reason=" "), message


@row("mlmAccountClassChange", "USER_UNKNOWN", "user")
def a_class_for_nobody(world: World) -> Given:
    nobody = global_id("User", "999999999")
    return class_change(world, "PREFERRED", user=nobody), "There is no such customer."


@row("mlmAccountClassChange", "INVALID_ID", "user")
def a_class_for_a_product(world: World) -> Given:
    wrong = global_id("Product", "1")
    return class_change(world, "PREFERRED", user=wrong), f"{wrong} is no id of a User."


@row("mlmAccountClassChange", "INVALID_TEXT", "reason")
def a_class_with_a_nul(world: World) -> Given:
    return class_change(world, "PREFERRED", reason=NUL), NUL_MESSAGE


def publication(**wishes: Any) -> dict[str, Any]:
    return {"channel": "jp", "version": "1", "text": "Sell honestly."} | wishes


@row("mlmAgreementPublish", "CHANNEL_UNKNOWN", "channel")
def an_agreement_of_no_channel(_world: World) -> Given:
    return publication(channel="moon"), "There is no channel moon."


@row("mlmAgreementPublish", "OUT_OF_RANGE", "text")
def an_agreement_without_words(_world: World) -> Given:
    return publication(text=" "), "An agreement has 1 to 200000 characters."


@row("mlmAgreementPublish", "VERSION_TAKEN", "version")
def a_version_for_the_second_time(world: World) -> Given:
    version = agreed(world)
    message = f"There is a version {version} already; published it is never changed."
    return publication(version=version), message


@row("mlmAgreementPublish", "INVALID_TEXT", "text")
def an_agreement_with_a_nul(_world: World) -> Given:
    return publication(text=NUL), NUL_MESSAGE


@row("mlmChannelSettingsUpdate", "INVALID_CHOICE", "enrolmentCountries")
def a_setting_with_a_country_that_is_not_there(_world: World) -> Given:
    variables = {"channel": "us", "input": {"enrolmentCountries": "DE,XX"}}
    return variables, "XX is no country."


@row("mlmPersonChoose", "NO_DISTRIBUTOR", "")
def a_customer_who_chooses_what_a_line_sees(world: World) -> Given:
    world.caller = world.store.customer().client
    return {"nameShown": True}, "Only a distributor has anything to choose."
