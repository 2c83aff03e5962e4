"""Where everybody stands: what all volumes, tests and ranks are, as far as they are known."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from ..plans.volumes import TeamVolume
from .days import day_of, span_of
from .inputs import OrderLine, PastPeriod, Run, SaleRow
from .trees import Tree


class Standing:
    """A run's facts by name, and tables that are filled as the run is worked out.

    `volumes` and `tests`: name -> person -> value. `brought`: what somebody brings to the team of
    whoever is above, by level there. `anywhere`: (tree, test) -> whether he or somebody below
    passes. `slots`: windows that were worked out.
    Ranks are positions in the ladder counted from 1, 0 is none.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.plan = run.plan
        self.zone = run.plan.zone
        self.span = span_of(run.plan, run.every, run.period)
        self.people = {person.name: person for person in run.people}
        self.lines = {line.key: line for line in run.order_lines}
        names = dict.fromkeys(("enroller", *run.plan.trees))
        self.trees = {name: Tree(name, run.people) for name in names}
        self.rows_at = self._rows_at()
        self.exceptions = {(given.test, given.person): given.passes for given in run.exceptions}
        self.volumes: dict[str, dict[str, Fraction]] = defaultdict(dict)
        self.tests: dict[str, dict[str, bool]] = defaultdict(dict)
        self.brought: dict[TeamVolume, dict[str, dict[int, Fraction]]] = defaultdict(dict)
        self.anywhere: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
        self.slots: dict[tuple[int | str, int, str | None], list[str]] = {}
        self.qualified = dict.fromkeys(self.people, 0)
        self.paid_as_before = self._paid_as_before()
        self.paid_as = dict(self.paid_as_before)
        self.titles = {name: self.state("title", name) for name in self.people}

    def _rows_at(self) -> dict[str, list[tuple[OrderLine, SaleRow]]]:
        rows: dict[str, list[tuple[OrderLine, SaleRow]]] = {name: [] for name in self.people}
        for row in sorted(self.run.rows, key=lambda row: (row.order_line, row.seq)):
            line = self.lines[row.order_line]
            rows[line.place].append((line, row))
        return rows

    def _paid_as_before(self) -> dict[str, int]:
        ranks = self.plan.ranks
        every = (ranks and ranks.every) or self.plan.period
        before: Mapping[str, int] = {}
        for past in self.run.past:
            if past.every == every:
                before = past.paid_as
        return {name: before.get(name, 0) for name in self.people}

    def day(self, instant: dt.datetime) -> dt.date:
        """The business day of an instant."""
        return day_of(instant, self.zone)

    def state(self, name: str, person: str) -> int:
        """What earlier runs carried over."""
        return self.run.state.get(name, {}).get(person, 0)

    def past(self, key: str) -> PastPeriod:
        """The result of an earlier period of this length; an empty one where there is none."""
        every = self.run.every
        found = [past for past in self.run.past if (past.every, past.key) == (every, key)]
        return found[0] if found else PastPeriod(every, key)

    def passes(self, test: str | None, person: str) -> bool:
        """Whether somebody passes a test; a test left out is passed by everyone."""
        return test is None or self.tests[test][person]

    def in_force(self, name: str, instant: dt.datetime) -> bool:
        """Whether somebody's agreement was in force."""
        person = self.people[name]
        away = any(
            start <= instant and (end is None or instant < end) for start, end in person.absences
        )
        return person.joined <= instant and not away
