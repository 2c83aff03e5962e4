import hashlib
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.utils.functional import LazyObject
from promise import Promise

from ....app.models import App, AppToken
from ....core.auth import get_token_from_request
from ...core import SaleorContext
from ...core.dataloaders import DataLoader

TOKEN_LENGTH = 30
CACHE_SECONDS = 30 * 24 * 60 * 60


class AppByTokenLoader(DataLoader[str, App | None]):
    context_key = "app_by_token"

    def batch_load(self, keys: Iterable[str]) -> list[App | None]:
        return [self._app(token) for token in keys]

    def _app(self, token: str) -> App | None:
        tokens = AppToken.objects.using(self.database_connection_name)
        rows = tokens.filter(token_last_4=token[-4:]).select_related("app")
        for row in rows.filter(app__is_active=True, app__removed_at__isnull=True):
            if _is(row, token):
                return row.app
        return None


def _is(row: AppToken, token: str) -> bool:
    """Check the hash, which is slow on purpose, once for each token and row."""
    key = f"AppByTokenLoader:{hashlib.sha256((row.auth_token + token).encode()).hexdigest()}"
    if cache.get(key):
        return True
    found = check_password(token, row.auth_token)
    if found:
        cache.set(key, True, CACHE_SECONDS)
    return found


def get_app_promise(context: SaleorContext) -> Promise[App | None]:
    if hasattr(context, "app"):
        app = context.app
        if isinstance(app, LazyObject):
            bool(app)
            app = app._wrapped
        return Promise.resolve(app)
    token = get_token_from_request(context)
    if not token or len(token) != TOKEN_LENGTH:
        return Promise.resolve(None)
    return AppByTokenLoader(context).load(token)


def app_promise_callback(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def wrapper(root: Any, info: Any, *args: Any, **kwargs: Any) -> Promise:
        return get_app_promise(info.context).then(partial(function, root, info, *args, **kwargs))

    return wrapper
