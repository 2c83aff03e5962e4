"""A distributor's choice of mails."""

from typing import Any

import graphene

from ..services import genealogy, notices
from ..services.errors import MlmError
from .base import MlmMutation, denied, errors_field, user_id
from .enrolment import MlmEnrolmentError
from .notices import MlmNotice, MlmNoticeKind, shown


class MlmNoticeChoose(MlmMutation):
    """Switch a kind of mail to oneself on or off."""

    class Arguments:
        kind = MlmNoticeKind(required=True)
        wanted = graphene.Boolean(required=True)

    notices = graphene.List(graphene.NonNull(MlmNotice))
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, kind: str, wanted: bool) -> Any:
        found = user_id(info)
        if found is None:
            raise denied("Log in as a distributor to choose mails.")
        distributor = genealogy.by_user(found)
        if distributor is None:
            raise MlmError("NO_DISTRIBUTOR", "Only a distributor gets these mails.", "kind")
        notices.choose(distributor, kind, wanted)
        return cls(notices=shown(distributor), errors=[])
