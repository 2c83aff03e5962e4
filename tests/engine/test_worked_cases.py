"""Every `plans/*.cases.yaml` gives the statement it states."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from saleor_mlm.engine.cases import Case, differences, load_cases
from saleor_mlm.engine.plans import Plan, PlanError, load_plan

PLANS = Path(__file__).parents[2] / "plans"


def worked_cases() -> Sequence[object]:
    """One parameter per case: (case, plan, currencies)."""
    found = []
    for path in sorted(PLANS.glob("*.cases.yaml")):
        file = load_cases(path.read_text(), path.name)
        plan = load_plan((PLANS / file.plan).read_text(), file.plan)
        found += [
            pytest.param(case, plan, file.currencies, id=f"{path.stem}: {case.name}")
            for case in file.cases
        ]
    return found


@pytest.mark.parametrize(("case", "plan", "currencies"), worked_cases())
def test_case_gives_its_statement(case: Case, plan: Plan, currencies: dict[str, int]) -> None:
    assert differences(case, plan, currencies) == []


def test_every_plan_has_cases() -> None:
    plans = {path.name for path in PLANS.glob("*.yaml") if ".cases." not in path.name}
    covered = {load_cases(path.read_text()).plan for path in PLANS.glob("*.cases.yaml")}
    assert covered == plans


CASES = """\
plan: level-open.yaml
currencies: {USD: 2}
cases:
  - name: one sale
    people: {Alice: nobody, Bob: Alice}
    runs:
      - sales:
          - {line: mug, customer_of: Bob, currency: USD, qv: 10.00, cv: 10.00, earned: 10.00}
        pays: {Bob: 1.00 USD, Alice: 0.50 USD}
"""


MUG = "{line: mug, customer_of: Bob, currency: USD"
RUNS = "    runs:"
EXPECTED = "0.50 USD}"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Bob: 1.00 USD", "Bob: 1.01 USD", "Bob is paid 1.00 USD; the case says 1.01 USD"),
        (", Alice: 0.50 USD", "", "Alice is paid 0.50 USD; the case says 0.00 USD"),
        (
            EXPECTED,
            f"{EXPECTED}\n        volumes: {{Bob: 9}}",
            "Bob has 10.00 personal QV; the case says 9.00",
        ),
        (
            EXPECTED,
            f"{EXPECTED}\n        passed_over: {{Bob: ended}}",
            "Bob was not passed over as ended",
        ),
    ],
)
def test_a_case_that_does_not_hold_says_where(old: str, new: str, sentence: str) -> None:
    # given
    file = load_cases(CASES.replace(old, new))
    plan = load_plan((PLANS / file.plan).read_text())

    # when
    found = differences(file.cases[0], plan, file.currencies)

    # then
    assert found == [f"one sale, run 1: {sentence}"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("Bob: Alice", "Bob: Alic", 4, "`Alic` is not in `people`; expected one of: Alice, Bob"),
        ("customer_of: Bob", "customer_of: Bo", 4, "`Bo` is not in `people`"),
        ("customer_of: Bob, ", "", 8, "who bought `mug`?; expected `customer_of` or `bought_by`"),
        ("1.00 USD", "1.00", 9, "`1.00` is no amount; expected an amount and its currency"),
        ("1.00 USD", "1.00 EUR", 4, "one sale: `EUR` is not in `currencies`"),
        ("cv: 10.00", "cv: ten", 8, "`ten` is no volume; expected a decimal"),
        ("USD: 2", "USD: 9", 2, "`9` is of the wrong type; expected a smaller number"),
        ("pays:", "pay:", 9, "there is no key `pay`; expected `pays`"),
        (
            RUNS,
            f"    ended: {{Bob: 2026-02-30}}\n{RUNS}",
            6,
            "`2026-02-30` is no day; expected a date",
        ),
        (RUNS, f"    ended: {{Bo: 2026-10-25}}\n{RUNS}", 4, "`Bo` is not in `people`"),
        (RUNS, f"    ended: {{Bob: 2026-10-25}}\n{RUNS}", 4, "when was `mug` paid?"),
        (
            RUNS,
            f"    reinstated: {{Bob: 2026-10-25}}\n{RUNS}",
            4,
            "`Bob` is reinstated, but the agreement never ended; expected `ended`",
        ),
        (
            RUNS,
            f"    enrolled: {{Bob: 2026-10-25}}\n    ended: {{Bob: 2026-10-25}}\n{RUNS}",
            4,
            "the days of `Bob` do not follow each other: 2026-10-25, 2026-10-25",
        ),
        (
            MUG,
            f"{MUG}, paid: 2026-10-05, qv: 0, cv: 0, earned: 0}}\n"
            f"          - {MUG}, paid: 2026-10-06",
            4,
            "`mug` is paid on 2026-10-06 and on 2026-10-05; expected one day",
        ),
    ],
)
def test_a_broken_case_file_says_where(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(PlanError) as caught:
        load_cases(CASES.replace(old, new), "my.cases.yaml")
    assert [str(problem) for problem in caught.value.problems if words in str(problem)]
    assert line in [problem.line for problem in caught.value.problems]
