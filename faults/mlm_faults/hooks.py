"""Our plugin's hooks, lost, repeated, or with a fault inside them."""

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

from saleor_mlm.plugin import MlmPlugin
from saleor_mlm.services import outbox

from . import state, statements
from .state import HookFault

PREFIXES = ("order_", "fulfillment_", "checkout_", "customer_", "draft_order_", "transaction_")
_current = threading.local()


class FaultOnPurpose(Exception):
    """What a hook meets in mode `raise`."""


def names() -> list[str]:
    return sorted(name for name in vars(MlmPlugin) if name.startswith(PREFIXES))


def install() -> None:
    for name in names():
        setattr(MlmPlugin, name, _wrapped(name, getattr(MlmPlugin, name)))
    outbox.write = _watched(outbox.write)


def forget_pause() -> None:
    """Our plugin leaves its table alone for a while after a fault: let that be over."""
    outbox._paused_until = 0.0


def _wrapped(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def hook(self: MlmPlugin, *args: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        fault = _fault_for(name)
        if fault is None:
            return _timed(name, method, self, *args, previous_value=previous_value, **kwargs)
        state.count(f"{fault.mode} {name}")
        if fault.mode == "lose":
            return previous_value
        if fault.mode == "raise":
            return _raising(name, method, self, *args, previous_value=previous_value, **kwargs)
        for _ in range(fault.times - 1):
            method(self, *args, previous_value=previous_value, **kwargs)
        return method(self, *args, previous_value=previous_value, **kwargs)

    return hook


def _fault_for(name: str) -> HookFault | None:
    fault = state.read().hook
    return fault if fault and (not fault.names or name in fault.names) else None


def _raising(name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    forget_pause()  # each hook shall meet its own fault
    _current.hook = name
    try:
        return method(*args, **kwargs)
    finally:
        _current.hook = None


def _watched(write: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(write)
    def watched(*args: Any, **kwargs: Any) -> None:
        name = getattr(_current, "hook", None)
        if name:
            state.count(f"raised {name}")
            raise FaultOnPurpose(name)
        try:
            write(*args, **kwargs)
        except Exception as error:
            state.count(f"write failed {type(error).__name__}")
            raise

    return watched


def _timed(name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    if not statements.is_recording():
        return method(*args, **kwargs)
    began = time.perf_counter()
    try:
        return method(*args, **kwargs)
    finally:
        statements.note_hook(name, time.perf_counter() - began)
