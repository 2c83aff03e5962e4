"""In which order the names of a plan are worked out, and how its ranks are decided.

Names rest on one another without a cycle, but for ranks, which may rest on the ranks of others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from .bonuses import (
    Bonus,
    BreakawayBonus,
    GenerationBonus,
    InfinityBonus,
    RetailBonus,
    SaleBonus,
)
from .rates import TierRates, tables
from .reads import Effect, Node, Read, reads
from .schema import Plan

type RankOrder = Literal["independent", "least-fixed-point", "deepest-first"]


@dataclass(frozen=True)
class Resting:
    """How a name rests on ranks of this period.

    effects: what a further rank somewhere may do to it. himself: somewhere it looks at the same
    person's. trees: those in which everything else it looks at lies strictly below.
    """

    effects: frozenset[Effect]
    himself: bool
    trees: frozenset[str]

    @property
    def only_adds(self) -> bool:
        return self.effects == {Effect.ADDS}

    @property
    def can_oscillate(self) -> bool:
        return not self.only_adds and (self.himself or not self.trees)


@dataclass(frozen=True)
class Evaluation:
    """The volumes and tests that a run needs, each after all it reads of this period.

    before: those that rest on no rank of this period. during: those that do and that a rank rests
    on. after: those that do and that no rank rests on.
    """

    before: tuple[Node, ...]
    during: tuple[Node, ...]
    after: tuple[Node, ...]


def evaluation(plan: Plan, every: str | None = None) -> Evaluation:
    """What a run over periods of this length (left out: the plan's) evaluates.

    In a run that does not work out the ranks they are what their last closed period left: then
    nothing rests on ranks of this period.
    """
    every = every or plan.period
    order = ordered(plan, _needed(plan, every))
    if not works_out_ranks(plan, every):
        return Evaluation(tuple(order), (), ())
    resting = _resting(plan, order)
    ranked = _reached(plan, _rank_nodes(plan), now=True)
    return Evaluation(
        before=tuple(node for node in order if node not in resting),
        during=tuple(node for node in resting if node in ranked),
        after=tuple(node for node in resting if node not in ranked),
    )


def rank_order(plan: Plan) -> RankOrder:
    """How the ranks of a checked plan are decided, by the rules of `Ranks`."""
    resting = _ranks_rest(plan)
    if resting is None:
        return "independent"
    return "least-fixed-point" if resting.only_adds else "deepest-first"


def rank_tree(plan: Plan) -> str | None:
    """A tree in which all that ranks rest on lies strictly below, if there is one."""
    resting = _ranks_rest(plan)
    if resting is None or resting.himself:
        return None
    return next((tree for tree in plan.trees if tree in resting.trees), None)


def bonus_names(bonus: Bonus) -> Iterator[Node]:
    """The volumes and tests that a bonus names itself."""
    for test in (bonus.payee, *_particular_tests(bonus)):
        if test is not None:
            yield ("test", test)
    if isinstance(bonus, RetailBonus) and bonus.volume is not None:
        yield ("volume", bonus.volume)
    for field in ("rates", "own_group"):
        for table in tables(getattr(bonus, field, None)):
            if isinstance(table, TierRates):
                yield ("volume", table.volume)


def _particular_tests(bonus: Bonus) -> Iterator[str | None]:
    if isinstance(bonus, SaleBonus):
        yield bonus.source
    if isinstance(bonus, BreakawayBonus):
        yield bonus.leader
    if isinstance(bonus, GenerationBonus):
        yield bonus.boundary.test
    if isinstance(bonus, InfinityBonus):
        yield bonus.stop.test


def works_out_ranks(plan: Plan, every: str) -> bool:
    """Whether a run over periods of this length decides ranks."""
    return plan.ranks is not None and (plan.ranks.every or plan.period) == every


def _needed(plan: Plan, every: str) -> list[Node]:
    start = [
        node
        for bonus in plan.bonuses.values()
        if (bonus.every or plan.period) == every
        for node in bonus_names(bonus)
    ]
    if works_out_ranks(plan, every):
        return list(_reached(plan, start + _rank_nodes(plan), now=False))
    return list(_reached(plan, start, now=False, ranks=False))


def _rank_nodes(plan: Plan) -> list[Node]:
    return [("rank", rank.key) for rank in plan.ranks.ladder] if plan.ranks else []


def _required(plan: Plan) -> list[Node]:
    """The tests that ranks name, each once."""
    named = [read.of for node in _rank_nodes(plan) for read in reads(plan, node)]
    return list(dict.fromkeys(named))


def _reached(
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


def cycle(plan: Plan) -> list[Node]:
    """Names that rest on themselves, one after the other and the first again; or nothing."""
    volumes: list[Node] = [("volume", key) for key in plan.volumes]
    tests: list[Node] = [("test", key) for key in plan.tests]
    try:
        ordered(plan, volumes + tests)
    except CycleError as error:
        found: list[Node] = error.args[1]
        return found[::-1]
    return []


def _resting(plan: Plan, order: Iterable[Node]) -> dict[Node, Resting]:
    """Of names in their order, those that rest on ranks of this period."""
    found: dict[Node, Resting] = {}
    for node in order:
        resting = _combined(plan, [read for read in reads(plan, node) if read.now], found)
        if resting is not None:
            found[node] = resting
    return found


def _ranks_rest(plan: Plan) -> Resting | None:
    """How the ranks of a plan rest on ranks, if they do."""
    named = [read for node in _rank_nodes(plan) for read in reads(plan, node)]
    order = ordered(plan, _reached(plan, [read.of for read in named], now=True))
    return _combined(plan, named, _resting(plan, order))


def _combined(plan: Plan, through: Iterable[Read], known: Mapping[Node, Resting]) -> Resting | None:
    """How a name that reads others rests on ranks, if any of those does."""
    everywhere = frozenset(plan.trees)
    rank = Resting(frozenset({Effect.ADDS}), himself=True, trees=everywhere)
    pairs = [
        (read, rank if read.of[0] == "rank" else known[read.of])
        for read in through
        if read.of[0] == "rank" or read.of in known
    ]
    if not pairs:
        return None
    return Resting(
        frozenset(read.effect.then(effect) for read, of in pairs for effect in of.effects),
        any(read.himself and of.himself for read, of in pairs),
        frozenset.intersection(*(of.trees & (read.below or everywhere) for read, of in pairs)),
    )


def ranks_that_oscillate(plan: Plan) -> str | None:
    """Why the ranks of a plan are not defined, if they are not: what a further rank may take away,
    and where they look at more than people strictly below in one tree."""
    resting = _ranks_rest(plan)
    if resting is None or not resting.can_oscillate:
        return None
    taken = _way(plan, lambda read: read.effect is not Effect.ADDS)
    message = f"ranks could oscillate: who gets one may take one from others by {taken}"
    if resting.himself:
        own = _way(plan, lambda read: read.himself, everywhere=True)
        return f"{message}, while {own} looks at the same person's own rank"
    trees = sorted({tree for read in _read_for_ranks(plan) for tree in read.below})
    return f"{message}, while they look at ranks in several trees ({', '.join(trees)})"


def _read_for_ranks(plan: Plan) -> list[Read]:
    """All that leads from ranks to ranks."""
    reached = _reached(plan, _rank_nodes(plan), now=True)
    resting = _resting(plan, ordered(plan, reached))
    return [
        read
        for node in reached
        for read in reads(plan, node)
        if read.now and (read.of[0] == "rank" or read.of in resting)
    ]


def _way(plan: Plan, fits: Callable[[Read], bool], *, everywhere: bool = False) -> str:
    """The names from a rank's test to a rank: the first way with a read that fits, or with such
    reads everywhere."""
    resting = _resting(plan, ordered(plan, _reached(plan, _rank_nodes(plan), now=True)))
    waiting: list[tuple[tuple[Node, ...], bool]] = [((node,), False) for node in _rank_nodes(plan)]
    while waiting:
        names, fitted = waiting.pop(0)
        for read in reads(plan, names[-1]):
            if not read.now or (everywhere and not fits(read)):
                continue
            good = fitted or everywhere or fits(read)
            if read.of[0] == "rank" and good:
                return " → ".join(f"`{key}`" for _, key in (*names, read.of))
            if read.of in resting:
                waiting.append(((*names, read.of), good))
    raise AssertionError("the ranks do not rest so")
