"""The SQL of one web process, and the time spent in our hooks, while somebody asks for them."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

from . import tasks

_recording = False
_sql: list[tuple[str, float]] = []
_hooks: list[tuple[str, float]] = []


def install() -> None:
    connection_created.connect(_watch, weak=False, dispatch_uid="mlm_faults")


def start() -> None:
    global _recording
    _sql.clear()
    _hooks.clear()
    _recording = True


def stop() -> dict[str, Any]:
    """Each statement and each hook since `start`, with its seconds."""
    global _recording
    _recording = False
    return {"sql": list(_sql), "hooks": list(_hooks)}


def is_recording() -> bool:
    return _recording


def note_hook(name: str, seconds: float) -> None:
    _hooks.append((name, seconds))


def message_seconds(times: int) -> list[float]:
    """How long it takes to send one Celery task to the broker, as most plugins' hooks do."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        tasks.probe.delay()
        taken.append(time.perf_counter() - began)
    return taken


def round_trip_seconds(times: int) -> list[float]:
    """How long `SELECT 1` takes on this process's own connection."""
    taken = []
    with connection.cursor() as cursor:
        for _ in range(times):
            began = time.perf_counter()
            cursor.execute("SELECT 1")
            taken.append(time.perf_counter() - began)
    return taken


def _watch(connection: Any, **_kwargs: Any) -> None:
    if _record not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _record)


def _record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _recording:
        return execute(sql, params, many, context)
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        _sql.append((sql, time.perf_counter() - began))
