"""Taking an enrolment back."""

from typing import Any

import graphene

from ..services import cooling_off
from .base import MlmMutation, actor, errors_field
from .enrolment import MlmEnrolmentError, whose
from .genealogy import MlmDistributor


class MlmEnrolmentCancel(MlmMutation):
    """Take an enrolment back within the channel's cooling-off days: oneself, or by staff.

    It is then as if it had never been; whoever was enrolled below goes to the enroller.
    """

    class Arguments:
        code = graphene.String(description="Whose, by any code; left out, one's own.")

    distributor = graphene.Field(MlmDistributor)
    kit_orders = graphene.List(
        graphene.NonNull(graphene.ID),
        description="Own orders of the starter kit; to be cancelled or sent back in the shop.",
    )
    errors = errors_field(MlmEnrolmentError)

    @classmethod
    def perform(cls, info: Any, *, code: str | None = None) -> Any:
        distributor, orders = cooling_off.cancel(whose(info, code), actor(info))
        kit = [graphene.Node.to_global_id("Order", order_id) for order_id in orders]
        return cls(distributor=distributor, kit_orders=kit, errors=[])
