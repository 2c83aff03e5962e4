"""The graph of names: what is reached from what, and in which order.

Reads of this period make no cycle among volumes and tests; ranks may rest on ranks.
"""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from .reads import Node, reads
from .schema import Plan


def rank_nodes(plan: Plan) -> list[Node]:
    """The ranks, lowest first."""
    return [("rank", rank.key) for rank in plan.ranks.ladder] if plan.ranks else []


def reached(
    plan: Plan, start: Iterable[Node], *, now: bool, ranks: bool = True
) -> dict[Node, None]:
    """Names and all that they read; with `now` of this period only, and maybe not by ranks."""
    found: dict[Node, None] = {}
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found and (ranks or node[0] != "rank"):
            found[node] = None
            waiting += [read.of for read in reads(plan, node) if read.now or not now]
    return found


def ordered(plan: Plan, nodes: Iterable[Node]) -> list[Node]:
    """Volumes and tests, each after all it reads of this period."""
    graph = {
        node: [read.of for read in reads(plan, node) if read.now and read.of[0] != "rank"]
        for node in sorted(nodes)
        if node[0] != "rank"
    }
    return list(TopologicalSorter(graph).static_order())


def all_nodes(plan: Plan) -> list[Node]:
    """All volumes and tests."""
    volumes: list[Node] = [("volume", key) for key in plan.volumes]
    return volumes + [("test", key) for key in plan.tests]


def cycle(plan: Plan) -> list[Node]:
    """Names that rest on themselves, one after the other and the first again; or nothing."""
    try:
        ordered(plan, all_nodes(plan))
    except CycleError as error:
        found: list[Node] = error.args[1]
        return found[::-1]
    return []
