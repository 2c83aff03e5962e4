"""A plan as a distributor is told it: the sentences of one in which everything stands."""

from pathlib import Path

import pytest

from saleor_mlm.engine.plans import load_plan, order_of_rules, sentences

FOLDER = Path(__file__).parent / "plans"
EVERYTHING = (FOLDER / "everything.yaml").read_text()
TOLD = FOLDER / "everything.txt"


def told(text: str) -> str:
    plan = load_plan(text)
    return "\n".join([*sentences(plan), "", *order_of_rules(plan), ""])


def test_everything_is_told_so() -> None:
    """To write it: `python -m tests.engine.test_plan_sentences`; then read it."""
    assert TOLD.read_text() == told(EVERYTHING)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "demotion: 3",
            "demotion: never",
            "Your career title is the highest rank as which you were ever paid, and never falls.",
        ),
        (
            "demotion: 3",
            "demotion: follows",
            "Your career title is the rank as which you are paid.",
        ),
        (
            "compression: dynamic",
            "compression: volume",
            "Whoever does not pass “active” is paid nothing, and his own sales move to the "
            "nearest above who passes.",
        ),
        (
            "{days: 60}",
            "{calendar_months: 1}",
            "“fast” (every month) pays on the commissionable volume (CV) of every sale at somebody "
            "who is new (the first 1 calendar month, the month of enrolment being the first): on "
            "level 1 (20 % [$new-people] on sales at people who enrolled from 2026-01-01 on, 15 % "
            "[$new-people] on sales at people who enrolled from 2026-07-01 on), 10 % on level 2.",
        ),
        (
            "stop: {own: rank}",
            "stop: {test: big}",
            "A stop is whoever passes “big”; his own sales pay no further.",
        ),
        (
            "periods: 12, take: sum",
            "periods: 3, skip: 1, take: best",
            "Your “year” is the greatest “personal” in the 3 periods that end 1 period before "
            "this one.",
        ),
        (
            "where: anywhere, test: is-silver",
            "where: first, test: is-silver",
            "You pass “silver-legs” when in at least 2 legs of yours in the enroller tree the "
            "first person passes “is-silver”. [$gold-legs]",
        ),
    ],
)
def test_told_otherwise(old: str, new: str, sentence: str) -> None:
    assert EVERYTHING.count(old) == 1
    assert sentence in sentences(load_plan(EVERYTHING.replace(old, new)))


def test_the_order_of_a_plan_without_ranks() -> None:
    plan = load_plan((FOLDER / "first-form.yaml").read_text())
    assert order_of_rules(plan) == [
        "A run over a month works out:",
        "  1. the volume “personal-qv”",
        "  2. the test “active”",
        "  3. the bonus “level”",
    ]


if __name__ == "__main__":
    TOLD.write_text(told(EVERYTHING))
