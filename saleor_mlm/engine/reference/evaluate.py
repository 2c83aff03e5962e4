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
    if not works_out_ranks(run):
        _fill(standing, names)
        return standing
    on_ranks = moving(run.plan, names)
    _fill(standing, [name for name in names if name not in on_ranks])
    _settle(standing, on_ranks)
    return standing


def _settle(standing: Standing, names: list[Name]) -> None:
    """Give everyone the ranks that follow, until nothing changes.

    People are decided one after the other, those who stand deepest in a tree first: where a rank
    rests only on what lies below in one tree, one time through that tree settles it. Otherwise
    ranks only ever rise from none, and in whatever order, they rise to the least set that holds.
    """
    for person in standing.people:
        _rank(standing, person, qualified=0)
    ladder = standing.plan.ranks.ladder if standing.plan.ranks else ()
    for _ in range(len(standing.people) * len(ladder) + 2):
        _fill(standing, names)
        if all(
            standing.qualified[name] == qualified_rank(name, standing) for name in standing.people
        ):
            return
        for tree in _trees(standing, names):
            for person in standing.trees[tree].bottom_up:
                _decide(standing, names, person)
    raise Oscillates(standing.plan.key)


def _trees(standing: Standing, names: list[Name]) -> list[str]:
    """The trees in which ranks rest on ranks; any one where they do not."""
    found = [_tree(standing, name) for name in names]
    return list(dict.fromkeys(tree for tree in found if tree)) or ["enroller"]


def _tree(standing: Standing, name: Name) -> str | None:
    tree: str | None = getattr(definition(standing.plan, name), "tree", None)
    return tree


def _decide(standing: Standing, names: list[Name], person: str) -> None:
    for name in names:
        _refresh(standing, name, person)
    rank = qualified_rank(person, standing)
    if rank != standing.qualified[person]:
        _rank(standing, person, rank)
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
        tree = _tree(standing, name)
        order = standing.people if tree is None else standing.trees[tree].bottom_up
        for person in order:
            _refresh(standing, name, person)


def _refresh(standing: Standing, name: Name, person: str) -> None:
    """One name for one person, and what it brings to whoever is above."""
    kind, key = name
    one = definition(standing.plan, name)
    if kind == "volumes":
        standing.volumes[key][person] = worth(one, person, standing)
    else:
        given = standing.exceptions.get((key, person))
        outcome = passes(one, person, standing) if given is None else given
        standing.tests[key][person] = outcome
    _hand_up(one, person, standing)


def _hand_up(one: object, person: str, standing: Standing) -> None:
    if isinstance(one, TeamVolume):
        standing.brought[one][person] = brings(one, person, standing)
    elif isinstance(one, LegsTest | DistinctLegsTest):
        for test in nested_tests(one):
            found = passes_anywhere(one.tree, test, person, standing)
            standing.anywhere[one.tree, test][person] = found
