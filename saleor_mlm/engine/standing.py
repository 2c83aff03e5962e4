"""What everybody is in a period: volumes, tests, ranks and title."""

from collections.abc import Iterator

import numpy as np

from .columns import Int64
from .plans.dependencies import evaluation
from .plans.schema import Plan
from .plans.tests import FirstTimeTest, HistoryTest
from .plans.volumes import WindowVolume
from .ranks import decide_ranks, highest, value_of
from .result import Standing
from .snapshot import PastPeriod, Snapshot
from .titles import BELOW_TITLE, TITLE, title_before, titles_after
from .turns import paid_by
from .views import Everyone


def standing(snapshot: Snapshot, plan: Plan) -> Standing:
    """Work out all that the ranks and bonuses of a run over this period need.

    Deterministic; rows given in another order give the same.
    Raises `SnapshotError` where the snapshot lacks what the plan needs, or money of several
    currencies would be added; `AmountError` where a number may not fit 64 bits.
    """
    everyone = Everyone(snapshot, plan)
    needed = evaluation(plan, str(snapshot.period.kind))
    if not everyone.decides_ranks:
        _take_ranks_over(everyone)
    for node in needed.before:
        everyone.values[node] = value_of(everyone, node)
    if everyone.decides_ranks:
        decide_ranks(everyone, needed)
    for node in needed.after:
        everyone.values[node] = value_of(everyone, node)
    return _standing(everyone)


def carried(
    snapshot: Snapshot, plan: Plan, standing: Standing
) -> tuple[dict[str, Int64], PastPeriod]:
    """What the next run must be given: state by name (titles, and who ever passed what is asked
    for the first time of), and this period as a past one."""
    everyone = Everyone(snapshot, plan)
    state = {}
    if plan.ranks is not None and everyone.decides_ranks:
        _, below = titles_after(everyone.past, plan.ranks, standing.paid_as)
        state[TITLE] = standing.title.astype(np.int64) + 1
        state[BELOW_TITLE] = below
    for name in _first_times(plan, standing):
        passed = everyone.past.state(f"passed:{name}") != 0
        state[f"passed:{name}"] = (passed | standing.tests[name]).astype(np.int64)
    return state, _past_period(snapshot, plan, standing)


def _past_period(snapshot: Snapshot, plan: Plan, standing: Standing) -> PastPeriod:
    paying = paid_by(plan, str(snapshot.period.kind))
    windows = (volume for volume in plan.volumes.values() if isinstance(volume, WindowVolume))
    histories = (test for test in plan.tests.values() if isinstance(test, HistoryTest))
    volumes = {window.of for window in windows} | {key for kind, key in paying if kind == "volume"}
    tests = {history.test for history in histories} | {
        key for kind, key in paying if kind == "test"
    }
    return PastPeriod(
        key=snapshot.period.key,
        starts_us=snapshot.starts_us,
        volumes={name: standing.volumes[name] for name in volumes & standing.volumes.keys()},
        tests={name: standing.tests[name] for name in tests & standing.tests.keys()},
        qualified=standing.qualified,
        paid_as=standing.paid_as,
        title=standing.title,
    )


def _first_times(plan: Plan, standing: Standing) -> set[str]:
    """The tests of which this run asked who passes for the first time."""
    tests = (plan.tests[name] for name in standing.tests)
    return {test.test for test in tests if isinstance(test, FirstTimeTest)}


def _take_ranks_over(everyone: Everyone) -> None:
    """In a run that decides no ranks they are what the last closed period left."""
    paid_as = everyone.past.paid_as()
    ladder = everyone.plan.ranks.ladder if everyone.plan.ranks else ()
    for position, rank in enumerate(ladder):
        everyone.values["rank", rank.key] = paid_as >= position


def _standing(everyone: Everyone) -> Standing:
    plan, past = everyone.plan, everyone.past
    if plan.ranks is None:
        qualified = paid_as = title = np.full(everyone.count, -1, dtype=np.int16)
    elif everyone.decides_ranks:
        qualified, paid_as = highest(everyone, "qualified"), highest(everyone, "rank")
        title, _ = titles_after(past, plan.ranks, paid_as)
    else:
        qualified = paid_as = past.paid_as()
        title = title_before(past)
    values = everyone.values
    return Standing(
        volumes={
            name: values["volume", name] for name in plan.volumes if ("volume", name) in values
        },
        tests={name: values["test", name] for name in plan.tests if ("test", name) in values},
        qualified=qualified,
        paid_as=paid_as,
        title=title,
        notes=_notes(everyone),
    )


def _notes(everyone: Everyone) -> tuple[str, ...]:
    """Which windows and histories asked for periods of which there is no result, or one that lacks
    what they look for."""
    plan, notes = everyone.plan, []
    asking: list[tuple[str, str, WindowVolume | HistoryTest]] = [
        ("volume", name, volume)
        for name, volume in plan.volumes.items()
        if isinstance(volume, WindowVolume) and ("volume", name) in everyone.values
    ]
    asking += [
        ("test", name, test)
        for name, test in plan.tests.items()
        if isinstance(test, HistoryTest) and ("test", name) in everyone.values
    ]
    for kind, name, definition in asking:
        asked = len(everyone.past.asked(definition))
        if missing := everyone.past.missing(definition):
            notes.append(f"{kind} {name}: no result of {missing} of the {asked} earlier periods")
    return (*notes, *_first_of_all(everyone))


def _first_of_all(everyone: Everyone) -> Iterator[str]:
    """Which first times no earlier run kept a list for, as its plan did not ask."""
    snapshot = everyone.snapshot
    for name, test in everyone.plan.tests.items():
        if not isinstance(test, FirstTimeTest) or ("test", name) not in everyone.values:
            continue
        if snapshot.past and f"passed:{test.test}" not in snapshot.state:
            yield f"test {name}: no earlier run tells who passed {test.test} before"
