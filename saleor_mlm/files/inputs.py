"""The inputs of a run, read together: a plan for a period, and the company's snapshot in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..engine.periods import Period, PeriodError, PeriodKind
from ..engine.plans import Base, Overlay, Plan, load_plan, load_promotion
from ..engine.plans.dependencies import lengths
from ..engine.plans.periods import plan_period
from ..engine.plans.volumes import Measure
from ..engine.snapshot import Exceptions, Snapshot
from .adjustments import read_adjustments
from .carried import CarriedLines, carried
from .company import Carried, Company, bases_of, company, snapshot
from .documents import read_text
from .earlier import Earlier, currencies_before, earlier
from .folders import RunFolder, Say, file_sha256, open_folder
from .needs import needs
from .network import read_network
from .notes import (
    at_a_loss,
    left_unused,
    not_ruling,
    notes,
    sold_again,
    sold_before,
)
from .problems import Problems
from .sale_rows import SaleRows, below_nothing, check_earned, sale_rows
from .sales import Sales, read_sales


@dataclass(frozen=True)
class Paths:
    """Where the inputs of a run are."""

    plan: Path
    network: Path
    sales: Path
    promotions: Sequence[Path] = ()
    adjustments: Path | None = None
    state_in: Path | None = None
    results_in: Sequence[Path] = ()


@dataclass(frozen=True, eq=False)
class Inputs:
    """All that a calculation needs. record: what it was read from, by name and hash."""

    plan: Plan
    period: Period
    company: Company
    snapshot: Snapshot
    before: CarriedLines
    record: dict[str, Any]
    notes: Sequence[str]


def plan_for(
    paths: Paths, key: str, every: str | None, promotions: Sequence[Overlay]
) -> tuple[Plan, Period]:
    """The plan as it rules in a period, its promotions laid over.

    Raises `PlanError`, `PeriodError` or `FileError`.
    """
    text, source = read_text(paths.plan), str(paths.plan)
    written = load_plan(text, source)
    _check_every(written, every)
    period = plan_period(written, key, every)
    plan = load_plan(text, source, first_day(period), promotions)
    _check_length(plan, str(period.kind))
    return plan, period


def _promotions(paths: Paths) -> list[Overlay]:
    return [load_promotion(read_text(path), str(path)) for path in paths.promotions]


def _check_every(plan: Plan, every: str | None) -> None:
    known = [*PeriodKind, *plan.calendars]
    if every is not None and every not in known:
        message = f"--every: there is no period `{every}`"
        raise PeriodError("unknown-period", f"{message}; expected one of: {', '.join(known)}")


def _check_length(plan: Plan, every: str) -> None:
    """Refuses a run that would work out nothing, and so pay nobody."""
    if every not in lengths(plan):
        message = f"no bonus or rank of the plan is worked out by {every}"
        expected = " or ".join(f"--every {length}" for length in lengths(plan))
        raise PeriodError("nothing-due", f"{message}; expected {expected}")


def first_day(period: Period) -> dt.date:
    """The local day on which a period begins."""
    return period.starts_at.astimezone(ZoneInfo(period.time_zone)).date()


def read_inputs(paths: Paths, key: str, every: str | None, say: Say) -> Inputs:
    """Read everything.

    Raises `FileError` with all that is wrong with the files; `PlanError`, `PeriodError` or
    `SnapshotError`.
    """
    promotions = _promotions(paths)
    plan, period = plan_for(paths, key, every, promotions)
    wanted, problems = needs(plan), Problems()
    say("reading the network")
    network = read_network(paths.network, str(paths.network), plan, wanted, problems)
    say("reading the sales")
    sales = read_sales(paths.sales, str(paths.sales), plan, period, wanted, network.keys, problems)
    exceptions = _exceptions(paths, plan, period, network.keys, problems)
    problems.check()
    found = _earlier(paths, plan, period)
    codes = currencies_before(found).union(plan.currencies)
    together = company(network, sales, codes)
    left, before = carried(found, plan, together, bases_of(plan))
    rows = sale_rows(sales, period)
    losses = _check_bases(bases_of(plan), sales, rows, left)
    problems.check()
    sales.table.forget()
    say("putting them together")
    whole = snapshot(together, plan, period, rows, exceptions, left)
    told = (
        not_ruling(promotions, period.key, first_day(period)),
        notes(plan, period, network, sales, found),
        sold_before(whole, plan),
        sold_again(whole, plan, sales),
        left_unused(whole, plan),
        losses,
    )
    return Inputs(
        plan=plan,
        period=period,
        company=together,
        snapshot=whole,
        before=before,
        record=_record(paths, found),
        notes=[note for some in told for note in some],
    )


def _check_bases(bases: Sequence[Base], sales: Sales, rows: SaleRows, left: Carried) -> list[str]:
    """Refuse what gives back more than was earned; what is to be said of losses, where a base may
    be one."""
    told: list[str] = []
    for base in bases:
        change_e4 = rows.earned(sales.measures[Measure(base)])
        before_e4 = left.before(base, len(sales.lines))
        if base is Base.MARGIN:
            told += at_a_loss(sales, rows, below_nothing(rows, change_e4, before_e4))
        else:
            check_earned(sales, rows, change_e4, before_e4)
    return told


def _exceptions(
    paths: Paths, plan: Plan, period: Period, people: Any, problems: Problems
) -> Exceptions:
    if paths.adjustments is None:
        return Exceptions.empty()
    path = paths.adjustments
    return read_adjustments(path, str(path), plan, period, people, problems)


def _earlier(paths: Paths, plan: Plan, period: Period) -> Earlier:
    state = open_folder(paths.state_in) if paths.state_in else None
    return earlier(plan, period, state, [open_folder(path) for path in paths.results_in])


def _record(paths: Paths, found: Earlier) -> dict[str, Any]:
    """Files by their names alone: the same inputs give the same bytes, wherever they are."""
    files = {"plan": paths.plan, "network": paths.network, "sales": paths.sales}
    if paths.adjustments:
        files["adjustments"] = paths.adjustments
    folders = {"state_in": found.state, "results_in": found.results, "ranks": found.ranks}
    return {
        **{name: _named(path) for name, path in files.items()},
        "promotions": [_named(path) for path in paths.promotions],
        **{name: _run(folder) for name, folder in folders.items() if folder},
        "earlier_pay": [_run(folder) for folder in found.pay],
    }


def _named(path: Path) -> dict[str, str]:
    return {"name": path.name, "sha256": file_sha256(path)}


def _run(folder: RunFolder) -> dict[str, str]:
    return {"period": folder.period, "sha256": folder.sha256}
