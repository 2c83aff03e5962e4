from collections.abc import Iterable
from typing import Any

from .auth_filters import AUTHORIZATION_FILTER_MAP, AuthorizationFilters
from .enums import BasePermissionEnum


def one_of_permissions_or_auth_filter_required(
    context: Any, permissions: Iterable[BasePermissionEnum]
) -> bool:
    return not permissions or any(_results(context, permissions))


def all_permissions_required(context: Any, permissions: Iterable[BasePermissionEnum]) -> bool:
    plain = [p for p in permissions if not isinstance(p, AuthorizationFilters)]
    filters = [p for p in permissions if isinstance(p, AuthorizationFilters)]
    return all(_results(context, plain)) and (not filters or any(_results(context, filters)))


def has_one_of_permissions(requestor: Any, permissions: Iterable[BasePermissionEnum]) -> bool:
    return not permissions or bool(
        requestor and any(requestor.has_perm(permission) for permission in permissions)
    )


def _results(context: Any, permissions: Iterable[BasePermissionEnum]) -> list[bool]:
    requestor = context.app or context.user
    return [
        bool(AUTHORIZATION_FILTER_MAP.get(permission, lambda _context: False)(context))
        if isinstance(permission, AuthorizationFilters)
        else bool(requestor and requestor.has_perm(permission))
        for permission in permissions
    ]
