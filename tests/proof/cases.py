"""One case of the proof: a plan and a world made from a seed and a number, and what it shows."""

import datetime as dt
import functools
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import yaml

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.plans import Plan, PlanError, load_plan
from saleor_mlm.engine.result import Result

from .coverage import paid_features
from .documents import random_document
from .snapshots import first_day, periods_of, results_of
from .twins import differences, twin_of
from .world import World
from .worlds import random_world

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
CAMPAIGNS = ("C01", "C02", "C03", "C04")
WEEKS = ("2026-W02", "2026-W03", "2026-W04", "2026-01", "2026-W05", "2026-W06", "2026-02")


@dataclass(frozen=True)
class Case:
    """A plan document and a world that goes with it. refused: plans that failed the checks."""

    text: str
    world: World
    refused: int = 0


@dataclass
class Outcome:
    """What became of a case. wrong: sentences, none where engine and twin agree."""

    wrong: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    lines: int = 0
    refused: int = 0


def case_of(seed: int, number: int) -> Case:
    """The case with this number; the same on every machine."""
    random = Random(f"{seed}/{number}")
    people, shape = _size(number)
    for refused in range(100):
        text, single_currency = random_document(random)
        periods = MONTHS[: random.choice((1, 1, 2, 2, 3, 4))]
        if "period: campaign" in text:
            periods = CAMPAIGNS[: len(periods)]
        if "every: week" in text:
            periods = WEEKS[: random.choice((2, 4, 7))]
        try:
            document = yaml.load(text, Loader=yaml.CSafeLoader)
            plan = plan_on(text, None)
        except PlanError:
            continue
        world = random_world(
            random,
            time_zone=document["time_zone"],
            periods=periods,
            trees=document["trees"],
            tests=list(plan.tests),
            single_currency=single_currency,
            people=people,
            shape=shape,
        )
        return Case(text, world, refused)
    raise AssertionError(f"case {seed}/{number}: a hundred plans were refused")


def plans_of(case: Case) -> list[Plan]:
    """The plan of each run, its parameters as they are in the run's period."""
    plan = plan_on(case.text, None)
    if not plan.parameters:
        return [plan] * len(case.world.periods)
    days = [first_day(period) for period in periods_of(case.world, plan)]
    return [plan_on(case.text, day) for day in days]


def _size(number: int) -> tuple[int | None, str | None]:
    """Small and of any shape, but now and then 2,000 people, and once in a while 60,000 levels."""
    if number % 2500 == 2499:
        return 60_000, "spine"
    if number % 100 == 99:
        return 2000, ("spine", "wide", "narrow", "forest")[number // 100 % 4]
    return None, None


@functools.lru_cache(maxsize=8)
def plan_on(text: str, day: dt.date | None) -> Plan:
    """The plan on a day; without one, all days are checked."""
    return load_plan(text, on=day)


def outcome_of(case: Case) -> Outcome:
    """Calculate a case twice and compare, run after run."""
    outcome = Outcome(refused=case.refused)
    results = []
    for run, result in enumerate(_results(case)):
        results.append(result)
        twin = twin_of(result.snapshot, result.plan)
        wrong = [*differences(result, twin), *_brief_differences(result)]
        outcome.wrong += [f"run {run + 1}, {text}" for text in wrong]
        outcome.lines += len(result.lines)
        if outcome.wrong:
            break
    outcome.features = paid_features(results)
    return outcome


def attempted(make: Callable[[int, int], Case], seed: int, number: int) -> Outcome:
    """The outcome of the case with this number, whatever becomes of it."""
    try:
        return outcome_of(make(seed, number))
    except Exception:
        return Outcome(wrong=[traceback.format_exc(limit=-4)])


def _brief_differences(result: Result) -> Iterator[str]:
    """Where totals without detail, which are added up in another way, are not the same."""
    brief = calculate(result.snapshot, result.plan, detail=False).totals
    for name in ("payee", "bonus", "currency", "amount_minor"):
        if getattr(brief, name).tolist() != getattr(result.totals, name).tolist():
            yield f"{name} of the totals without detail"


def _results(case: Case) -> Iterator[Result]:
    return results_of(case.world, plans_of(case))
