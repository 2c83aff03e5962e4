"""Referral visits, claims on checkouts, and whose sale an order is."""

from typing import Any
from uuid import UUID

import graphene
from saleor.checkout.models import Checkout as CheckoutRow
from saleor.graphql.checkout.types import Checkout
from saleor.graphql.core.context import SyncWebhookControlContext
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import OrderPermissions

from ..engine.attribution import Claim
from ..models import Attribution, CheckoutClaim
from ..services import claims, settings, vouchers
from ..services.errors import MlmError
from .base import MlmMutation, actor, allowed, error_type, errors_field, row_id
from .genealogy import MlmDistributor, MlmReferral, referral_of
from .loaders import AttributionByOrder, ClaimByCheckout, DistributorById
from .visibility import sees

MlmAttributionError = error_type(
    "Attribution",
    [
        "CHANNEL_INACTIVE",
        "CHANNEL_UNKNOWN",
        "CHECKOUT_COMPLETED",
        "CHECKOUT_NOT_FOUND",
        "CODE_ENDED",
        "CODE_UNKNOWN",
        "INVALID_ID",
        "OTHER_CHANNEL",
        "REQUIRED",
        "TOKEN_EXPIRED",
        "TOKEN_INVALID",
    ],
)


class MlmAttributionSource(graphene.Enum):
    CUSTOMER_OF_RECORD = "customer_of_record"
    VOUCHER = "voucher"
    LINK = "link"
    METADATA = "metadata"
    OWN_PURCHASE = "own_purchase"
    STAFF = "staff"


class MlmAttribution(graphene.ObjectType):
    """Whose sale it is: of an order for good, of a checkout as attached so far."""

    distributor = graphene.Field(MlmDistributor)
    source = MlmAttributionSource(required=True)
    attached_at = DateTime(required=True)

    def resolve_distributor(root: "MlmAttribution", info: Any) -> Any:
        return DistributorById(info.context).load(root.distributor)


class MlmReferralVisit(MlmMutation):
    """A visit by a referral link: a signed token that carries the time of the click.

    The token kept from an earlier visit goes along, where the first click may rule.
    """

    class Arguments:
        code = graphene.String(required=True)
        channel = graphene.String(required=True)
        earlier_token = graphene.String()

    referral = graphene.Field(MlmReferral)
    token = graphene.String()
    errors = errors_field(MlmAttributionError)

    @classmethod
    def perform(
        cls, info: Any, *, code: str, channel: str, earlier_token: str | None = None
    ) -> Any:
        distributor, token = claims.visit(code, channel, earlier_token)
        return cls(referral=referral_of(distributor), token=token, errors=[])


class MlmCheckoutAttach(MlmMutation):
    """Attach a referral to a checkout, by a visit's token or a code.

    The answer shows whose the sale would be now: of the latest attached, or of the first visit
    where the channel chose that. Whatever the answer, the checkout goes on.
    """

    class Arguments:
        checkout_id = graphene.ID(required=True)
        code = graphene.String()
        token = graphene.String()

    checkout = graphene.Field(Checkout)
    attribution = graphene.Field(MlmAttribution)
    errors = errors_field(MlmAttributionError)

    @classmethod
    def perform(
        cls, info: Any, *, checkout_id: str, code: str | None = None, token: str | None = None
    ) -> Any:
        checkout_token = _checkout_token(checkout_id)
        claim = claims.attach(checkout_token, code, token)
        return cls(checkout=checkout_root(checkout_token), attribution=_of_claim(claim), errors=[])


class MlmCheckoutDetach(MlmMutation):
    """Take a referral off a checkout again."""

    class Arguments:
        checkout_id = graphene.ID(required=True)

    checkout = graphene.Field(Checkout)
    errors = errors_field(MlmAttributionError)

    @classmethod
    def perform(cls, info: Any, *, checkout_id: str) -> Any:
        checkout_token = _checkout_token(checkout_id)
        claims.detach(checkout_token)
        return cls(checkout=checkout_root(checkout_token), errors=[])


class MlmVoucherAssign(MlmMutation):
    """Let a voucher code belong to a distributor from now on; without a distributor to nobody."""

    class Arguments:
        voucher_code = graphene.String(required=True)
        distributor_code = graphene.String()

    permission = OrderPermissions.MANAGE_ORDERS
    distributor = graphene.Field(MlmDistributor)
    errors = errors_field(MlmAttributionError)

    @classmethod
    def perform(cls, info: Any, *, voucher_code: str, distributor_code: str | None = None) -> Any:
        distributor = vouchers.assign(voucher_code, distributor_code, actor(info))
        return cls(distributor=distributor, errors=[])


def resolve_of_order(root: Any, info: Any) -> Any:
    """Saleor wraps an order in a context object; the order is its node.

    That a distributor bought for himself names the buyer, whom Saleor shows to no stranger.
    """
    order = getattr(root, "node", root)

    def shown(row: Attribution | None) -> Any:
        if row is None or not row.own or allowed(info, OrderPermissions.MANAGE_ORDERS):
            return _of_order(row)
        return _of_order(row) if sees(info, row.distributor_id) else None

    return AttributionByOrder(info.context).load(order.id).then(shown)


def resolve_of_checkout(root: Any, info: Any) -> Any:
    checkout = getattr(root, "node", root)

    def shown(row: CheckoutClaim | None) -> MlmAttribution | None:
        if row is None:
            return None
        if not row.earlier:
            return _of_claim(claims.of_row(row)[-1])
        return _of_claim(claims.ruling(row, settings.rules(checkout.channel_id).policy))

    return ClaimByCheckout(info.context).load(checkout.token).then(shown)


def _of_order(row: Attribution | None) -> MlmAttribution | None:
    if row is None or row.distributor_id is None:
        return None
    return MlmAttribution(
        distributor=row.distributor_id, source=row.source, attached_at=row.attached_at
    )


def _of_claim(claim: Claim) -> MlmAttribution:
    return MlmAttribution(
        distributor=claim.distributor, source=claim.source.value, attached_at=claim.at
    )


def checkout_root(token: UUID) -> Any:
    """A checkout as Saleor's own resolvers expect it."""
    return SyncWebhookControlContext(node=CheckoutRow.objects.get(token=token))


def _checkout_token(global_id: str) -> UUID:
    try:
        return UUID(row_id(global_id, "Checkout", "checkoutId"))
    except ValueError:
        message = f"{global_id} is no id of a Checkout."
        raise MlmError("INVALID_ID", message, "checkoutId") from None
