# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
import secrets
from typing import Any

import jwt
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone

from ... import NotInSandbox
from ...account.models import ADDRESS_FIELDS, Address, User
from ...core.exceptions import PermissionDenied
from ...core.jwt import (
    JWT_REFRESH_TOKEN_COOKIE_NAME,
    JWT_REFRESH_TYPE,
    create_access_token,
    create_refresh_token,
    get_user_from_payload,
    jwt_decode,
)
from ...core.utils.events import call_event
from ...order import OrderStatus
from ...order.utils import match_orders_with_new_user
from ...permission.auth_filters import AuthorizationFilters
from ...permission.enums import OrderPermissions
from ..core.connection import slice_of
from ..core.context import SyncWebhookControlContext, get_database_connection_name
from ..core.mutations import fail, get_node, query_key, to_global_id
from ..core.sdl import resolves
from ..core.types import country_display
from ..plugins.dataloaders import get_plugin_manager_promise
from .types import types

AccountQueries, AccountMutations = types["Query"], types["Mutation"]
REQUIRED_ADDRESS = ("country", "street_address_1", "city", "postal_code")
# What is written in capitals on a letter there.
CAPITALS = {"US": ("city", "country_area"), "JP": ("country_area",)}


@resolves("Query.me")
def me(_root: Any, info: Any) -> Any:
    return info.context.user or None


@resolves("Query.user")
def user(_root: Any, info: Any, **lookup: Any) -> User | None:
    users = User.objects.using(get_database_connection_name(info.context))
    if lookup.get("id"):
        lookup = {"pk": query_key(lookup["id"], "User")}
    lookup = {name: value for name, value in lookup.items() if value}
    return users.filter(**lookup).first() if lookup else None


@resolves("Query.customers")
def customers(
    _root: Any, info: Any, filter: Any = None, search: str | None = None, **args: Any
) -> Any:
    rows = User.objects.customers().using(get_database_connection_name(info.context))
    rows = rows.distinct()
    text = search or (filter or {}).get("search")
    if text:
        rows = rows.filter(
            Q(email__icontains=text) | Q(first_name__icontains=text) | Q(last_name__icontains=text)
        )
    if ids := (filter or {}).get("ids"):
        rows = rows.filter(pk__in=[query_key(key, "User") for key in ids])
    return slice_of(rows, info, lambda row: row, **args)


@resolves("Address.country")
def country(root: Address, _info: Any) -> dict[str, str]:
    return country_display(root.country)


@resolves("Address.isDefaultShippingAddress", "Address.isDefaultBillingAddress")
def is_default(root: Address, info: Any) -> bool:
    name = "shipping" if "Shipping" in info.field_name else "billing"
    return User.objects.filter(**{f"default_{name}_address": root}).exists()


def check_owner(info: Any, owner: User, *permissions: Any) -> None:
    requestor = info.context.app or info.context.user
    if requestor != owner and not any(requestor and requestor.has_perm(p) for p in permissions):
        raise PermissionDenied(permissions=[AuthorizationFilters.OWNER, *permissions])


@resolves("User.orders")
def orders(root: User, info: Any, **args: Any) -> Any:
    check_owner(info, root, OrderPermissions.MANAGE_ORDERS)
    rows = root.orders.exclude(status=OrderStatus.DRAFT)
    return slice_of(rows, info, SyncWebhookControlContext, **args)


def _checkouts(root: User, channel: str | None) -> Any:
    rows = root.checkouts.filter(channel__is_active=True)
    return rows.filter(channel__slug=channel) if channel else rows


@resolves("User.checkouts")
def checkouts(root: User, info: Any, channel: str | None = None, **args: Any) -> Any:
    return slice_of(_checkouts(root, channel), info, SyncWebhookControlContext, **args)


@resolves("User.checkoutIds")
def checkout_ids(root: User, _info: Any, channel: str | None = None) -> list[str]:
    return [to_global_id(checkout) for checkout in _checkouts(root, channel)]


@resolves("User.userPermissions")
def user_permissions(root: User, _info: Any) -> list[dict[str, str]]:
    return [
        {"code": f"{row.content_type.app_label}.{row.codename}", "name": row.name}
        for row in root.effective_permissions
    ]


@resolves("Mutation.tokenCreate")
def token_create(
    _root: Any, info: Any, email: str, password: str, audience: str | None = None
) -> Any:
    if audience:
        raise NotInSandbox("tokenCreate(audience)")
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if not found or not found.check_password(password):
        raise fail("email", "Please, enter valid credentials", "invalid_credentials")
    site = Site.objects.get_current().settings
    unconfirmed = site.enable_account_confirmation_by_email and not found.is_confirmed
    if unconfirmed and not site.allow_login_without_confirmation:
        raise fail("email", "Account needs to be confirmed via email.", "account_not_confirmed")
    csrf_token = secrets.token_urlsafe(32)
    refresh = create_refresh_token(found, {"csrf_token": csrf_token})
    found.last_login = timezone.now()
    found.save(update_fields=["last_login", "updated_at"])
    info.context.refresh_token = refresh
    info.context._cached_user = found
    return {
        "token": create_access_token(found),
        "refresh_token": refresh,
        "csrf_token": csrf_token,
        "user": found,
    }


@resolves("Mutation.tokenRefresh")
def token_refresh(
    _root: Any, info: Any, refresh_token: str | None = None, csrf_token: str | None = None
) -> Any:
    token = refresh_token or info.context.COOKIES.get(JWT_REFRESH_TOKEN_COOKIE_NAME)
    if not token:
        raise fail("refreshToken", "Missing refreshToken", "jwt_missing_token")
    payload = _decoded(token, "refreshToken")
    if payload.get("type") != JWT_REFRESH_TYPE:
        raise fail("refreshToken", "Incorrect refreshToken", "jwt_invalid_token")
    if not refresh_token and payload.get("csrf_token") != csrf_token:
        raise fail("csrfToken", "Invalid csrf token", "jwt_invalid_csrf_token")
    found = _user_of(payload, "refreshToken")
    return {"token": create_access_token(found), "user": found}


@resolves("Mutation.tokenVerify")
def token_verify(_root: Any, _info: Any, token: str) -> Any:
    try:
        payload = _decoded(token, "token")
        return {"user": _user_of(payload, "token"), "is_valid": True, "payload": payload}
    except ValidationError as error:
        messages = error.error_dict["token"][0]
        row = {"field": "token", "message": messages.message, "code": messages.code}
        return {"user": None, "is_valid": False, "payload": None, "errors": [row]}


def _decoded(token: str, field: str) -> dict[str, Any]:
    try:
        return jwt_decode(token)
    except jwt.ExpiredSignatureError as error:
        raise fail(field, "Signature has expired", "jwt_signature_expired") from error
    except jwt.DecodeError as error:
        raise fail(field, "Error decoding signature", "jwt_decode_error") from error
    except jwt.InvalidTokenError as error:
        raise fail(field, "Invalid token", "jwt_invalid_token") from error


def _user_of(payload: dict[str, Any], field: str) -> User:
    try:
        return get_user_from_payload(payload)
    except (jwt.InvalidTokenError, KeyError) as error:
        raise fail(field, "Invalid token", "jwt_invalid_token") from error


@resolves("Mutation.customerCreate")
def customer_create(_root: Any, info: Any, input: dict[str, Any]) -> Any:
    if not input.get("email"):
        raise fail("email", "This field cannot be blank.", "required")
    made = User(**{"is_confirmed": False, **user_fields(input, input["email"])})
    made.set_unusable_password()
    made.save()
    call_event(get_plugin_manager_promise(info.context).get().customer_created, made)
    return {"user": made}


def user_fields(input: dict[str, Any], email: str, known: User | None = None) -> dict[str, Any]:
    email = email.lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise fail("email", "Enter a valid email address.", "invalid") from error
    if User.objects.filter(email=email).exclude(pk=known.pk if known else None).exists():
        raise fail("email", "User with this Email already exists.", "unique")
    names = (
        "first_name last_name note is_active is_confirmed language_code external_reference"
    ).split()
    fields = {name: input[name] for name in names if input.get(name) is not None}
    for name in ("metadata", "private_metadata"):
        if name in input:
            stored = getattr(known, name, {})
            fields[name] = {**stored, **{i["key"]: i["value"] for i in input[name] or []}}
    return {**fields, "email": email}


def _update(info: Any, found: User, input: dict[str, Any]) -> dict[str, User]:
    changed = False
    for name, value in user_fields(input, input.get("email") or found.email, found).items():
        changed = changed or getattr(found, name) != value
        setattr(found, name, value)
    for name in ("default_billing_address", "default_shipping_address"):
        if data := input.get(name):
            made = save_address(data)
            found.addresses.add(made)
            setattr(found, name, made)
            changed = True
    if changed:
        found.save()
        call_event(get_plugin_manager_promise(info.context).get().customer_updated, found)
    return {"user": found}


@resolves("Mutation.accountUpdate")
def account_update(_root: Any, info: Any, input: dict[str, Any]) -> Any:
    return _update(info, info.context.user, input)


@resolves("Mutation.customerUpdate")
def customer_update(
    _root: Any,
    info: Any,
    input: dict[str, Any],
    id: str | None = None,
    external_reference: str | None = None,
) -> Any:
    found = _customer(id, external_reference)
    email, confirmed = found.email, found.is_confirmed
    answer = _update(info, found, input)
    if found.email != email or (found.is_confirmed and not confirmed):
        match_orders_with_new_user(found)
    return answer


@resolves("Mutation.customerDelete")
def customer_delete(
    _root: Any, info: Any, id: str | None = None, external_reference: str | None = None
) -> Any:
    found = _customer(id, external_reference)
    key = found.pk
    found.delete()
    found.pk = key
    call_event(
        get_plugin_manager_promise(info.context).get().customer_deleted, found, webhooks=set()
    )
    return {"user": found}


def _customer(id: str | None, external_reference: str | None) -> User:
    if id:
        return get_node(User, id)
    found = User.objects.filter(external_reference=external_reference or "").first()
    if not found:
        raise fail("externalReference", "Couldn't resolve to a node", "not_found")
    return found


def save_address(data: dict[str, Any], known: Address | None = None) -> Address:
    made = known or Address()
    for name in ADDRESS_FIELDS:
        if data.get(name) is not None:
            setattr(made, name, data[name])
    made.metadata = {item["key"]: item["value"] for item in data.get("metadata") or []}
    for name in () if data.get("skip_validation") else REQUIRED_ADDRESS:
        if not getattr(made, name):
            raise fail(name, "This field is required.", "required")
    for name in CAPITALS.get(made.country.code, ()):
        setattr(made, name, getattr(made, name).upper())
    made.save()
    return made
