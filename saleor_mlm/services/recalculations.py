"""Committed runs calculated again: the proof that what was posted is what the rules give."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from ..engine import ENGINE_VERSION
from ..engine.calculate import calculate
from ..engine.periods import period_from_key
from ..models import CommissionLine, CommissionRun
from ..models.runs import Line
from . import networks, plans, results, runs, snapshots

type Fact = tuple[int, str, UUID | None, str]
"""Who is paid (a distributor's id), by which bonus, for which order line, in which currency."""


@dataclass(frozen=True)
class Recalculation:
    """A committed run beside what the present engine gives from what the run counted.

    The same engine gives the same bytes. Another one may write them otherwise, so there the amounts
    are compared, by payee, bonus, order line and currency. different: how many of those differ.
    """

    run: CommissionRun
    sha256: str
    different: int

    @property
    def same_engine(self) -> bool:
        return self.run.engine_version == ENGINE_VERSION

    @property
    def fine(self) -> bool:
        """Whether it gives the same again."""
        same_bytes = self.sha256 == self.run.result_sha256
        return not self.different and (same_bytes or not self.same_engine)

    @property
    def message(self) -> str:
        """What was found, in a sentence."""
        amounts = f"{self.different} amounts differ" if self.different else "lines equal"
        if not self.same_engine:
            by = f"calculated by engine {self.run.engine_version}, again by {ENGINE_VERSION}"
            return f"{self.run.period}: {by}: {amounts}."
        if self.fine:
            return f"{self.run.period}: calculated again it gives the same bytes."
        return f"{self.run.period}: calculated again it does not give the same bytes: {amounts}."


def recalculations() -> Iterator[Recalculation]:
    """All committed runs calculated again, the earliest first."""
    for run in CommissionRun.objects.order_by("ends_at"):
        yield recalculated(run)


def recalculated(run: CommissionRun) -> Recalculation:
    """A committed run calculated again, from what it counted and knew."""
    zone = plans.parsed(run.plan).zone
    period = period_from_key(run.period, zone)
    plan = plans.parsed(run.plan, run.starts_at.astimezone(zone).date())
    rows = list(runs.counted(period))
    known = networks.known_to(run)
    work = snapshots.take(period, plan, rows, snapshots.Carried(), known)
    result = calculate(work.snapshot, plan)
    found = _amounts(results.lines(work, result, partial(CommissionLine, run=run)))
    posted = _amounts(run.lines.all())
    different = sum(found[fact] != posted[fact] for fact in found.keys() | posted.keys())
    return Recalculation(run, result.sha256, different)


def _amounts(lines: Iterable[Line]) -> Counter[Fact]:
    sums: Counter[Fact] = Counter()
    for line in lines:
        sums[line.distributor_id, line.bonus, line.order_line_id, line.currency] += (
            line.amount_minor
        )
    return sums
