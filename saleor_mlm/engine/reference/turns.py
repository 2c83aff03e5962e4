"""Sales by the period in which they were sold, with how everybody stood then."""

import copy
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ..plans.bonuses import SaleBonus
from .days import span_of
from .inputs import PastPeriod, Run
from .names import Name, of_bonus
from .standing import Standing


@dataclass(frozen=True)
class Turn:
    """The order lines of one period, by key, and the standing by which they are paid."""

    lines: frozenset[str]
    standing: Standing


def turns(run: Run, standing: Standing) -> list[Turn]:
    """Earlier periods with a result that tells enough, the earliest first; then all the rest."""
    left = {line.key for line in run.order_lines}
    found = []
    for past in run.past:
        if past.every == run.every and _tells_enough(run, past):
            span = span_of(run.plan, run.every, past.key)
            theirs = {
                line.key
                for line in run.order_lines
                if line.key in left and standing.day(line.sold_at) in span
            }
            found.append(Turn(frozenset(theirs), _as_it_was(past, standing)))
            left -= theirs
    return [*found, Turn(frozenset(left), standing)]


def going_on(turn: Turn, state: dict[tuple[str, str], int]) -> Standing:
    """The standing of a turn, with what earlier turns carried."""
    standing = copy.copy(turn.standing)
    whole = {name: dict(people) for name, people in standing.run.state.items()}
    for (name, person), number in state.items():
        whole.setdefault(name, {})[person] = number
    standing.run = replace(standing.run, state=whole)
    return standing


def _tells_enough(run: Run, past: PastPeriod) -> bool:
    if run.plan.ranks is not None and past.titles is None:
        return False
    told = {"volumes": past.volumes, "tests": past.tests}
    return all(key in told[kind] for kind, key in _named(run))


def _named(run: Run) -> Iterator[Name]:
    """The volumes and tests that bonuses on sales of this length name."""
    for bonus in run.plan.bonuses.values():
        if isinstance(bonus, SaleBonus) and (bonus.every or run.plan.period) == run.every:
            yield from of_bonus(bonus)


def _as_it_was(past: PastPeriod, now: Standing) -> Standing:
    """Whoever is not in a result had no volume, failed every test and had no rank."""
    then = copy.copy(now)
    then.volumes = defaultdict(dict)
    then.tests = defaultdict(dict)
    for name, numbers in past.volumes.items():
        then.volumes[name] = {who: numbers.get(who, Fraction(0)) for who in now.people}
    for name, outcomes in past.tests.items():
        then.tests[name] = {person: outcomes.get(person, False) for person in now.people}
    then.paid_as = {person: past.paid_as.get(person, 0) for person in now.people}
    then.titles = {person: (past.titles or {}).get(person, 0) for person in now.people}
    return then
