# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from ...warehouse.models import Warehouse
from ..core.connection import slice_of
from ..core.context import get_database_connection_name
from ..core.mutations import query_key
from ..core.sdl import load, resolves

WarehouseQueries = load("warehouse")["Query"]


@resolves("Query.warehouse")
def warehouse(
    _root: Any, info: Any, id: str | None = None, external_reference: str | None = None
) -> Any:
    rows = Warehouse.objects.using(get_database_connection_name(info.context))
    if id:
        return rows.filter(pk=query_key(id, "Warehouse")).first()
    return rows.filter(external_reference=external_reference).first()


@resolves("Query.warehouses")
def warehouses(_root: Any, info: Any, **args: Any) -> Any:
    rows = Warehouse.objects.using(get_database_connection_name(info.context))
    return slice_of(rows.all(), info, lambda row: row, **args)
