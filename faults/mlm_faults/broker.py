"""The broker of one web process: absent, refusing, or accepting and never answering.

Whoever sends a task there meets the broken broker for real, and is counted by the task's name.
"""

import socket
import threading
import time
from typing import Any

from django.conf import settings
from saleor.celeryconf import app

from . import state, tasks

MODES = ("real", "none", "refused", "silent")
PROBE_SECONDS = 4.0
_silent_ones: list[socket.socket] = []
_mode = "real"


def set_mode(mode: str) -> dict[str, Any]:
    """Break or mend the broker; a broken one is tried at once, and the answer says how it failed.

    none: no broker is configured, so that tasks run inside the request, as Saleor has it.
    """
    global _mode
    if mode not in MODES:
        raise ValueError(f"a broker is one of {', '.join(MODES)}")
    _mend()
    _mode = mode
    if mode == "none":
        settings.CELERY_TASK_ALWAYS_EAGER = True
    elif mode != "real":
        url = f"redis://127.0.0.1:{_port(mode)}/0"
        app.send_task = lambda name, *args, **kwargs: _send(url, name, *args, **kwargs)
    return {} if mode == "real" else _probe()


def _mend() -> None:
    vars(app).pop("send_task", None)
    settings.CELERY_TASK_ALWAYS_EAGER = not settings.CELERY_BROKER_URL
    while _silent_ones:
        _silent_ones.pop().close()


def _port(mode: str) -> int:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    if mode == "refused":
        listener.close()
        return port
    listener.listen(64)
    _silent_ones.append(listener)
    return port


def _send(url: str, name: str, *args: Any, **kwargs: Any) -> Any:
    state.count(f"broker {_mode} met by {name}")
    kwargs.pop("producer", None)
    with app.connection_for_write(url) as connection:
        return type(app).send_task(app, name, *args, connection=connection, **kwargs)


def _probe() -> dict[str, Any]:
    """Send one task as a careless hook would, in a thread that may hang."""
    answer: dict[str, Any] = {"failed": None}
    tasks.probed.clear()

    def careless() -> None:
        try:
            tasks.probe.delay()
        except Exception as error:
            answer["failed"] = type(error).__name__

    began = time.perf_counter()
    thread = threading.Thread(target=careless, daemon=True)
    thread.start()
    thread.join(PROBE_SECONDS)
    answer["seconds"] = round(time.perf_counter() - began, 3)
    answer["hung"] = thread.is_alive()
    answer["ran_inside"] = thread.ident in tasks.probed
    return answer
