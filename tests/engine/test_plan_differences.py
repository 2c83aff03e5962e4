"""What changed between two plans, in words."""

import datetime as dt
from pathlib import Path

import pytest

from saleor_mlm.engine.plans import diff, load_plan

EVERYTHING = (Path(__file__).parent / "plans" / "everything.yaml").read_text()


def changed(*changes: tuple[str, str]) -> list[str]:
    text = EVERYTHING
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return diff(load_plan(EVERYTHING), load_plan(text))


def test_nothing() -> None:
    assert changed() == ["The two plans say the same."]


def test_one_document_on_two_days() -> None:
    days = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
    assert diff(*(load_plan(EVERYTHING, on=day) for day in days)) == [
        "The bonus “level” pays 12 % instead of 10 % for Silver Director, on level 1.",
        "The bonus “level” pays 12 % instead of 10 % for Gold Director, on level 1.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "half-even",
            "down",
            "The rounding is down instead of half-even.",
        ),
        (
            "[skincare, nutrition]",
            "[skincare, nutrition, home]",
            "The words: `product_lines` is [skincare, nutrition, home] instead of [skincare, "
            "nutrition].",
        ),
        (
            "value: 12 %",
            "value: 13 %",
            "The parameter “first-level” is 13 % from 2026-07-01 on instead of 12 %.",
        ),
        (
            "limits: {least: 5 %, most: 15 %}",
            "limits: {least: 5 %, most: 14 %}",
            "The parameter “first-level”: `limits.most` is 14 % instead of 15 %.",
        ),
        ("levels: 3", "levels: 4", "The volume “near”: `levels` is 4 instead of 3."),
        (
            "without_largest: 1, ",
            "",
            "The volume “outside”: `without_largest` is 0 (left out) instead of 1.",
        ),
        (
            'at_least: "4000.00"',
            'at_least: "5000.00"',
            "The test “big”: `at_least` is 5000.00 instead of 4000.00.",
        ),
        (
            "{kind: not, test: silver-legs}",
            "{kind: first-time, test: silver-legs}",
            "The test “alone” is of the kind first-time instead of not. You pass “alone” when you "
            "pass “silver-legs” for the first time ever.",
        ),
        (
            "[ready, silver-volume]",
            "[ready]",
            "The rank “silver”: `requires` is [ready] instead of [ready, silver-volume].",
        ),
        ("demotion: 3", "demotion: never", "The ranks: `title.demotion` is never instead of 3."),
        (
            "compression: dynamic",
            "compression: none",
            "The bonus “level”: `compression` is none instead of dynamic.",
        ),
        (
            "own_group: 2 %",
            "own_group: 3 %",
            "The bonus “generations” pays 3 % instead of 2 %.",
        ),
        (
            "own_group: 2 %",
            "own_group: {by: sale-date, rows: [{from: 2026-01-01, rate: 2 %}, "
            "{from: 2026-07-01, rate: 3 %}]}",
            "The bonus “generations” pays 2 % on sales from 2026-01-01 on, "
            "3 % on sales from 2026-07-01 on instead of 2 %.",
        ),
        (
            "    held: 2\n",
            "    held: 2\n    payee: active\n",
            "The bonus “advancement”: `payee` is new: active.",
        ),
    ],
)
def test_one_change_is_one_sentence(old: str, new: str, sentence: str) -> None:
    assert changed((old, new)) == [sentence]


def test_what_is_gone_and_what_is_new() -> None:
    assert changed(("  alone: {kind", "  lonely: {kind")) == [
        "The test “alone” is gone.",
        "The test “lonely” is new. You pass “lonely” when you do not pass “silver-legs”.",
    ]


def test_values_on_other_days() -> None:
    later = ("{from: 2026-07-01, value: 15 %}", "{from: 2026-08-01, value: 15 %}")
    assert changed(later)[:2] == [
        "The parameter “new-people” does not change to 15 % on 2026-07-01 any more.",
        "The parameter “new-people” is 15 % from 2026-08-01 on.",
    ]


def test_another_order_of_bonuses() -> None:
    head, body = EVERYTHING.split("  monthly:\n    kind: rank")
    first, rest = head.split("bonuses:\n")
    turned = f"{first}bonuses:\n  monthly:\n    kind: rank{body}{rest}"
    [sentence] = diff(load_plan(EVERYTHING), load_plan(turned))
    assert sentence.startswith("The bonuses stand in another order: “monthly”, “weekly”, “retail”,")
