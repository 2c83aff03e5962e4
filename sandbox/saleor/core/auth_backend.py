from typing import Any

import jwt
from django.conf import settings
from django.http import HttpRequest

from ..account.models import User
from ..permission.enums import get_permissions_from_names
from .auth import get_token_from_request
from .jwt import (
    JWT_ACCESS_TYPE,
    JWT_THIRDPARTY_ACCESS_TYPE,
    PERMISSIONS_FIELD,
    is_saleor_token,
    jwt_decode,
)

INVALID = "Invalid token. Create new one by using tokenCreate mutation."


class JSONWebTokenBackend:
    def authenticate(self, request: HttpRequest | None = None, **_kwargs: Any) -> User | None:
        return load_user_from_request(request) if request else None


def load_user_from_request(request: HttpRequest) -> User | None:
    token = get_token_from_request(request)
    if not token or not is_saleor_token(token):
        return None
    payload = jwt_decode(token)
    if payload.get("type") not in (JWT_ACCESS_TYPE, JWT_THIRDPARTY_ACCESS_TYPE):
        raise jwt.InvalidTokenError(INVALID)
    users = User.objects.using(settings.DATABASE_CONNECTION_REPLICA_NAME)
    user = users.filter(email=payload["email"], is_active=True).first()
    if not user:
        raise jwt.InvalidTokenError("Invalid token. User does not exist or is inactive.")
    if user.jwt_token_key != payload.get("token"):
        raise jwt.InvalidTokenError(INVALID)
    permissions = payload.get(PERMISSIONS_FIELD)
    if permissions is not None:
        user.effective_permissions = get_permissions_from_names(permissions)
        user.is_staff = bool(permissions)
    user.is_staff = user.is_staff or bool(payload.get("is_staff"))
    return user
