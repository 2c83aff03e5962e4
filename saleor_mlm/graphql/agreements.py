"""The distributor agreement and its versions."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import SitePermissions

from ..adapters import channels, host
from ..services import agreements
from .base import MlmMutation, actor, error_type, errors_field

MlmAgreementError = error_type("Agreement", ["CHANNEL_UNKNOWN", "OUT_OF_RANGE", "VERSION_TAKEN"])


class MlmAgreement(graphene.ObjectType):
    """A version of a channel's distributor agreement; public."""

    version = graphene.String(required=True)
    text = graphene.String(required=True)
    digest = graphene.String(required=True, description="SHA-256 of the text.")
    effective_at = DateTime(required=True)


class MlmAgreementPublish(MlmMutation):
    """Publish a version of a channel's agreement; it is never changed afterwards."""

    class Arguments:
        channel = graphene.String(required=True)
        version = graphene.String(required=True)
        text = graphene.String(required=True)
        effective_at = DateTime(description="Left out: now.")

    permission = SitePermissions.MANAGE_SETTINGS
    agreement = graphene.Field(MlmAgreement)
    errors = errors_field(MlmAgreementError)

    @classmethod
    def perform(
        cls, info: Any, *, channel: str, version: str, text: str, effective_at: Any = None
    ) -> Any:
        made = agreements.publish(channel, version, text, effective_at, actor(info))
        return cls(agreement=made, errors=[])


def resolve_agreement(_root: Any, info: Any, channel: str) -> Any:
    """The version in force, for everybody to read; none where the channel has none."""
    with host.writer():
        found = channels.by_slug(channel)
        return agreements.in_force(found.id) if found else None
