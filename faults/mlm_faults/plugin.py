"""The control panel: POST /plugins/global/mlm.faults/<command> with a JSON object."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from saleor.plugins.base_plugin import BasePlugin

from . import clock, state
from .state import HookFault

OURS = "saleor_mlm.plugin.MlmPlugin"
_place: int | None = None


class FaultPlugin(BasePlugin):
    PLUGIN_ID = "mlm.faults"
    PLUGIN_NAME = "Faults (test only)"
    DEFAULT_ACTIVE = state.is_on()
    CONFIGURATION_PER_CHANNEL = False
    HIDDEN = True

    def webhook(self, request: Any, path: str, previous_value: Any) -> HttpResponse:
        command = COMMANDS.get(path.strip("/"))
        if not state.is_on() or request.method != "POST" or command is None:
            return HttpResponseNotFound()
        try:
            return JsonResponse(command(**json.loads(request.body or b"{}")) or {})
        except Exception as error:
            return JsonResponse({"error": f"{type(error).__name__}: {error}"}, status=400)


def status() -> dict[str, Any]:
    """Where the clock stands, which hooks are ours, and what has fired since `clear`."""
    from . import hooks

    return {"now": clock.now().isoformat(), "hooks": hooks.names(), "counts": state.counts()}


def clear() -> None:
    """Mend everything and forget the counts; the clock stays where it is."""
    from . import broker, hooks, locks, statements

    broker.set_mode("real")
    locks.release()
    statements.stop()
    absent(False)
    hide_plans(False)
    fail_reading(False)
    slow_reading(0)
    hooks.forget_pause()
    state.change(hook=None, tasks_paused=False)
    state.forget_counts()


def move_clock(to: str | None = None, seconds: float = 0.0) -> dict[str, Any]:
    """Move the store's clock forward, to an instant or by some seconds."""
    target = datetime.fromisoformat(to) if to else clock.now() + timedelta(seconds=seconds)
    return {"now": clock.set_to(target).isoformat()}


def hook(mode: str, names: list[str] | None = None, times: int = 2) -> None:
    """Lose, repeat or raise in our hooks from now on; no names means all of them."""
    state.change(hook=HookFault(mode, names or [], times))


def mend_hooks() -> None:
    state.change(hook=None)


def pause_tasks(paused: bool) -> None:
    """Hold our tasks back wherever a worker gets them; `run` still runs them.

    Those under way have ended when this returns.
    """
    state.change(tasks_paused=paused)
    if paused:
        state.wait_for_tasks()


def run(tasks: list[str]) -> dict[str, Any]:
    """Run tasks of ours side by side in this process, and wait for them."""
    from .tasks import run_at_once

    return {"ran": run_at_once(tasks)}


def start(task: str, delays: list[float]) -> None:
    from . import tasks

    tasks.start(task, delays)


def lock_tables(seconds: float) -> dict[str, Any]:
    from . import locks

    return {"waited_seconds": locks.hold(seconds), "tables": locks.tables()}


def unlock_tables() -> None:
    from . import locks

    locks.release()


def break_broker(mode: str) -> dict[str, Any]:
    from . import broker

    return broker.set_mode(mode)


def absent(absent: bool) -> None:
    """Take our plugin out of this process's list of plugins, as if it were not installed."""
    global _place
    if absent and OURS in settings.PLUGINS:
        _place = settings.PLUGINS.index(OURS)
        settings.PLUGINS.remove(OURS)
    elif not absent and _place is not None:
        settings.PLUGINS.insert(_place, OURS)
        _place = None


def record(on: bool) -> dict[str, Any]:
    from . import statements

    if on:
        statements.start()
        return {}
    return statements.stop()


def forget_activation() -> None:
    from . import company

    company.forget_activation()


def digests() -> dict[str, str]:
    from . import company

    return company.digests()


def proofs() -> dict[str, Any]:
    from . import company

    return company.proofs()


def hide_plans(hidden: bool) -> None:
    from . import company

    company.hide_plans(hidden)


def fail_reading(failing: bool) -> None:
    from . import company

    company.fail_reading(failing)


def commit_under_way(lasting: bool) -> None:
    from . import company

    company.commit_under_way(lasting)


def slow_reading(seconds: float) -> None:
    from . import company

    company.slow_reading(seconds)


def mail_to(port: int) -> None:
    from . import mail

    mail.send_to(port)


def select_one(times: int = 1000) -> dict[str, Any]:
    from . import statements

    return {"seconds": statements.round_trip_seconds(times)}


def send_tasks(times: int = 200) -> dict[str, Any]:
    from . import statements

    return {"seconds": statements.message_seconds(times)}


COMMANDS: dict[str, Callable[..., dict[str, Any] | None]] = {
    "status": status,
    "clear": clear,
    "clock": move_clock,
    "hook": hook,
    "mend-hooks": mend_hooks,
    "pause": pause_tasks,
    "run": run,
    "start": start,
    "lock": lock_tables,
    "unlock": unlock_tables,
    "broker": break_broker,
    "absent": absent,
    "record": record,
    "mail-to": mail_to,
    "select-one": select_one,
    "send-tasks": send_tasks,
    "forget-activation": forget_activation,
    "digests": digests,
    "proofs": proofs,
    "hide-plans": hide_plans,
    "fail-reading": fail_reading,
    "commit-under-way": commit_under_way,
    "slow-reading": slow_reading,
}
