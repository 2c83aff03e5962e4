"""Broken plans are refused in the words of the catalogue, with the line of what is wrong."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from saleor_mlm.engine.plans import PlanError, load_plan

from .broken_plans import BROKEN

EVERYTHING = (Path(__file__).parent / "plans" / "everything.yaml").read_text()
PLANS = Path(__file__).parents[2] / "saleor_mlm" / "engine" / "plans"
SHOWN_ELSEWHERE = {
    "counts-people",
    "no-ranks",
    "not-own-orders",
    "one-figure",
    "own-orders-only",
    "pays-on-kits",
    "team-of-team",
    "unused",
    "parameter-no-value",
    "too-deep",
    "other-document",
    "promotion-place",
    "promotion-plan",
    "promotion-twice",
    "rules-nowhere",
    "within-period",
}


def test_the_plan_that_is_broken_here_is_whole() -> None:
    assert load_plan(EVERYTHING).key == "everything"


@pytest.mark.parametrize("name", BROKEN)
def test_broken_plan_is_refused_in_these_words(name: str) -> None:
    # given
    broken = BROKEN[name]
    assert EVERYTHING.count(broken.old) == 1
    first = EVERYTHING[: EVERYTHING.index(broken.old)].count("\n") + 1

    # when
    with pytest.raises(PlanError) as caught:
        load_plan(EVERYTHING.replace(broken.old, broken.new), "my-plan.yaml")

    # then
    found = caught.value.problems
    [problem] = [one for one in found if (one.code, one.path) == (broken.code, broken.path)]
    assert (problem.source, problem.line) == ("my-plan.yaml", first + broken.line)
    assert broken.message in problem.message
    assert broken.expected in problem.expected
    assert str(problem) in str(caught.value)


def test_the_catalogue_has_every_code() -> None:
    named = {code for path in PLANS.glob("*.py") for code in codes_in(path.read_text())}
    shown = {broken.code for broken in BROKEN.values()}
    assert named - shown == SHOWN_ELSEWHERE


def codes_in(source: str) -> Iterator[str]:
    """The codes of findings and problems: the last of their arguments, or of three returned words;
    the first where a value is read."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (last := node.args[-1:]):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Finding", "problem", "PlanProblem"):
                yield from constant(last[0])
                yield from constant(node.args[0])
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            if len(node.value.elts) == 3:
                yield from constant(node.value.elts[2])


def constant(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
        yield node.value


NO_PLANS = {
    "nothing": "",
    "a comment": "# only a comment",
    "a list": "- a list",
    "a word": "word",
    "brackets": "[" * 9999,
    "a zero byte": "\0",
}


@pytest.mark.parametrize("text", NO_PLANS.values(), ids=NO_PLANS)
def test_a_text_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(text)
    assert len(caught.value.problems) == 1


def test_every_problem_is_told_at_once_in_the_order_of_lines() -> None:
    # given three faults
    text = EVERYTHING.replace("half-even", "up").replace("days: 60,", "days: 0,")
    text = text.replace("own_group: 2 %", "own_group: 2%")

    # when
    with pytest.raises(PlanError) as caught:
        load_plan(text)

    # then
    assert [problem.path for problem in caught.value.problems] == [
        "rounding",
        "volumes.recent.days",
        "bonuses.generations.own_group",
    ]


def test_a_wrong_kind_hides_what_follows_from_it() -> None:
    # given a bonus of another kind, with that kind's fields
    text = EVERYTHING.replace("kind: breakaway", "kind: recruiting").replace("leader:", "fee:")

    # when
    with pytest.raises(PlanError) as caught:
        load_plan(text)

    # then
    assert [problem.code for problem in caught.value.problems] == ["pay-for-recruiting"]


def test_a_problem_reads_as_a_sentence() -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(EVERYTHING.replace("$activity", "$actvity"), "plans/everything.yaml")
    assert str(caught.value) == (
        "plans/everything.yaml:77: tests.own-orders.at_least: there is no parameter `actvity`; "
        "expected `activity` [unknown-parameter]"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "title: {demotion: 3}",
            "title: never",
            "expected a mapping (name: value), such as `{demotion: never}` [wrong-type]",
        ),
        (
            "name: Everything",
            'name: "Plan "A""',
            "one plain YAML document; texts with `: `, `#` or quotes in quotes of the other sort "
            "[yaml-syntax]",
        ),
    ],
)
def test_what_is_expected_can_be_copied(old: str, new: str, told: str) -> None:
    assert old in EVERYTHING
    with pytest.raises(PlanError) as caught:
        load_plan(EVERYTHING.replace(old, new, 1))
    assert str(caught.value).endswith(told)
