"""The term of a distributor's agreement, its renewal, and who is inactive."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions

from ..adapters import host, requests
from ..services import inactivity, terms
from ..services import renewals as use_case
from . import pages
from .base import MlmMutation, actor, allowed, demand, denied, errors_field, user_id
from .enrolment import MlmEnrolmentError, whose
from .genealogy import MlmDistributor, MlmDistributorConnection


class MlmAgreementTerm(graphene.ObjectType):
    """A distributor's agreement as it runs; `endsAt` is null where it runs for ever."""

    version = graphene.String(description="Null where no version was accepted here.")
    accepted_at = DateTime(required=True)
    runs_from = DateTime(required=True)
    ends_at = DateTime()
    renewable_from = DateTime()

    def resolve_version(root: terms.Term, info: Any) -> str | None:
        return root.acceptance.agreement.version if root.acceptance.agreement else None

    def resolve_accepted_at(root: terms.Term, info: Any) -> Any:
        return root.acceptance.accepted_at

    def resolve_runs_from(root: terms.Term, info: Any) -> Any:
        return root.acceptance.runs_from


class MlmDistributorRenew(MlmMutation):
    """Let an agreement go on for another term: oneself, or by staff for anyone.

    Staff may name a channel, to which the distributor belongs from then on.
    """

    class Arguments:
        code = graphene.String(description="Whose, by any code; left out, one's own.")
        agreement_version = graphene.String(description="The version that the person accepts.")
        channel = graphene.String(description="For staff.")

    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(
        cls,
        info: Any,
        *,
        code: str | None = None,
        agreement_version: str | None = None,
        channel: str | None = None,
    ) -> Any:
        distributor = whose(info, code)
        own = distributor.user_id == user_id(info)
        if channel:
            demand(info, AccountPermissions.MANAGE_USERS)
        address = requests.address(info.context) if own else None
        use_case.renew(distributor, channel, agreement_version, address, not own, actor(info))
        return cls(distributor=distributor, errors=[])


def resolve_agreement_term(root: Any, info: Any) -> Any:
    own = root.user_id is not None and root.user_id == user_id(info)
    if not (own or allowed(info, AccountPermissions.MANAGE_USERS)):
        raise denied("Only the person and staff may see the agreement.")
    with host.writer():
        return terms.of(root)


def resolve_inactive(_root: Any, info: Any, channel: str, **arguments: Any) -> Any:
    """Whose agreements the purge would end, for staff to look at before switching it on."""
    demand(info, AccountPermissions.MANAGE_USERS)
    with host.writer():
        rows = inactivity.preview(channel)
        return pages.page(MlmDistributorConnection, pages.rows_by_id(rows), **arguments)
