"""Mutations: what a resolver raises as ValidationError comes back as the payload's errors."""

from collections.abc import Callable
from typing import Any

import graphene
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLError
from graphql_relay import from_global_id

from ...core.db.connection import allow_writer
from .context import disallow_replica_in_context, setup_context_user


def as_mutation(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def mutate(root: Any, info: Any, **args: Any) -> dict[str, Any]:
        disallow_replica_in_context(info.context)
        setup_context_user(info.context)
        try:
            with allow_writer():
                payload = resolve(root, info, **args)
        except ValidationError as error:
            return {"errors": _errors(error, info)}
        return {"errors": [], **payload}

    return mutate


def fail(field: str | None, message: str, code: str, **params: Any) -> ValidationError:
    error = ValidationError(message, code=code, params=params or None)
    return ValidationError({field: error}) if field else error


def get_node(model: type[Model], global_id: str | None, field: str = "id", **lookup: Any) -> Any:
    """Return the row that a global id names, or fail as Saleor does."""
    key = primary_key(global_id, model, field)
    try:
        row = model._default_manager.filter(pk=key, **lookup).first()
    except (ValidationError, ValueError):
        row = None
    if row is None:
        raise fail(field, f"Couldn't resolve to a node: {global_id}", "not_found")
    return row


def primary_key(global_id: str | None, model: type[Model] | str, field: str = "id") -> str:
    name = model if isinstance(model, str) else model.__name__
    try:
        kind, key = from_global_id(global_id or "")
    except (ValueError, TypeError):
        kind = key = ""
    if not kind or not key:
        raise fail(field, f"Invalid ID: {global_id}. Expected: {name}.", "graphql_error")
    if kind != name:
        message = f"Invalid ID: {global_id}. Expected: {name}, received: {kind}."
        raise fail(field, message, "graphql_error")
    return key


def query_key(global_id: str, name: str) -> str:
    """Return the key of an id in a query, where a wrong one is an error of the whole query."""
    try:
        kind, key = from_global_id(global_id)
    except (ValueError, TypeError) as error:
        raise GraphQLError(f"Invalid ID: {global_id}. Expected: {name}.") from error
    if kind != name:
        raise GraphQLError(f"Invalid ID: {global_id}. Expected: {name}, received: {kind}.")
    return key


def _errors(error: ValidationError, info: Any) -> list[dict[str, Any]]:
    known = _known_codes(info)
    if hasattr(error, "error_dict"):
        pairs = [(field, e) for field, errors in error.error_dict.items() for e in errors]
    else:
        pairs = [(NON_FIELD_ERRORS, e) for e in error.error_list]
    return [
        {
            **(one.params or {}),
            "field": None if field == NON_FIELD_ERRORS else to_camel_case(field),
            "message": one.messages[0],
            "code": one.code if one.code in known else "invalid",
        }
        for field, one in pairs
    ]


def _known_codes(info: Any) -> set[str]:
    payload = info.return_type
    error = payload.fields["errors"].type
    while hasattr(error, "of_type"):
        error = error.of_type
    code = error.fields["code"].type
    code = getattr(code, "of_type", code)
    return {value.value for value in code.values}


def to_global_id(row: Model) -> str:
    return graphene.Node.to_global_id(type(row).__name__, row.pk)
