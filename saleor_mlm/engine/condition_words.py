"""What a test looks at, what it needs and what there is, in words, for one person."""

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import numpy as np

from .columns import Bool
from .plans.quantities import rate_text, volume_text
from .plans.schema import Plan
from .plans.tests import (
    AllTest,
    AnyTest,
    ClassTest,
    CountryTest,
    CountTest,
    CrossTreeTest,
    DaysSinceTest,
    DistinctLegsTest,
    FirstTimeTest,
    HistoryTest,
    LegsTest,
    NotTest,
    RankTest,
    Test,
    VolumeTest,
)
from .plans.wording import measure_name
from .result import Standing
from .snapshot import Snapshot
from .tests import serving
from .titles import title_before
from .views import Everyone

type Words = tuple[str, str, str]
"""What is looked at, what is needed of it, what it is."""


def everyone(snapshot: Snapshot, plan: Plan, standing: Standing) -> Everyone:
    """All people of a snapshot, with what a standing says of them."""
    found = Everyone(snapshot, plan)
    for volume, values_e4 in standing.volumes.items():
        found.values["volume", volume] = values_e4
    for test, passed in standing.tests.items():
        found.values["test", test] = passed
    return found


class About:
    """One person in a standing."""

    def __init__(self, everyone: Everyone, standing: Standing, person: int) -> None:
        self.everyone, self.standing, self.person = everyone, standing, person
        self.snapshot, self.plan = everyone.snapshot, everyone.plan

    def passes(self, test: str) -> bool:
        """Whether the person passes."""
        return bool(self.standing.tests[test][self.person])

    def volume(self, name: str) -> str:
        """The person's volume, as plans write numbers."""
        return volume_text(int(self.standing.volumes[name][self.person]))

    def excepted(self, test: str) -> bool:
        """Whether an exception decides."""
        rows, position = self.snapshot.exceptions, list(self.plan.tests).index(test)
        return bool(((rows.test == position) & (rows.person == self.person)).any())

    def rank(self, position: int) -> str:
        """A rank's name."""
        ladder = self.plan.ranks.ladder if self.plan.ranks else ()
        return ladder[position].name if position >= 0 else "none"

    def legs(self, tree: str, where: str, test: str) -> Bool:
        """Which of the person's legs serve."""
        owner = self.everyone.legs(tree).owner
        first, end = np.searchsorted(owner, (self.person, self.person + 1))
        return serving(self.everyone, tree, where, test)[first:end]


def words(about: About, definition: Test) -> Words:
    """What a test of a plan comes to for a person."""
    return _WORDS[type(definition)](about, definition)


def parts(definition: Test) -> tuple[str, ...]:
    """The tests of the same person that a test is put together from."""
    if isinstance(definition, AllTest | AnyTest):
        return definition.tests
    if isinstance(definition, NotTest | FirstTimeTest):
        return (definition.test,)
    return ()


def _volume(about: About, definition: VolumeTest) -> Words:
    needed = []
    if definition.at_least_e4 is not None:
        needed.append(f"at least {volume_text(definition.at_least_e4)}")
    if definition.below_e4 is not None:
        needed.append(f"less than {volume_text(definition.below_e4)}")
    if (other := definition.at_least_of) is not None:
        needed.append(f"at least {rate_text(other.share)} of {other.of}, {about.volume(other.of)}")
    return f"volume {definition.volume}", " and ".join(needed), about.volume(definition.volume)


def _rank(about: About, definition: RankTest) -> Words:
    past, standing = about.everyone.past, about.standing
    what, ranks = {
        "paid-as": ("paid-as rank", standing.paid_as),
        "title": ("career title", standing.title),
        "paid-as-before": ("paid-as rank of the last period", past.paid_as()),
        "title-before": ("career title of the last period", title_before(past)),
    }[definition.of]
    keys = [rank.key for rank in about.plan.ranks.ladder] if about.plan.ranks else []
    needed = f"at least {about.rank(keys.index(definition.at_least))}"
    return what, needed, about.rank(int(ranks[about.person]))


def _legs(about: About, definition: LegsTest) -> Words:
    who = "somebody" if definition.where == "anywhere" else "the first person"
    what = f"legs in {definition.tree} in which {who} passes {definition.test}"
    found = about.legs(definition.tree, definition.where, definition.test)
    return what, f"at least {definition.at_least}", str(np.count_nonzero(found))


def _distinct_legs(about: About, definition: DistinctLegsTest) -> Words:
    who = "somebody" if definition.where == "anywhere" else "the first person"
    what = f"legs in {definition.tree} in which {who} passes, none counted twice"
    needs = definition.needs
    found = [about.legs(definition.tree, definition.where, need.test) for need in needs]
    needed = ", ".join(f"{need.at_least} with {need.test}" for need in needs)
    actual = ", ".join(
        f"{np.count_nonzero(legs)} with {need.test}"
        for legs, need in zip(found, needs, strict=True)
    )
    together = np.count_nonzero(np.logical_or.reduce(found))
    return what, needed, f"{actual}; {together} different legs"


def _cross_tree(about: About, definition: CrossTreeTest) -> Words:
    what = (
        f"legs in {definition.legs_of} with somebody personally enrolled "
        f"(in {definition.enrolled_in}) who passes {definition.test}"
    )
    found = about.everyone.enrolled_legs(definition)[about.person]
    return what, f"at least {definition.at_least}", str(found)


def _class(about: About, definition: ClassTest) -> Words:
    words, own = about.snapshot.words.classes, int(about.snapshot.persons.klass[about.person])
    return "account class", _one_of(definition.one_of), words[own] if own >= 0 else "unknown"


def _country(about: About, definition: CountryTest) -> Words:
    words, own = about.snapshot.words.countries, int(about.snapshot.persons.country[about.person])
    return "country", _one_of(definition.one_of), words[own] if own >= 0 else "unknown"


def _one_of(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else "one of " + ", ".join(names)


def _days_since(about: About, definition: DaysSinceTest) -> Words:
    needed = []
    if definition.at_least is not None:
        needed.append(f"at least {definition.at_least}")
    if definition.at_most is not None:
        needed.append(f"at most {definition.at_most}")
    days = int(about.everyone.sold.days_enrolled()[about.person])
    actual = str(days) if days >= 0 else "not enrolled yet"
    return "days since enrolment", " and ".join(needed) or "enrolled", actual


def _count(about: About, definition: CountTest) -> Words:
    least = definition.each_at_least_e4
    each = f"at least {volume_text(least)}" if least else "more than 0"
    what = f"{definition.of} with {each} {measure_name(definition.measure)} each"
    found = about.everyone.sold.counted(definition, about.person)[about.person]
    return what, f"at least {definition.at_least}", str(found)


def _history(about: About, definition: HistoryTest) -> Words:
    past = about.everyone.past
    passed = [bool(outcomes[about.person]) for outcomes in past.passed(definition)]
    if definition.this_period == "included":
        passed.append(about.passes(definition.test))
    what = f"periods in which {definition.test} was passed, of the last {definition.periods}"
    if definition.consecutive == "no":
        return what, f"at least {definition.at_least}", str(sum(passed))
    longest = max(accumulate(passed, lambda row, one: (row + 1) * one), default=0)
    return what, f"at least {definition.at_least} one after the other", str(int(longest))


def _first_time(about: About, definition: FirstTimeTest) -> Words:
    what = f"whether {definition.test} is passed for the first time"
    before = about.everyone.past.state(f"passed:{definition.test}")[about.person] != 0
    now = about.passes(definition.test)
    return what, "now and never before", ("before" if before else "now" if now else "not yet")


def _all(about: About, definition: AllTest) -> Words:
    return ", ".join(definition.tests), "all passed", _outcomes(about, definition.tests)


def _any(about: About, definition: AnyTest) -> Words:
    return ", ".join(definition.tests), "at least one passed", _outcomes(about, definition.tests)


def _outcomes(about: About, tests: tuple[str, ...]) -> str:
    missed = [test for test in tests if not about.passes(test)]
    return f"failed: {', '.join(missed)}" if missed else "all passed"


def _not(about: About, definition: NotTest) -> Words:
    return definition.test, "failed", "passed" if about.passes(definition.test) else "failed"


_WORDS: dict[type, Callable[[About, Any], Words]] = {
    VolumeTest: _volume,
    RankTest: _rank,
    LegsTest: _legs,
    DistinctLegsTest: _distinct_legs,
    CrossTreeTest: _cross_tree,
    ClassTest: _class,
    CountryTest: _country,
    DaysSinceTest: _days_since,
    CountTest: _count,
    HistoryTest: _history,
    FirstTimeTest: _first_time,
    AllTest: _all,
    AnyTest: _any,
    NotTest: _not,
}
