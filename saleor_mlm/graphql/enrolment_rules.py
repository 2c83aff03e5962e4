"""What a channel asks of those who enrol: so a form asks for nothing else."""

from typing import Any

import graphene

from ..adapters import channels, host
from ..services import enrolment_rules, referrals
from ..services.enrolment_rules import EnrolmentRules
from .settings import ENUMS


class MlmEnrolmentRules(graphene.ObjectType):
    """A channel's rules for those who enrol; public."""

    age_min = graphene.Int(
        required=True, description="In years; with 0 nobody is asked for a birth date."
    )
    countries = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Two letters each; with none nobody is asked for a country.",
    )
    sponsor_rule = graphene.Field(
        ENUMS["sponsorRule"], required=True, description="Who enrols those that name nobody."
    )
    cooling_off_days = graphene.Int(
        required=True, description="How long an enrolment can be taken back."
    )
    starter_kit = graphene.ID(description="The product variant to offer for the cart.")

    def resolve_countries(root: EnrolmentRules, info: Any) -> list[str]:
        return sorted(root.countries)

    def resolve_sponsor_rule(root: EnrolmentRules, info: Any) -> str:
        return root.sponsor_rule.name

    def resolve_starter_kit(root: EnrolmentRules, info: Any) -> str | None:
        return root.starter_kit or None


def resolve_enrolment_rules(_root: Any, info: Any, channel: str) -> EnrolmentRules | None:
    """For everybody to read; none where the channel has no distributors."""
    with host.writer():
        found = channels.by_slug(channel) if referrals.is_open(channel) else None
        return enrolment_rules.of_channel(found.id) if found else None
