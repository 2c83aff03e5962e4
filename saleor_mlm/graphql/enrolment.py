"""Joining and leaving the company."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import Date
from saleor.permission.enums import AccountPermissions

from ..adapters import requests
from ..models import Distributor
from ..models.genealogy import OwnerKind
from ..services import applications, codes, enrolment, enrolment_rules, genealogy
from ..services.applications import Details
from ..services.errors import MlmError
from . import visitors
from .base import (
    MlmMutation,
    actor,
    allowed,
    demand,
    denied,
    error_type,
    errors_field,
    row_number,
    user_id,
)
from .genealogy import MlmDistributor, MlmOwnerKind
from .placing import PLACING_CODES, MlmPlace, MlmPlacementInput
from .placing import wishes as placement_wishes

MlmEnrolmentError = error_type(
    "Enrolment",
    [
        "ACCOUNT_REFUSED",
        "AGREEMENT_OUTDATED",
        "AGREEMENT_REQUIRED",
        "ALREADY_ENROLLED",
        "CHANNEL_INACTIVE",
        "CHANNEL_UNKNOWN",
        "COMMIT_UNDER_WAY",
        "CODES_USED_UP",
        "CODE_ENDED",
        "CODE_INVALID",
        "CODE_RESERVED",
        "CODE_TAKEN",
        "CODE_UNKNOWN",
        "CONFIRM_FIRST",
        "COUNTRY_REFUSED",
        "COUNTRY_UNKNOWN",
        "INVALID_EMAIL",
        "INVALID_ID",
        "INVITATION_EXPIRED",
        "INVITATION_OF_ANOTHER",
        "INVITATION_UNKNOWN",
        "INVITATION_USED",
        "INVITATION_WITHDRAWN",
        "LOGIN_REQUIRED",
        "NOT_DUE",
        "NO_DISTRIBUTOR",
        "NO_SPONSOR",
        "ORDER_UNREAD",
        "REQUIRED",
        "STATUS_UNCHANGED",
        "TOO_LATE",
        "TOO_MANY",
        "TOO_YOUNG",
        "USER_UNKNOWN",
        "WAITING_TIME",
        *(code for code in PLACING_CODES if code != "SIDE_UNKNOWN"),  # `place` is an enum
    ],
)
# For each address from which requests come: that may be the one server of a storefront.
ACCOUNTS_MAX, ACCOUNTS_SECONDS = 200, 3600


class MlmDistributorEnrollInput(graphene.InputObjectType):
    """Who enrols: the one who is logged in; a visitor, who gives an address and a password; or by
    staff anyone."""

    user = graphene.ID(description="The customer; left out, the one who is logged in.")
    enroller_code = graphene.String(
        description="Code or handle. Left out by staff: the head of a new line; by others: the "
        "channel's rule finds one."
    )
    code = graphene.String(description="A wish for the referral code; left out, one is made.")
    handle = graphene.String(description="A wish for the address of the personal site.")
    display_name = graphene.String(required=True, description="The name that others see.")
    channel = graphene.String(
        description="Whose rules hold; may be left out by staff, where there is but one, and with "
        "an invitation."
    )
    kind = MlmOwnerKind(description="Left out, a person.")
    country = graphene.String(description="Two letters, such as DE.")
    birth_date = Date(description="Looked at where the channel asks for an age; not kept.")
    agreement_version = graphene.String(description="The version that the person accepts.")
    invitation_token = graphene.String(description="From the mail of an invitation.")
    placement = graphene.List(
        graphene.NonNull(MlmPlacementInput), description="For staff: where in placement trees."
    )
    place = MlmPlace(description="The side that the referral link asks for.")
    email = graphene.String(description="Of a visitor who has no account yet.")
    password = graphene.String(description="Of the new account.")
    first_name = graphene.String(description="Of the new account.")
    last_name = graphene.String(description="Of the new account.")
    redirect_url = graphene.String(
        description="Where the mail that confirms the new account leads; as in accountRegister."
    )
    language_code = graphene.String(description="Of the new account: a LanguageCodeEnum.")


class MlmDistributorEnroll(MlmMutation):
    """Make a customer a distributor: oneself below an enroller, or by staff anyone.

    A visitor gets an account first, by Saleor's own accountRegister; an address that has one needs
    a login. Where the shop confirms addresses by mail, `distributor` is null for visitors: whether
    there is an account already is not told.
    """

    class Arguments:
        input = MlmDistributorEnrollInput(required=True)

    distributor = graphene.Field(MlmDistributor)
    requires_confirmation = graphene.Boolean(
        description="The new account waits for the mail that confirms it."
    )
    starter_kit = graphene.ID(description="The product variant to offer for the cart.")
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any]) -> Any:
        if user_id(info) is None and not input.get("user") and _opens_account(input):
            return cls(**_visitor(info, input), errors=[])
        key, by_staff = _enrolled_user(info, input)
        distributor = enrolment.enroll(
            user_id=key, actor=actor(info), **_wishes(info, input, by_staff)
        )
        return cls(distributor=distributor, starter_kit=_kit(distributor), errors=[])


class MlmDistributorCodeChange(MlmMutation):
    """Take another referral code: oneself, or by staff for anyone. Old links stay alive."""

    class Arguments:
        new_code = graphene.String(required=True)
        code = graphene.String(description="Whose, by any code; left out, one's own.")

    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, new_code: str, code: str | None = None) -> Any:
        changed = codes.change_code(whose(info, code), new_code)
        return cls(distributor=changed, errors=[])


class MlmDistributorHandleChange(MlmMutation):
    """Take a handle for the personal site: oneself, or by staff for anyone. Old links live on."""

    class Arguments:
        new_handle = graphene.String(required=True)
        code = graphene.String(description="Whose, by any code; left out, one's own.")

    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, new_handle: str, code: str | None = None) -> Any:
        changed = codes.change_handle(whose(info, code), new_handle)
        return cls(distributor=changed, errors=[])


class MlmDistributorEnd(MlmMutation):
    """End a distributor's agreement now; the code leads to nobody any more."""

    class Arguments:
        code = graphene.String(required=True)
        reason = graphene.String(required=True)

    permission = AccountPermissions.MANAGE_USERS
    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, code: str, reason: str) -> Any:
        return cls(distributor=enrolment.end(code, reason, actor(info)), errors=[])


class MlmDistributorReinstate(MlmMutation):
    """Take back the end of an agreement, from now on."""

    class Arguments:
        code = graphene.String(required=True)
        reason = graphene.String(required=True)

    permission = AccountPermissions.MANAGE_USERS
    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, code: str, reason: str) -> Any:
        return cls(distributor=enrolment.reinstate(code, reason, actor(info)), errors=[])


def whose(info: Any, code: str | None) -> Distributor:
    """One's own distributor, or by staff anyone's, by any code."""
    own = genealogy.by_user(user_id(info))
    wanted = genealogy.by_code(code) if code is not None else own
    if wanted is None or wanted != own:
        demand(info, AccountPermissions.MANAGE_USERS)
    if wanted is None:
        raise MlmError(
            "CODE_UNKNOWN", f"There is no distributor {code or ''}".strip() + ".", "code"
        )
    return wanted


def _opens_account(input: dict[str, Any]) -> bool:
    return bool(input.get("email") or (input.get("password") and input.get("invitation_token")))


def _visitor(info: Any, input: dict[str, Any]) -> dict[str, Any]:
    """Look at everything, open the account, enrol: nothing is half-written but the account itself,
    which is then an ordinary customer's."""
    wishes = _wishes(info, input, by_staff=False)
    application = applications.checked(**wishes)
    visitors.check(input, application.invitation)
    if requests.is_too_many("accounts", info.context, ACCOUNTS_MAX, ACCOUNTS_SECONDS):
        raise MlmError("TOO_MANY", "Too many accounts at once; try again in an hour.", "email")
    account = visitors.account(info, input, application.invitation)
    if account.user_id is None:
        return {"requires_confirmation": True}
    made = enrolment.enroll(user_id=account.user_id, actor=f"user:{account.user_id}", **wishes)
    shown = application.invitation or not account.awaits_confirmation
    return {
        "distributor": made if shown else None,
        "requires_confirmation": account.awaits_confirmation,
        "starter_kit": _kit(made),
    }


def _wishes(info: Any, input: dict[str, Any], by_staff: bool) -> dict[str, Any]:
    """What the input says of the distributor to be."""
    if input.get("placement"):
        demand(info, AccountPermissions.MANAGE_USERS)
    return {
        "enroller_code": input.get("enroller_code"),
        "display_name": input["display_name"],
        "code": input.get("code"),
        "details": Details(
            by_staff=by_staff,
            channel=input.get("channel"),
            kind=input.get("kind") or OwnerKind.PERSON,
            country=input.get("country") or "",
            born_on=input.get("birth_date"),
            handle=input.get("handle"),
            agreement_version=input.get("agreement_version"),
            invitation_token=input.get("invitation_token"),
            address=None if by_staff else requests.address(info.context),
            wishes=placement_wishes(input.get("placement")),
            link=input.get("place"),
        ),
    }


def _enrolled_user(info: Any, input: dict[str, Any]) -> tuple[int | None, bool]:
    """Whom to enrol, and whether staff does it: anyone else, or the head of a line."""
    own = user_id(info)
    wanted = input.get("user")
    if own is None and not wanted:
        raise denied("Log in to enrol, give an address and a password, or name the customer.")
    if wanted and own is None:
        demand(info, AccountPermissions.MANAGE_USERS)
    key = row_number(wanted, "User", "user") if wanted else own
    if key != own:
        demand(info, AccountPermissions.MANAGE_USERS)
        return key, True
    heads_line = not input.get("enroller_code") and not input.get("channel")
    return key, heads_line and allowed(info, AccountPermissions.MANAGE_USERS)


def _kit(distributor: Distributor) -> str | None:
    rules = enrolment_rules.of_distributor(distributor)
    return rules.starter_kit or None if rules else None
