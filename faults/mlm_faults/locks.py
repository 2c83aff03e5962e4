"""All tables of saleor_mlm locked against everybody, readers too, for a while."""

import threading
import time

from django.apps import apps
from django.db import OperationalError, connection, transaction

from . import state

TRIES = 20
_release = threading.Event()
_holder: threading.Thread | None = None


def hold(seconds: float) -> float:
    """Take the locks and keep them; returns once they are held, with how long that took."""
    global _holder
    release()
    _release.clear()
    held = threading.Event()
    began = time.monotonic()
    _holder = threading.Thread(target=_hold, args=(held, seconds), daemon=True)
    _holder.start()
    if not held.wait(30):
        raise TimeoutError("the tables could not be locked")
    return time.monotonic() - began


def release() -> None:
    _release.set()
    if _holder:
        _holder.join(10)


def tables() -> list[str]:
    return sorted(model._meta.db_table for model in apps.get_app_config("saleor_mlm").get_models())


def _hold(held: threading.Event, seconds: float) -> None:
    names = ", ".join(f'"{table}"' for table in tables())
    try:
        for _ in range(TRIES):
            try:
                _lock_and_wait(names, held, seconds)
                return
            except OperationalError:  # a deadlock with a worker's transaction, or no turn in time
                if held.is_set():
                    raise
    finally:
        connection.close()


@transaction.atomic
def _lock_and_wait(names: str, held: threading.Event, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    began = time.monotonic()
    held.set()
    _release.wait(seconds)
    state.count("locked")
    state.count(f"locked for {time.monotonic() - began:.0f} s")
