"""Tokens with Saleor's claims; signed by SECRET_KEY, where Saleor signs with an RSA key."""

import datetime
from typing import Any

import graphene
import jwt
from django.conf import settings

from ..account.models import User
from ..app.models import App
from ..permission.enums import get_permission_names

JWT_ACCESS_TYPE = "access"
JWT_REFRESH_TYPE = "refresh"
JWT_THIRDPARTY_ACCESS_TYPE = "thirdparty"
JWT_REFRESH_TOKEN_COOKIE_NAME = "refreshToken"
JWT_SALEOR_OWNER_NAME = "saleor"
JWT_OWNER_FIELD = "owner"
PERMISSIONS_FIELD = "permissions"
USER_PERMISSION_FIELD = "user_permissions"
ALGORITHM = "HS256"


def jwt_encode(payload: dict[str, Any]) -> str:
    return jwt.encode(payload, settings.SECRET_KEY, algorithm=ALGORITHM)


def jwt_decode(token: str, verify_aud: bool = False) -> dict[str, Any]:
    options = {"verify_aud": verify_aud}
    return jwt.decode(token, settings.SECRET_KEY, algorithms=[ALGORITHM], options=options)


def jwt_decode_with_exception_handler(token: str) -> dict[str, Any] | None:
    try:
        return jwt_decode(token)
    except jwt.PyJWTError:
        return None


def jwt_user_payload(
    user: User,
    token_type: str,
    exp_delta: datetime.timedelta | None,
    additional_payload: dict[str, Any] | None = None,
    token_owner: str = JWT_SALEOR_OWNER_NAME,
) -> dict[str, Any]:
    now = datetime.datetime.now(tz=datetime.UTC)
    payload = {
        "iat": now,
        JWT_OWNER_FIELD: token_owner,
        "iss": settings.PUBLIC_URL or "http://localhost/graphql/",
        "token": user.jwt_token_key,
        "email": user.email,
        "type": token_type,
        "user_id": graphene.Node.to_global_id("User", user.id),
        "is_staff": user.is_staff,
        **(additional_payload or {}),
    }
    return payload | ({"exp": now + exp_delta} if exp_delta else {})


def create_access_token(user: User, additional_payload: dict[str, Any] | None = None) -> str:
    return jwt_encode(
        jwt_user_payload(user, JWT_ACCESS_TYPE, settings.JWT_TTL_ACCESS, additional_payload)
    )


def create_refresh_token(user: User, additional_payload: dict[str, Any] | None = None) -> str:
    return jwt_encode(
        jwt_user_payload(user, JWT_REFRESH_TYPE, settings.JWT_TTL_REFRESH, additional_payload)
    )


def create_access_token_for_app(app: App, user: User) -> str:
    """The token that the Dashboard hands to an app's page: what both may do, no more."""
    of_user = get_permission_names(user.effective_permissions)
    of_app = get_permission_names(app.permissions.all())
    extra = {
        "app": graphene.Node.to_global_id("App", app.id),
        PERMISSIONS_FIELD: sorted(of_app & of_user),
        USER_PERMISSION_FIELD: sorted(of_user),
    }
    return jwt_encode(
        jwt_user_payload(user, JWT_THIRDPARTY_ACCESS_TYPE, settings.JWT_TTL_APP_ACCESS, extra)
    )


def is_saleor_token(token: str) -> bool:
    try:
        payload = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return False
    return payload.get(JWT_OWNER_FIELD) == JWT_SALEOR_OWNER_NAME


def get_user_from_payload(payload: dict[str, Any]) -> User:
    user = User.objects.filter(email=payload["email"], is_active=True).first()
    if not user or user.jwt_token_key != payload.get("token"):
        raise jwt.InvalidTokenError("Invalid token. Create new one by using tokenCreate mutation.")
    return user
