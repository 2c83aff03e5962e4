"""The whole of a run: where everybody stands, then bonus after bonus, then what is carried."""

from collections import defaultdict
from dataclasses import dataclass

from ..plans.bonuses import Bonus, FastStartBonus, RankAdvancementBonus
from .advancement import pay_advancement
from .bonuses import pay
from .carry import past_after, state_after
from .evaluate import evaluate
from .inputs import Run
from .lines import commission_line, taken_back, unpaid_level
from .outputs import Pay
from .sales import Mark, cut, new_pieces
from .standing import Standing
from .turns import Turn, going_on, turns
from .walks import Outcome, counted
from .windows import short_of_results


def calculate(run: Run) -> Pay:
    """What a run pays, and what it leaves to later runs."""
    standing = evaluate(run)
    by_bonus = _outcomes(run, standing)
    new = [commission_line(one.key, paid, one.then) for one in by_bonus for paid in one.out.paid]
    carried: dict[tuple[str, str], int] = {}
    for one in by_bonus:
        carried.update(one.out.state)
    return Pay(
        volumes=standing.volumes,
        tests=standing.tests,
        qualified=standing.qualified,
        paid_as=standing.paid_as,
        titles=standing.titles,
        commissions=(*taken_back(run), *new),
        person_lines=tuple(line for one in by_bonus for line in one.out.person_lines),
        unpaid=tuple(unpaid_level(one.key, lost) for one in by_bonus for lost in one.out.unpaid),
        short_of_results=tuple(short_of_results(standing)),
        state=state_after(standing, [carried]),
        period=past_after(standing),
    )


@dataclass(frozen=True)
class _Given:
    """What one bonus gives in one turn, and how everybody stood."""

    key: str
    out: Outcome
    then: Standing


def _outcomes(run: Run, standing: Standing) -> list[_Given]:
    """What each bonus of this length gives, turn after turn, in the plan's order."""
    found: list[_Given] = []
    state: dict[tuple[str, str], int] = {}
    *earlier, last = turns(run, standing)
    for turn in earlier:
        for given in _of_turn(run, turn, going_on(turn, state)):
            given.out.person_lines = []
            state.update(given.out.state)
            found.append(given)
    found += _of_turn(run, last, going_on(last, state))
    for key, bonus in run.plan.bonuses.items():
        if isinstance(bonus, RankAdvancementBonus) and _due(run, bonus):
            found.append(_Given(key, pay_advancement(bonus, key, standing), standing))
    return found


def _of_turn(run: Run, turn: Turn, standing: Standing) -> list[_Given]:
    """What each bonus on sales gives for the sales of a turn."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    found = []
    for key, bonus in run.plan.bonuses.items():
        if isinstance(bonus, RankAdvancementBonus) or not _due(run, bonus):
            continue
        theirs = [one for one in new_pieces(run, bonus.base) if one.line.key in turn.lines]
        pieces = counted(bonus, cut(theirs, marks[key]), standing)
        found.append(_Given(key, pay(bonus, key, pieces, standing), standing))
        if isinstance(bonus, FastStartBonus):
            for other in bonus.same_volume:
                marks[other.bonus] += [Mark(one, other.pays) for one in found[-1].out.counted]
    return found


def _due(run: Run, bonus: Bonus) -> bool:
    return (bonus.every or run.plan.period) == run.every
