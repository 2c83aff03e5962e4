"""The whole of a run: where everybody stands, then bonus after bonus, then what is carried."""

from collections import defaultdict

from ..plans.bonuses import FastStartBonus, RankAdvancementBonus
from .advancement import pay_advancement
from .bonuses import pay
from .carry import past_after, state_after
from .evaluate import evaluate
from .inputs import Run
from .lines import commission_line, taken_back, unpaid_level
from .outputs import Pay
from .sales import Mark, cut, new_pieces
from .standing import Standing
from .walks import Outcome, counted
from .windows import short_of_results


def calculate(run: Run) -> Pay:
    """What a run pays, and what it leaves to later runs."""
    standing = evaluate(run)
    outcomes = _outcomes(run, standing)
    by_bonus = list(outcomes.items())
    new = [commission_line(key, paid, standing) for key, out in by_bonus for paid in out.paid]
    return Pay(
        volumes=standing.volumes,
        tests=standing.tests,
        qualified=standing.qualified,
        paid_as=standing.paid_as,
        titles=standing.titles,
        commissions=(*taken_back(run), *new),
        person_lines=tuple(line for _, out in by_bonus for line in out.person_lines),
        unpaid=tuple(unpaid_level(key, one) for key, out in by_bonus for one in out.unpaid),
        short_of_results=tuple(short_of_results(standing)),
        state=state_after(standing, [out.state for out in outcomes.values()]),
        period=past_after(standing),
    )


def _outcomes(run: Run, standing: Standing) -> dict[str, Outcome]:
    """What each bonus of this length gives, in the plan's order."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    outcomes: dict[str, Outcome] = {}
    for key, bonus in run.plan.bonuses.items():
        if (bonus.every or run.plan.period) != run.every:
            continue
        if isinstance(bonus, RankAdvancementBonus):
            outcomes[key] = pay_advancement(bonus, key, standing)
            continue
        pieces = counted(bonus, cut(new_pieces(run, bonus.base), marks[key]), standing)
        outcomes[key] = pay(bonus, key, pieces, standing)
        if isinstance(bonus, FastStartBonus):
            for other in bonus.same_volume:
                marks[other.bonus] += [Mark(p, other.pays) for p in outcomes[key].counted]
    return outcomes
