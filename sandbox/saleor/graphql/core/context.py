import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from ...account.models import User
    from ...app.models import App
    from .dataloaders import DataLoader


class SaleorContext(HttpRequest):
    decoded_auth_token: dict[str, Any] | None
    allow_replica: bool = True
    dataloaders: dict[str, "DataLoader"]
    app: "App | None"
    user: "User | None"
    requestor: "App | User | None"
    request_time: datetime.datetime

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "dataloaders" in kwargs:
            self.dataloaders = kwargs.pop("dataloaders")
        super().__init__(*args, **kwargs)


def disallow_replica_in_context(context: SaleorContext) -> None:
    """After this the request reads the writer: what a mutation wrote must be seen."""
    context.allow_replica = False


def get_database_connection_name(context: SaleorContext) -> str:
    if getattr(context, "allow_replica", True):
        return settings.DATABASE_CONNECTION_REPLICA_NAME
    return settings.DATABASE_CONNECTION_DEFAULT_NAME


def setup_context_user(context: SaleorContext) -> None:
    """Put the user itself where its lazy stand-in was."""
    if hasattr(context.user, "_wrapped"):
        bool(context.user)
        context.user = context.user._wrapped


@dataclass
class BaseContext[N]:
    node: N


@dataclass
class SyncWebhookControlContext[N](BaseContext[N]):
    allow_sync_webhooks: bool = True


@dataclass
class ChannelContext[N](BaseContext[N]):
    channel_slug: str | None


@dataclass
class ChannelQsContext[M: Model]:
    qs: QuerySet[M]
    channel_slug: str | None
