"""What people bring along from before the store counted: the state that the first run goes on from,
and the results of earlier periods that windows and histories look back on.

An opening stands where a run before the first would: once a run is committed, it is that run's
state that counts, and nothing more can be brought along. The earlier periods stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ..adapters import money
from ..engine.calculate import calculate
from ..engine.columns import AnyArray, Int64
from ..engine.periods import Period
from ..engine.plans import Plan
from ..engine.plans.volumes import Measure
from ..engine.snapshot import (
    BASES,
    Absences,
    Currency,
    EarlierPay,
    Exceptions,
    OrderLines,
    Persons,
    Posted,
    SaleLines,
    Snapshot,
    Tree,
    Words,
)
from ..engine.titles import TITLE
from ..models import CommissionRun, NetworkImport, OpeningColumn
from . import run_columns
from .instants import microseconds
from .run_columns import NO_RANK, PEOPLE, RANKS, STATE, Left

STATE_ROWS = ""
"""In place of a period's key: what the first run goes on from."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a plan carries from run to run: by the names that its runs give, in their order."""

    state: tuple[str, ...]
    volumes: tuple[str, ...]
    tests: tuple[str, ...]


def names(plan: Plan, period: Period) -> Names:
    """Those of a plan, as a run over nobody leaves them."""
    none = np.zeros(0, np.int64)
    nobody = Snapshot(
        period=period,
        words=Words(plan.words.classes, plan.words.order_kinds, plan.words.product_lines, ()),
        currencies=tuple(Currency(code, money.exponent(code)) for code in plan.currencies),
        persons=Persons.empty(),
        trees={tree: Tree.empty() for tree in {"enroller", *plan.trees}},
        absences=Absences.empty(),
        order_lines=OrderLines.empty(),
        sale_lines=SaleLines.empty(),
        measures=dict.fromkeys(Measure, none),
        earned=dict.fromkeys(BASES, none),
        earned_before=dict.fromkeys(BASES, none),
        posted=Posted.empty(),
        exceptions=Exceptions.empty(),
        earlier_pay=EarlierPay.empty(),
        past=(),
        state={},
    )
    result = calculate(nobody, plan)
    past = result.past
    return Names(
        tuple(sorted(result.state)), tuple(sorted(past.volumes)), tuple(sorted(past.tests))
    )


def is_closed() -> bool:
    """Whether a run is committed, so that nothing can be brought along any more."""
    return CommissionRun.objects.exists()


def state() -> Left | None:
    """What the first run goes on from; none where nobody brought anything."""
    found = _lefts(OpeningColumn.objects.filter(period=STATE_ROWS))
    return found[0] if found else None


def past() -> list[Left]:
    """The earlier periods that were brought along, the earliest first."""
    return _lefts(OpeningColumn.objects.exclude(period=STATE_ROWS))


def last_state() -> Left | None:
    """What the next run goes on from: the last committed one's, else what was brought along."""
    run = CommissionRun.objects.order_by("ends_at").last()
    left = run_columns.of_run(run) if run else None
    return left or (None if run else state())


def titles() -> dict[int, int]:
    """By distributor the place of the career title on the ladder plus 1; who has none is not in
    it."""
    left = last_state()
    if left is None or STATE + TITLE not in left.columns:
        return {}
    held = left.columns[STATE + TITLE].tolist()
    return {person: title for person, title in zip(left.people, held, strict=True) if title}


def write(taken: NetworkImport, left: Left, starts_at: datetime | None) -> None:
    """Keep what some people bring along; of the state the key is empty, and there is no start."""
    columns = {PEOPLE: np.array(left.people, np.int64), **left.columns}
    OpeningColumn.objects.bulk_create(
        OpeningColumn(
            network_import=taken,
            period=left.key,
            starts_at=starts_at,
            name=name,
            data=run_columns.packed(columns[name]),
        )
        for name in sorted(columns)
    )


def _lefts(rows: Iterable[OpeningColumn]) -> list[Left]:
    """By period what all imports together brought."""
    parts: dict[tuple[int, str], dict[int, dict[str, Int64]]] = {}
    for row in rows:
        starts_us = microseconds(row.starts_at) if row.starts_at else 0
        of_import = parts.setdefault((starts_us, row.period), {})
        of_import.setdefault(row.network_import_id, {})[row.name] = run_columns.unpacked(row.data)
    return [
        together(key, starts_us, [found[number] for number in sorted(found)])
        for (starts_us, key), found in sorted(parts.items())
    ]


def together(key: str, starts_us: int, parts: Sequence[dict[str, Int64]]) -> Left:
    """Different people's columns as one; what one part lacks is nothing there."""
    known = sorted({name for part in parts for name in part} - {PEOPLE})
    columns = {name: _joined(name, parts) for name in known}
    return Left(key, starts_us, _joined(PEOPLE, parts).tolist(), columns)


def _joined(name: str, parts: Sequence[dict[str, Int64]]) -> AnyArray:
    return np.concatenate(
        [part.get(name, np.full(len(part[PEOPLE]), nothing(name), np.int64)) for part in parts]
    )


def nothing(name: str) -> int:
    """What a column says of who is not in it."""
    return NO_RANK if name in RANKS else 0
