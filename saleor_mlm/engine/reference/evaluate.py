"""Work out all volumes, tests and ranks of a run."""

from ..plans.tests import DistinctLegsTest, LegsTest
from ..plans.volumes import SalesVolume, TeamVolume
from .inputs import Run
from .leg_tests import nested_tests, passes_anywhere
from .names import Name, definition, moving, needed
from .ranks import career_title, paid_as, qualified_rank, works_out_ranks
from .standing import Standing
from .teams import brings
from .tests import passes
from .volumes import check_currency, worth


class Oscillates(Exception):
    """The ranks never settle: a plan that should have been refused."""


def evaluate(run: Run) -> Standing:
    """Where everybody stands at the period's end."""
    standing = Standing(run)
    names = needed(run.plan, run.every)
    if works_out_ranks(run):
        for person in standing.people:
            _rank(standing, person, qualified=0)
        _fill(standing, names)
        _settle(standing, moving(run.plan, names))
    else:
        _fill(standing, names)
    return standing


def _settle(standing: Standing, names: list[Name]) -> None:
    """Give everyone the ranks that follow, until nothing changes.

    People are decided one after the other, those who stand deepest in a tree first: where a rank
    rests only on what lies below in one tree, one time through that tree settles it. Otherwise
    ranks only ever rise from none, and in whatever order, they rise to the least set that holds.
    """
    ladder = standing.plan.ranks.ladder if standing.plan.ranks else ()
    for _ in range(len(standing.people) * len(ladder) + 2):
        before = dict(standing.qualified)
        _fill(standing, names)
        for tree in standing.trees.values():
            for person in tree.bottom_up:
                _decide(standing, names, person)
        if standing.qualified == before:
            return
    raise Oscillates(standing.plan.key)


def _decide(standing: Standing, names: list[Name], person: str) -> None:
    for name in names:
        _refresh(standing, name, person)
    _rank(standing, person, qualified_rank(person, standing))
    for name in names:
        _refresh(standing, name, person)


def _rank(standing: Standing, person: str, qualified: int) -> None:
    standing.qualified[person] = qualified
    standing.paid_as[person] = paid_as(person, standing)
    standing.titles[person] = career_title(person, standing).title


def _fill(standing: Standing, names: list[Name]) -> None:
    """Each name for everyone, as ranks stand now."""
    for name in names:
        one = definition(standing.plan, name)
        if isinstance(one, SalesVolume):
            check_currency(one, standing)
        tree: str | None = getattr(one, "tree", None)
        order = standing.people if tree is None else standing.trees[tree].bottom_up
        for person in order:
            _refresh(standing, name, person)


def _refresh(standing: Standing, name: Name, person: str) -> None:
    """One name for one person, and what it brings to whoever is above."""
    kind, key = name
    one = definition(standing.plan, name)
    if kind == "volumes":
        standing.volumes.setdefault(key, {})[person] = worth(one, person, standing)
    else:
        given = standing.exceptions.get((key, person))
        outcome = passes(one, person, standing) if given is None else given
        standing.tests.setdefault(key, {})[person] = outcome
    _hand_up(one, person, standing)


def _hand_up(one: object, person: str, standing: Standing) -> None:
    if isinstance(one, TeamVolume):
        standing.brought.setdefault(one, {})[person] = brings(one, person, standing)
    elif isinstance(one, LegsTest | DistinctLegsTest):
        for test in nested_tests(one):
            below = standing.anywhere.setdefault((one.tree, test), {})
            below[person] = passes_anywhere(one.tree, test, person, standing)
