"""Corrections by staff: credit, move or exclude an order, move a customer, undo, and the log."""

from typing import Any
from uuid import UUID

import graphene
from django.db.models import QuerySet
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import OrderPermissions

from ..adapters import host
from ..models import Correction
from ..services import corrections, customer_moves, undos
from ..services.errors import MlmError
from . import pages
from .attribution import MlmAttributionSource
from .base import MlmMutation, actor, demand, error_type, errors_field, no_id, row_id, row_number
from .genealogy import MlmDistributor
from .loaders import CommittedPeriodsByOrder, DistributorById

MlmCorrectionError = error_type(
    "Correction",
    [
        "ALREADY_CREDITED",
        "CODE_ENDED",
        "CODE_UNKNOWN",
        "COMMIT_UNDER_WAY",
        "CORRECTED_SINCE",
        "INVALID_ID",
        "NOT_ACTIVE_THEN",
        "NOT_CREDITED",
        "NOT_FOUND",
        "ORDER_NOT_COUNTED",
        "ORDER_NOT_FOUND",
        "ORDER_UNREAD",
        "PERIOD_COMMITTED",
        "REQUIRED",
        "SELF_REFERRAL",
        "UNCHANGED",
        "USER_UNKNOWN",
    ],
)


class MlmCorrectionKind(graphene.Enum):
    CREDIT = "credit"
    MOVE = "move"
    EXCLUDE = "exclude"
    CUSTOMER_MOVE = "customer_move"
    UNDO = "undo"


class MlmCorrection(graphene.ObjectType):
    """What staff decided about an order or a customer, with who, when and why."""

    id = graphene.ID(required=True)
    kind = MlmCorrectionKind(required=True)
    order_id = graphene.ID(description="The order; none where a customer was moved.")
    order_number = graphene.String()
    user = graphene.ID(description="The customer; none where it is about an order.")
    before = graphene.Field(MlmDistributor, description="Whose it was; none is nobody's.")
    before_source = MlmAttributionSource()
    after = graphene.Field(MlmDistributor, description="Whose it is from then on.")
    after_source = MlmAttributionSource()
    undoes = graphene.ID(description="The correction that this one takes back.")
    part_of = graphene.ID(description="The move of the customer that this order came along with.")
    reason = graphene.String(required=True)
    actor = graphene.String(required=True)
    made_at = DateTime(required=True)
    committed_periods = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Periods whose runs have counted something of the order: that part stays.",
    )

    def resolve_id(root: Correction, info: Any) -> str | None:
        return correction_id(root.id)

    def resolve_order_id(root: Correction, info: Any) -> str | None:
        return graphene.Node.to_global_id("Order", root.order_id) if root.order_id else None

    def resolve_order_number(root: Correction, info: Any) -> str | None:
        return root.order_number or None

    def resolve_user(root: Correction, info: Any) -> str | None:
        key = root.customer_user_id
        return None if key is None else graphene.Node.to_global_id("User", key)

    def resolve_before(root: Correction, info: Any) -> Any:
        return _distributor(info, root.before_distributor_id)

    def resolve_before_source(root: Correction, info: Any) -> str | None:
        return root.before_source or None

    def resolve_after(root: Correction, info: Any) -> Any:
        return _distributor(info, root.distributor_id)

    def resolve_after_source(root: Correction, info: Any) -> str | None:
        return root.source or None

    def resolve_undoes(root: Correction, info: Any) -> str | None:
        return correction_id(root.undoes_id)

    def resolve_part_of(root: Correction, info: Any) -> str | None:
        return correction_id(root.part_of_id)

    def resolve_committed_periods(root: Correction, info: Any) -> Any:
        if root.order_id is None:
            return []
        return CommittedPeriodsByOrder(info.context).load(root.order_id)


MlmCorrectionConnection = pages.connection_type(MlmCorrection)


class MlmOrderCredit(MlmMutation):
    """Credit an order that is nobody's to a distributor, as far as no run has counted it."""

    class Arguments:
        order_id = graphene.ID(required=True)
        distributor_code = graphene.String(required=True)
        reason = graphene.String(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    correction = graphene.Field(MlmCorrection)
    errors = errors_field(MlmCorrectionError)

    @classmethod
    def perform(cls, info: Any, *, order_id: str, distributor_code: str, reason: str) -> Any:
        key = _order_key(order_id)
        made = corrections.credit(key, distributor_code, reason, actor(info))
        return cls(correction=made, errors=[])


class MlmOrderMove(MlmMutation):
    """Move an order from one distributor to another, as far as no run has counted it."""

    class Arguments:
        order_id = graphene.ID(required=True)
        distributor_code = graphene.String(required=True)
        reason = graphene.String(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    correction = graphene.Field(MlmCorrection)
    errors = errors_field(MlmCorrectionError)

    @classmethod
    def perform(cls, info: Any, *, order_id: str, distributor_code: str, reason: str) -> Any:
        key = _order_key(order_id)
        made = corrections.move(key, distributor_code, reason, actor(info))
        return cls(correction=made, errors=[])


class MlmOrderExclude(MlmMutation):
    """Let an order count for nobody, as far as no run has counted it."""

    class Arguments:
        order_id = graphene.ID(required=True)
        reason = graphene.String(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    correction = graphene.Field(MlmCorrection)
    errors = errors_field(MlmCorrectionError)

    @classmethod
    def perform(cls, info: Any, *, order_id: str, reason: str) -> Any:
        made = corrections.exclude(_order_key(order_id), reason, actor(info))
        return cls(correction=made, errors=[])


class MlmCustomerMove(MlmMutation):
    """Let a customer belong to a distributor from now on, with open orders if wished."""

    class Arguments:
        user = graphene.ID(required=True)
        distributor_code = graphene.String(required=True)
        with_open_orders = graphene.Boolean(
            default_value=False,
            description="Also the orders of open periods that stand with the former distributor.",
        )
        reason = graphene.String(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    correction = graphene.Field(MlmCorrection)
    errors = errors_field(MlmCorrectionError)

    @classmethod
    def perform(
        cls, info: Any, *, user: str, distributor_code: str, with_open_orders: bool, reason: str
    ) -> Any:
        key = row_number(user, "User", "user")
        made = customer_moves.move(key, distributor_code, with_open_orders, reason, actor(info))
        return cls(correction=made, errors=[])


class MlmCorrectionUndo(MlmMutation):
    """Undo the newest correction of an order, or of a customer with the orders moved with it."""

    class Arguments:
        id = graphene.ID(required=True)
        reason = graphene.String(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    correction = graphene.Field(MlmCorrection)
    errors = errors_field(MlmCorrectionError)

    @classmethod
    def perform(cls, info: Any, *, id: str, reason: str) -> Any:
        made = undos.undo(row_number(id, "MlmCorrection", "id"), reason, actor(info))
        return cls(correction=made, errors=[])


def resolve_corrections(
    _root: Any, info: Any, order_id: str | None = None, user: str | None = None, **arguments: Any
) -> Any:
    """The log in the order in which it was written."""
    demand(info, OrderPermissions.MANAGE_ORDERS)
    with host.writer():
        rows = _chosen(order_id, user)
        return pages.page(MlmCorrectionConnection, pages.rows_by_id(rows), **arguments)


def _chosen(order_id: str | None, user: str | None) -> QuerySet[Correction]:
    """All, or those of an order or a customer; of an id that is none there are none."""
    rows = Correction.objects.all()
    try:
        if order_id is not None:
            rows = rows.filter(order_id=_order_key(order_id))
        if user is not None:
            rows = rows.filter(customer_user_id=row_number(user, "User", "user"))
    except MlmError:
        return Correction.objects.none()
    return rows


def correction_id(key: int | None) -> str | None:
    return None if key is None else graphene.Node.to_global_id("MlmCorrection", key)


def _order_key(global_id: str) -> UUID:
    try:
        return UUID(row_id(global_id, "Order", "orderId"))
    except ValueError:
        raise no_id(global_id, "Order", "orderId") from None


def _distributor(info: Any, key: int | None) -> Any:
    return None if key is None else DistributorById(info.context).load(key)
