"""What a run leaves to later runs: state, and its own result as a past period."""

from collections.abc import Iterable, Mapping

from ..plans.tests import FirstTimeTest
from .inputs import PastPeriod
from .ranks import career_title, works_out_ranks
from .standing import Standing

type State = dict[str, dict[str, int]]


def state_after(
    standing: Standing, changes: Iterable[Mapping[tuple[str, str], int]]
) -> Mapping[str, Mapping[str, int]]:
    """The state before with what the run changed; nothing is carried of a zero."""
    state: State = {name: dict(people) for name, people in standing.run.state.items()}
    for change in changes:
        for (name, person), number in change.items():
            state.setdefault(name, {})[person] = number
    if works_out_ranks(standing.run):
        _carry_titles(state, standing)
    _carry_first_times(state, standing)
    kept = {name: {p: n for p, n in people.items() if n} for name, people in state.items()}
    return {name: people for name, people in kept.items() if people}


def past_after(standing: Standing) -> PastPeriod:
    """This period as later runs see it."""
    return PastPeriod(
        every=standing.run.every,
        key=standing.span.key,
        volumes=standing.volumes,
        tests=standing.tests,
        qualified=standing.qualified,
        paid_as=standing.paid_as,
        titles=standing.titles,
    )


def _carry_titles(state: State, standing: Standing) -> None:
    for person in standing.people:
        career = career_title(person, standing)
        state.setdefault("title", {})[person] = career.title
        state.setdefault("below-title", {})[person] = career.below


def _carry_first_times(state: State, standing: Standing) -> None:
    for name in standing.tests:
        test = standing.plan.tests[name]
        if not isinstance(test, FirstTimeTest):
            continue
        for person, passed in standing.tests[test.test].items():
            if passed:
                state.setdefault(f"passed:{test.test}", {})[person] = 1
