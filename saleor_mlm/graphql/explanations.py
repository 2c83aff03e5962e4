"""Why a sale is whose it is: every claim on an order and what became of it, for staff."""

from datetime import datetime
from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import OrderPermissions

from ..engine.attribution import Verdict, Why
from ..models import Attribution
from .attribution import MlmAttributionSource
from .base import demand
from .genealogy import MlmDistributor
from .loaders import AttributionByOrder, DistributorById

MlmClaimVerdict = graphene.Enum("MlmClaimVerdict", [(item.name, item.value) for item in Verdict])
MlmAttributionWhy = graphene.Enum("MlmAttributionWhy", [(item.name, item.value) for item in Why])


class MlmJudgedClaim(graphene.ObjectType):
    """A claim on an order and whether it won, or why it lost."""

    distributor = graphene.Field(MlmDistributor)
    source = MlmAttributionSource(required=True)
    at = DateTime(required=True)
    verdict = MlmClaimVerdict(required=True)

    def resolve_distributor(root: "MlmJudgedClaim", info: Any) -> Any:
        return DistributorById(info.context).load(root.distributor)


class MlmPolicyChoice(graphene.ObjectType):
    """One setting as it ruled when the order was placed."""

    name = graphene.String(required=True)
    value = graphene.String(required=True)


class MlmAttributionExplanation(graphene.ObjectType):
    """How the decision about an order came out, also where the sale is nobody's."""

    why = MlmAttributionWhy(required=True)
    claims = graphene.List(graphene.NonNull(MlmJudgedClaim), required=True)
    policy = graphene.List(graphene.NonNull(MlmPolicyChoice), required=True)
    decided_at = DateTime(required=True)


def resolve_of_order(root: Any, info: Any) -> Any:
    """Null before the order is read, and for decisions from before explanations were kept."""
    demand(info, OrderPermissions.MANAGE_ORDERS)
    order = getattr(root, "node", root)
    return AttributionByOrder(info.context).load(order.id).then(_explained)


def _explained(row: Attribution | None) -> MlmAttributionExplanation | None:
    if row is None or row.explanation is None:
        return None
    kept = row.explanation
    return MlmAttributionExplanation(
        why=kept["why"],
        claims=[_judged(claim) for claim in kept["claims"]],
        policy=[MlmPolicyChoice(name=name, value=value) for name, value in kept["policy"].items()],
        decided_at=row.decided_at,
    )


def _judged(claim: dict[str, Any]) -> MlmJudgedClaim:
    return MlmJudgedClaim(**{**claim, "at": datetime.fromisoformat(claim["at"])})
