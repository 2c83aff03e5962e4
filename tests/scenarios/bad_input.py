"""Every way in which an input of ours can be bad: one row for each, with the answer it gets.

A row makes what has to exist before, and gives the variables of its mutation and the message that
people read. The name of its function is the case, in words.
"""

import base64
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .books import Books
from .faults import DRAIN, Faults
from .graphql import Client
from .line import Line
from .mlm import Distributor, Mlm, level_plan
from .store import Store

BASKET = {"SKU-01": 1}
RETRY_SECONDS = 120
DAY_SECONDS = 24 * 3600.0
URL_MESSAGE = "A storefront's address is like https://shop.example, at most 200 characters."
NUL = "A\0B"
NUL_MESSAGE = "A text contains a NUL character."
Given = tuple[dict[str, Any], str]


@dataclass
class World:
    """What rows may use; `names` tells what the table says in the place of a value of this run."""

    store: Store
    mlm: Mlm
    faults: Faults
    stack: ExitStack
    caller: Client
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def line(self) -> Line:
        return Line(self.store, self.mlm)

    @cached_property
    def books(self) -> Books:
        """In a month of this row's own."""
        books = Books(self.mlm, self.faults)
        books.new_month()
        return books

    def checkout(self, channel: str = "us") -> str:
        return self.named(self.store.checkout(BASKET, channel), "CHECKOUT")

    def carol(self) -> Distributor:
        self.named(self.line.carol.code, "CAROL")
        return self.line.carol

    def named(self, value: str, name: str) -> str:
        self.names[value] = name
        return value

    def during(self, fault: AbstractContextManager[Any]) -> None:
        """Let a fault last until the row is done."""
        self.stack.enter_context(fault)

    def after(self, mend: Callable[..., Any], *args: Any, **options: Any) -> None:
        self.stack.callback(mend, *args, **options)


@dataclass(frozen=True)
class Row:
    """`about` is the input field at fault, empty for none; `touches` names the tables that the use
    case may write although it refuses.
    """

    mutation: str
    code: str
    about: str
    given: Callable[[World], Given]
    touches: frozenset[str]

    @property
    def case(self) -> str:
        return self.given.__name__.replace("_", " ")

    def __str__(self) -> str:
        return f"{self.mutation} {self.code}: {self.case}"


ROWS: list[Row] = []
Decorator = Callable[[Callable[[World], Given]], Callable[[World], Given]]


def row(mutation: str, code: str, about: str, *touches: str) -> Decorator:
    def add(given: Callable[[World], Given]) -> Callable[[World], Given]:
        ROWS.append(Row(mutation, code, about, given, frozenset(touches)))
        return given

    return add


def global_id(kind: str, key: str) -> str:
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def switch_off_japan(world: World) -> None:
    world.mlm.set_channel("jp", active=False)
    world.after(world.mlm.set_channel, "jp", active=True)


@row("mlmReferralVisit", "CODE_UNKNOWN", "code")
def a_code_that_nobody_has(world: World) -> Given:
    message = "The referral code NOBODY-1 is not known."
    return {"code": "NOBODY-1", "channel": "us"}, message


@row("mlmReferralVisit", "CODE_ENDED", "code")
def the_code_of_somebody_who_has_ended(world: World) -> Given:
    world.mlm.end(world.carol())
    message = f"The referral code {world.carol().code} is no longer in use."
    return {"code": world.carol().code, "channel": "us"}, message


@row("mlmReferralVisit", "CHANNEL_UNKNOWN", "channel")
def a_channel_that_does_not_exist(world: World) -> Given:
    return {"code": world.carol().code, "channel": "moon"}, "There is no channel moon."


@row("mlmReferralVisit", "CHANNEL_INACTIVE", "channel")
def a_channel_that_is_switched_off(world: World) -> Given:
    switch_off_japan(world)
    message = "The channel jp has no distributors."
    return {"code": world.carol().code, "channel": "jp"}, message


@row("mlmReferralVisit", "INVALID_TEXT", "code")
def a_code_with_a_nul(world: World) -> Given:
    return {"code": NUL, "channel": "us"}, NUL_MESSAGE


@row("mlmCheckoutAttach", "CODE_UNKNOWN", "code")
def a_code_that_nobody_has_on_a_checkout(world: World) -> Given:
    message = "The referral code NOBODY-1 is not known."
    return {"checkoutId": world.checkout(), "code": "NOBODY-1"}, message


@row("mlmCheckoutAttach", "CODE_ENDED", "code")
def an_ended_code_on_a_checkout(world: World) -> Given:
    world.mlm.end(world.carol())
    message = f"The referral code {world.carol().code} is no longer in use."
    return {"checkoutId": world.checkout(), "code": world.carol().code}, message


@row("mlmCheckoutAttach", "CODE_ENDED", "code")
def the_link_of_somebody_who_has_ended_since(world: World) -> Given:
    token = world.mlm.visit(world.carol())
    world.mlm.end(world.carol())
    message = f"The referral code {world.carol().code} is no longer in use."
    return {"checkoutId": world.checkout(), "token": token}, message


@row("mlmCheckoutAttach", "CHANNEL_INACTIVE", "checkoutId")
def a_checkout_of_a_channel_that_is_switched_off(world: World) -> Given:
    switch_off_japan(world)
    variables = {"checkoutId": world.checkout("jp"), "code": world.carol().code}
    return variables, "This channel has no distributors."


@row("mlmCheckoutAttach", "OTHER_CHANNEL", "token")
def a_link_of_another_channel(world: World) -> Given:
    variables = {"checkoutId": world.checkout(), "token": world.mlm.visit(world.carol(), "jp")}
    return variables, "The referral link belongs to another channel."


@row("mlmCheckoutAttach", "TOKEN_INVALID", "token")
def a_token_that_was_changed_on_the_way(world: World) -> Given:
    variables = {"checkoutId": world.checkout(), "token": "x" + world.mlm.visit(world.carol())}
    return variables, "The visit token is damaged; open the referral link again."


@row("mlmCheckoutAttach", "TOKEN_EXPIRED", "token")
def a_link_opened_too_long_ago(world: World) -> Given:
    world.mlm.set_channel("us", attributionWindowDays=30)
    world.after(world.mlm.set_channel, "us", attributionWindowDays=None)
    token = world.mlm.visit(world.carol())
    world.faults.move_clock(30 * DAY_SECONDS)
    message = "The referral link was opened more than 30 days ago; open it again."
    return {"checkoutId": world.checkout(), "token": token}, message


@row("mlmCheckoutAttach", "REQUIRED", "code")
def neither_code_nor_token(world: World) -> Given:
    return {"checkoutId": world.checkout()}, "Give a referral code or a visit token."


@row("mlmCheckoutAttach", "REQUIRED", "code")
def a_code_of_blanks(world: World) -> Given:
    variables = {"checkoutId": world.checkout(), "code": "  "}
    return variables, "Give a referral code or a visit token."


@row("mlmCheckoutAttach", "INVALID_ID", "checkoutId")
def the_id_of_something_else(world: World) -> Given:
    wrong = global_id("Product", "1")
    return {"checkoutId": wrong, "code": world.carol().code}, f"{wrong} is no id of a Checkout."


@row("mlmCheckoutAttach", "INVALID_ID", "checkoutId")
def an_id_that_is_none(world: World) -> Given:
    variables = {"checkoutId": "nonsense", "code": world.carol().code}
    return variables, "nonsense is no id of a Checkout."


@row("mlmCheckoutAttach", "CHECKOUT_NOT_FOUND", "checkoutId")
def a_checkout_that_does_not_exist(world: World) -> Given:
    nowhere = global_id("Checkout", str(uuid.uuid4()))
    variables = {"checkoutId": nowhere, "code": world.carol().code}
    return variables, "There is no such checkout."


@row("mlmCheckoutAttach", "CHECKOUT_COMPLETED", "checkoutId")
def a_checkout_that_has_become_an_order(world: World) -> Given:
    checkout = world.checkout()
    world.store.buy(checkout)
    variables = {"checkoutId": checkout, "code": world.carol().code}
    return variables, "This checkout has become an order; its sale is settled."


@row("mlmCheckoutDetach", "INVALID_ID", "checkoutId")
def detaching_from_something_else(world: World) -> Given:
    return {"checkoutId": "nonsense"}, "nonsense is no id of a Checkout."


@row("mlmCheckoutDetach", "CHECKOUT_NOT_FOUND", "checkoutId")
def detaching_from_nowhere(world: World) -> Given:
    return {"checkoutId": global_id("Checkout", str(uuid.uuid4()))}, "There is no such checkout."


@row("mlmCheckoutDetach", "CHECKOUT_COMPLETED", "checkoutId")
def detaching_after_the_order(world: World) -> Given:
    checkout = world.checkout()
    assert world.mlm.attach(checkout, code=world.carol().code)["errors"] == []
    world.store.buy(checkout)
    return {"checkoutId": checkout}, "This checkout has become an order; its sale is settled."


@row("mlmVoucherAssign", "REQUIRED", "voucherCode")
def a_voucher_without_a_code(world: World) -> Given:
    variables = {"voucherCode": " ", "distributorCode": world.carol().code}
    return variables, "Name the voucher code."


@row("mlmVoucherAssign", "CODE_UNKNOWN", "distributorCode")
def a_voucher_for_nobody(world: World) -> Given:
    variables = {"voucherCode": "SPRING", "distributorCode": "NOBODY-1"}
    return variables, "There is no distributor NOBODY-1."


@row("mlmVoucherAssign", "INVALID_TEXT", "voucherCode")
def a_voucher_code_without_end(world: World) -> Given:
    variables = {"voucherCode": "X" * 256, "distributorCode": world.carol().code}
    return variables, "A voucher code has at most 255 characters."


def enrolment(world: World, **wishes: Any) -> dict[str, Any]:
    """A good enrolment below Carol, but for some wishes."""
    good = {
        "user": world.store.customer().id,
        "displayName": "Dave",
        "enrollerCode": world.carol().code,
    }
    return {"input": good | wishes}


@row("mlmDistributorEnroll", "ALREADY_ENROLLED", "user")
def a_customer_who_is_a_distributor(world: World) -> Given:
    message = "This customer is a distributor already."
    return enrolment(world, user=world.line.bob.customer.id), message


@row("mlmDistributorEnroll", "ALREADY_ENROLLED", "user")
def a_distributor_who_enrols_again(world: World) -> Given:
    world.caller = world.line.bob.customer.client
    own = {"displayName": "Bob again", "enrollerCode": world.carol().code}
    return {"input": own}, "This customer is a distributor already."


@row("mlmDistributorEnroll", "CODE_ENDED", "enrollerCode")
def an_enroller_who_has_ended(world: World) -> Given:
    variables = enrolment(world)
    world.mlm.end(world.carol())
    return variables, f"{world.carol().code} cannot enrol: the agreement is ended."


@row("mlmDistributorEnroll", "CODE_UNKNOWN", "enrollerCode")
def an_enroller_whom_nobody_knows(world: World) -> Given:
    return enrolment(world, enrollerCode="NOBODY-1"), "There is no distributor NOBODY-1."


@row("mlmDistributorEnroll", "CODE_TAKEN", "code")
def a_code_that_another_has_in_small_letters(world: World) -> Given:
    taken = world.carol().code
    return enrolment(world, code=taken.lower()), f"The code {taken} is taken."


@row("mlmDistributorEnroll", "CODE_INVALID", "code")
def a_code_with_a_space(world: World) -> Given:
    message = "A code has 3 to 32 letters, digits, hyphens or underscores."
    return enrolment(world, code="MY CODE"), message


@row("mlmDistributorEnroll", "CODE_INVALID", "code")
def a_code_of_two_letters(world: World) -> Given:
    message = "A code has 3 to 32 letters, digits, hyphens or underscores."
    return enrolment(world, code="ME"), message


@row("mlmDistributorEnroll", "CODE_RESERVED", "code")
def a_code_that_looks_like_the_company(world: World) -> Given:
    return enrolment(world, code="Support"), "The code SUPPORT is kept for the company."


@row("mlmDistributorEnroll", "REQUIRED", "displayName")
def a_name_of_blanks(world: World) -> Given:
    return enrolment(world, displayName=" "), "A distributor needs a name to show."


@row("mlmDistributorEnroll", "USER_UNKNOWN", "user")
def a_customer_who_does_not_exist(world: World) -> Given:
    return enrolment(world, user=global_id("User", "999999999")), "There is no such customer."


@row("mlmDistributorEnroll", "INVALID_ID", "user")
def a_product_for_a_customer(world: World) -> Given:
    wrong = global_id("Product", "1")
    return enrolment(world, user=wrong), f"{wrong} is no id of a User."


@row("mlmDistributorEnroll", "INVALID_TEXT", "displayName")
def a_name_with_a_nul(world: World) -> Given:
    return enrolment(world, displayName=NUL), NUL_MESSAGE


def code_change(world: World, new_code: str) -> dict[str, str]:
    return {"code": world.carol().code, "newCode": new_code}


@row("mlmDistributorCodeChange", "CODE_UNKNOWN", "code")
def another_code_for_somebody_whom_nobody_knows(world: World) -> Given:
    return {"code": "NOBODY-1", "newCode": "SUNNY-1"}, "There is no distributor NOBODY-1."


@row("mlmDistributorCodeChange", "CODE_INVALID", "newCode")
def a_new_code_with_a_space(world: World) -> Given:
    message = "A code has 3 to 32 letters, digits, hyphens or underscores."
    return code_change(world, "MY CODE"), message


@row("mlmDistributorCodeChange", "CODE_RESERVED", "newCode")
def a_new_code_that_looks_like_the_company(world: World) -> Given:
    return code_change(world, "admin"), "The code ADMIN is kept for the company."


@row("mlmDistributorCodeChange", "CODE_TAKEN", "newCode")
def a_new_code_that_another_once_had(world: World) -> Given:
    former = world.named(world.line.bob.code, "BOB'S FORMER CODE")
    world.mlm.change_code(world.line.bob, f"B-{uuid.uuid4().hex[:12]}")
    return code_change(world, former.lower()), f"The code {former} is taken."


@row("mlmDistributorCodeChange", "CODES_USED_UP", "newCode")
def an_eleventh_code(world: World) -> Given:
    for number in range(2, 11):
        world.mlm.change_code(world.carol(), f"{world.carol().code}-{number}")
    message = "A distributor has at most 10 codes, the former ones included."
    return code_change(world, f"{world.carol().code}-11"), message


@row("mlmDistributorCodeChange", "CODE_ENDED", "newCode")
def a_new_code_for_somebody_who_has_ended(world: World) -> Given:
    world.mlm.end(world.carol())
    message = f"{world.carol().code} has ended and keeps its code."
    return code_change(world, "SUNNY-1"), message


@row("mlmDistributorEnd", "CODE_UNKNOWN", "code")
def ending_somebody_whom_nobody_knows(world: World) -> Given:
    return {"code": "NOBODY-1", "reason": "left"}, "There is no distributor NOBODY-1."


@row("mlmDistributorEnd", "REQUIRED", "reason")
def ending_without_a_reason(world: World) -> Given:
    return {"code": world.carol().code, "reason": " "}, "Say why: the reason is kept."


@row("mlmDistributorEnd", "STATUS_UNCHANGED", "code")
def ending_twice(world: World) -> Given:
    world.mlm.end(world.carol())
    variables = {"code": world.carol().code, "reason": "left"}
    return variables, f"{world.carol().code} is ended already."


@row("mlmDistributorReinstate", "CODE_UNKNOWN", "code")
def reinstating_somebody_whom_nobody_knows(world: World) -> Given:
    return {"code": "NOBODY-1", "reason": "back"}, "There is no distributor NOBODY-1."


@row("mlmDistributorReinstate", "REQUIRED", "reason")
def reinstating_without_a_reason(world: World) -> Given:
    world.mlm.end(world.carol())
    return {"code": world.carol().code, "reason": ""}, "Say why: the reason is kept."


@row("mlmDistributorReinstate", "STATUS_UNCHANGED", "code")
def reinstating_somebody_who_is_active(world: World) -> Given:
    variables = {"code": world.carol().code, "reason": "back"}
    return variables, f"{world.carol().code} is active already."


def volumes(world: World, **wishes: Any) -> dict[str, Any]:
    """A good volume, and one with wishes after it: all or none are set."""
    good = {"variant": world.store.variant("SKU-19"), "channel": "us", "cv": "1", "qv": "1"}
    return {"input": [good, good | wishes]}


@row("mlmVolumesSet", "REQUIRED", "input")
def no_volume_at_all(world: World) -> Given:
    return {"input": []}, "Name at least one volume."


@row("mlmVolumesSet", "REQUIRED", "input.1")
def a_volume_of_nothing(world: World) -> Given:
    message = "Name exactly one of variant, product and category."
    return volumes(world, variant=None), message


@row("mlmVolumesSet", "REQUIRED", "input.1")
def a_volume_of_two_things(world: World) -> Given:
    message = "Name exactly one of variant, product and category."
    return volumes(world, product=global_id("Product", "1")), message


@row("mlmVolumesSet", "REQUIRED", "input.1")
def a_cv_without_a_qv(world: World) -> Given:
    return volumes(world, qv=None), "Give both CV and QV, or neither to end the volume."


@row("mlmVolumesSet", "CHANNEL_UNKNOWN", "input.1.channel")
def a_volume_in_a_channel_that_does_not_exist(world: World) -> Given:
    return volumes(world, channel="moon"), "There is no channel moon."


@row("mlmVolumesSet", "NOT_FOUND", "input.1")
def a_volume_of_a_variant_that_does_not_exist(world: World) -> Given:
    wishes = {"variant": global_id("ProductVariant", "999999999")}
    return volumes(world, **wishes), "There is no such variant."


@row("mlmVolumesSet", "INVALID_ID", "input.1.variant")
def a_product_for_a_variant(world: World) -> Given:
    wrong = global_id("Product", "1")
    return volumes(world, variant=wrong), f"{wrong} is no id of a ProductVariant."


@row("mlmVolumesSet", "INVALID_DECIMAL", "input.1.cv")
def a_volume_in_words(world: World) -> Given:
    return volumes(world, cv="twelve"), "twelve is not a decimal number."


@row("mlmVolumesSet", "INVALID_DECIMAL", "input.1.qv")
def a_volume_that_is_not_a_number(world: World) -> Given:
    return volumes(world, qv="NaN"), "NaN is not a decimal number."


@row("mlmVolumesSet", "TOO_PRECISE", "input.1.cv")
def a_volume_with_five_decimals(world: World) -> Given:
    return volumes(world, cv="12.34567"), "A volume has at most four decimals."


@row("mlmVolumesSet", "OUT_OF_RANGE", "input.1.cv")
def a_negative_volume(world: World) -> Given:
    return volumes(world, cv="-1"), "A volume is between 0 and 100,000,000."


@row("mlmVolumesSet", "OUT_OF_RANGE", "input.1.qv")
def a_volume_beyond_a_hundred_million(world: World) -> Given:
    return volumes(world, qv="100000000.0001"), "A volume is between 0 and 100,000,000."


@row("mlmVolumesSet", "INVALID_TEXT", "input.1.channel")
def a_channel_with_a_nul(world: World) -> Given:
    return volumes(world, channel=NUL), NUL_MESSAGE


def settings(**wishes: Any) -> dict[str, Any]:
    return {"channel": "us", "input": wishes}


@row("mlmChannelSettingsUpdate", "CHANNEL_UNKNOWN", "channel")
def settings_of_a_channel_that_does_not_exist(world: World) -> Given:
    return {"channel": "moon", "input": {"holdDays": 7}}, "There is no channel moon."


@row("mlmChannelSettingsUpdate", "INVALID_DECIMAL", "cvPercent")
def a_percentage_in_words(world: World) -> Given:
    variables = settings(holdDays=7, cvPercent="half")
    return variables, "half is no percentage; write it like 12.5."


@row("mlmChannelSettingsUpdate", "OUT_OF_RANGE", "qvPercent")
def a_percentage_beyond_a_hundred(world: World) -> Given:
    message = "A percentage is 0 to 100 with at most four decimals."
    return settings(holdDays=7, qvPercent="100.0001"), message


@row("mlmChannelSettingsUpdate", "OUT_OF_RANGE", "cvPercent")
def a_percentage_with_five_decimals(world: World) -> Given:
    message = "A percentage is 0 to 100 with at most four decimals."
    return settings(holdDays=7, cvPercent="0.00001"), message


@row("mlmChannelSettingsUpdate", "OUT_OF_RANGE", "holdDays")
def pay_held_for_more_than_a_year(world: World) -> Given:
    return settings(cvPercent="1", holdDays=366), "Give 0 to 365 whole days."


@row("mlmChannelSettingsUpdate", "OUT_OF_RANGE", "holdDays")
def pay_held_for_less_than_nothing(world: World) -> Given:
    return settings(cvPercent="1", holdDays=-1), "Give 0 to 365 whole days."


@row("mlmChannelSettingsUpdate", "OUT_OF_RANGE", "attributionWindowDays")
def a_click_that_counts_for_more_than_a_year(world: World) -> Given:
    return settings(holdDays=7, attributionWindowDays=366), "Give 1 to 365 whole days."


@row("mlmChannelSettingsUpdate", "OUT_OF_RANGE", "customerProtectionDays")
def a_protection_of_no_days(world: World) -> Given:
    return settings(holdDays=7, customerProtectionDays=0), "Give 1 to 3650 whole days."


@row("mlmChannelSettingsUpdate", "INVALID_URL", "storefrontUrl")
def a_storefront_that_is_a_script(world: World) -> Given:
    return settings(cvPercent="1", storefrontUrl="javascript:alert(1)"), URL_MESSAGE


@row("mlmChannelSettingsUpdate", "INVALID_URL", "storefrontUrl")
def a_storefront_without_end(world: World) -> Given:
    return settings(cvPercent="1", storefrontUrl="https://shop.example/" + "x" * 200), URL_MESSAGE


@row("mlmChannelSettingsUpdate", "INVALID_TEXT", "storefrontUrl")
def a_storefront_with_a_nul(world: World) -> Given:
    return settings(cvPercent="1", storefrontUrl=NUL), NUL_MESSAGE


def publication(world: World, document: str) -> dict[str, Any]:
    month = world.books.month()
    return {"document": document, "effectiveFrom": month.starts_at.date().isoformat()}


@row("mlmPlanPublish", "PLAN_INVALID", "document")
def a_plan_that_pays_more_than_there_is(world: World) -> Given:
    message = (
        "line 11, bonuses.level.rates: the rates sum to 105 %, more than the whole base;"
        " expected at most 100 % in all"
    )
    return publication(world, level_plan(rates="[100 %, 5 %]")), message


@row("mlmPlanPublish", "PLAN_UNSUPPORTED", "document")
def a_plan_with_a_tree_that_no_store_has(world: World) -> Given:
    message = (
        "This plan cannot run in a store: it walks the tree `placement`, which the store has not."
    )
    document = level_plan().replace("rates: [", "rates: {by: level, rows: [")
    document = document.replace("]\n", "]}\n", 1).replace("tree: enroller", "tree: placement")
    return publication(world, document + "trees: [enroller, placement]\n"), message


@row("mlmPlanPublish", "INVALID_TEXT", "document")
def a_plan_with_a_nul(world: World) -> Given:
    return publication(world, NUL), NUL_MESSAGE


@row("mlmPlanPublish", "OUT_OF_RANGE", "effectiveFrom")
def a_plan_for_the_year_9999(world: World) -> Given:
    variables = {"document": level_plan(), "effectiveFrom": "9999-12-01"}
    return variables, "A plan begins between 2000 and 2199."


@row("mlmPlanPublish", "NOT_A_PERIOD_START", "effectiveFrom")
def a_plan_from_the_second_of_a_month(world: World) -> Given:
    month = world.books.month()
    first = month.starts_at.date()
    world.named(month.key, "MONTH")
    variables = {
        "document": level_plan(),
        "effectiveFrom": first.replace(day=2).isoformat(),
    }
    return variables, f"A plan binds whole periods: {month.key} begins on {first}."


@row("mlmPlanPublish", "PERIOD_COMMITTED", "effectiveFrom")
def a_plan_for_a_committed_month(world: World) -> Given:
    world.books.close()
    _, last, *_ = world.mlm.periods()
    world.named(last.key, "MONTH")
    variables = {
        "document": level_plan(),
        "effectiveFrom": last.starts_at.date().isoformat(),
    }
    return variables, f"The period {last.key} is committed; choose a later day."


@row("mlmPlanPublish", "CALENDAR_CHANGED", "document")
def a_plan_of_days_after_months(world: World) -> Given:
    document = level_plan().replace("period: month", "period: day")
    message = "Committed periods are months in UTC; keep both."
    return publication(world, document), message


@row("mlmCommissionRunCommit", "INVALID_TEXT", "period")
def a_month_with_a_nul(world: World) -> Given:
    return {"period": NUL}, NUL_MESSAGE


@row("mlmCommissionRunCommit", "PERIOD_UNKNOWN", "period")
def a_month_that_is_none(world: World) -> Given:
    return {"period": "2026-13"}, "There is no period 2026-13."


@row("mlmCommissionRunCommit", "PERIOD_UNKNOWN", "period")
def a_month_before_the_first(world: World) -> Given:
    message = "2001-01 lies before the first counted period."
    return {"period": "2001-01"}, message


@row("mlmCommissionRunCommit", "PERIOD_UNKNOWN", "period")
def a_day_that_begins_with_the_month(world: World) -> Given:
    first = world.books.month().starts_at.date().isoformat()
    world.faults.move_clock(24 * 3600)
    world.named(first, "FIRST DAY")
    return {"period": first}, f"There is no period {first}."


@row("mlmCommissionRunCommit", "PERIOD_COMMITTED", "period")
def a_month_committed_already(world: World) -> Given:
    world.books.close()
    _, last, *_ = world.mlm.periods()
    world.named(last.key, "MONTH")
    message = f"{last.key} is committed; later corrections go to the open period."
    return {"period": last.key}, message


@row("mlmCommissionRunCommit", "PERIOD_NOT_ENDED", "period")
def the_month_that_runs(world: World) -> Given:
    month = world.books.month()
    world.named(month.key, "MONTH")
    world.named(f"{month.ends_at:%Y-%m-%d %H:%M}", "ITS END")
    message = f"{month.key} runs until {month.ends_at:%Y-%m-%d %H:%M} UTC."
    return {"period": month.key}, message


@row("mlmCommissionRunCommit", "EARLIER_PERIOD_OPEN", "period")
def a_month_before_its_turn(world: World) -> Given:
    first = world.books.month()
    world.books.end_month()
    second = world.books.month()
    world.books.end_month()
    world.named(first.key, "MONTH")
    message = f"Periods are committed in order; next is {first.key}."
    return {"period": second.key}, message


@row("mlmCommissionRunCommit", "NO_PLAN", "period")
def a_month_without_a_plan(world: World) -> Given:
    month = world.books.month()
    world.books.end_month()
    world.named(month.key, "MONTH")
    world.during(world.faults.plans_hidden())
    message = f"No plan is in force in {month.key}; publish one first."
    return {"period": month.key}, message


@row("mlmCommissionRunCommit", "ORDERS_UNREAD", "period", "outboxentry", "activation")
def an_order_that_cannot_be_read(world: World) -> Given:
    month = world.books.month()
    with world.faults.hook("lose"):
        world.store.buy(world.checkout())
    world.books.end_month()
    world.during(world.faults.orders_unreadable())
    world.after(world.faults.run, DRAIN)  # by then the order may be tried again
    world.after(world.faults.move_clock, RETRY_SECONDS)
    message = "1 orders could not be read; see `manage.py mlm doctor`."
    return {"period": month.key}, message
