"""Business periods and the commit of a commission run."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import PaymentPermissions

from ..adapters import host
from ..models import CommissionRun
from ..services import runs
from . import money
from .base import PAGE_MAX, MlmMutation, actor, error_type, errors_field
from .money import MlmPeriod

MlmRunError = error_type(
    "Run",
    [
        "EARLIER_PERIOD_OPEN",
        "NO_PLAN",
        "ORDERS_UNREAD",
        "PERIOD_COMMITTED",
        "PERIOD_NOT_ENDED",
        "PERIOD_UNKNOWN",
    ],
)


class MlmCommissionRun(graphene.ObjectType):
    """A committed run: the hashes name exactly what was calculated from what."""

    period = graphene.Field(MlmPeriod, required=True)
    snapshot_sha256 = graphene.String(required=True)
    result_sha256 = graphene.String(required=True)
    committed_at = DateTime(required=True)

    def resolve_period(root: CommissionRun, info: Any) -> MlmPeriod:
        return money.committed_period(root)


class MlmCommissionRunCommit(MlmMutation):
    """Calculate a period that has ended and post it to the ledger, once."""

    class Arguments:
        period = graphene.String(required=True)

    permission = PaymentPermissions.HANDLE_PAYMENTS
    run = graphene.Field(MlmCommissionRun)
    errors = errors_field(MlmRunError)

    @classmethod
    def perform(cls, info: Any, *, period: str) -> Any:
        return cls(run=runs.commit(period, actor(info)), errors=[])


def resolve_periods(_root: Any, info: Any, first: int = 12) -> list[MlmPeriod]:
    with host.writer():
        return money.periods(max(1, min(first, PAGE_MAX)))
