"""Invitations by mail: what the enroller sees of them, and what the invited person."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime

from ..adapters import clock, host
from ..models import Invitation
from ..models.enrolment import InvitationState
from ..services import genealogy, invitations
from ..services.errors import MlmError
from . import pages
from .base import MlmMutation, denied, errors_field, row_number, user_id
from .enrolment import MlmEnrolmentError
from .genealogy import MlmReferral, referral_of
from .loaders import ChannelSlug


class MlmInvitationState(graphene.Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class MlmInvitation(graphene.ObjectType):
    """A person's invitation to enrol, seen by the enroller and by who has the mail's token."""

    id = graphene.ID(required=True)
    enroller = graphene.Field(MlmReferral, required=True)
    channel = graphene.String()
    email = graphene.String(required=True)
    display_name = graphene.String(required=True, description="As the enroller wrote it.")
    state = MlmInvitationState(required=True)
    invited_at = DateTime(required=True)
    expires_at = DateTime(required=True)

    def resolve_id(root: Invitation, info: Any) -> str:
        return graphene.Node.to_global_id("MlmInvitation", root.id)

    def resolve_enroller(root: Invitation, info: Any) -> Any:
        return referral_of(root.enroller)

    def resolve_channel(root: Invitation, info: Any) -> Any:
        return ChannelSlug(info.context).load(root.channel_id)

    def resolve_state(root: Invitation, info: Any) -> str:
        if root.state == InvitationState.OPEN and root.expires_at <= clock.now():
            return "expired"
        return root.state


MlmInvitationConnection = pages.connection_type(MlmInvitation)


class MlmEnrolmentInvite(MlmMutation):
    """Invite a person by mail to enrol below oneself. The token is in the mail alone."""

    class Arguments:
        channel = graphene.String(required=True)
        email = graphene.String(required=True)
        display_name = graphene.String(description="How the mail greets the person.")
        language = graphene.String(description="Of the mail, such as de; else the enroller's.")

    invitation = graphene.Field(MlmInvitation)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(
        cls,
        info: Any,
        *,
        channel: str,
        email: str,
        display_name: str = "",
        language: str = "",
    ) -> Any:
        made = invitations.invite(_own(info), channel, email, display_name, language)
        return cls(invitation=made, errors=[])


class MlmInvitationWithdraw(MlmMutation):
    """Take an own invitation back that is not accepted yet."""

    class Arguments:
        id = graphene.ID(required=True)

    invitation = graphene.Field(MlmInvitation)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, id: str) -> Any:
        own = _own(info)
        key = row_number(id, "MlmInvitation", "id")
        return cls(invitation=invitations.withdraw(own, key), errors=[])


def resolve_invitation(_root: Any, info: Any, token: str) -> Any:
    """By the token of the mail; for who has none there is no invitation."""
    with host.writer():
        return invitations.by_token(token)


def resolve_invitations(root: Any, info: Any, **arguments: Any) -> Any:
    """A distributor's own, the newest first."""
    if root.user_id is None or root.user_id != user_id(info):
        raise denied("Only the person may see whom he or she invited.")
    rows = Invitation.objects.filter(enroller_id=root.id).select_related("enroller")
    with host.writer():
        return pages.page(MlmInvitationConnection, pages.rows_by_id(rows), **arguments)


def _own(info: Any) -> Any:
    found = user_id(info)
    if found is None:
        raise denied("Log in as a distributor to invite somebody.")
    distributor = genealogy.by_user(found)
    if distributor is None:
        raise MlmError("NO_DISTRIBUTOR", "Only a distributor invites people.")
    return distributor
