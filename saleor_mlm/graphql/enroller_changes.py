"""Another enroller over GraphQL: preview, request, consent, withdrawal, and staff's own change."""

from dataclasses import dataclass
from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions, PaymentPermissions

from ..models import Distributor
from ..services import enroller_previews, enroller_requests, genealogy
from ..services.enroller_changes import Wish
from ..services.enroller_previews import PayShift, Preview, Shift
from ..services.errors import MlmError
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
from .enroller_requests import DISTRIBUTOR, MlmConsentParty, MlmEnrollerRequest
from .loaders import DistributorById
from .money import MlmMoney, decimal_text, money_of

MlmEnrollerChangeError = error_type(
    "EnrollerChange",
    [
        "CODE_ENDED",
        "CODE_UNKNOWN",
        "COMMIT_UNDER_WAY",
        "CYCLE",
        "INVALID_ID",
        "NOT_FOUND",
        "PERIOD_CLOSED",
        "REQUEST_OPEN",
        "REQUIRED",
        "SETTLED",
        "TOO_EARLY",
        "UNCHANGED",
    ],
)
MANAGE = AccountPermissions.MANAGE_USERS


class MlmVolumeShift(graphene.ObjectType):
    """The group QV of the running period of somebody above, before and after."""

    distributor = graphene.Field(DISTRIBUTOR, required=True)
    before = graphene.String(required=True, description="A decimal.")
    after = graphene.String(required=True, description="A decimal.")

    def resolve_before(root: Shift, info: Any) -> str:
        return decimal_text(root.before_e4)

    def resolve_after(root: Shift, info: Any) -> str:
        return decimal_text(root.after_e4)


class MlmPayShift(graphene.ObjectType):
    """What the estimates of all open periods give somebody, before and after."""

    distributor = graphene.Field(DISTRIBUTOR, required=True)
    before = graphene.Field(MlmMoney, required=True)
    after = graphene.Field(MlmMoney, required=True)

    def resolve_distributor(root: PayShift, info: Any) -> Any:
        return DistributorById(info.context).load(root.distributor_id)

    def resolve_before(root: PayShift, info: Any) -> MlmMoney:
        return money_of(root.before_minor, root.currency)

    def resolve_after(root: PayShift, info: Any) -> MlmMoney:
        return money_of(root.after_minor, root.currency)


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview with what the viewer may see of it."""

    preview: Preview
    volumes: list[Shift] | None
    pay: list[PayShift] | None


class MlmEnrollerPreview(graphene.ObjectType):
    """What a change of enroller would do; nothing of it is written."""

    distributor = graphene.Field(DISTRIBUTOR, required=True)
    old_enroller = graphene.Field(DISTRIBUTOR)
    new_enroller = graphene.Field(DISTRIBUTOR)
    team_size = graphene.Int(required=True, description="How many come along.")
    needs = graphene.List(
        graphene.NonNull(MlmConsentParty),
        required=True,
        description="Who would have to agree to a distributor's request.",
    )
    refusals = graphene.List(
        graphene.NonNull(MlmEnrollerChangeError),
        required=True,
        description="Every reason why it cannot be.",
    )
    volumes = graphene.List(
        graphene.NonNull(MlmVolumeShift),
        description="The nearest above who lose the team's volume, then those who gain it. Null"
        " unless the viewer manages users.",
    )
    pay = graphene.List(
        graphene.NonNull(MlmPayShift),
        description="Null unless asked for by who handles payments, and where a company is too"
        " large to calculate while one waits.",
    )

    def resolve_distributor(root: Shown, info: Any) -> Distributor:
        return root.preview.wish.distributor

    def resolve_old_enroller(root: Shown, info: Any) -> Distributor | None:
        return root.preview.wish.distributor.enroller

    def resolve_new_enroller(root: Shown, info: Any) -> Distributor | None:
        return root.preview.wish.enroller

    def resolve_team_size(root: Shown, info: Any) -> int:
        return root.preview.team_size

    def resolve_needs(root: Shown, info: Any) -> list[str]:
        return root.preview.needs

    def resolve_refusals(root: Shown, info: Any) -> list[Any]:
        return [
            MlmEnrollerChangeError(field=found.field, message=found.message, code=found.code)
            for found in root.preview.refusals
        ]


class MlmEnrollerChangeInput(graphene.InputObjectType):
    distributor_code = graphene.String(description="Left out: oneself.")
    enroller_code = graphene.String(description="Left out by staff: the head of a line.")
    effective_at = DateTime(description="Left out: from the moment at which it is decided.")


class MlmEnrollerChangePreview(MlmMutation):
    """See what another enroller would mean: of oneself, or by staff of anybody."""

    class Arguments:
        input = MlmEnrollerChangeInput(required=True)
        with_pay = graphene.Boolean(
            default_value=False, description="Calculate whose pay would change."
        )

    preview = graphene.Field(MlmEnrollerPreview)
    errors = errors_field(MlmEnrollerChangeError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any], with_pay: bool) -> Any:
        wish = _wish(info, input)
        if with_pay:
            demand(info, PaymentPermissions.HANDLE_PAYMENTS)
        shown = Shown(
            preview=enroller_previews.preview(wish),
            volumes=enroller_previews.volume_shifts(wish) if allowed(info, MANAGE) else None,
            pay=enroller_previews.pay_shifts(wish) if with_pay else None,
        )
        return cls(preview=shown, errors=[])


class MlmEnrollerChangeRequest(MlmMutation):
    """Ask for another enroller: oneself, or by staff for anybody. It waits for every consent."""

    class Arguments:
        input = MlmEnrollerChangeInput(required=True)
        reason = graphene.String(required=True)

    request = graphene.Field(MlmEnrollerRequest)
    errors = errors_field(MlmEnrollerChangeError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any], reason: str) -> Any:
        wish = _wish(info, input)
        asker = genealogy.by_user(user_id(info))
        made = enroller_requests.request(wish, reason, asker, actor(info))
        return cls(request=made, errors=[])


class MlmChangeConsent(MlmMutation):
    """Agree to a change of enroller that waits for one's own consent, or do not."""

    class Arguments:
        id = graphene.ID(required=True)
        agree = graphene.Boolean(required=True)

    request = graphene.Field(MlmEnrollerRequest)
    errors = errors_field(MlmEnrollerChangeError)

    @classmethod
    def perform(cls, info: Any, *, id: str, agree: bool) -> Any:
        own = _own(info)
        key = row_number(id, "MlmEnrollerRequest", "id")
        found = enroller_requests.consent(key, own, agree, actor(info))
        return cls(request=found, errors=[])


class MlmEnrollerChangeWithdraw(MlmMutation):
    """Take back a request: one's own while it waits, by staff any until it is in force."""

    class Arguments:
        id = graphene.ID(required=True)

    request = graphene.Field(MlmEnrollerRequest)
    errors = errors_field(MlmEnrollerChangeError)

    @classmethod
    def perform(cls, info: Any, *, id: str) -> Any:
        person = None if allowed(info, MANAGE) else _own(info)
        key = row_number(id, "MlmEnrollerRequest", "id")
        return cls(request=enroller_requests.withdraw(key, person, actor(info)), errors=[])


class MlmEnrollerChange(MlmMutation):
    """Change somebody's enroller by staff, whoever agrees: now, later, or from an earlier instant
    of the running period on."""

    class Arguments:
        input = MlmEnrollerChangeInput(required=True)
        reason = graphene.String(required=True)

    permission = MANAGE
    request = graphene.Field(MlmEnrollerRequest)
    errors = errors_field(MlmEnrollerChangeError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any], reason: str) -> Any:
        made = enroller_requests.change(_wish(info, input), reason, actor(info))
        return cls(request=made, errors=[])


def _wish(info: Any, input: dict[str, Any]) -> Wish:
    """Oneself below another; anybody else, and the head of a line, needs staff."""
    own = genealogy.by_user(user_id(info))
    code, enroller_code = input.get("distributor_code"), input.get("enroller_code")
    wanted = own if code is None else genealogy.by_code(code)
    if wanted is None or wanted != own or not enroller_code:
        demand(info, MANAGE)
    if wanted is None:
        raise _unknown(code, "distributorCode")
    enroller = genealogy.by_code(enroller_code) if enroller_code else None
    if enroller_code and enroller is None:
        raise _unknown(enroller_code, "enrollerCode")
    return Wish(wanted, enroller, input.get("effective_at"))


def _unknown(code: str | None, field: str) -> MlmError:
    message = f"There is no distributor {code or ''}".strip()[:70] + "."
    return MlmError("CODE_UNKNOWN", message, field)


def _own(info: Any) -> Distributor:
    found = genealogy.by_user(user_id(info))
    if found is None:
        raise denied("Only a distributor who is asked can answer.")
    return found
