"""What all of our GraphQL rests on: who asks, errors in Saleor's shape, mutations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, ClassVar

import graphene
from graphene.utils.str_converters import to_camel_case
from saleor.core.exceptions import PermissionDenied
from saleor.graphql.core.context import disallow_replica_in_context, setup_context_user
from saleor.graphql.utils import get_user_or_app_from_context

from ..adapters import host
from ..services.errors import MlmError

PAGE_MAX = 100
KEY_DIGITS = 19
VIEWER = "mlm_viewer"


def requestor(info: Any) -> Any:
    """The app or user that asks, or none: an anonymous user counts as nobody."""
    found = get_user_or_app_from_context(info.context)
    return found if found and getattr(found, "is_authenticated", True) else None


def user_id(info: Any) -> int | None:
    """The primary key of the logged-in user; none for an app or a visitor."""
    user = info.context.user
    return user.pk if user and user.is_authenticated else None


def actor(info: Any) -> str:
    """Who acts, as the log keeps it."""
    found = requestor(info)
    return f"{type(found).__name__.lower()}:{found.pk}" if found else "visitor"


def allowed(info: Any, permission: Enum) -> bool:
    found = requestor(info)
    return bool(found and found.has_perm(permission))


def demand(info: Any, permission: Enum) -> None:
    if not allowed(info, permission):
        raise PermissionDenied(permissions=[permission])


def denied(message: str) -> PermissionDenied:
    return PermissionDenied(message)


def row_id(global_id: str, type_name: str, field: str) -> str:
    """The text behind the type in a global id of that type."""
    try:
        name, key = graphene.Node.from_global_id(global_id)
    except ValueError:
        name, key = "", ""
    if name != type_name or not key:
        raise no_id(global_id, type_name, field)
    return key


def no_id(global_id: str, type_name: str, field: str) -> MlmError:
    article = "an" if type_name[0] in "AEIO" else "a"
    return MlmError("INVALID_ID", f"{global_id} is no id of {article} {type_name}.", field)


def row_number(global_id: str, type_name: str, field: str) -> int:
    """The number behind the type in a global id of that type."""
    key = row_id(global_id, type_name, field)
    if not (key.isascii() and key.isdecimal() and len(key) < KEY_DIGITS):
        raise no_id(global_id, type_name, field)
    return int(key)


def check_texts(value: Any, field: str | None = None) -> None:
    """Refuse what no database takes as a text, wherever in the input it stands."""
    if isinstance(value, str) and "\x00" in value:
        raise MlmError("INVALID_TEXT", "A text contains a NUL character.", field)
    if isinstance(value, dict):
        place = f"{field}." if field and field[-1].isdecimal() else ""  # an item of a list
        for name, item in value.items():
            check_texts(item, place + to_camel_case(name))
    if isinstance(value, list):
        for index, item in enumerate(value):
            check_texts(item, f"{field}.{index}")


def error_type(area: str, codes: list[str]) -> type[graphene.ObjectType]:
    """An error type Mlm<area>Error with its enum of codes, in the shape of Saleor's errors."""
    names = sorted([*codes, "INVALID_TEXT"])
    enum = graphene.Enum(f"Mlm{area}ErrorCode", [(code, code) for code in names])
    return type(
        f"Mlm{area}Error",
        (graphene.ObjectType,),
        {
            "__doc__": f"An input that could not be used, in the area {area.lower()}.",
            "field": graphene.String(description="The input field the error is about."),
            "message": graphene.String(required=True, description="A sentence for people."),
            "code": enum(required=True, description="The error for programs."),
        },
    )


def errors_field(error: type[graphene.ObjectType]) -> graphene.Field:
    return graphene.List(graphene.NonNull(error), required=True)


class MlmMutation(graphene.Mutation):
    """A mutation: asks for a permission, calls one use case, answers bad input with its errors.

    A subclass has `permission` (none: the use case decides), an `errors` field, and `perform`.
    """

    class Meta:
        abstract = True

    permission: ClassVar[Enum | None] = None
    perform: ClassVar[Callable[..., Any]]

    @classmethod
    def mutate(cls, root: Any, info: Any, **data: Any) -> Any:
        disallow_replica_in_context(info.context)
        setup_context_user(info.context)
        with host.writer(), _read_anew(info):
            if cls.permission is not None:
                demand(info, cls.permission)
            try:
                check_texts(data)
                return cls.perform(info, **data)
            except MlmError as error:
                return cls(errors=[_shaped(cls, found) for found in (error, *error.more)])


@contextmanager
def _read_anew(info: Any) -> Iterator[None]:
    """What was known of trees and of who asks is found out again after a mutation."""
    try:
        yield
    finally:
        vars(info.context).pop(VIEWER, None)


def _shaped(mutation: Any, error: MlmError) -> Any:
    shape = mutation._meta.fields["errors"].type.of_type.of_type.of_type
    return shape(field=error.field, message=error.message, code=error.code)
