"""Builds graphene types from the schema.graphql beside each area's resolvers.

A type of the SDL becomes a graphene class of the same name, so a plugin can add fields to it as it
does on Saleor. A field is resolved by the function registered for it, else by the attribute of its
name. @needs(any: "PERMISSION ...") on a field is checked before it is resolved.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import graphene
from django.db.models import Manager, Model
from graphql import parse
from graphql.language import ast
from prices import Money

from ...core.exceptions import PermissionDenied
from ...permission.auth_filters import AuthorizationFilters
from ...permission.enums import get_permissions_enum_dict
from ...permission.utils import one_of_permissions_or_auth_filter_required
from . import scalars
from .connection import connection_of
from .context import BaseContext, ChannelContext, SyncWebhookControlContext
from .mutations import as_mutation

AREAS = Path(__file__).parent.parent
TYPES: dict[str, Any] = {
    "ID": graphene.ID,
    "Int": graphene.Int,
    "Float": graphene.Float,
    "String": graphene.String,
    "Boolean": graphene.Boolean,
    "JSONString": graphene.JSONString,
    "PageInfo": graphene.relay.PageInfo,
    **{
        name: value
        for name, value in vars(scalars).items()
        if isinstance(value, type) and issubclass(value, graphene.Scalar)
    },
}
RESOLVERS: dict[str, Callable[..., Any]] = {}
# Enum values are the lower-cased name, except these.
VALUES = {
    "OrderStatus.PARTIALLY_FULFILLED": "partially fulfilled",
    "OrderStatusFilter.PARTIALLY_FULFILLED": "partially fulfilled",
    "PluginErrorCode.PLUGIN_MISCONFIGURED": "plugin-misconfigured",
}
# What a resolver of these types gets as its root on a real Saleor.
WRAPPED = {
    **dict.fromkeys(
        "Order OrderLine OrderEvent OrderGrantedRefund OrderGrantedRefundLine Fulfillment "
        "FulfillmentLine Checkout CheckoutLine".split(),
        SyncWebhookControlContext,
    ),
    **dict.fromkeys(
        "Product ProductVariant Voucher ShippingMethod Sale Collection".split(), ChannelContext
    ),
}


def resolves(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the resolver of `Type.field`, the field named as in the SDL."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        RESOLVERS.update(dict.fromkeys(names, function))
        return function

    return register


def load(area: str) -> dict[str, Any]:
    """Build an area's types; `Query` and `Mutation` come back as the area's root mixins."""
    built = {}
    for node in parse((AREAS / area / "schema.graphql").read_text()).definitions:
        name = node.name.value
        if name in ("Query", "Mutation"):
            mixin = f"{area.capitalize()}{'Queries' if name == 'Query' else 'Mutations'}"
            fields = {_snake(field.name.value): _field(name, field) for field in node.fields}
            built[name] = type(mixin, (graphene.ObjectType,), fields)
        else:
            built[name] = TYPES[name] = _BUILDERS[type(node)](node)
    return built


def node_of(root: Any, type_name: str) -> Any:
    """Take the model out of its context; a channel's context stays, resolvers need its slug."""
    if WRAPPED.get(type_name) is SyncWebhookControlContext:
        return root.node
    return root.node if isinstance(root, SyncWebhookControlContext) else root


def wrap(value: Any, type_name: str, root: Any = None) -> Any:
    """Give a model the context that resolvers of its type expect."""
    if isinstance(value, list | tuple):
        return [wrap(item, type_name, root) for item in value]
    if type_name == "ObjectWithMetadata":
        type_name = type(value).__name__
    context = WRAPPED.get(type_name)
    if context is None or value is None or isinstance(value, BaseContext):
        return value
    if context is ChannelContext:
        return ChannelContext(value, getattr(root, "channel_slug", None))
    return context(value) if isinstance(value, Model) else value


def _object(node: Any) -> Any:
    name = node.name.value
    attrs: dict[str, Any] = {_snake(f.name.value): _field(name, f) for f in node.fields}
    interfaces = [TYPES[interface.name.value] for interface in node.interfaces]
    attrs["Meta"] = type("Meta", (), {"interfaces": interfaces})
    return type(name, (graphene.ObjectType,), attrs)


def _interface(node: Any) -> Any:
    name = node.name.value
    attrs: dict[str, Any] = {_snake(f.name.value): _field(name, f) for f in node.fields}
    attrs["resolve_type"] = classmethod(
        lambda _cls, instance, _info: TYPES[type(getattr(instance, "node", instance)).__name__]
    )
    return type(name, (graphene.Interface,), attrs)


def _input(node: Any) -> Any:
    attrs = {_snake(f.name.value): _input_field(f, graphene.InputField) for f in node.fields}
    return type(node.name.value, (graphene.InputObjectType,), attrs)


def _enum(node: Any) -> Any:
    name = node.name.value
    members = [value.name.value for value in node.values]
    return graphene.Enum(name, [(m, VALUES.get(f"{name}.{m}", m.lower())) for m in members])


_BUILDERS = {
    ast.ObjectTypeDefinition: _object,
    ast.InterfaceTypeDefinition: _interface,
    ast.InputObjectTypeDefinition: _input,
    ast.EnumTypeDefinition: _enum,
}


def _field(owner: str, node: Any) -> graphene.Field:
    name = node.name.value
    resolve = partial(_resolve, f"{owner}.{name}", _snake(name))
    if needs := next((d for d in node.directives if d.name.value == "needs"), None):
        resolve = _guard(resolve, needs.arguments[0].value.value.split())
    if owner == "Mutation":
        resolve = as_mutation(resolve)
    named = node.type
    while not isinstance(named, ast.NamedType):
        named = named.type
    return graphene.Field(
        _type(node.type),
        args={_snake(a.name.value): _input_field(a, graphene.Argument) for a in node.arguments},
        resolver=_wrapping(resolve, named.name.value, owner),
    )


def _wrapping(resolve: Callable[..., Any], type_name: str, owner: str) -> Callable[..., Any]:
    def resolver(root: Any, info: Any, **args: Any) -> Any:
        value = resolve(node_of(root, owner), info, **args)
        if isinstance(value, Manager):
            value = list(value.all())
        if isinstance(value, Decimal):
            return float(value)
        return wrap(value, type_name, root)

    return resolver


def _resolve(key: str, name: str, root: Any, info: Any, /, **args: Any) -> Any:
    registered = RESOLVERS.get(key)
    return registered(root, info, **args) if registered else _default(name, root, info)


def _default(name: str, root: Any, info: Any) -> Any:
    root = getattr(root, "node", root) if isinstance(root, BaseContext) else root
    if isinstance(root, dict):
        return root.get(name)
    if name == "id" and isinstance(root, Model):
        return graphene.Node.to_global_id(info.parent_type.name, root.pk)
    if name == "amount" and isinstance(root, Money):
        return float(root.amount)
    value = getattr(root, name, None)
    return value() if callable(value) and not isinstance(value, Manager) else value


def _guard(resolve: Callable[..., Any], names: list[str]) -> Callable[..., Any]:
    members = get_permissions_enum_dict() | {m.name: m for m in AuthorizationFilters}
    permissions = [members[name] for name in names]

    def guarded(root: Any, info: Any, **args: Any) -> Any:
        if not one_of_permissions_or_auth_filter_required(info.context, permissions):
            raise PermissionDenied(permissions=permissions)
        return resolve(root, info, **args)

    return guarded


def _input_field(node: Any, kind: Any) -> Any:
    options = {} if node.default_value is None else {"default_value": _literal(node.default_value)}
    return kind(_type(node.type), **options)


def _literal(node: Any) -> Any:
    if isinstance(node, ast.ListValue):
        return [_literal(value) for value in node.values]
    if isinstance(node, ast.IntValue):
        return int(node.value)
    return node.value


def _type(node: Any) -> Any:
    if isinstance(node, ast.NonNullType):
        return graphene.NonNull(_type(node.type))
    if isinstance(node, ast.ListType):
        return graphene.List(_type(node.type))
    return partial(_named, node.name.value)


def _named(name: str) -> Any:
    if name not in TYPES and name.endswith("CountableConnection"):
        TYPES[name] = connection_of(name, partial(_named, name[: -len("CountableConnection")]))
    return TYPES[name]


def _snake(name: str) -> str:
    name = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    return re.sub(r"(?<=[a-z])(\d)", r"_\1", name)
