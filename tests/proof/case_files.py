"""Worked cases as files for the command line, and what the files it writes say."""

import csv
import sqlite3
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from saleor_mlm.engine.cases.schema import NOBODY, Case, SaleRow
from saleor_mlm.engine.cases.snapshots import LONG_AGO, Teller

type Row = dict[str, object]
MEASURES = ("qv", "cv", "price", "margin", "units")


def fits_files(case: Case) -> bool:
    """Whether files can tell a case: nothing is carried in, and every sale is earned at once."""
    told_whole = all(row.earned is None for row in case.sales())
    plain = not case.before and not case.titles_before
    return told_whole and plain and not any(run.exceptions or run.period for run in case.runs)


def write_network(path: Path, case: Case) -> None:
    """The network file of a case."""
    _write(path, [_person(case, name) for name in case.people])


def _person(case: Case, name: str) -> Row:
    above = {"enroller": case.people, **case.trees}
    row: Row = {"distributor": name, "joined": case.enrolled.get(name, LONG_AGO)}
    for tree, parents in above.items():
        row[tree] = "" if parents.get(name) == NOBODY else parents.get(name, "-")
    row["country"] = _group(case.countries, name)
    row["class"] = _group(case.classes, name)
    row["household"] = _household(case, name)
    row["ended"], row["reinstated"] = case.ended.get(name, ""), case.reinstated.get(name, "")
    return row


def _group(groups: Mapping[str, tuple[str, ...]], name: str) -> str:
    return next((word for word, names in groups.items() if name in names), "")


def _household(case: Case, name: str | None) -> str:
    return next((f"H{n}" for n, names in enumerate(case.households) if name in names), "")


def write_sales(path: Path, case: Case, teller: Teller, run: int) -> None:
    """The sales file of one run of a case."""
    before = len(teller.told(run - 1)) if run else 0
    _write(path, [_sale(case, teller, told.row, told.at_us) for told in teller.told(run)[before:]])


def _sale(case: Case, teller: Teller, row: SaleRow, at_us: int) -> Row:
    import datetime as dt

    head = next(sale for sale in case.sales() if sale.line == row.line)
    date = dt.datetime.fromtimestamp(at_us // 10**6, teller.zone).date()
    sale: Row = {
        "order_line": row.line,
        "order": head.order or row.line,
        "date": date.isoformat(),
        "distributor": row.place,
        "buyer": head.buyer or head.bought_by or f"somebody ({row.line})",
        "buyer_class": head.buyer_class or "",
        "household": _household(case, head.buyer),
        "order_kind": head.order_kind or "",
        "product_line": head.product_line or "",
        "country": head.country or "",
        "currency": row.currency,
    }
    return sale | {name: _decimal(int(getattr(row, name))) for name in MEASURES}


def _decimal(e4: int) -> str:
    sign, whole = ("-" if e4 < 0 else ""), abs(e4)
    return f"{sign}{whole // 10**4}.{whole % 10**4:04}"


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def statement(folder: Path) -> dict[tuple[str, str, str], Fraction]:
    """What a run's folder says that people are paid, by person, bonus and currency."""
    with (folder / "statements.csv").open(newline="") as file:
        return {
            (row["distributor"], row["bonus"], row["currency"]): Fraction(row["amount"])
            for row in csv.DictReader(file)
        }


SUMS = """
    SELECT distributor, bonus, currency, SUM(CAST(REPLACE(amount, '.', '') AS INTEGER))
    FROM (SELECT distributor, bonus, currency, amount FROM commissions
          UNION ALL SELECT distributor, bonus, currency, amount FROM person_lines)
    GROUP BY distributor, bonus, currency
"""


def recomputed(folder: Path, exponents: Mapping[str, int]) -> dict[tuple[str, str, str], Fraction]:
    """The sums of a run's exported lines, added up by SQLite."""
    with sqlite3.connect(":memory:") as database:
        for name in ("commissions", "person-lines"):
            _load(database, name.replace("-", "_"), folder / f"{name}.csv")
        rows = database.execute(SUMS).fetchall()
    return {
        (who, bonus, code): Fraction(minor, 10 ** exponents[code])
        for who, bonus, code, minor in rows
        if minor
    }


def _load(database: sqlite3.Connection, table: str, path: Path) -> None:
    with path.open(newline="") as file:
        rows: Iterator[list[Any]] = iter(csv.reader(file))
        names = next(rows)
        database.execute(f"CREATE TABLE {table} ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def wrong_amounts(folder: Path, rounding: str, exponents: Mapping[str, int]) -> list[Row]:
    """The exported lines whose amount is not R(rate x base to) - R(rate x base from)."""
    with (folder / "commissions.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if not _is_right(row, rounding, exponents)]


def _is_right(row: dict[str, str], rounding: str, exponents: Mapping[str, int]) -> bool:
    text = row["rate"]
    rate = (
        Fraction(text.removesuffix(" %")) / 100 if text.endswith("%") else Fraction(text.split()[0])
    )
    unit = 10 ** exponents[row["currency"]]
    high, low = (
        _rounded(rate * Fraction(row[b]) * unit, rounding) for b in ("base_to", "base_from")
    )
    sign = -1 if row["reverses"] else 1
    return sign * (high - low) == Fraction(row["amount"]) * unit


def _rounded(amount: Fraction, rounding: str) -> int:
    if rounding == "half-even":
        return round(amount)
    if rounding == "half-up":
        return int(amount + Fraction(1, 2))
    return int(amount)
