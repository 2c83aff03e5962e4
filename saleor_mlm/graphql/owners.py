"""Who a distributor is: duplicates merged, and agreements in other hands."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions

from ..models.genealogy import OwnerKind
from ..services import mergers, transfers
from ..services.transfers import NewOwner
from .base import MlmMutation, actor, error_type, errors_field, row_number
from .genealogy import MlmDistributor, MlmOwnerKind

MlmOwnerError = error_type(
    "Owner",
    [
        "AGREEMENT_OUTDATED",
        "ALREADY_ENROLLED",
        "CODE_ENDED",
        "CODE_UNKNOWN",
        "COMMIT_UNDER_WAY",
        "CYCLE",
        "INVALID_ID",
        "PERIOD_CLOSED",
        "REQUEST_OPEN",
        "REQUIRED",
        "TOO_EARLY",
        "TOO_LATE",
        "UNCHANGED",
        "USER_UNKNOWN",
    ],
)


class MlmTransferKind(graphene.Enum):
    INHERITANCE = "inheritance"
    SALE = "sale"


class MlmDistributorMerge(MlmMutation):
    """Let one distributor go on for two who are one person, from now on."""

    class Arguments:
        duplicate_code = graphene.String(required=True)
        kept_code = graphene.String(required=True)
        reason = graphene.String(required=True)

    permission = AccountPermissions.MANAGE_USERS
    distributor = graphene.Field(MlmDistributor, description="The one who is kept.")
    errors = errors_field(MlmOwnerError)

    @classmethod
    def perform(cls, info: Any, *, duplicate_code: str, kept_code: str, reason: str) -> Any:
        merger = mergers.merge(duplicate_code, kept_code, reason, actor(info))
        return cls(distributor=merger.kept, errors=[])


class MlmDistributorTransferInput(graphene.InputObjectType):
    code = graphene.String(required=True)
    user = graphene.ID(required=True, description="The customer who takes the agreement over.")
    display_name = graphene.String(required=True)
    kind = MlmTransferKind(required=True)
    owner_kind = MlmOwnerKind(description="Left out, a person.")
    agreement_version = graphene.String(
        description="The version in force, which the new owner accepted; left out, one was signed"
        " elsewhere."
    )
    effective_at = DateTime(description="Left out: now. Earlier only in the running period.")


class MlmDistributorTransfer(MlmMutation):
    """Give an agreement to another customer: inherited or sold. Place, team and title stay."""

    class Arguments:
        input = MlmDistributorTransferInput(required=True)
        reason = graphene.String(required=True)

    permission = AccountPermissions.MANAGE_USERS
    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmOwnerError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any], reason: str) -> Any:
        owner = NewOwner(
            user_id=row_number(input["user"], "User", "user"),
            name=input["display_name"],
            owner_kind=input.get("owner_kind") or OwnerKind.PERSON,
            kind=input["kind"],
            agreement_version=input.get("agreement_version"),
        )
        made = transfers.transfer(
            input["code"], owner, input.get("effective_at"), reason, actor(info)
        )
        return cls(distributor=made.distributor, errors=[])
