"""The engine and its slow twin give the same: some hundreds of random cases, and the plans' own.

`make prove` does ten thousand, `make prove-small` a million small ones when told so.
"""

from functools import cache, partial
from pathlib import Path
from random import Random

import pytest

from saleor_mlm.engine.cases import load_cases, results
from saleor_mlm.engine.plans import load_plan

from . import small
from .cases import case_of, outcome_of
from .figures import varied
from .twins import differences, twin_of

PLANS = Path(__file__).parents[2] / "plans"
SEED = 7
TENS = 20


@pytest.mark.parametrize("ten", range(TENS))
def test_same_as_the_twin(ten: int) -> None:
    for number in range(10 * ten, 10 * ten + 10):
        assert outcome_of(case_of(SEED, number)).wrong == [], f"case {SEED}/{number}"


def test_small_ones_too() -> None:
    for number in range(100):
        assert outcome_of(small.case_of(SEED, number)).wrong == [], f"small case {SEED}/{number}"


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.cases.yaml")), ids=lambda path: path.stem)
def test_the_plans_are_the_same_as_the_twin_around_their_cases(path: Path) -> None:
    file, random = load_cases(path.read_text()), Random(SEED)
    plan_on = cache(partial(load_plan, (PLANS / file.plan).read_text(), file.plan))
    for case in file.cases:
        for told in (case, varied(case, random), varied(case, random)):
            for result in results(told, plan_on, file.currencies, file.period):
                pay = twin_of(result.snapshot, result.plan)
                assert list(differences(result, pay)) == [], told
