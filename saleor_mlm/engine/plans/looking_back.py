"""What a run over a period looks back on: without what earlier runs left it begins anew."""

from collections.abc import Iterator

from .bonuses import FastStartBonus, RankAdvancementBonus
from .dependencies import evaluation, works_out_ranks
from .schema import Plan
from .tests import FirstTimeTest, HistoryTest, RankTest, Test
from .volumes import Volume, WindowVolume

BEFORE = ("paid-as-before", "title-before")


def looking_back(plan: Plan, every: str) -> Iterator[str]:
    """All that a run over periods of this length looks back on, each as people call it."""
    needed = evaluation(plan, every)
    for kind, name in (*needed.before, *needed.during, *needed.after):
        part = plan.volumes[name] if kind == "volume" else plan.tests[name]
        if _looks_back(part):
            yield f"{kind} {name}"
    if plan.ranks is not None and works_out_ranks(plan, every):
        if plan.ranks.grace_periods:
            yield "grace periods"
        if plan.ranks.title.demotion != "follows":
            yield "titles"
    for name, bonus in plan.bonuses.items():
        limited = isinstance(bonus, FastStartBonus) and bonus.limit_e4 is not None
        once = isinstance(bonus, RankAdvancementBonus) and bonus.pays == "first-time"
        if (bonus.every or plan.period) == every and (limited or once):
            yield f"bonus {name}"


def _looks_back(part: Volume | Test) -> bool:
    match part:
        case WindowVolume():
            return part.periods != 1 or part.skip > 0
        case HistoryTest():
            return part.periods > 1 or part.this_period == "excluded"
        case RankTest():
            return part.of in BEFORE
    return isinstance(part, FirstTimeTest)
