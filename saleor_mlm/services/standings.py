"""What people were in a period: of a committed one as its run found it, else as estimated."""

from collections.abc import Collection
from dataclasses import dataclass

from ..adapters.money import decimal_text
from ..engine.plans import Plan
from ..engine.plans.say_tests import test_sentence
from ..engine.plans.tests import VolumeTest
from ..models import EstimatedStanding, Standing
from ..models.runs import StandingRow

NOTHING = "0.00"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A test of the plan and one person; a threshold of volume with what there is of it."""

    test: str
    sentence: str
    passed: bool
    needed: str | None = None
    actual: str | None = None


def of(distributor_ids: Collection[int], period: str) -> dict[int, StandingRow]:
    """By distributor; who was nothing of all this has no row."""
    committed = Standing.objects.filter(run__period=period, distributor_id__in=distributor_ids)
    found: dict[int, StandingRow] = {row.distributor_id: row for row in committed}
    estimated = EstimatedStanding.objects.filter(period=period, distributor_id__in=distributor_ids)
    return {row.distributor_id: row for row in estimated} | found


def requirements(plan: Plan, standing: StandingRow | None) -> list[Requirement]:
    """Every test of a plan, in its order, and whether a person passed it."""
    return [_requirement(plan, name, standing) for name in plan.tests]


def _requirement(plan: Plan, name: str, standing: StandingRow | None) -> Requirement:
    test = plan.tests[name]
    passed = bool(standing and standing.tests.get(name))
    needed = actual = None
    if isinstance(test, VolumeTest) and test.at_least_e4 is not None:
        needed = decimal_text(test.at_least_e4)
        actual = standing.volumes.get(test.volume, NOTHING) if standing else NOTHING
    return Requirement(name, test_sentence(plan, name), passed, needed, actual)
