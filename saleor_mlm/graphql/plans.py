"""Publishing a compensation plan."""

from datetime import date
from typing import Any

import graphene
from saleor.graphql.core.scalars import Date, DateTime
from saleor.permission.enums import SitePermissions

from ..engine.plans import sentences
from ..services import plans
from .base import MlmMutation, actor, error_type, errors_field

MlmPlanError = error_type(
    "Plan",
    [
        "CALENDAR_CHANGED",
        "NOT_A_PERIOD_START",
        "OUT_OF_RANGE",
        "PERIOD_COMMITTED",
        "PLAN_INVALID",
        "PLAN_UNSUPPORTED",
    ],
)


class MlmPlan(graphene.ObjectType):
    """A published plan, with its rules as sentences."""

    name = graphene.String(required=True)
    sha256 = graphene.String(required=True)
    effective_from = Date(required=True)
    published_at = DateTime(required=True)
    sentences = graphene.List(graphene.NonNull(graphene.String), required=True)


class MlmPlanPublish(MlmMutation):
    """Publish a plan document (YAML) from the first day of a period that is not committed."""

    class Arguments:
        document = graphene.String(required=True)
        effective_from = Date(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    plan = graphene.Field(MlmPlan)
    errors = errors_field(MlmPlanError)

    @classmethod
    def perform(cls, info: Any, *, document: str, effective_from: date) -> Any:
        published = plans.publish(document, effective_from, actor(info))
        return cls(plan=plan_of(published), errors=[])


def plan_of(published: plans.Published) -> MlmPlan:
    return MlmPlan(
        name=published.version.name,
        sha256=published.version.sha256,
        effective_from=published.version.effective_from,
        published_at=published.version.published_at,
        sentences=sentences(published.plan),
    )
