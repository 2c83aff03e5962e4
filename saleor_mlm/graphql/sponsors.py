"""Finding an enroller, and taking turns as the enroller of those who name none."""

from typing import Any

import graphene
from graphql import GraphQLError
from saleor.permission.enums import AccountPermissions

from ..adapters import host, requests
from ..services import referrals, sponsors, visibility
from .base import MlmMutation, demand, errors_field, user_id
from .enrolment import MlmEnrolmentError, whose

# For each address from which requests come: that may be the one server of a storefront.
SEARCHES_MAX, SEARCHES_SECONDS = 120, 60


class MlmSponsor(graphene.ObjectType):
    """Somebody who can enrol people: what a searcher learns, and nothing else."""

    code = graphene.String(required=True)
    display_name = graphene.String(required=True)
    country = graphene.String()


class MlmSponsorTurns(graphene.ObjectType):
    """Whether a distributor takes turns as the enroller of people who name none."""

    opted_in = graphene.Boolean(required=True, description="By the distributor's own wish.")
    listed = graphene.Boolean(required=True, description="By staff.")


class MlmSponsorTurnsSet(MlmMutation):
    """Take turns as the enroller of people who name none, or no longer.

    `optedIn` is for the distributor, `listed` for staff.
    """

    class Arguments:
        code = graphene.String(description="Whose, by any code; left out, one's own.")
        opted_in = graphene.Boolean()
        listed = graphene.Boolean()

    turns = graphene.Field(MlmSponsorTurns)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(
        cls,
        info: Any,
        *,
        code: str | None = None,
        opted_in: bool | None = None,
        listed: bool | None = None,
    ) -> Any:
        distributor = whose(info, code)
        if listed is not None:
            demand(info, AccountPermissions.MANAGE_USERS)
        if opted_in is not None and distributor.user_id != user_id(info):
            demand(info, AccountPermissions.MANAGE_USERS)
        turns = sponsors.take_turns(distributor, opted_in=opted_in, listed=listed)
        return cls(turns=turns, errors=[])


def resolve_sponsors(_root: Any, info: Any, text: str, channel: str, first: int = 10) -> Any:
    """Up to twenty people by code, or by the beginning of the name they show."""
    if requests.is_too_many("sponsors", info.context, SEARCHES_MAX, SEARCHES_SECONDS):
        raise GraphQLError("Too many searches at once; try again in a minute.")
    with host.writer():
        found = sponsors.search(text, first) if referrals.is_open(channel) else []
        policy, choices = visibility.policy(), visibility.choices([row.id for row in found])
    return [
        MlmSponsor(
            code=row.code,
            display_name=visibility.name_for_others(row, choices[row.id], policy),
            country=row.country or None,
        )
        for row in found
    ]
