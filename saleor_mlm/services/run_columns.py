"""What a committed run leaves for later ones: its state, volumes, tests and ranks, by column."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..engine.columns import AnyArray, Int16, Int64
from ..engine.periods import Period
from ..engine.result import Result
from ..engine.snapshot import PastPeriod
from ..models import CommissionRun, RunColumn
from .instants import microseconds

PEOPLE, STATE, VOLUME, TEST = "people", "state.", "volume.", "test."
QUALIFIED, PAID_AS, TITLE = "rank.qualified", "rank.paid-as", "rank.title"
RANKS = (QUALIFIED, PAID_AS, TITLE)
NO_RANK = -1


@dataclass(frozen=True)
class Left:
    """What one run left. people: distributors' ids; every column is by person, in their order."""

    key: str
    starts_us: int
    people: Sequence[int]
    columns: Mapping[str, AnyArray] = field(default_factory=dict)

    def past(self, people: Sequence[int]) -> PastPeriod:
        """As the period stands in the snapshot of these people."""
        place = self._place(people)
        return PastPeriod(
            key=self.key,
            starts_us=self.starts_us,
            volumes=self._all(VOLUME, place),
            tests={name: column != 0 for name, column in self._all(TEST, place).items()},
            qualified=_placed(self.columns[QUALIFIED], place, NO_RANK).astype(np.int16),
            paid_as=_placed(self.columns[PAID_AS], place, NO_RANK).astype(np.int16),
            title=self._title(place),
        )

    def _title(self, place: AnyArray) -> Int16 | None:
        """Runs of the first engines left none."""
        if TITLE not in self.columns:
            return None
        return _placed(self.columns[TITLE], place, NO_RANK).astype(np.int16)

    def state(self, people: Sequence[int]) -> dict[str, Int64]:
        """The carried state of these people."""
        return self._all(STATE, self._place(people))

    def _all(self, prefix: str, place: AnyArray) -> dict[str, Int64]:
        return {
            name.removeprefix(prefix): _placed(column, place, 0)
            for name, column in self.columns.items()
            if name.startswith(prefix)
        }

    def _place(self, people: Sequence[int]) -> AnyArray:
        """Where each person's row is; -1 for who was not there yet."""
        numbers = {person: number for number, person in enumerate(self.people)}
        return np.array([numbers.get(person, -1) for person in people], np.int64)


def left_by(period: Period, people: Sequence[int], result: Result) -> Left:
    """What a result leaves, committed or not."""
    past = result.past
    columns: dict[str, AnyArray] = {QUALIFIED: past.qualified, PAID_AS: past.paid_as}
    if past.title is not None:
        columns[TITLE] = past.title
    columns |= {STATE + name: column for name, column in result.state.items()}
    columns |= {VOLUME + name: column for name, column in past.volumes.items()}
    columns |= {TEST + name: column for name, column in past.tests.items()}
    return Left(period.key, past.starts_us, list(people), columns)


def write(run: CommissionRun, left: Left) -> None:
    """Keep what a committed run leaves."""
    columns = {PEOPLE: np.array(left.people, np.int64), **left.columns}
    rows = [RunColumn(run=run, name=name, data=packed(columns[name])) for name in sorted(columns)]
    RunColumn.objects.bulk_create(rows)


def before(period: Period) -> list[Left]:
    """What the committed runs before a period left, the earliest first; nothing was left by runs
    of the first engines."""
    runs = CommissionRun.objects.filter(ends_at__lte=period.starts_at).order_by("ends_at")
    found = [of_run(run) for run in runs.prefetch_related("columns")]
    return [left for left in found if left]


def of_run(run: CommissionRun) -> Left | None:
    """What a committed run left; none of one of the first engines."""
    columns = {row.name: unpacked(row.data) for row in run.columns.all()}
    if not columns:
        return None
    people = columns.pop(PEOPLE).tolist()
    return Left(run.period, microseconds(run.starts_at), people, columns)


def packed(column: AnyArray) -> bytes:
    """A column of numbers as it is kept."""
    return zlib.compress(column.astype("<i8").tobytes(), 6)


def unpacked(data: bytes) -> Int64:
    """A kept column."""
    return np.frombuffer(zlib.decompress(data), "<i8").astype(np.int64)


def _placed(column: AnyArray, place: AnyArray, missing: int) -> Int64:
    return np.append(column, missing).astype(np.int64)[place]
