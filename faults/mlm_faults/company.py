"""States of a company that no public operation makes, or only years of use."""

import functools
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.models import Activation
from saleor_mlm.services import plans, sales

from . import locks, state, tasks

PLUGIN_ID = "mlm.network"
_hidden: Any = None
_kept: Any = None
_quick: Any = None


def forget_activation() -> None:
    """As if our plugin had never been switched on here."""
    PluginConfiguration.objects.filter(identifier=PLUGIN_ID).delete()
    Activation.objects.all().delete()
    state.count("activation forgotten")


def digests() -> dict[str, str]:
    """A hash over all rows of each of our tables: what was not written shows."""
    found = {}
    with connection.cursor() as cursor:
        for table in locks.tables():
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found[table.removeprefix("saleor_mlm_")] = cursor.fetchone()[0] or ""
    return found


def hide_plans(hidden: bool) -> None:
    """Let no plan be in force for any period, in this process."""
    global _hidden
    if hidden and _hidden is None:
        _hidden, plans.for_period = plans.for_period, _no_plan
    elif not hidden and _hidden is not None:
        plans.for_period, _hidden = _hidden, None


def fail_reading(failing: bool) -> None:
    """Let the reading of any order fail, in this process."""
    global _kept
    if failing and _kept is None:
        _kept, sales.reconcile = sales.reconcile, _failing(sales.reconcile)
    elif not failing and _kept is not None:
        sales.reconcile, _kept = _kept, None


def slow_reading(seconds: float) -> None:
    """Let reading an order take so long before its transaction ends, where `run` does it."""
    global _quick
    if seconds and _quick is None:
        _quick, sales.reconcile = sales.reconcile, _slow(sales.reconcile, seconds)
    elif not seconds and _quick is not None:
        sales.reconcile, _quick = _quick, None


def _no_plan(*_args: Any) -> None:
    state.count("plan hidden")


def _failing(reconcile: Callable[..., int]) -> Callable[..., int]:
    @functools.wraps(reconcile)
    def failing(*_args: Any) -> int:
        state.count("reading failed")
        raise ArithmeticError("an order that cannot be read, on purpose")

    return failing


def _slow(reconcile: Callable[..., int], seconds: float) -> Callable[..., int]:
    @functools.wraps(reconcile)
    def slow(*args: Any) -> int:
        rows = reconcile(*args)
        if tasks.is_wanted():
            time.sleep(seconds)
            state.count("reading slow")
        return rows

    return slow
