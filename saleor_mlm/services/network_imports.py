"""A whole network from files: everything is checked before anything is written, and all of it is
written or none.

One transaction. While files are read and checked it holds no lock; what is written is new rows
alone, which nobody waits for but whoever enrols the same people, or is placed in the same trees, at
that moment, and the commit of a period.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from django.db import IntegrityError, transaction

from ..adapters import clock
from ..engine.periods import Period
from ..engine.plans import Plan
from ..models import NetworkImport, PlacementTree
from . import (
    corrections,
    network_changed,
    network_checks,
    network_staging,
    network_standing,
    network_writing,
    opening_files,
    opening_titles,
    openings,
    placement_trees,
    plans,
)
from .csv_files import CsvFile, Progress
from .errors import MlmError
from .network_problems import FilesRefused, Problems
from .opening_files import Brought
from .run_columns import Left


@dataclass(frozen=True, slots=True)
class Files:
    """The network, and what its people bring along, where they bring something."""

    network: Path
    state: Path | None = None
    periods: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. lines: of the network file; people: how many of them were new; opened:
    how many brought something along that was not there."""

    lines: int
    people: int
    positions: int
    customers: int
    opened: int

    @property
    def changed_nothing(self) -> bool:
        return not (self.people or self.opened)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the files are held to. plan: that of the first period that will be calculated, `before`
    which what is brought along has ended; none while nothing is published."""

    trees: list[PlacementTree]
    plan: Plan | None
    before: Period | None
    now: datetime

    @property
    def ladder(self) -> list[str]:
        ranks = self.plan.ranks if self.plan else None
        return [rank.key for rank in ranks.ladder] if ranks else []

    @property
    def zone(self) -> tzinfo:
        """Days are days of the plan's zone."""
        return self.plan.zone if self.plan else UTC


def take_in(files: Files, create_customers: bool, actor: str, progress: Progress) -> Imported:
    """Write whoever is new in the files; people who are there already stay as they are.

    Raises `FilesRefused` with everything that is wrong, and then nothing has been written.
    """
    try:
        with transaction.atomic():
            return _Import(files, create_customers, actor, progress).run()
    except IntegrityError:
        message = "Somebody enrolled or was placed at the same moment: run the import again."
        raise MlmError("CHANGED_MEANWHILE", message) from None


def rules() -> Rules:
    """As they are now."""
    now = clock.now()
    before = plans.first_uncommitted() or plans.period_of(now)
    published = plans.for_period(before) if before else None
    return Rules(placement_trees.every(), published.plan if published else None, before, now)


class _Import:
    def __init__(
        self, files: Files, create_customers: bool, actor: str, progress: Progress
    ) -> None:
        self.create_customers, self.actor, self.progress = create_customers, actor, progress
        self.rules = rules()
        self.network = self._file(files.network)
        self.state = self._file(files.state) if files.state else None
        self.periods = self._file(files.periods) if files.periods else None
        self.brought: list[Brought] = []

    def run(self) -> Imported:
        rules = self.rules
        network_staging.stage(self.network, rules.trees, rules.ladder, rules.zone, rules.now)
        self._check()
        with corrections.between_commits():
            self._check_open()
            self._raise_problems()
            return self._write()

    def _file(self, path: Path) -> CsvFile:
        return CsvFile(path, Problems(path.name), self.progress)

    def _check(self) -> None:
        rules, problems = self.rules, self.network.problems
        self.progress("checking", None)
        network_checks.check(problems, rules.trees, self.create_customers)
        network_standing.look(openings.titles(), rules.now)
        network_changed.check(problems, self.network.header, rules.trees, rules.ladder)
        self._check_open()
        self._read_openings()
        self._raise_problems()

    def _read_openings(self) -> None:
        """What is brought along, in `brought`; the ranks of the network file among it."""
        if self.state and self._can_be_read(self.state):
            plan = self.rules.plan
            assert plan
            self.brought.append(opening_files.read_state(self.state, self._names(), plan))
        if "rank" in self.network.header:
            opening_titles.add(self.brought, self.state)
        if self.state:
            opening_files.check_people(self.state, self.brought)
        if self.periods and self._can_be_read(self.periods):
            plan, before = self.rules.plan, self.rules.before
            assert plan
            found = opening_files.read_periods(self.periods, self._names(), plan, before)
            opening_files.check_people(self.periods, found)
            self.brought += found

    def _names(self) -> openings.Names:
        assert self.rules.plan
        assert self.rules.before
        return openings.names(self.rules.plan, self.rules.before)

    def _can_be_read(self, file: CsvFile) -> bool:
        if self.rules.plan is None:
            message, expected = "no plan is in force", "a published plan: it says what is carried"
            file.problems.add(0, "", "NO_PLAN", message, expected)
        return not file.problems.found

    def _check_open(self) -> None:
        """Nothing can be brought along once a run is committed: its state is what counts."""
        if not openings.is_closed():
            return
        message = "a period is committed, and its run says what everybody carries"
        expected = "a network file without ranks alone"
        for file in (self.state, self.periods):
            if file:
                file.problems.add(0, "", "OPENING_CLOSED", message, expected)
        for rank in opening_titles.in_file():
            if rank.is_new:
                self.network.problems.add(rank.line, "rank", "OPENING_CLOSED", message, expected)

    def _raise_problems(self) -> None:
        files = [file for file in (self.network, self.state, self.periods) if file]
        if any(file.problems.found for file in files):
            raise FilesRefused(file.problems for file in files)

    def _write(self) -> Imported:
        new, lines = network_writing.counts()
        customers = network_writing.make_customers(self.progress) if new else 0
        positions = self._write_people() if new else 0
        stored = {left.key: left for left in [*filter(None, [openings.state()]), *openings.past()]}
        left = [
            (found, part.starts_at)
            for part in self.brought
            if (found := opening_files.new_of(part, stored.get(part.period)))
        ]
        opened = len({person for found, _ in left for person in found.people})
        done = Imported(lines, new, positions, customers, opened)
        if not done.changed_nothing:
            self._record(done, left)
        self.progress("committing", None)
        return done

    def _write_people(self) -> int:
        rules = self.rules
        return network_writing.write(rules.trees, rules.now, self.actor, self.progress)

    def _record(self, done: Imported, left: list[tuple[Left, datetime | None]]) -> None:
        self.progress("writing what they bring along", None)
        taken = NetworkImport.objects.create(
            file=self.network.path.name[:255],
            sha256=self.network.sha256.hexdigest(),
            people=done.people,
            positions=done.positions,
            customers=done.customers,
            opened=done.opened,
            imported_at=self.rules.now,
            actor=self.actor,
        )
        for found, starts_at in left:
            openings.write(taken, found, starts_at)
