"""Which earlier runs a run goes on from, and whether they belong to it."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.periods import Period
from ..engine.plans import Plan
from ..engine.plans.dependencies import evaluation, looks_at_ranks_left
from ..engine.plans.periods import closed_period, period_before, periods_inside
from ..engine.plans.volumes import EarningsVolume
from .folders import RunFolder, folder_error
from .problems import FileError, FileProblem


@dataclass(frozen=True, eq=False)
class Earlier:
    """The folders that a run goes on from.

    state, results: the run before, whose results are those of all periods before it. ranks: the run
    that decided the ranks, where this one does not. pay: runs of shorter periods that end within
    this one.
    """

    state: RunFolder | None = None
    results: RunFolder | None = None
    ranks: RunFolder | None = None
    pay: Sequence[RunFolder] = ()


def earlier(
    plan: Plan, period: Period, state: RunFolder | None, results: Sequence[RunFolder]
) -> Earlier:
    """Which folder is what, and whether they belong to this run.

    Raises `FileError` when one does not.
    """
    same = [folder for folder in results if folder.every == period.kind]
    others = [folder for folder in results if folder.every != period.kind]
    ranks = _ranks(plan, period, others)
    found = Earlier(
        state=state,
        results=same[0] if same else state,
        ranks=ranks,
        pay=[folder for folder in others if folder is not ranks or _pays(plan, period, folder)],
    )
    for folder in [*([state] if state else []), *results]:
        _expect(folder, folder.record["plan"]["key"], plan.key, "is a run of the plan")
    before = period_before(plan, period)
    for folder in [*([state] if state else []), *same]:
        expected = f"{period.kind}: --state-in takes the run of the same length directly before"
        if folder.every != period.kind:
            raise folder_error(folder.path, f"is a run by {folder.every}", expected)
        first = f"no --state-in: {period.key} is the first period of `{period.kind}`"
        _expect(folder, folder.period, before.key if before else first, "is the run of")
    if same and not state:
        expected = "it as --state-in, which brings its results with it"
        raise folder_error(same[0].path, "is the run directly before", expected)
    if state and same:
        _expect(same[0], same[0].sha256, state.sha256, "is the run")
    for folder in same[1:]:
        raise folder_error(folder.path, "is a second one of this length", "one")
    _check_ranks(plan, period, found)
    _check_pay(plan, period, found.pay)
    return found


def ranks_period(plan: Plan, period: Period) -> Period | None:
    """The period whose ranks hold in this one, where the plan asks for them and this one's run does
    not decide them."""
    if plan.ranks is None or not looks_at_ranks_left(plan, str(period.kind)):
        return None
    return closed_period(plan, period, plan.ranks.every or plan.period)


def currencies_before(found: Earlier) -> set[str]:
    """The currencies of all that earlier runs left."""
    codes: set[str] = set()
    for folder in [*([found.state] if found.state else []), *found.pay]:
        codes |= set(folder.record["currencies"])
    return codes


def _ranks(plan: Plan, period: Period, folders: Sequence[RunFolder]) -> RunFolder | None:
    """The run of these whose ranks hold in this period.

    Raises `FileError` for a run that decided those of another period, and is not asked for its pay.
    """
    closed = ranks_period(plan, period)
    if closed is None:
        return None
    deciding = [folder for folder in folders if folder.every == str(closed.kind)]
    for folder in deciding:
        if folder.period != closed.key and not _pays(plan, period, folder):
            expected = f"that of {closed.key}, whose ranks hold in {period.key}"
            raise folder_error(folder.path, f"is the run of {folder.period}", expected)
    return next((folder for folder in deciding if folder.period == closed.key), None)


def _pays(plan: Plan, period: Period, folder: RunFolder) -> bool:
    """Whether this run asks what runs of that length paid."""
    return folder.every in _lengths_of_earnings(plan, period)


def _check_ranks(plan: Plan, period: Period, found: Earlier) -> None:
    """Whoever was given the ranks once is given them always: without them nobody has one."""
    closed = ranks_period(plan, period)
    before = found.state or found.results
    if closed and before and "ranks" in before.record["inputs"] and not found.ranks:
        expected = f"the run of {closed.key}, whose ranks hold in {period.key}"
        wrong = "there is no run that decided the ranks"
        raise FileError([FileProblem("--results-in", 0, "", wrong, expected, "run-missing")])


def _check_pay(plan: Plan, period: Period, folders: Sequence[RunFolder]) -> None:
    """All runs that the plan's earnings rest on are there, each going on from the one before."""
    for folder in folders:
        _check_within(folder, period)
    for every in {folder.every for folder in folders} | _lengths_of_earnings(plan, period):
        given = sorted((one for one in folders if one.every == every), key=_starts_at)
        keys = [folder.period for folder in given]
        for one in periods_inside(plan, period, every):
            if one.key not in keys:
                wrong = f"there is no run of {one.key}"
                expected = f"all runs by {every} that end within {period.key}"
                problem = FileProblem("--results-in", 0, "", wrong, expected, "run-missing")
                raise FileError([problem])
        for before, folder in itertools.pairwise(given):
            went_on = folder.record["inputs"].get("state_in", {}).get("sha256", "nothing")
            _expect(folder, went_on, before.sha256, "goes on from")


def _lengths_of_earnings(plan: Plan, period: Period) -> set[str]:
    """The lengths of the bonuses whose pay this run looks at."""
    needed = evaluation(plan, str(period.kind))
    nodes = (*needed.before, *needed.during, *needed.after)
    volumes = [plan.volumes[name] for kind, name in nodes if kind == "volume"]
    earnings = (volume for volume in volumes if isinstance(volume, EarningsVolume))
    bonuses = (plan.bonuses[key] for volume in earnings for key in volume.bonuses)
    return {bonus.every or plan.period for bonus in bonuses}


def _starts_at(folder: RunFolder) -> str:
    return str(folder.record["period"]["starts_at"])


def _check_within(folder: RunFolder, period: Period) -> None:
    """A run of shorter periods belongs to the period in which its own one ends."""
    ends_at = dt.datetime.fromisoformat(folder.record["period"]["ends_at"])
    if not period.starts_at < ends_at <= period.ends_at:
        expected = f"a run of a period that ends within {period.key}"
        raise folder_error(folder.path, f"is the run of {folder.period}", expected)


def _expect(folder: RunFolder, found: str, expected: str, message: str) -> None:
    if found != expected:
        raise folder_error(folder.path, f"{message} {found}", expected)
