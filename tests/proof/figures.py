"""Worked cases varied: amounts around brackets, days around windows, sales left out or returned."""

from random import Random

from saleor_mlm.engine.cases.schema import Case, Run, SaleRow

FACTORS = ((1, 2), (9, 10), (9999, 10000), (1, 1), (1, 1), (10001, 10000), (11, 10), (2, 1), (3, 1))


def varied(case: Case, random: Random) -> Case:
    """The same people with other sales; what the case expects no longer holds."""
    days = {line: _day(random, case, day) for line, day in case.paid_on.items()}
    runs = [_run(run, random, days) for run in case.runs]
    return case.model_copy(update={"runs": runs})


def _run(run: Run, random: Random, days: dict[str, str]) -> Run:
    rows: list[SaleRow] = []
    for row in run.sales:
        new = _row(row, random, days)
        rows.append(new)
        if random.random() < 0.1 and min(new.qv, new.cv, new.margin) >= 0:
            rows.append(_refund(new, random))
    return run.model_copy(update={"sales": rows})


def _row(row: SaleRow, random: Random, days: dict[str, str]) -> SaleRow:
    """Whoever shrinks a sale shrinks it more than its refund, which stays below what was sold."""
    if min(row.qv, row.cv, row.margin) < 0:
        return row.model_copy(update={"paid": days.get(row.line)})
    update: dict[str, object] = {"paid": days.get(row.line)}
    for name in ("qv", "cv", "price", "margin"):
        numerator, denominator = random.choice(FACTORS)
        update[name] = getattr(row, name) * numerator // denominator
    return row.model_copy(update=update)


def _refund(row: SaleRow, random: Random) -> SaleRow:
    part = random.choice((1, 2, 3))
    names = ("qv", "cv", "price", "margin", "units")
    return row.model_copy(update={name: -(getattr(row, name) // part) for name in names})


def _day(random: Random, case: Case, day: str) -> str:
    """Now and then another day of the same month."""
    if random.random() < 0.6:
        return day
    return f"{day[:8]}{random.choice((1, 2, 13, 14, 15, 28)):02}"
