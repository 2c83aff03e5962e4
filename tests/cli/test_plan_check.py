"""`saleor-mlm plan check`: what is wrong with a plan, or what it is known by."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from saleor_mlm import cli

PLAN = """\
plan: small
name: Small
time_zone: UTC
period: month
rounding: half-even
parameters:
  first-level:
    unit: rate
    source: Plan 2026, section 3
    basis: period
    values:
      - {from: 2026-01-01, value: 10 %}
      - {from: 2026-07-01, value: 8 %}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [$first-level, 5 %]}
"""

type Captured = pytest.CaptureFixture[str]


def check(captured: Captured, path: Path, *options: str) -> tuple[int, list[str], list[str]]:
    code = cli.main(["plan", "check", str(path), *options])
    told = captured.readouterr()
    place = f"{path.parent}/"
    return (
        code,
        told.out.replace(place, "").splitlines(),
        told.err.replace(place, "").splitlines(),
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    return path


def test_a_plan_that_is_right_is_known_by_its_hashes(plan: Path, capsys: Captured) -> None:
    code, told, wrong = check(capsys, plan)
    assert (code, wrong) == (0, [])
    head, document, content, changes = told
    assert head == "plan.yaml: the plan `small` (Small) is right"
    assert document.removeprefix("document sha256: ").isalnum()
    assert content.removeprefix("content sha256:  ").isalnum()
    assert changes.startswith("content sha256:  ")
    assert changes.endswith(" (from 2026-07-01 on)")


def test_the_content_is_that_of_a_day_and_the_document_that_of_all(
    plan: Path, capsys: Captured
) -> None:
    _, spring, _ = check(capsys, plan, "--on", "2026-04-01")
    _, summer, _ = check(capsys, plan, "--on", "2026-08-01")
    assert spring[1] == summer[1]
    assert spring[2].endswith(" (on 2026-04-01)")
    assert spring[2].split()[2] != summer[2].split()[2]


def test_all_that_is_wrong_is_told_with_line_and_path(plan: Path, capsys: Captured) -> None:
    plan.write_text(PLAN.replace("half-even", "half-evn").replace("5 %", "5%"))
    code, told, wrong = check(capsys, plan)
    assert (code, told) == (1, [])
    assert wrong == [
        "plan.yaml:5: rounding: `half-evn` is not known here; "
        "expected 'half-even', 'half-up' or 'down' [unknown-choice]",
        "plan.yaml:20: bonuses.level.rates.rows[1]: `5%` is no rate; "
        'expected a percentage with one space and at most 4 decimals, such as "10 %" or "2.5 %" '
        "[rate-form]",
    ]


def test_pay_for_recruiting_is_refused(plan: Path, capsys: Captured) -> None:
    plan.write_text(PLAN.replace("kind: level", "kind: enrolment"))
    code, _, wrong = check(capsys, plan)
    assert code == 1
    assert len(wrong) == 1
    assert "would pay for recruiting, which no plan may; pay rests on sales" in wrong[0]
    assert wrong[0].endswith("[pay-for-recruiting]")


def test_what_may_be_wise_to_change_is_a_warning(plan: Path, capsys: Captured) -> None:
    plan.write_text(
        PLAN.replace("bonuses:", "volumes:\n  own: {kind: sales, measure: qv}\nbonuses:")
    )
    code, told, _ = check(capsys, plan)
    assert code == 0
    assert told[-1] == (
        "warning: plan.yaml:15: volumes.own: `own` is never used; "
        "expected its name somewhere, or to leave it out [unused]"
    )


def test_a_file_that_is_not_there(tmp_path: Path, capsys: Captured) -> None:
    code, _, wrong = check(capsys, tmp_path / "none.yaml")
    assert code == 1
    assert wrong == [
        "none.yaml: cannot be read: No such file or directory; expected a file [no-file]"
    ]


def test_the_command_is_installed(plan: Path) -> None:
    command = shutil.which("saleor-mlm", path=str(Path(sys.executable).parent))
    assert command is not None
    done = subprocess.run([command, "plan", "check", plan], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{plan}: the plan `small` (Small) is right\n")


def test_the_module_is_the_command(plan: Path) -> None:
    told = [sys.executable, "-m", "saleor_mlm.cli", "plan", "check", str(plan)]
    done = subprocess.run(told, capture_output=True, text=True)
    assert done.stdout.startswith(f"{plan}: the plan `small` (Small) is right\n")


@pytest.mark.parametrize("arguments", [[], ["plan"], ["plan", "run"], ["plan", "check"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: saleor-mlm")
