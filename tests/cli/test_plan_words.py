"""`saleor-mlm plan explain` and `diff`: plans in words."""

from pathlib import Path

import pytest

from saleor_mlm import cli

EXAMPLE = Path(__file__).parents[2] / "plans" / "examples" / "levels" / "plan.yaml"

type Captured = pytest.CaptureFixture[str]


def plan(captured: Captured, *arguments: str) -> list[str]:
    assert cli.main(["plan", *arguments]) == 0
    return captured.readouterr().out.splitlines()


def test_a_plan_is_told_in_sentences_and_in_the_order_of_its_rules(capsys: Captured) -> None:
    assert plan(capsys, "explain", str(EXAMPLE)) == [
        "Three levels: periods are one month long, in the time zone Europe/Berlin.",
        "Your “personal” is the qualifying volume (QV) of your own orders and those of your own "
        "customers, paid in the period.",
        "You pass “active” when your “personal” is at least 100.00.",
        "“level” (every month) pays on the commissionable volume (CV) of every sale: 10 % on "
        "level 1, 5 % on level 2, 2.5 % on level 3.",
        "It climbs the enroller tree: an order of your own customer begins with you, your own "
        "order begins with whoever is above you.",
        "Each level is whoever is above the one before.",
        "Whoever does not pass “active” is passed over, and the next above is looked at instead.",
        "Whoever’s agreement was not in force when a sale was paid is passed over.",
        "What is delivered in a later period than it was bought is paid by how everyone stood in "
        "the period in which it was bought.",
        "A refund takes back what the refunded part had paid, from the same people and at the "
        "same rates.",
        "Amounts are rounded to the nearest, an exact half to the even neighbour, once per order "
        "line, bonus and person.",
        "Nothing is paid for enrolling anyone: every bonus rests on sales.",
        "",
        "A run over a month works out:",
        "  1. the volume “personal”",
        "  2. the test “active”",
        "  3. the bonus “level”",
    ]


def test_what_is_different_is_told_in_words(tmp_path: Path, capsys: Captured) -> None:
    newer = tmp_path / "newer.yaml"
    newer.write_text(EXAMPLE.read_text().replace("2.5 %", "3 %").replace('"100.00"', '"80.00"'))
    assert plan(capsys, "diff", str(EXAMPLE), str(newer)) == [
        "The test “active”: `at_least` is 80.00 instead of 100.00.",
        "The bonus “level” pays 3 % instead of 2.5 % on level 3.",
    ]


def test_both_plans_must_be_right(tmp_path: Path, capsys: Captured) -> None:
    newer = tmp_path / "newer.yaml"
    newer.write_text(EXAMPLE.read_text().replace("2.5 %", "2.5%"))
    assert cli.main(["plan", "diff", str(EXAMPLE), str(newer)]) == 1
    assert capsys.readouterr().err.startswith(f"{newer}:21: bonuses.level.rates.rows[2]: ")


def test_a_plan_that_changes_says_of_which_day_it_is_told(tmp_path: Path, capsys: Captured) -> None:
    # given a threshold that is another one from July on
    values = "[{from: 2026-01-01, value: '100'}, {from: 2026-07-01, value: '150'}]"
    least = f"{{unit: volume, source: Plan, basis: period, values: {values}}}"
    text = EXAMPLE.read_text().replace("volumes:", f"parameters:\n  least: {least}\nvolumes:")
    path = tmp_path / "plan.yaml"
    path.write_text(text.replace('at_least: "100.00"', "at_least: $least"))

    # then
    first, *told = plan(capsys, "explain", str(path))
    assert first == "As it rules at first; it says something else from 2026-07-01 on (see --on)."
    assert any("at least 100.00" in line for line in told)
    later = plan(capsys, "explain", str(path), "--on", "2026-07-01")
    assert not any("As it rules" in line or "at least 100.00" in line for line in later)


def test_a_day_that_is_none_is_told(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        cli.main(["plan", "explain", str(EXAMPLE), "--on", "2026-13-01"])
    assert capsys.readouterr().err.endswith(
        "argument --on: `2026-13-01` is no day; expected one such as 2026-10-25\n"
    )
