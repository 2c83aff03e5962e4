"""Worked cases varied: amounts around brackets, days around windows, sales that come back."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from saleor_mlm.engine.cases import CaseFile, load_cases, results
from saleor_mlm.engine.cases.schema import Case, Run, SaleRow
from saleor_mlm.engine.plans import Plan, load_plan

from .twins import differences, twin_of

PLANS = Path(__file__).parents[2] / "plans"
FIGURES = (
    ("stairstep", "own 1,000 PV"),
    ("stairstep", "own 300 PV"),
    ("unilevel", "20 % of a new person's"),
    ("generation", "30 % of the first 1,000"),
    ("generation", "with 200 PV it is 40 %"),
)
"""The cases that hold figures of public plans: plan and beginning of the name."""

NAMES = ("qv", "cv", "price", "margin", "units")
FACTORS = ((1, 2), (9, 10), (9999, 10000), (1, 1), (1, 1), (10001, 10000), (11, 10), (2, 1), (3, 1))


def wrong_around(figure: tuple[str, str], number: int) -> list[str]:
    """Where engine and twin differ on one varied input around a public figure."""
    file = _cases(figure[0])
    [case] = [case for case in file.cases if case.name.startswith(figure[1])]
    told = varied(case, Random(f"{figure}/{number}"))
    return list(_wrong(told, file))


def _wrong(case: Case, file: CaseFile) -> Iterator[str]:
    plan = _plan(file.plan)
    for result in results(case, lambda _: plan, file.currencies, file.period):
        yield from differences(result, twin_of(result.snapshot, result.plan))


@cache
def _cases(plan: str) -> CaseFile:
    return load_cases((PLANS / f"{plan}.cases.yaml").read_text())


@cache
def _plan(name: str) -> Plan:
    return load_plan((PLANS / name).read_text(), name)


def varied(case: Case, random: Random) -> Case:
    """The same people with other sales; what the case expects no longer holds."""
    days = {line: _day(random, day) for line, day in case.paid_on.items()}
    factors = {row.line: [random.choice(FACTORS) for _ in NAMES] for row in case.sales()}
    told = [row.line for row in case.sales()]
    once = {line for line in told if told.count(line) == 1}
    runs = [_run(run, random, days, factors, once) for run in case.runs]
    return case.model_copy(update={"runs": runs})


def _run(
    run: Run,
    random: Random,
    days: dict[str, str],
    factors: dict[str, list[tuple[int, int]]],
    once: set[str],
) -> Run:
    """once: the lines that are told in one row only, of which some come back."""
    rows: list[SaleRow] = []
    for row in run.sales:
        new = _row(row, days.get(row.line), factors[row.line])
        rows.append(new)
        if row.line in once and random.random() < 0.1:
            rows.append(_refund(new, random))
    return run.model_copy(update={"sales": rows})


def _row(row: SaleRow, paid: str | None, factors: list[tuple[int, int]]) -> SaleRow:
    """Sales and refunds of a line change by the same factors, towards zero."""
    update: dict[str, object] = {"paid": paid}
    for name, (numerator, denominator) in zip(NAMES, factors, strict=True):
        value = int(getattr(row, name))
        update[name] = (abs(value) * numerator // denominator) * (1 if value > 0 else -1)
    if row.earned is not None:
        update["earned"] = {
            base: (abs(value) * factors[0][0] // factors[0][1]) * (1 if value > 0 else -1)
            for base, value in row.earned.items()
        }
    return row.model_copy(update=update)


def _refund(row: SaleRow, random: Random) -> SaleRow:
    part = random.choice((1, 2, 3))
    return row.model_copy(update={name: -(getattr(row, name) // part) for name in NAMES})


def _day(random: Random, day: str) -> str:
    """Now and then another day of the same month."""
    if random.random() < 0.6:
        return day
    return f"{day[:8]}{random.choice((1, 2, 13, 14, 15, 28)):02}"
