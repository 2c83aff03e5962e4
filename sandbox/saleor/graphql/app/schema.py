# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from ...app.models import App
from ..core.context import get_database_connection_name
from ..core.mutations import query_key
from ..core.sdl import load, resolves

AppQueries = load("app")["Query"]


@resolves("Query.app")
def app(_root: Any, info: Any, id: str | None = None) -> App | None:
    if not id:
        return info.context.app
    apps = App.objects.using(get_database_connection_name(info.context))
    return apps.filter(pk=query_key(id, "App")).first()


@resolves("App.permissions")
def permissions(root: App, _info: Any) -> list[dict[str, str]]:
    return [
        {"code": f"{row.content_type.app_label}.{row.codename}", "name": row.name}
        for row in root.permissions.select_related("content_type")
    ]


@resolves("App.created")
def created(root: App, _info: Any) -> Any:
    return root.created_at
