import os
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")

Asgi = Callable[[dict[str, Any], Callable, Callable], Awaitable[None]]
ALLOWED_HEADERS = (
    b"Origin, Content-Type, Accept, Authorization, Authorization-Bearer, Source-Service-Name"
)


def cors(application: Asgi) -> Asgi:
    async def wrapped(scope: dict[str, Any], receive: Callable, send: Callable) -> None:
        origin = dict(scope.get("headers", [])).get(b"origin")
        if scope["type"] != "http" or not origin or not _allowed(origin.decode()):
            await application(scope, receive, send)
            return
        headers = [
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]
        if scope["method"] == "OPTIONS":
            headers += [
                (b"access-control-allow-headers", ALLOWED_HEADERS),
                (b"access-control-allow-methods", b"GET, OPTIONS, POST"),
            ]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body"})
            return

        async def send_with_cors(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        await application(scope, receive, send_with_cors)

    return wrapped


def _allowed(origin: str) -> bool:
    allowed = settings.ALLOWED_GRAPHQL_ORIGINS
    return "*" in allowed or origin in allowed


application = cors(get_asgi_application())
# Importing the URLs builds the schema now, not inside the first request.
_ = get_resolver(settings.ROOT_URLCONF).url_patterns
