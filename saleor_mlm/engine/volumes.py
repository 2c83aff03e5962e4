"""Volumes: everybody's number by one formula."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .columns import Int64
from .legs import legs_volume
from .past import COMBINE
from .plans.volumes import (
    BlocksVolume,
    CreditsVolume,
    EarningsVolume,
    HeadsVolume,
    LegsVolume,
    SalesVolume,
    SumVolume,
    TeamVolume,
    WindowVolume,
)
from .sums import check_bound, largest
from .views import View

UNIT_E4 = 10_000


def volume_of(view: View, name: str) -> Int64:
    """int64[person in view]: the volume of this name.

    Raises `AmountError` where a number may not fit, `SnapshotError` where money is of several
    currencies or a measure is not known.
    """
    definition = view.plan.volumes[name]
    return _RULES[type(definition)](view, name, definition)


def _sales(view: View, _: str, definition: SalesVolume) -> Int64:
    return view.sold.volume(definition)


def _earnings(view: View, _: str, definition: EarningsVolume) -> Int64:
    return view.sold.earnings(definition, list(view.plan.bonuses))


def _heads(view: View, _: str, definition: HeadsVolume) -> Int64:
    heads: Int64 = view.of(("test", definition.test)) * np.int64(UNIT_E4)
    return heads


def _credits(view: View, _: str, definition: CreditsVolume) -> Int64:
    tests = [view.of(("test", row.test)) for row in definition.rows]
    credits_e4 = [np.int64(row.credit_e4) for row in definition.rows]
    return np.select(tests, credits_e4, np.int64(0))


def _team(view: View, name: str, definition: TeamVolume) -> Int64:
    return view.team(name, definition)


def _legs(view: View, _: str, definition: LegsVolume) -> Int64:
    values_e4 = view.below(definition.tree, ("volume", definition.of))
    return legs_volume(view.legs(definition.tree), values_e4, definition)


def _blocks(view: View, _: str, definition: BlocksVolume) -> Int64:
    blocks = np.maximum(view.of(("volume", definition.of)), 0) // definition.size_e4
    check_bound(largest(blocks) * UNIT_E4)
    return blocks * UNIT_E4


def _sum(view: View, _: str, definition: SumVolume) -> Int64:
    plus = [view.of(("volume", key)) for key in definition.plus]
    minus = [view.of(("volume", key)) for key in definition.minus]
    check_bound(sum(map(largest, plus + minus)))
    total_e4 = plus[0].copy()
    for values_e4 in plus[1:]:
        total_e4 += values_e4
    for values_e4 in minus:
        total_e4 -= values_e4
    return total_e4


def _window(view: View, name: str, definition: WindowVolume) -> Int64:
    past_e4 = view.fixed(f"window {name}", lambda: view.past.window(definition))
    if view.past.looks_at_this(definition):
        this_e4 = view.of(("volume", definition.of))
        if definition.take == "sum":
            check_bound(largest(past_e4) + largest(this_e4))
        return COMBINE[definition.take][0](past_e4, this_e4)
    return past_e4 if view.past.asked(definition) else np.zeros_like(past_e4)


_RULES: dict[type, Callable[[View, str, Any], Int64]] = {
    SalesVolume: _sales,
    EarningsVolume: _earnings,
    HeadsVolume: _heads,
    CreditsVolume: _credits,
    TeamVolume: _team,
    LegsVolume: _legs,
    BlocksVolume: _blocks,
    SumVolume: _sum,
    WindowVolume: _window,
}
