import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Union

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .jwt import JWT_REFRESH_TOKEN_COOKIE_NAME, jwt_decode_with_exception_handler

if TYPE_CHECKING:
    from ..account.models import User
    from ..app.models import App

Requestor = Union["User", "App"]


def jwt_refresh_token_middleware(get_response: Callable) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        token = getattr(request, "refresh_token", None)
        if token:
            payload = jwt_decode_with_exception_handler(token) or {}
            expires = payload.get("exp")
            response.set_cookie(
                JWT_REFRESH_TOKEN_COOKIE_NAME,
                token,
                expires=expires and datetime.datetime.fromtimestamp(expires, tz=datetime.UTC),
                httponly=True,
                secure=not settings.DEBUG,
                samesite="Lax" if settings.DEBUG else "None",
            )
        return response

    return middleware
