"""`calculate` and the slow twin give the same, run after run."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine import reference
from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.reference import Outcome
from saleor_mlm.engine.result import Result

from .builders import CURRENCIES, Story, results_of
from .strategies import many, plans, some, stories
from .twin import line_rows, outcomes_of, twin_line_rows, twin_unpaid_rows, unpaid_rows


def assert_same(result: Result, outcome: Outcome) -> None:
    assert line_rows(result) == twin_line_rows(outcome)
    assert unpaid_rows(result) == twin_unpaid_rows(outcome)
    for person, volume_e4 in enumerate(result.personal_qv_e4.tolist()):
        assert volume_e4 == outcome.personal_qv[str(person)] * 10**4
    for index, currency in enumerate(CURRENCIES):
        for person, volume_e4 in enumerate(result.personal_cv_e4[index].tolist()):
            assert volume_e4 == outcome.personal_cv[currency.code, str(person)] * 10**4
    for name, flags in result.active.items():
        assert {str(person) for person in flags.nonzero()[0]} == outcome.active[name]


@many
@given(story=stories(), three_plans=st.tuples(plans(), plans(), plans()))
def test_same_as_the_twin(story: Story, three_plans: tuple[Plan, Plan, Plan]) -> None:
    # when
    results, outcomes = results_of(story, three_plans), outcomes_of(story, three_plans)

    # then
    for result, outcome in zip(results, outcomes, strict=True):
        assert_same(result, outcome)


@some
@given(story=stories(runs=1, currencies=1), plan=plans(measure="cv"))
def test_same_as_the_twin_where_activity_is_cv(story: Story, plan: Plan) -> None:
    assert_same(results_of(story, [plan])[0], outcomes_of(story, [plan])[0])


def test_the_twin_imports_nothing_of_the_engine_but_the_plan_schema() -> None:
    tree = ast.parse(Path(reference.__file__).read_text())
    imports = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in imports if name and name != "plans"} == {
        "collections",
        "dataclasses",
        "fractions",
        "math",
    }
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
