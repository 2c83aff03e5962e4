import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections

from ...graphql.core.context import SaleorContext, get_database_connection_name

logger = logging.getLogger(__name__)
writer = settings.DATABASE_CONNECTION_DEFAULT_NAME
replica = settings.DATABASE_CONNECTION_REPLICA_NAME
TRACEBACK_LIMIT = 20
UNSAFE_WRITER_ACCESS_MSG = (
    "The writer was used outside allow_writer: read with using() on a replica, "
    "or say allow_writer where a write is meant."
)


class UnsafeWriterAccessError(Exception):
    pass


@contextmanager
def allow_writer() -> Iterator[None]:
    connection = connections[writer]
    before = getattr(connection, "_allow_writer", False)
    connection._allow_writer = True
    try:
        yield
    finally:
        connection._allow_writer = before


@contextmanager
def allow_writer_for_default_connection(connection_name: str) -> Iterator[None]:
    if connection_name != writer:
        yield
        return
    with allow_writer():
        yield


@contextmanager
def allow_writer_in_context(context: SaleorContext) -> Iterator[None]:
    with allow_writer_for_default_connection(get_database_connection_name(context)):
        yield


def restrict_writer(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
    if _unsafe(context):
        raise UnsafeWriterAccessError(f"{UNSAFE_WRITER_ACCESS_MSG} SQL: {sql}")
    return execute(sql, params, many, context)


def log_writer_usage(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
    if _unsafe(context):
        stack = "".join(traceback.format_list(traceback.extract_stack(limit=TRACEBACK_LIMIT)))
        logger.warning("%s SQL: %s\nTraceback:\n%s", UNSAFE_WRITER_ACCESS_MSG, sql, stack)
    return execute(sql, params, many, context)


def _unsafe(context: Any) -> bool:
    connection = context["connection"]
    return connection.alias == writer and not getattr(connection, "_allow_writer", False)
