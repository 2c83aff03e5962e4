from typing import Any

from .enums import BasePermissionEnum


class AuthorizationFilters(BasePermissionEnum):
    AUTHENTICATED_APP = "authorization_filters.authenticated_app"
    AUTHENTICATED_STAFF_USER = "authorization_filters.authenticated_staff_user"
    AUTHENTICATED_USER = "authorization_filters.authenticated_user"
    OWNER = "authorization_filters.owner"


def is_app(context: Any) -> bool:
    return bool(context.app)


def is_user(context: Any) -> bool:
    return bool(context.user and context.user.is_active)


def is_staff_user(context: Any) -> bool:
    return is_user(context) and context.user.is_staff


AUTHORIZATION_FILTER_MAP = {
    AuthorizationFilters.AUTHENTICATED_APP: is_app,
    AuthorizationFilters.AUTHENTICATED_USER: is_user,
    AuthorizationFilters.AUTHENTICATED_STAFF_USER: is_staff_user,
}
