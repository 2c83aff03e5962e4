"""A distributor's choice of what others see."""

from typing import Any

import graphene

from ..services import genealogy, visibility
from ..services.errors import MlmError
from .base import MlmMutation, denied, errors_field, user_id
from .enrolment import MlmEnrolmentError
from .genealogy import MlmDistributor


class MlmPersonChoose(MlmMutation):
    """Let the own name or e-mail be shown, or no longer; what is left out stays."""

    class Arguments:
        name_shown = graphene.Boolean()
        contact_shown = graphene.Boolean()

    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(
        cls, info: Any, *, name_shown: bool | None = None, contact_shown: bool | None = None
    ) -> Any:
        found = user_id(info)
        if found is None:
            raise denied("Log in as a distributor to choose what others see.")
        distributor = genealogy.by_user(found)
        if distributor is None:
            raise MlmError("NO_DISTRIBUTOR", "Only a distributor has anything to choose.")
        visibility.choose(distributor, name_shown, contact_shown)
        return cls(distributor=distributor, errors=[])
