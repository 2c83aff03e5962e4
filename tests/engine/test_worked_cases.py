"""Every `plans/*.cases.yaml` gives the statement it states."""

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import pytest

from saleor_mlm.engine.cases import Case, CaseFile, PlanOn, differences, load_cases
from saleor_mlm.engine.plans import PlanError, load_plan

PLANS = Path(__file__).parents[2] / "plans"


def plan_of(file: CaseFile) -> PlanOn:
    text = (PLANS / file.plan).read_text()
    return cache(partial(load_plan, text, file.plan))


def worked_cases() -> Sequence[object]:
    """One parameter per case, with its plan and the file it stands in."""
    found = []
    for path in sorted(PLANS.glob("*.cases.yaml")):
        file = load_cases(path.read_text(), path.name)
        found += [
            pytest.param(case, plan_of(file), file, id=f"{path.stem}: {case.name}")
            for case in file.cases
        ]
    return found


@pytest.mark.parametrize(("case", "plan_on", "file"), worked_cases())
def test_case_gives_its_statement(case: Case, plan_on: PlanOn, file: CaseFile) -> None:
    assert differences(case, plan_on, file) == []


def test_every_plan_has_cases() -> None:
    plans = {path.name for path in PLANS.glob("*.yaml") if ".cases." not in path.name}
    covered = {load_cases(path.read_text()).plan for path in PLANS.glob("*.cases.yaml")}
    assert covered == plans


PLAN = """\
plan: small
name: Small plan
time_zone: UTC
period: month
rounding: half-even
words: {classes: [retail, distributor]}
volumes:
  personal: {kind: sales, measure: qv}
tests:
  active: {kind: volume, volume: personal, at_least: "10.00"}
ranks:
  cumulative: yes
  title: {demotion: never}
  ladder: [{rank: star, name: Star, requires: [active]}]
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    compression: skip-inactive
    rates: {by: level, rows: [10 %, 5 %]}
"""

CASES = """\
plan: small.yaml
period: 2026-10
currencies: {USD: 2}
cases:
  - name: one sale
    people: {Alice: nobody, Bob: Alice}
    runs:
      - sales:
          - {line: mug, customer_of: Bob, currency: USD, qv: 10.00, cv: 10.00}
        pays: {Bob: 1.00 USD, Alice: 0.50 USD}
"""


MUG = "{line: mug, customer_of: Bob, currency: USD"
RUNS = "    runs:"
EXPECTED = "0.50 USD}"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Bob: 1.00 USD", "Bob: 1.01 USD", "Bob is paid 1.00 USD; the case says 1.01 USD"),
        (
            "Bob: 1.00 USD",
            "Bob: {level: 1.01 USD}",
            "Bob is paid 1.00 USD by level; the case says 1.01 USD",
        ),
        (", Alice: 0.50 USD", "", "Alice is paid 0.50 USD; the case says 0.00 USD"),
        (
            EXPECTED,
            f"{EXPECTED}\n        volumes: {{personal: {{Bob: 9}}}}",
            "Bob has 10.00 of personal; the case says 9.00",
        ),
        (
            EXPECTED,
            f"{EXPECTED}\n        volumes: {{team: {{Bob: 9}}}}",
            "the run needs no volume team",
        ),
        (EXPECTED, f"{EXPECTED}\n        tests: {{active: {{Bob: no}}}}", "Bob passes active"),
        (EXPECTED, f"{EXPECTED}\n        tests: {{active: {{Alice: yes}}}}", "Alice fails active"),
        (
            EXPECTED,
            f"{EXPECTED}\n        ranks: {{Bob: none}}",
            "Bob has the rank star; the case says none",
        ),
        (
            EXPECTED,
            f"{EXPECTED}\n        titles: {{Alice: star}}",
            "Alice has the title none; the case says star",
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

    # when
    found = differences(file.cases[0], partial(load_plan, PLAN, "small.yaml"), file)

    # then
    assert found == [f"one sale, run 1: {sentence}"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("Bob: Alice", "Bob: Alic", 5, "`Alic` is not in `people`; expected one of: Alice, Bob"),
        ("customer_of: Bob", "customer_of: Bo", 5, "`Bo` is not in `people`"),
        ("customer_of: Bob, ", "", 9, "who bought `mug`?; expected `customer_of` or `bought_by`"),
        ("1.00 USD", "1.00", 10, "`1.00` is no amount; expected an amount and its currency"),
        ("1.00 USD", "1.00 EUR", 5, "one sale: `EUR` is not in `currencies`"),
        ("cv: 10.00", "cv: ten", 9, "`ten` is no volume; expected a decimal"),
        ("USD: 2", "USD: 9", 3, "`9` is of the wrong type; expected a smaller number"),
        ("pays:", "pay:", 10, "there is no key `pay`; expected `pays`"),
        (
            RUNS,
            f"    ended: {{Bob: 2026-02-30}}\n{RUNS}",
            7,
            "`2026-02-30` is no day; expected a date",
        ),
        (RUNS, f"    ended: {{Bo: 2026-10-25}}\n{RUNS}", 5, "`Bo` is not in `people`"),
        (RUNS, f"    ended: {{Bob: 2026-10-25}}\n{RUNS}", 5, "when was `mug` paid?"),
        (
            RUNS,
            f"    reinstated: {{Bob: 2026-10-25}}\n{RUNS}",
            5,
            "`Bob` is reinstated, but the agreement never ended; expected `ended`",
        ),
        (
            RUNS,
            f"    enrolled: {{Bob: 2026-10-25}}\n    ended: {{Bob: 2026-10-25}}\n{RUNS}",
            5,
            "the days of `Bob` do not follow each other: 2026-10-25, 2026-10-25",
        ),
        (
            MUG,
            f"{MUG}, paid: 2026-10-05}}\n          - {MUG}, paid: 2026-10-06",
            5,
            "`mug` is paid on 2026-10-06 and on 2026-10-05; expected one day",
        ),
    ],
)
def test_a_broken_case_file_says_where(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(PlanError) as caught:
        load_cases(CASES.replace(old, new), "my.cases.yaml")
    assert [str(problem) for problem in caught.value.problems if words in str(problem)]
    assert line in [problem.line for problem in caught.value.problems]
