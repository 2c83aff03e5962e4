from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ..account.models import User
from ..core.auth import get_token_from_request
from ..core.jwt import jwt_decode_with_exception_handler
from .api import API_PATH
from .app.dataloaders import get_app_promise
from .core import SaleorContext


def get_context_value(request: HttpRequest) -> SaleorContext:
    if not hasattr(request, "dataloaders"):
        request.dataloaders = {}
    request.allow_replica = getattr(request, "allow_replica", True)
    request.request_time = getattr(request, "request_time", timezone.now())
    set_app_on_context(request)
    set_auth_on_context(request)
    token = get_token_from_request(request)
    request.decoded_auth_token = jwt_decode_with_exception_handler(token) if token else None
    return request


def set_app_on_context(request: HttpRequest) -> None:
    if request.path == API_PATH and not hasattr(request, "app"):
        request.app = get_app_promise(request).get()


def set_auth_on_context(request: HttpRequest) -> None:
    if getattr(request, "app", None):
        request.user = SimpleLazyObject(lambda: None)
        return

    def user() -> User | None:
        if not hasattr(request, "_cached_user"):
            request._cached_user = authenticate(request=request)
        return request._cached_user or None

    request.user = SimpleLazyObject(user)


def clear_context(context: SaleorContext) -> None:
    context.dataloaders.clear()
    del context.user
