"""Sums over everybody's team at once: all of it, so many levels, without legs that are cut off."""

import numpy as np

from .columns import Bool, Int64
from .plans.volumes import TeamVolume
from .sums import check_sum
from .trees import ROOT, Forest, forest, with_top


def team_sums(
    tree: Forest,
    values_e4: Int64,
    definition: TeamVolume,
    counted: Bool | None,
    stops: Bool | None,
) -> Int64:
    """int64[person]: what `TeamVolume` says. counted, stops: who passes the tests of these names,
    as far as they are written.

    Raises `AmountError` when a sum may not fit.
    """
    check_sum(values_e4)
    count = len(tree)
    sums_e4 = values_e4
    if stops is not None:
        tree, sums_e4, counted = _cut(tree, values_e4, counted, stops, definition)
    if definition.levels is None:
        sums_e4 = tree.sums(sums_e4)
    else:
        sums_e4 = _within_levels(tree, sums_e4, counted, definition.levels)
    sums_e4 = sums_e4[:count]
    return sums_e4 if definition.himself == "included" else sums_e4 - values_e4


def _cut(
    tree: Forest, values_e4: Int64, counted: Bool | None, stops: Bool, definition: TeamVolume
) -> tuple[Forest, Int64, Bool | None]:
    """The tree in which whoever stops a team is a root. Where he counts himself, a double of him,
    with nobody below, stands where he stood."""
    parent = np.where(stops, np.int32(ROOT), tree.parent)
    if definition.stop_counts == "no":
        return forest(parent), values_e4, counted
    doubled = np.flatnonzero(stops & (tree.parent >= 0))
    parent = np.concatenate([parent, tree.parent[doubled]])
    values_e4 = np.concatenate([values_e4, values_e4[doubled]])
    if counted is not None:
        counted = np.concatenate([counted, counted[doubled]])
    return forest(parent), values_e4, counted


def _within_levels(tree: Forest, values_e4: Int64, counted: Bool | None, levels: int) -> Int64:
    """The whole team less the teams of those on the first level too many.

    Somebody's level is how many have a level from him, himself included, up to the one measured,
    himself not: the difference of how many there are from the root.
    """
    sums_e4 = tree.sums(values_e4)
    if counted is None:
        return sums_e4 - _far_below(tree, sums_e4, levels + 1)
    level = tree.on_the_way(counted)
    has = np.flatnonzero(counted)
    bits = len(tree).bit_length()
    order = np.sort((level[has].astype(np.int64) << bits) | tree.label[has])
    running_e4 = np.append(0, np.cumsum(sums_e4.take(tree.order.take(order & ((1 << bits) - 1)))))
    first = (level.astype(np.int64) + levels + 1 << bits) | tree.label
    start = np.searchsorted(order, first)
    end = np.searchsorted(order, first + tree.size)
    left_e4: Int64 = sums_e4 - (running_e4.take(end) - running_e4.take(start))
    return left_e4


def _far_below(tree: Forest, values_e4: Int64, steps: int) -> Int64:
    """The sum of the values of whoever stands so many steps below."""
    power = with_top(tree.parent)
    above = np.arange(len(power), dtype=np.int32)
    while steps:
        if steps & 1:
            above = power.take(above)
        power = power.take(power)
        steps >>= 1
    sums_e4 = np.zeros(len(power), dtype=np.int64)
    np.add.at(sums_e4, above[:-1], values_e4)
    return sums_e4[:-1]
