"""Who has which rank in this period.

Two ways, as `plans.dependencies.rank_order` says: everyone together, again and again until nothing
changes; or from the deepest up.
"""

import itertools
from collections.abc import Iterable
from typing import Literal

import numpy as np

from .columns import AnyArray, Bool, Int16
from .layers import Layers
from .plans.dependencies import Evaluation, rank_order, rank_tree
from .plans.ranks import Ranks
from .plans.reads import Node, reads
from .plans.schema import Plan
from .plans.tests import RankTest
from .tests import test_of
from .views import Everyone, Fact, View
from .volumes import volume_of

_ROUNDS = 40


def value_of(view: View, node: Fact) -> AnyArray:
    """What a view says of its people by a name of the plan, from what it knows already."""
    kind, name = node
    if kind == "volume":
        return volume_of(view, name)
    if kind == "test":
        return test_of(view, name)
    if kind == "qualified":
        return _qualified(view, name)
    return _paid_as(view, name)


def decide_ranks(everyone: Everyone, evaluation: Evaluation) -> None:
    """Work out everybody's ranks and all that they rest on."""
    order, tree = rank_order(everyone.plan), rank_tree(everyone.plan)
    if order == "deepest-first" or not _least_fixed_point(everyone, evaluation, tree is not None):
        assert tree is not None
        _deepest_first(everyone, evaluation, tree)


def highest(everyone: Everyone, kind: Literal["rank", "qualified"]) -> Int16:
    """int16[person]: the highest rank that everyone is `qualified` for, or paid as (`rank`)."""
    found = np.full(everyone.count, -1, dtype=np.int16)
    for position, rank in enumerate(_ranks(everyone.plan).ladder):
        found[everyone.of((kind, rank.key))] = position
    return found


def _qualified(view: View, key: str) -> Bool:
    """Whether people qualify for this rank or a higher one."""
    ranks = _ranks(view.plan)
    keys = [rank.key for rank in ranks.ladder]
    place = keys.index(key)
    meets = [view.of(("test", test)) for test in ranks.ladder[place].requires]
    if ranks.cumulative == "yes":
        meets += [view.of(("qualified", lower)) for lower in keys[:place][-1:]]
    found: Bool = np.logical_and.reduce(meets)
    if ranks.cumulative == "no" and place + 1 < len(keys):
        found |= view.of(("qualified", keys[place + 1]))
    return found


def _paid_as(view: View, key: str) -> Bool:
    """Whether people are paid as this rank or a higher one: they qualify, or did a while ago."""
    ranks = _ranks(view.plan)
    qualified: Bool = view.of(("qualified", key))
    if not ranks.grace_periods:
        return qualified
    place = [rank.key for rank in ranks.ladder].index(key)
    best = view.past.best_qualified
    return qualified | view.fixed(f"grace {key}", lambda: best(ranks.grace_periods) >= place)


def _least_fixed_point(everyone: Everyone, evaluation: Evaluation, may_end: bool) -> bool:
    """Begin with nobody having any rank but by grace. What rests on something that has changed is
    worked out again; lower ranks first, so that most is worked out once.

    Where it `may_end` it does, false, when ranks rise step by step up long lines.
    """
    nodes = _by_rank(everyone.plan, evaluation.during)
    rests_on = {node: _resting_on(everyone.plan, node, nodes) for node in nodes}
    for _, key in _rank_nodes(everyone.plan, "rank"):
        everyone.values["qualified", key] = np.zeros(everyone.count, dtype=np.bool_)
        everyone.values["rank", key] = _paid_as(everyone, key)
    changes, seen = dict.fromkeys(nodes, 0), dict[Fact, list[int]]()
    rounds = itertools.count()
    while any(seen.get(node) != _state(rests_on[node], changes) for node in nodes):
        if may_end and next(rounds) == _ROUNDS:
            return False
        for node in nodes:
            if seen.get(node) == (state := _state(rests_on[node], changes)):
                continue
            seen[node] = state
            if _changed(everyone, node, value_of(everyone, node)):
                changes[node] += 1
    return True


def _state(nodes: list[Fact], changes: dict[Fact, int]) -> list[int]:
    return [changes[node] for node in nodes]


def _changed(everyone: Everyone, node: Fact, value: AnyArray) -> bool:
    """Note a value; whether it is another than before."""
    before = everyone.values.get(node)
    everyone.values[node] = value
    return before is None or not np.array_equal(before, value)


def _by_rank(plan: Plan, during: Iterable[Fact]) -> list[Fact]:
    """What ranks rest on and the ranks themselves: each rank's before those of the next."""
    found: dict[Fact, None] = {}
    for rank in _ranks(plan).ladder:
        needed = _closure(plan, rank.requires, himself=False)
        found.update((node, None) for node in during if node in needed)
        found["qualified", rank.key] = None
        found["rank", rank.key] = None
    return list(found)


def _closure(plan: Plan, tests: Iterable[str], *, himself: bool) -> set[Node]:
    """Tests and all that they read of this period but ranks; with `himself`, of the same person."""
    found: set[Node] = set()
    waiting: list[Node] = [("test", test) for test in tests]
    while waiting:
        node = waiting.pop()
        if node not in found and node[0] != "rank":
            found.add(node)
            read = (read for read in reads(plan, node) if read.now)
            waiting += [one.of for one in read if one.himself or not himself]
    return found


def _resting_on(plan: Plan, node: Fact, known: list[Fact]) -> list[Fact]:
    """What a value must be worked out again for when it changes."""
    kind, key = node
    keys = [rank.key for rank in _ranks(plan).ladder]
    found: list[Fact]
    if kind == "rank":
        return [("qualified", key)]
    if kind == "qualified":
        place = keys.index(key)
        near = keys[:place][-1:] if _ranks(plan).cumulative == "yes" else keys[place + 1 :][:1]
        found = [("test", test) for test in _ranks(plan).ladder[place].requires]
        found += [("qualified", other) for other in near]
    elif isinstance(test := plan.tests.get(key), RankTest) and kind == "test":
        found = [("rank", test.at_least)]
    else:
        name: Node = ("test", key) if kind == "test" else ("volume", key)
        found = [read.of for read in reads(plan, name) if read.now]
    return [of for of in found if of in known]


def _deepest_first(everyone: Everyone, evaluation: Evaluation, tree: str) -> None:
    """Of each depth first what ranks rest on, then the ranks, then what rests on them."""
    plan, ranks = everyone.plan, _ranks(everyone.plan)
    required = [test for rank in ranks.ladder for test in rank.requires]
    needed = _closure(plan, required, himself=True)
    first = [node for node in evaluation.during if node in needed]
    qualified, paid_as = _rank_nodes(plan, "qualified"), _rank_nodes(plan, "rank")
    if ranks.cumulative == "no":
        qualified.reverse()
    last = [node for node in evaluation.during if node not in needed]
    nodes: list[Fact] = [*first, *qualified, *paid_as, *last]
    layers = Layers(everyone, tree, nodes)
    for layer in layers:
        for node in nodes:
            layer.work_out(node, value_of(layer, node))
        layer.finish()
    layers.store()


def _rank_nodes(plan: Plan, kind: Literal["rank", "qualified"]) -> list[Fact]:
    return [(kind, rank.key) for rank in _ranks(plan).ladder]


def _ranks(plan: Plan) -> Ranks:
    assert plan.ranks is not None
    return plan.ranks
