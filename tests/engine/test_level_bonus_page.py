"""The tables of docs/algorithms/level-bonus.md, executed."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from saleor_mlm.engine.amounts import amount_text
from saleor_mlm.engine.carry import earned_after_e4, standing_after
from saleor_mlm.engine.plans.quantities import parse_rate
from saleor_mlm.engine.result import Reason, Result
from saleor_mlm.engine.rounding import Rounding, interval_amounts_minor

from .stories import Company, Sale, e4, pay

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "level-bonus.md"
EXPONENTS = {"USD": 2, "JPY": 0}
PEOPLE = ["Alice", "Bob", "Carol", "Dave"]
LEVEL = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: skip-inactive
    payee: active
    rates: {by: level, rows: [10 %, 5 %, 2.5 %]}
"""

type Row = dict[str, str]


def table(name: str) -> list[Row]:
    """The rows of the table under `<!-- table: name -->`, by column heading."""
    [block] = re.findall(rf"<!-- table: {name} -->\n((?:\|.*\n)+)", PAGE.read_text())
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def run(changes: str, before: Result | None = None) -> Result:
    """What these sale lines of one order line pay to Alice, after a run before."""
    sale = Sale(0, earned=tuple(change.removeprefix("+") for change in changes.split(", ")))
    company = Company((-1,), [sale])
    if before is not None:
        [after_e4] = earned_after_e4(before.snapshot)[company.base].tolist()
        refs = np.arange(int((before.lines.reverses < 0).sum())) + 10 * len(before.snapshot.posted)
        company.sales = [replace(sale, before=f"{after_e4}/10000")]
        company.posted = standing_after(before, refs + before.snapshot.posted.ref.max(initial=0))
    return pay(company, LEVEL)


def interval(rows: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The only interval of some lines, if there are any."""
    [*found] = set(rows)
    assert len(found) <= 1
    return found[0] if found else None


def stated(text: str) -> tuple[int, int] | None:
    if text == "nothing":
        return None
    lower, upper = text.split(" to ")
    return e4(lower), e4(upper)


@pytest.mark.parametrize("row", table("earned"), ids=str)
def test_earned(row: Row) -> None:
    # given what earlier runs earned, in a run of its own
    before = None if row["earned before"] == "0" else run(row["earned before"])

    # when
    result = run(row["sale lines of this run"], before)

    # then
    columns = (result.lines.base_from_e4.tolist(), result.lines.base_to_e4.tolist())
    intervals = list(zip(*columns, strict=True))
    back = result.lines.reverses >= 0
    assert interval([intervals[i] for i in np.flatnonzero(back)]) == stated(row["taken back"])
    assert interval([intervals[i] for i in np.flatnonzero(~back)]) == stated(row["paid now"])


@pytest.mark.parametrize("row", table("walk"), ids=str)
def test_walk(row: Row) -> None:
    # given one order; the days of the page are days of October
    kind, name = row["order"].rsplit(" of " if "own" in row["order"] else " ", 1)
    sale = Sale(PEOPLE.index(name), own=kind.startswith("own"), sold=day(row["paid on"]))
    active = [person for person, who in enumerate(PEOPLE) if who not in row["inactive"]]
    company = Company((-1, 0, 1, 2), [sale], absent=absences(row), tests={"active": active})

    # when
    result = pay(company, LEVEL.replace("skip-inactive", row["compression"]))

    # then
    assert levels(result) == [row[f"level {level}"] for level in (1, 2, 3)]


def day(number: str) -> str:
    return f"2026-10-{int(number):02}"


def absences(row: Row) -> list[tuple[int, str | None, str | None]]:
    """`Carol from 25` or `Carol from 5 until 20`, as (person, from, until)."""
    found = []
    for who, bounds in re.findall(r"(\w+) (from [^,]*|until [^,]*)", row["no agreement"]):
        since, until = (re.search(rf"{word} (\d+)", bounds) for word in ("from", "until"))
        start, end = (day(bound[1]) if bound else None for bound in (since, until))
        found.append((PEOPLE.index(who), start, end))
    return found


def levels(result: Result) -> list[str]:
    """Who is paid each level, `lost` or `top`; nothing after the top."""
    found = ["", "", ""]
    for payee, level in zip(result.lines.payee, result.lines.paid_level, strict=True):
        found[level - 1] = PEOPLE[payee]
    for reason, level in zip(result.unpaid.reason, result.unpaid.paid_level, strict=True):
        found[level - 1] = "top" if reason == Reason.ROOT else "lost"
    return found


@pytest.mark.parametrize("row", table("amounts"), ids=str)
@pytest.mark.parametrize("rounding", Rounding)
def test_amounts(row: Row, rounding: Rounding) -> None:
    exponent = EXPONENTS[row["currency"]]
    [amount_minor] = interval_amounts_minor(
        np.array([e4(row["from"])]),
        np.array([e4(row["to"])]),
        rate=parse_rate(row["rate"]).as_integer_ratio(),
        exponent=exponent,
        rounding=rounding,
    )
    assert amount_text(int(amount_minor), exponent) == row[rounding]


def test_refunds() -> None:
    total_minor, result = 0, None
    for row in table("refunds"):
        result = run(row["sale lines"], result)
        posted_minor = int(result.lines.amount_minor.sum())
        total_minor += posted_minor
        assert amount_text(posted_minor, 2) == row["posted now"]
        assert amount_text(total_minor, 2) == row["sum"]
        assert [after.tolist() for after in earned_after_e4(result.snapshot).values()] == [
            [e4(row["left"])]
        ]
