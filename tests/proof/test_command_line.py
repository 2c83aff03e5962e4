"""The plans' worked cases come out through the command line, and its files add up elsewhere."""

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random

import pytest

from saleor_mlm.cli import main
from saleor_mlm.engine.cases import Case, CaseFile, load_cases, results
from saleor_mlm.engine.cases.runs import periods_of
from saleor_mlm.engine.cases.snapshots import Teller
from saleor_mlm.engine.plans import load_plan

from .case_files import (
    fits_files,
    recomputed,
    statement,
    write_network,
    write_sales,
    wrong_amounts,
)
from .figures import varied

PLANS = Path(__file__).parents[2] / "plans"


def told_cases() -> Sequence[object]:
    found = []
    for path in sorted(PLANS.glob("*.cases.yaml")):
        file = load_cases(path.read_text(), path.name)
        for number, case in enumerate(file.cases):
            other = varied(case, Random(number))
            if fits_files(case):
                name = f"{path.stem}: {case.name}"
                found.append(pytest.param(case, file, id=name))
                found.append(pytest.param(other, file, id=f"{name}, with other sales"))
    return found


@pytest.mark.parametrize(("case", "file"), told_cases())
def test_a_case_through_the_command_line(case: Case, file: CaseFile, tmp_path: Path) -> None:
    # given
    plan_on = partial(load_plan, (PLANS / file.plan).read_text(), file.plan)
    expected = results(case, plan_on, file.currencies, file.period)

    # when
    folders = list(run_by_files(case, file, tmp_path))

    # then
    for folder, result in zip(folders, expected, strict=True):
        assert statement(folder) == totals_of(case, result)
        assert recomputed(folder, file.currencies) == statement(folder)
        assert wrong_amounts(folder, str(result.plan.rounding), file.currencies) == []


def run_by_files(case: Case, file: CaseFile, folder: Path) -> Iterator[Path]:
    plan = load_plan((PLANS / file.plan).read_text(), file.plan, on=dt.date(2026, 10, 1))
    periods = periods_of(case, plan, case.period or file.period)
    teller = Teller(case, plan.zone, file.currencies, periods)
    write_network(folder / "network.csv", case)
    before: list[str] = []
    for number, period in enumerate(periods):
        write_sales(folder / f"sales-{number}.csv", case, teller, number)
        out = folder / f"out-{number}"
        arguments = ["--plan", str(PLANS / file.plan), "--network", str(folder / "network.csv")]
        arguments += ["--sales", str(folder / f"sales-{number}.csv"), "--period", period.key]
        assert main(["plan", "run", *arguments, "--out", str(out), *before]) == 0
        before = ["--state-in", str(out), "--results-in", str(out)]
        yield out


def totals_of(case: Case, result: object) -> dict[tuple[str, str, str], Fraction]:
    people, bonuses = list(case.people), list(result.plan.bonuses)  # type: ignore[attr-defined]
    totals, currencies = result.totals, result.snapshot.currencies  # type: ignore[attr-defined]
    found = {}
    for row in range(len(totals)):
        money = currencies[totals.currency[row]]
        key = (people[totals.payee[row]], bonuses[totals.bonus[row]], money.code)
        found[key] = Fraction(int(totals.amount_minor[row]), 10**money.exponent)
    return found
