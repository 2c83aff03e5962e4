"""Joining and leaving the company."""

from typing import Any

import graphene
from saleor.core.exceptions import PermissionDenied
from saleor.permission.enums import AccountPermissions

from ..models import Distributor
from ..services import enrolment, genealogy
from ..services.errors import MlmError
from .base import MlmMutation, actor, demand, error_type, errors_field, row_number, user_id
from .genealogy import MlmDistributor

MlmEnrolmentError = error_type(
    "Enrolment",
    [
        "ALREADY_ENROLLED",
        "CODE_ENDED",
        "CODES_USED_UP",
        "CODE_INVALID",
        "CODE_RESERVED",
        "CODE_TAKEN",
        "CODE_UNKNOWN",
        "INVALID_ID",
        "NO_DISTRIBUTOR",
        "REQUIRED",
        "STATUS_UNCHANGED",
        "USER_UNKNOWN",
    ],
)


class MlmDistributorEnrollInput(graphene.InputObjectType):
    user = graphene.ID(description="The customer; left out, the one who is logged in.")
    enroller_code = graphene.String(description="Left out by staff: the head of a new line.")
    code = graphene.String(description="A wish for the referral code; left out, one is made.")
    display_name = graphene.String(required=True, description="The name that others see.")


class MlmDistributorEnroll(MlmMutation):
    """Make a customer a distributor: oneself below an enroller, or by staff anyone."""

    class Arguments:
        input = MlmDistributorEnrollInput(required=True)

    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any]) -> Any:
        distributor = enrolment.enroll(
            user_id=_enrolled_user(info, input),
            enroller_code=input.get("enroller_code"),
            display_name=input["display_name"],
            code=input.get("code"),
            actor=actor(info),
        )
        return cls(distributor=distributor, errors=[])


class MlmDistributorCodeChange(MlmMutation):
    """Take another referral code: oneself, or by staff for anyone. Old links stay alive."""

    class Arguments:
        new_code = graphene.String(required=True)
        code = graphene.String(description="Whose, by any code; left out, one's own.")

    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, new_code: str, code: str | None = None) -> Any:
        changed = enrolment.change_code(_whose(info, code), new_code)
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


def _enrolled_user(info: Any, input: dict[str, Any]) -> int | None:
    """Oneself needs an enroller; anyone else, or the head of a line, needs staff."""
    own = user_id(info)
    wanted = input.get("user")
    if own is None and not wanted:
        raise PermissionDenied("Log in to enrol, or name the customer as staff.")
    if wanted and own is None:
        demand(info, AccountPermissions.MANAGE_USERS)
    key = row_number(wanted, "User", "user") if wanted else own
    if key != own or not input.get("enroller_code"):
        demand(info, AccountPermissions.MANAGE_USERS)
    return key


def _whose(info: Any, code: str | None) -> Distributor:
    own = genealogy.by_user(user_id(info))
    wanted = genealogy.by_code(code) if code is not None else own
    if wanted is None or wanted != own:
        demand(info, AccountPermissions.MANAGE_USERS)
    if wanted is None:
        raise MlmError(
            "CODE_UNKNOWN", f"There is no distributor {code or ''}".strip() + ".", "code"
        )
    return wanted
