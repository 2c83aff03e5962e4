"""Requests for another enroller as those see them whom they concern."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions

from ..adapters import host
from ..models import Distributor, EnrollerConsent, EnrollerRequest
from ..services import enroller_requests
from . import pages
from .base import allowed, denied, user_id
from .loaders import DistributorById

DISTRIBUTOR = "saleor_mlm.graphql.genealogy.MlmDistributor"


class MlmConsentParty(graphene.Enum):
    """Whose consent a change of enroller may need."""

    PERSON = "person"
    OLD_ENROLLER = "old_enroller"
    NEW_ENROLLER = "new_enroller"


class MlmEnrollerRequestState(graphene.Enum):
    """Waiting for consents, scheduled for its day, in force; or come to nothing."""

    WAITING = "waiting"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    IMPOSSIBLE = "impossible"


class MlmEnrollerConsent(graphene.ObjectType):
    """What a party said to a request."""

    party = MlmConsentParty(required=True)
    distributor = graphene.Field(DISTRIBUTOR, required=True)
    agrees = graphene.Boolean(required=True)
    at = DateTime(required=True)

    def resolve_distributor(root: EnrollerConsent, info: Any) -> Any:
        return DistributorById(info.context).load(root.distributor_id)


class MlmEnrollerRequest(graphene.ObjectType):
    """A wish that a distributor's enroller be another: for the person, those who are asked, and
    staff."""

    id = graphene.ID(required=True)
    distributor = graphene.Field(DISTRIBUTOR, required=True)
    old_enroller = graphene.Field(DISTRIBUTOR)
    new_enroller = graphene.Field(DISTRIBUTOR, description="None: at the head of a line.")
    effective_at = DateTime(description="Null: from the last consent on.")
    state = MlmEnrollerRequestState(required=True)
    needs = graphene.List(graphene.NonNull(MlmConsentParty), required=True)
    consents = graphene.List(graphene.NonNull(MlmEnrollerConsent), required=True)
    reason = graphene.String(required=True)
    requested_at = DateTime(required=True)
    requested_by = graphene.String(description="Null unless the viewer manages users.")
    settled_at = DateTime()
    fault = graphene.String(description="Why it has become impossible.")

    def resolve_id(root: EnrollerRequest, info: Any) -> Any:
        return graphene.Node.to_global_id("MlmEnrollerRequest", root.id)

    def resolve_distributor(root: EnrollerRequest, info: Any) -> Any:
        return DistributorById(info.context).load(root.distributor_id)

    def resolve_old_enroller(root: EnrollerRequest, info: Any) -> Any:
        return _loaded(info, root.old_enroller_id)

    def resolve_new_enroller(root: EnrollerRequest, info: Any) -> Any:
        return _loaded(info, root.new_enroller_id)

    def resolve_consents(root: EnrollerRequest, info: Any) -> Any:
        with host.writer():
            return list(root.consents.order_by("id"))

    def resolve_requested_by(root: EnrollerRequest, info: Any) -> str | None:
        return root.requested_by if allowed(info, AccountPermissions.MANAGE_USERS) else None

    def resolve_fault(root: EnrollerRequest, info: Any) -> str | None:
        return root.fault or None


MlmEnrollerRequestConnection = pages.connection_type(MlmEnrollerRequest)


def resolve_of_distributor(root: Distributor, info: Any, **arguments: Any) -> Any:
    """The newest first: about the person, and those that ask, or asked, for a consent."""
    check_own(root, info)
    with host.writer():
        rows = pages.newest_by_id(enroller_requests.concerning(root))
        return pages.page(MlmEnrollerRequestConnection, rows, **arguments)


def check_own(root: Distributor, info: Any) -> None:
    own = root.user_id is not None and root.user_id == user_id(info)
    if not (own or allowed(info, AccountPermissions.MANAGE_USERS)):
        raise denied("Only the person and staff who manage users may see this.")


def _loaded(info: Any, key: int | None) -> Any:
    return None if key is None else DistributorById(info.context).load(key)
