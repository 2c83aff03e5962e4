"""What people were in a period: of a committed one as its run found it, else as estimated."""

from collections.abc import Collection
from dataclasses import dataclass

from ..adapters.money import decimal_text
from ..engine.counted import COUNTING
from ..engine.plans import Plan, SaleBonus
from ..engine.plans.bonuses import RankAdvancementBonus
from ..engine.plans.dependencies import works_out_ranks
from ..engine.plans.ranks import Rank
from ..engine.plans.say_tests import test_sentence
from ..engine.plans.tests import AllTest, AnyTest, VolumeTest
from ..models import EstimatedStanding, Standing
from ..models.runs import COUNTED, StandingRow

NOTHING = "0.00"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A test of the plan and one person.

    needed, actual: where it asks for at least so much volume (decimals) or so many of something.
    parts: the tests of the same person that it is put together from; any_part: one of them is
    enough. bonuses: those that pay only who passes it.
    """

    test: str
    sentence: str
    passed: bool
    needed: str | None
    actual: str | None
    parts: list["Requirement"]
    any_part: bool
    bonuses: list[str]


@dataclass(frozen=True, slots=True)
class NextRank:
    """The rank above the one for which a person qualifies, and what it asks for. order: from 1,
    the lowest."""

    rank: Rank
    order: int
    requirements: list[Requirement]


def of(distributor_ids: Collection[int], period: str) -> dict[int, StandingRow]:
    """By distributor; who was nothing of all this has no row."""
    committed = Standing.objects.filter(run__period=period, distributor_id__in=distributor_ids)
    found: dict[int, StandingRow] = {row.distributor_id: row for row in committed}
    estimated = EstimatedStanding.objects.filter(period=period, distributor_id__in=distributor_ids)
    return {row.distributor_id: row for row in estimated} | found


def requirements(plan: Plan, standing: StandingRow | None) -> list[Requirement]:
    """Every test of a plan, in its order, and whether a person passed it."""
    return [_requirement(plan, name, standing) for name in plan.tests]


def next_rank(plan: Plan, kind: str, standing: StandingRow | None) -> NextRank | None:
    """What a person needs for the next rank in a period of a kind; `None` at the top, and where
    such a period decides no ranks."""
    if plan.ranks is None or not works_out_ranks(plan, kind):
        return None
    keys = [rank.key for rank in plan.ranks.ladder]
    qualified = keys.index(standing.qualified) if standing and standing.qualified in keys else -1
    if qualified + 1 == len(keys):
        return None
    rank = plan.ranks.ladder[qualified + 1]
    asked = [_requirement(plan, name, standing) for name in rank.requires]
    return NextRank(rank, qualified + 2, asked)


def _requirement(plan: Plan, name: str, standing: StandingRow | None) -> Requirement:
    test = plan.tests[name]
    needed, actual = _measured(plan, name, standing)
    parts = test.tests if isinstance(test, AllTest | AnyTest) else ()
    return Requirement(
        test=name,
        sentence=test_sentence(plan, name),
        passed=bool(standing and standing.tests.get(name)),
        needed=needed,
        actual=actual,
        parts=[_requirement(plan, part, standing) for part in parts],
        any_part=isinstance(test, AnyTest),
        bonuses=[bonus for bonus, rule in plan.bonuses.items() if _asks(rule, name)],
    )


def _measured(plan: Plan, name: str, standing: StandingRow | None) -> tuple[str | None, str | None]:
    test = plan.tests[name]
    if isinstance(test, VolumeTest) and test.at_least_e4 is not None:
        actual = standing.volumes.get(test.volume, NOTHING) if standing else NOTHING
        return decimal_text(test.at_least_e4), actual
    if isinstance(test, COUNTING):
        return str(test.at_least), str(standing.tests.get(COUNTED + name, 0) if standing else 0)
    return None, None


def _asks(rule: object, test: str) -> bool:
    return isinstance(rule, SaleBonus | RankAdvancementBonus) and rule.payee == test
