"""Background tasks: ours held back in the workers, any run on demand where it can be watched."""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connections
from saleor.celeryconf import app
from saleor.core.tasks import RestrictWriterDBTask

from . import state

_wanted = threading.local()
probed: list[int] = []


@app.task(name="saleor_mlm.probe", ignore_result=True)
def probe() -> None:
    """What a careless hook would send to the broker; notes in which thread it ran."""
    probed.append(threading.get_ident())


def install() -> None:
    RestrictWriterDBTask.__call__ = _held_back(RestrictWriterDBTask.__call__)


def _held_back(call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def held_back(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.name.startswith("saleor_mlm.") or is_wanted():
            return call(self, *args, **kwargs)
        with state.task_under_way():
            if state.read().tasks_paused:
                state.count(f"paused {self.name}")
                return None
            return call(self, *args, **kwargs)

    return held_back


def be_patient_on_demand() -> None:
    """A task on demand waits for whoever has its lock; in a worker it gives way, for beat calls it
    again."""
    from saleor_mlm.adapters import host

    impatient = host.impatient

    @contextmanager
    def patient_on_demand() -> Iterator[None]:
        with nullcontext() if is_wanted() else impatient():
            yield

    host.impatient = patient_on_demand


def is_wanted() -> bool:
    """Whether this thread runs a task on demand."""
    return getattr(_wanted, "now", False)


def run_at_once(names: list[str]) -> list[dict[str, Any]]:
    """Run tasks side by side, one thread and database connection each, all released together."""
    # Which a worker does at its start, and a process that answers requests never does.
    app.loader.import_default_modules()
    answers: list[dict[str, Any]] = [{} for _ in names]
    barrier = threading.Barrier(len(names))
    threads = [
        threading.Thread(target=_run, args=(name, barrier.wait, answer))
        for name, answer in zip(names, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def start(name: str, delays: list[float]) -> None:
    """Start a task behind this request as often as there are delays, each after its seconds."""
    for delay in delays:
        threading.Timer(delay, _run, args=(name, lambda: None, {})).start()


def _run(name: str, ready: Callable[[], object], answer: dict[str, Any]) -> None:
    _wanted.now = True
    answer["task"] = name
    try:
        task = app.tasks[name]
        ready()
        answer["result"] = task.apply(throw=True).result
        state.count(f"ran {name}")
    except Exception as error:
        answer["error"] = f"{type(error).__name__}: {error}"
    finally:
        connections.close_all()
