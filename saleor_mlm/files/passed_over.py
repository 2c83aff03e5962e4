"""Who was passed over on the way to whoever was paid, sale by sale; for runs a person can read."""

from dataclasses import dataclass, field

import numpy as np

from ..engine.lines import Written
from ..engine.passed_over import passed_on_the_way
from ..engine.result import Result
from ..engine.visits import Visit

NOT_WRITTEN = (
    "passed-over is not written: the run is larger than anybody reads sale by sale; "
    "`saleor-mlm plan trace` tells it for one person"
)
"""What a run says where there is no such table."""

WALKS_MAX = 20_000
ROWS_MAX = 1_000_000


@dataclass
class PassedOver:
    """Rows by bonus and order line, from below upwards.

    step: how far up the tree. level: whose turn it was, 0 where there is none. reason: a `Reason`.
    """

    bonus: list[int] = field(default_factory=list)
    order_line: list[int] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    step: list[int] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    reason: list[int] = field(default_factory=list)


def passed_over(result: Result) -> PassedOver | None:
    """Everyone below the last one paid who was looked at and not paid; `None` where there is more
    of it than anybody reads (`trace` tells it for one person)."""
    found = PassedOver()
    if sum(written.walkers for written in result.written()) > WALKS_MAX:
        return None
    for written in result.written():
        told = [_passed(written, number) for number in range(written.walkers)]
        for piece in np.flatnonzero(written.of_piece >= 0).tolist():
            order_line = int(written.prepared.pieces.order_line[piece])
            for visit in told[written.of_piece[piece]]:
                _add(found, written.prepared.index, order_line, visit)
        if len(found.person) > ROWS_MAX:
            return None
    return found


def _passed(written: Written, number: int) -> list[Visit]:
    return [one for some in passed_on_the_way(written, number).values() for one in some]


def _add(found: PassedOver, bonus: int, order_line: int, visit: Visit) -> None:
    assert visit.reason is not None
    found.bonus.append(bonus)
    found.order_line.append(order_line)
    found.person.append(visit.person)
    found.step.append(visit.step)
    found.level.append(visit.level)
    found.reason.append(int(visit.reason))
