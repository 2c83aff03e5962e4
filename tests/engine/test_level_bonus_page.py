"""The tables of docs/algorithms/level-bonus.md, executed."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from saleor_mlm.engine.amounts import amount_text
from saleor_mlm.engine.plans.quantities import parse_rate
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.rounding import Rounding, interval_amounts_minor
from saleor_mlm.engine.skips import Reason

from .builders import ALWAYS, Event, OrderLine, Story, everyone_active, plan_with, results_of

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "level-bonus.md"
EXPONENTS = {"USD": 2, "JPY": 0}
PEOPLE = ["Alice", "Bob", "Carol", "Dave"]

type Row = dict[str, str]


def table(name: str) -> list[Row]:
    """The rows of the table under `<!-- table: name -->`, by column heading."""
    [block] = re.findall(rf"<!-- table: {name} -->\n((?:\|.*\n)+)", PAGE.read_text())
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def e4(text: str) -> int:
    return int(Fraction(text) * 10**4)


def events(text: str) -> tuple[Event, ...]:
    return tuple(Event(0, 0, 0, e4(part)) for part in text.split(", "))


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
    before = events(row["earned before"]) if row["earned before"] != "0" else ()
    lines = (OrderLine(0, False, 0),)
    story = Story((-1,), lines, (before, events(row["sale lines of this run"])))

    # when
    result = results_of(story, [everyone_active()] * 2)[1]

    # then
    columns = (result.lines.base_from_e4.tolist(), result.lines.base_to_e4.tolist())
    intervals = list(zip(*columns, strict=True))
    back = result.lines.reverses >= 0
    assert result.snapshot.earned_paths.lowest_e4.tolist() == [e4(row["lowest"])]
    assert interval([intervals[i] for i in np.flatnonzero(back)]) == stated(row["taken back"])
    assert interval([intervals[i] for i in np.flatnonzero(~back)]) == stated(row["paid now"])


@pytest.mark.parametrize("row", table("walk"), ids=str)
def test_walk(row: Row) -> None:
    # given 100 CV, and enough QV by other orders for whoever is not inactive
    kind, name = row["order"].rsplit(" of " if "own" in row["order"] else " ", 1)
    order = OrderLine(PEOPLE.index(name), kind.startswith("own"), 0, int(row["paid on"]))
    active = [person for person, who in enumerate(PEOPLE) if who not in row["inactive"]]
    starters = tuple(OrderLine(person, True, 0) for person in active)
    volumes = tuple(Event(1 + index, 500_000, 0, 0) for index in range(len(active)))
    sale = Event(0, 0, 0, 1_000_000)
    story = Story((-1, 0, 1, 2), (order, *starters), ((sale, *volumes),), absences(row))

    # when
    [result] = results_of(story, [plan_with(("skip-inactive", row["compression"]))])

    # then
    assert levels(result) == [row[f"level {level}"] for level in (1, 2, 3)]


def absences(row: Row) -> tuple[tuple[int, int, int], ...]:
    """`Carol from 25` or `Carol from 5 until 20`, as (person, from, until)."""
    found = []
    for who, bounds in re.findall(r"(\w+) (from [^,]*|until [^,]*)", row["no agreement"]):
        since, until = (re.search(rf"{word} (\d+)", bounds) for word in ("from", "until"))
        from_us = int(since[1]) if since else ALWAYS[0]
        found.append((PEOPLE.index(who), from_us, int(until[1]) if until else ALWAYS[1]))
    return tuple(found)


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
    # given
    rows = table("refunds")
    runs = tuple(events(row["sale lines"]) for row in rows)
    story = Story((-1,), (OrderLine(0, False, 0),), runs)
    plan = everyone_active(("[10 %, 5 %, 2.5 %]", "[10 %]"))

    # when
    results = results_of(story, [plan] * len(rows))

    # then
    total_minor = 0
    for row, result in zip(rows, results, strict=True):
        posted_minor = int(result.lines.amount_minor.sum())
        total_minor += posted_minor
        assert amount_text(posted_minor, 2) == row["posted now"]
        assert amount_text(total_minor, 2) == row["sum"]
        assert result.snapshot.earned_paths.final_e4.tolist() == [e4(row["left"])]
