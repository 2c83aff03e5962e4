"""The engine as a whole process: read columns, calculate, print what came out.

python -m benchmarks.engine.contender FOLDER PLAN totals|detail|lines

totals: what everybody is paid. detail: with all that lines and explanations follow from, as runs on
files and stores keep it. lines: all of them made from it too, as columns.
"""

import datetime as dt
import json
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.periods import period_from_key
from saleor_mlm.engine.plans import load_plan
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.plans.volumes import Measure
from saleor_mlm.engine.snapshot import (
    Absences,
    Currency,
    EarlierPay,
    Exceptions,
    OrderLines,
    PastPeriod,
    Persons,
    Posted,
    SaleLines,
    Snapshot,
    Tree,
    Words,
)

from .company import MONTHS


def main() -> None:
    folder, plan_file, kept = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    started = time.perf_counter()
    plan = load_plan(plan_file.read_text(), plan_file.name, on=dt.date(2026, 10, 1))
    taken = snapshot(folder, plan.trees, "year" in plan.volumes)
    read = time.perf_counter()
    result = calculate(taken, plan, detail=kept != "totals")
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "read_s": read - started,
                "calculate_s": done - read,
                "lines": sum(len(part) for part in result.line_parts()) if kept == "lines" else 0,
                "paid_minor": int(result.totals.amount_minor.sum()),
                "ranked": int((result.standing.paid_as >= 0).sum()),
            }
        )
    )


def snapshot(folder: Path, trees: tuple[str, ...], with_past: bool) -> Snapshot:
    def column(name: str) -> np.ndarray:
        return np.load(folder / f"{name}.npy")

    place, cv_e4 = column("place"), column("cv_e4")
    lines, people = len(place), len(column("enroller"))
    number = np.arange(lines, dtype=np.int32)
    sold_at_us = column("sold_at_us")
    return Snapshot(
        period=period_from_key("2026-10", ZoneInfo("UTC")),
        words=Words(),
        currencies=(Currency("USD", 2),),
        persons=Persons(
            np.zeros(people, np.int64), *([np.full(people, -1, np.int16)] * 2), _none(people)
        ),
        trees={tree: Tree(column(tree)) for tree in trees},
        absences=Absences.empty(),
        order_lines=OrderLines(
            place=place,
            own=column("own"),
            currency=np.zeros(lines, np.int16),
            sold_at_us=sold_at_us,
            buyer=_none(lines),
            household=_none(lines),
            buyer_class=np.full(lines, -1, np.int16),
            order=number,
            order_kind=np.full(lines, -1, np.int16),
            product_line=np.full(lines, -1, np.int16),
            country=np.full(lines, -1, np.int16),
        ),
        sale_lines=SaleLines(
            number, np.zeros(lines, np.int64), sold_at_us, np.ones(lines, np.bool_)
        ),
        measures={Measure.QV: cv_e4, Measure.CV: cv_e4},
        earned={Base.CV: cv_e4},
        earned_before={Base.CV: np.zeros(lines, np.int64)},
        posted=Posted.empty(),
        exceptions=Exceptions.empty(),
        earlier_pay=EarlierPay.empty(),
        past=tuple(
            PastPeriod(
                key=str(month),
                starts_us=month,
                volumes={"personal": column(f"past{month}")},
                tests={},
                qualified=np.full(people, -1, np.int16),
                paid_as=np.full(people, -1, np.int16),
            )
            for month in range(MONTHS if with_past else 0)
        ),
        state={},
    )


def _none(count: int) -> np.ndarray:
    return np.full(count, -1, np.int32)


if __name__ == "__main__":
    main()
