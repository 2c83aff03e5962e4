from collections.abc import Callable
from typing import Any

from django.db import transaction


def call_event(function: Callable, *args: Any, **kwargs: Any) -> None:
    """Call now, or after the commit when a transaction is open."""
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: function(*args, **kwargs))
    else:
        function(*args, **kwargs)
