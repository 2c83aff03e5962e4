"""Which mails a distributor gets and wants."""

import graphene

from ..models import Distributor
from ..services import notices


class MlmNoticeKind(graphene.Enum):
    SALE = "sale"
    NEW_MEMBER = "new_member"
    PAY_DUE = "pay_due"
    RENEWAL = "renewal"


class MlmNotice(graphene.ObjectType):
    """A kind of mail; `wanted` by the distributor, sent only where the store sends it at all."""

    kind = MlmNoticeKind(required=True)
    wanted = graphene.Boolean(required=True)
    sent_by_store = graphene.Boolean(required=True)


def shown(distributor: Distributor) -> list[MlmNotice]:
    return [
        MlmNotice(kind=kind, wanted=wanted, sent_by_store=notices.store_wants(kind))
        for kind, wanted in notices.wanted(distributor).items()
    ]
