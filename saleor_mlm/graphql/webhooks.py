"""The merchant's webhooks: endpoints, their secrets, and the log of what was sent."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import SitePermissions

from ..adapters import host
from ..models import WebhookDelivery, WebhookEndpoint
from ..services import deliveries, webhooks
from ..services.errors import MlmError
from . import pages
from .base import MlmMutation, actor, demand, error_type, errors_field, row_number
from .loaders import AttemptsByDelivery, EventById

MlmWebhookError = error_type(
    "Webhook",
    ["ENDPOINT_OFF", "INVALID_ID", "INVALID_URL", "NOT_FOUND", "REQUIRED", "STILL_WAITING"],
)


class MlmEventKind(graphene.Enum):
    SALE_ATTRIBUTED = "sale.attributed"
    DISTRIBUTOR_ENROLLED = "distributor.enrolled"
    COMMISSION_COMMITTED = "commission.committed"


class MlmWebhookDeliveryState(graphene.Enum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class MlmWebhookAttempt(graphene.ObjectType):
    """One call of an endpoint: what came back, or why nothing did."""

    number = graphene.Int(required=True)
    at = DateTime(required=True)
    duration_ms = graphene.Int(required=True)
    status_code = graphene.Int()
    response = graphene.String(required=True, description="The first bytes of the answer.")
    fault = graphene.String(required=True, description="Why there was no answer, else empty.")


class MlmWebhookDelivery(graphene.ObjectType):
    """An event on its way to an endpoint."""

    id = graphene.ID(required=True)
    webhook_id = graphene.String(required=True, description="As the receiver sees it.")
    kind = MlmEventKind(required=True)
    payload = graphene.String(required=True)
    state = MlmWebhookDeliveryState(required=True)
    due_at = DateTime(required=True, description="When a waiting delivery is sent next.")
    attempts = graphene.List(graphene.NonNull(MlmWebhookAttempt), required=True)

    def resolve_id(root: WebhookDelivery, info: Any) -> str:
        return graphene.Node.to_global_id("MlmWebhookDelivery", root.id)

    def resolve_webhook_id(root: WebhookDelivery, info: Any) -> str:
        return deliveries.message_id(root.event_id)

    def resolve_kind(root: WebhookDelivery, info: Any) -> Any:
        return EventById(info.context).load(root.event_id).then(lambda event: event.kind)

    def resolve_payload(root: WebhookDelivery, info: Any) -> Any:
        return EventById(info.context).load(root.event_id).then(lambda event: event.payload)

    def resolve_attempts(root: WebhookDelivery, info: Any) -> Any:
        return AttemptsByDelivery(info.context).load(root.id)


MlmWebhookDeliveryConnection = pages.connection_type(MlmWebhookDelivery)


class MlmWebhookEndpoint(graphene.ObjectType):
    """An endpoint. Its secret is told once, by the mutation that makes it."""

    id = graphene.ID(required=True)
    url = graphene.String(required=True)
    name = graphene.String(required=True)
    kinds = graphene.List(graphene.NonNull(MlmEventKind), required=True)
    active = graphene.Boolean(required=True)
    created_at = DateTime(required=True)
    previous_secret_until = DateTime(description="Until when the secret before signs too.")
    failing_since = DateTime(description="The first failure after the last success.")
    switched_off_at = DateTime(description="When it was switched off since it failed for days.")
    deliveries = graphene.Field(
        MlmWebhookDeliveryConnection,
        required=True,
        state=MlmWebhookDeliveryState(),
        **pages.ARGUMENTS,
    )

    def resolve_id(root: WebhookEndpoint, info: Any) -> str:
        return graphene.Node.to_global_id("MlmWebhookEndpoint", root.id)

    def resolve_previous_secret_until(root: WebhookEndpoint, info: Any) -> Any:
        return root.previous_until

    def resolve_deliveries(
        root: WebhookEndpoint, info: Any, state: str | None = None, **arguments: Any
    ) -> Any:
        rows = WebhookDelivery.objects.filter(endpoint_id=root.id)
        chosen = rows.filter(state=state) if state else rows
        with host.writer():
            return pages.page(MlmWebhookDeliveryConnection, pages.rows_by_id(chosen), **arguments)


MlmWebhookEndpointConnection = pages.connection_type(MlmWebhookEndpoint)


class MlmWebhookEndpointInput(graphene.InputObjectType):
    """In an update, what is left out stays as it is."""

    url = graphene.String(description="https://...")
    kinds = graphene.List(graphene.NonNull(MlmEventKind))
    name = graphene.String(description="For people.")
    active = graphene.Boolean(description="Switched off, events wait: for three days.")


class MlmWebhookEndpointCreate(MlmMutation):
    """Send events to an address from now on; the only answer that ever tells this secret."""

    class Arguments:
        input = MlmWebhookEndpointInput(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    endpoint = graphene.Field(MlmWebhookEndpoint)
    secret = graphene.String()
    errors = errors_field(MlmWebhookError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any]) -> Any:
        keyed = webhooks.create(
            input.get("url") or "", input.get("kinds") or [], input.get("name") or "", actor(info)
        )
        return cls(endpoint=keyed.endpoint, secret=keyed.secret, errors=[])


class MlmWebhookEndpointUpdate(MlmMutation):
    """Change an endpoint. Switched on again it gets what waited."""

    class Arguments:
        id = graphene.ID(required=True)
        input = MlmWebhookEndpointInput(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    endpoint = graphene.Field(MlmWebhookEndpoint)
    errors = errors_field(MlmWebhookError)

    @classmethod
    def perform(cls, info: Any, *, id: str, input: dict[str, Any]) -> Any:
        return cls(endpoint=webhooks.update(_endpoint_id(id, "id"), **input), errors=[])


class MlmWebhookEndpointDelete(MlmMutation):
    """Forget an endpoint, its log, and what is on its way to it."""

    class Arguments:
        id = graphene.ID(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    errors = errors_field(MlmWebhookError)

    @classmethod
    def perform(cls, info: Any, *, id: str) -> Any:
        webhooks.delete(_endpoint_id(id, "id"))
        return cls(errors=[])


class MlmWebhookSecretRotate(MlmMutation):
    """Make a new secret; for 24 hours the one before signs too."""

    class Arguments:
        id = graphene.ID(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    endpoint = graphene.Field(MlmWebhookEndpoint)
    secret = graphene.String()
    errors = errors_field(MlmWebhookError)

    @classmethod
    def perform(cls, info: Any, *, id: str) -> Any:
        keyed = webhooks.rotate_secret(_endpoint_id(id, "id"))
        return cls(endpoint=keyed.endpoint, secret=keyed.secret, errors=[])


class MlmWebhookRedeliver(MlmMutation):
    """Send again: one delivery, or everything that an endpoint never accepted."""

    class Arguments:
        delivery = graphene.ID()
        endpoint = graphene.ID()

    permission = SitePermissions.MANAGE_SETTINGS
    count = graphene.Int()
    errors = errors_field(MlmWebhookError)

    @classmethod
    def perform(cls, info: Any, *, delivery: str | None = None, endpoint: str | None = None) -> Any:
        if (delivery is None) == (endpoint is None):
            raise MlmError("REQUIRED", "Name either a delivery or an endpoint.", "delivery")
        if delivery is not None:
            key = row_number(delivery, "MlmWebhookDelivery", "delivery")
            return cls(count=webhooks.redeliver(key), errors=[])
        return cls(
            count=webhooks.redeliver_dead(_endpoint_id(endpoint or "", "endpoint")), errors=[]
        )


def resolve_endpoints(_root: Any, info: Any, **arguments: Any) -> Any:
    demand(info, SitePermissions.MANAGE_SETTINGS)
    with host.writer():
        rows = WebhookEndpoint.objects.all()
        return pages.page(MlmWebhookEndpointConnection, pages.rows_by_id(rows), **arguments)


def _endpoint_id(global_id: str, field: str) -> int:
    return row_number(global_id, "MlmWebhookEndpoint", field)
