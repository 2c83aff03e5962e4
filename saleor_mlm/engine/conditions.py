"""Why one person passes a test or not: what was needed and what there was, down to single numbers.

The outcomes are those of the standing; nothing is decided anew.
"""

import dataclasses

from .condition_words import About, everyone, parts, words
from .plans.schema import Plan
from .plans.tests import AnyTest
from .result import Standing
from .snapshot import Snapshot


@dataclasses.dataclass(frozen=True)
class Condition:
    """One test and one person, in words: `what` was `actual` where `needed` was asked for.

    exception: the outcome was granted (or denied) to this person, whatever the test says. parts:
    the tests that this one is put together from, where it is. alternatives: one of them is enough.
    """

    test: str
    passed: bool
    what: str
    needed: str
    actual: str
    exception: bool = False
    parts: tuple["Condition", ...] = ()
    alternatives: bool = False

    def shortfall(self) -> str:
        """Needed and actual of every single condition for which the test fails; empty where it
        passes. Of alternatives each stands by itself."""
        if self.passed:
            return ""
        failed = [part.shortfall() for part in self.parts if not part.passed]
        if self.exception or not failed:
            granted = " (an exception)" if self.exception else ""
            return f"{self.what}: {self.actual}, {self.needed} needed{granted}"
        if self.alternatives and len(failed) > 1:
            return "one of " + " or ".join(f"({each})" for each in failed)
        return "; ".join(failed)


class Conditions:
    """Why the people of one standing pass its tests or not; what they share is worked out once."""

    def __init__(self, snapshot: Snapshot, plan: Plan, standing: Standing) -> None:
        self._everyone = everyone(snapshot, plan, standing)
        self._standing = standing

    def of(self, test: str, person: int) -> Condition:
        """Why a person passes a test that the run worked out, or not."""
        return _condition(About(self._everyone, self._standing, person), test)


def _condition(about: About, test: str) -> Condition:
    definition = about.plan.tests[test]
    what, needed, actual = words(about, definition)
    return Condition(
        test=test,
        passed=about.passes(test),
        what=what,
        needed=needed,
        actual=actual,
        exception=about.excepted(test),
        parts=tuple(_condition(about, part) for part in parts(definition)),
        alternatives=isinstance(definition, AnyTest),
    )
