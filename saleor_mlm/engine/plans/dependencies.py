"""In which order the names of a plan are worked out, and how its ranks are decided.

Names rest on one another without a cycle, but for ranks, which may rest on the ranks of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .bonuses import (
    Bonus,
    BreakawayBonus,
    GenerationBonus,
    InfinityBonus,
    RetailBonus,
    SaleBonus,
)
from .graph import ordered, rank_nodes, reached
from .rates import RankRates, TierRates, tables
from .reads import Node
from .resting import ranks_rest, resting_names
from .schema import Plan
from .tests import RankTest

type RankOrder = Literal["independent", "least-fixed-point", "deepest-first"]


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
    resting = resting_names(plan, order)
    ranked = reached(plan, rank_nodes(plan), now=True)
    return Evaluation(
        before=tuple(node for node in order if node not in resting),
        during=tuple(node for node in resting if node in ranked),
        after=tuple(node for node in resting if node not in ranked),
    )


def rank_order(plan: Plan) -> RankOrder:
    """How the ranks of a checked plan are decided, by the rules of `Ranks`."""
    resting = ranks_rest(plan)
    if resting is None:
        return "independent"
    return "least-fixed-point" if resting.only_adds else "deepest-first"


def rank_tree(plan: Plan) -> str | None:
    """A tree in which all that ranks rest on lies strictly below, if there is one."""
    resting = ranks_rest(plan)
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


def lengths(plan: Plan) -> list[str]:
    """The lengths over which something of the plan is worked out, shortest first."""
    found = [bonus.every or plan.period for bonus in plan.bonuses.values()]
    if plan.ranks is not None:
        found.append(plan.ranks.every or plan.period)
    order = ["day", "week", *plan.calendars, "month"]
    return sorted(dict.fromkeys(found), key=order.index)


def looks_at_ranks_left(plan: Plan, every: str) -> bool:
    """Whether a run over periods of this length, which decides no ranks, asks for those that their
    last closed period left."""
    if plan.ranks is None or works_out_ranks(plan, every):
        return False
    tests = [plan.tests[key] for kind, key in _needed(plan, every) if kind == "test"]
    due = [bonus for bonus in plan.bonuses.values() if (bonus.every or plan.period) == every]
    return any(isinstance(test, RankTest) for test in tests) or any(map(_by_ranks, due))


def _by_ranks(bonus: Bonus) -> bool:
    """Whether the rates of a bonus, or where it ends, go by ranks or titles."""
    ends = (getattr(bonus, field, None) for field in ("boundary", "stop"))
    if any(end is not None and end.own is not None for end in ends):
        return True
    rates = (getattr(bonus, field, None) for field in ("rates", "own_group"))
    return any(isinstance(table, RankRates) for one in rates for table in tables(one))


def _needed(plan: Plan, every: str) -> list[Node]:
    start = [
        node
        for bonus in plan.bonuses.values()
        if (bonus.every or plan.period) == every
        for node in bonus_names(bonus)
    ]
    if works_out_ranks(plan, every):
        return list(reached(plan, start + rank_nodes(plan), now=False))
    return list(reached(plan, start, now=False, ranks=False))
