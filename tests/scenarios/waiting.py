"""Waiting for what the store does by itself, with an end."""

import time
from collections.abc import Callable

DEADLINE_SECONDS = 60.0
STEP_SECONDS = 0.25


def until[T](look: Callable[[], T], wanted: Callable[[T], bool] = bool) -> T:
    """What `look` sees once it is as wanted; fails with what it saw last."""
    end = time.monotonic() + DEADLINE_SECONDS
    while True:
        seen = look()
        if wanted(seen):
            return seen
        assert time.monotonic() < end, f"not so after {DEADLINE_SECONDS:.0f} s: {seen!r}"
        time.sleep(STEP_SECONDS)


def until_equal[T](look: Callable[[], T], expected: T) -> None:
    """Wait until `look` sees exactly what is expected; if it never does, show both."""
    end = time.monotonic() + DEADLINE_SECONDS
    while (seen := look()) != expected and time.monotonic() < end:
        time.sleep(STEP_SECONDS)
    assert seen == expected
