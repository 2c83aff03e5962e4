"""Qualified rank, paid-as rank and career title of one person."""

from dataclasses import dataclass

from ..plans.ranks import Ranks
from .inputs import Run
from .standing import Standing
from .windows import window


@dataclass(frozen=True)
class Career:
    """A title, and for how many periods in a row the paid-as rank has been below it."""

    title: int
    below: int


def works_out_ranks(run: Run) -> bool:
    """Whether ranks are worked out over periods of the run's length."""
    ranks = run.plan.ranks
    return ranks is not None and (ranks.every or run.plan.period) == run.every


def qualified_rank(person: str, standing: Standing) -> int:
    """The highest rank all of whose tests he passes; a ladder ends where one is missed."""
    ranks = _ranks(standing)
    highest = 0
    for position, rank in enumerate(ranks.ladder, start=1):
        if all(standing.tests[test][person] for test in rank.requires):
            highest = position
        elif ranks.cumulative == "yes":
            break
    return highest


def paid_as(person: str, standing: Standing) -> int:
    """The highest of the qualified ranks of this period and of those of grace."""
    grace = _ranks(standing).grace_periods
    keys = window(standing, grace, skip=1) if grace else []
    earlier = [standing.past(key).qualified.get(person, 0) for key in keys]
    return max([standing.qualified[person], *earlier])


def career_title(person: str, standing: Standing) -> Career:
    """The title after this period."""
    rank, title = standing.paid_as[person], standing.state("title", person)
    if rank >= title:
        return Career(rank, 0)
    below = standing.state("below-title", person) + 1
    demotion = _ranks(standing).title.demotion
    falls = demotion == "follows" or (isinstance(demotion, int) and below >= demotion)
    return Career(rank, 0) if falls else Career(title, below)


def _ranks(standing: Standing) -> Ranks:
    assert standing.plan.ranks is not None
    return standing.plan.ranks
