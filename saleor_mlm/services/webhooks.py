"""The merchant's endpoints: what they want, and the secrets that sign what they get."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet

from ..adapters import clock, webhooks
from ..models import WebhookDelivery, WebhookEndpoint
from ..models.events import DeliveryState
from . import deliveries
from .errors import MlmError

URL_LENGTH_MAX = 500
NAME_LENGTH_MAX = 128
BOTH_SECRETS_VALID = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Keyed:
    """An endpoint with its new secret: the only time that the secret is told."""

    endpoint: WebhookEndpoint
    secret: str


def create(url: str, kinds: Collection[str], name: str, actor: str) -> Keyed:
    """Send events of these kinds to an address from now on."""
    secret = webhooks.new_secret()
    endpoint = WebhookEndpoint.objects.create(
        url=_checked_url(url),
        name=_checked_name(name),
        kinds=_checked_kinds(kinds),
        secret=secret,
        created_at=clock.now(),
        created_by=actor,
    )
    return Keyed(endpoint, secret)


def update(
    endpoint_id: int,
    *,
    url: str | None = None,
    kinds: Collection[str] | None = None,
    name: str | None = None,
    active: bool | None = None,
) -> WebhookEndpoint:
    """Change what is given; switched on again an endpoint gets what has waited."""
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        if url is not None:
            endpoint.url = _checked_url(url)
        if kinds is not None:
            endpoint.kinds = _checked_kinds(kinds)
        if name is not None:
            endpoint.name = _checked_name(name)
        if active is not None:
            endpoint.active = active
            endpoint.failures = 0
            endpoint.failing_since = endpoint.resting_until = endpoint.switched_off_at = None
        endpoint.save()
    return endpoint


def delete(endpoint_id: int) -> None:
    """Forget an endpoint with its log; what is on its way to it is not sent any more."""
    deleted, _ = WebhookEndpoint.objects.filter(id=endpoint_id).delete()
    if not deleted:
        raise _unknown()


def rotate_secret(endpoint_id: int) -> Keyed:
    """A new secret; for a day everything is signed with both, the new one first."""
    secret = webhooks.new_secret()
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.previous_secret = endpoint.secret
        endpoint.previous_until = clock.now() + BOTH_SECRETS_VALID
        endpoint.secret = secret
        endpoint.save(update_fields=["secret", "previous_secret", "previous_until"])
    return Keyed(endpoint, secret)


def redeliver(delivery_id: int) -> int:
    """Send one delivery again, which a receiver knows by its webhook-id; how many are sent."""
    rows = WebhookDelivery.objects.filter(id=delivery_id)
    delivery = rows.select_related("endpoint").first()
    if delivery is None:
        raise MlmError("NOT_FOUND", "There is no such delivery.", "delivery")
    _check_on(delivery.endpoint, "delivery")
    revived = deliveries.revive(rows)
    if not revived:
        raise MlmError("STILL_WAITING", "This delivery waits to be sent anyway.", "delivery")
    return revived


def redeliver_dead(endpoint_id: int) -> int:
    """Send everything again that an endpoint never accepted; how many are sent."""
    endpoint = WebhookEndpoint.objects.filter(id=endpoint_id).first()
    if endpoint is None:
        raise MlmError("NOT_FOUND", "There is no such endpoint.", "endpoint")
    _check_on(endpoint, "endpoint")
    return deliveries.revive(endpoint.deliveries.filter(state=DeliveryState.DEAD))


def switched_off() -> QuerySet[WebhookEndpoint]:
    """Endpoints that were switched off since they failed for days."""
    return WebhookEndpoint.objects.filter(switched_off_at__isnull=False).order_by("id")


def _check_on(endpoint: WebhookEndpoint, field: str) -> None:
    if not endpoint.active:
        message = "The endpoint is switched off: switch it on with mlmWebhookEndpointUpdate first."
        raise MlmError("ENDPOINT_OFF", message, field)


def _locked(endpoint_id: int) -> WebhookEndpoint:
    endpoint = WebhookEndpoint.objects.select_for_update().filter(id=endpoint_id).first()
    if endpoint is None:
        raise _unknown()
    return endpoint


def _unknown() -> MlmError:
    return MlmError("NOT_FOUND", "There is no such endpoint.", "id")


def _checked_url(url: str) -> str:
    message = (
        "An endpoint's address is like https://hooks.example/mlm, without a name and password, at"
        f" most {URL_LENGTH_MAX} characters."
    )
    try:
        URLValidator(["http", "https"])(url)
        has_login = "@" in urlsplit(url).netloc
    except (ValidationError, ValueError):
        raise MlmError("INVALID_URL", message, "url") from None
    if has_login or len(url) > URL_LENGTH_MAX:
        raise MlmError("INVALID_URL", message, "url")
    return url


def _checked_kinds(kinds: Collection[str]) -> list[str]:
    if not kinds:
        raise MlmError("REQUIRED", "Name at least one kind of event.", "kinds")
    return sorted(set(kinds))


def _checked_name(name: str) -> str:
    if len(name) > NAME_LENGTH_MAX:
        message = f"A name has at most {NAME_LENGTH_MAX} characters."
        raise MlmError("INVALID_TEXT", message, "name")
    return name.strip()
