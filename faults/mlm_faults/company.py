"""States of a company that no public operation makes, or only years of use."""

import functools
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.db import connection
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.models import Activation, ChannelSettings
from saleor_mlm.services import ledger, plans, recalculations, sales
from saleor_mlm.services import locks as advisory_locks

from . import locks, state, tasks

PLUGIN_ID = "mlm.network"


def forget_activation() -> None:
    """As if our plugin had never been switched on here."""
    PluginConfiguration.objects.filter(identifier=PLUGIN_ID).delete()
    Activation.objects.all().delete()
    ChannelSettings.objects.update(counts_from=None)
    state.count("activation forgotten")


def digests() -> dict[str, str]:
    """A hash over all rows of each of our tables: what was not written shows."""
    found = {}
    with connection.cursor() as cursor:
        for table in locks.tables():
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found[table.removeprefix("saleor_mlm_")] = cursor.fetchone()[0] or ""
    return found


def proofs() -> dict[str, Any]:
    """The ledger's head and faults, and of each run whether it gives the same again."""
    return {
        "head": ledger.head(),
        "faults": [str(fault) for fault in ledger.verify()],
        "runs": {
            found.run.period: [found.fine, found.message]
            for found in recalculations.recalculations()
        },
    }


def hide_plans(hidden: bool) -> None:
    """Let no plan be in force for any period, in this process."""
    _plans.put(_no_plan if hidden else None)


def fail_reading(failing: bool) -> None:
    """Let the reading of any order fail, in this process."""
    _reading.put(_failing if failing else None)


def commit_under_way(lasting: bool) -> None:
    """As if a commit were at work, in this process: nobody else gets what it holds."""
    _share.put(_not_free if lasting else None)


def slow_reading(seconds: float) -> None:
    """Let reading an order take so long before its transaction ends, where `run` does it."""
    _reading.put(functools.partial(_slow, seconds) if seconds else None)


def _no_plan(*_args: Any) -> None:
    state.count("plan hidden")


def _failing(*_args: Any) -> int:
    state.count("reading failed")
    raise ArithmeticError("an order that cannot be read, on purpose")


def _not_free(*_args: Any) -> bool:
    state.count("commit under way")
    return False


def _slow(seconds: float, *args: Any) -> int:
    rows: int = _reading.original(*args)
    if tasks.is_wanted():
        time.sleep(seconds)
        state.count("reading slow")
    return rows


class _Swap:
    """A function of a module, another in its place for a while."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self.module = module
        self.name = name
        self.original = getattr(module, name)

    def put(self, other: Callable[..., Any] | None) -> None:
        setattr(self.module, self.name, other or self.original)


_plans = _Swap(plans, "for_period")
_reading = _Swap(sales, "reconcile")
_share = _Swap(advisory_locks, "share_if_free")
