"""Who was passed over on the way to each line."""

from collections.abc import Iterator

from .lines import Written
from .result import CommissionLines, Result
from .trace import Visit, visits, walker

type Passed = dict[int, tuple[Visit, ...]]


def passed_over(result: Result, lines: CommissionLines) -> Iterator[tuple[Visit, ...]]:
    """For each of some lines the people between whoever was paid before and the payee, nearest
    first; nobody for what is taken back. Sales that walk alike are walked once."""
    walked: dict[tuple[Written, int], Passed] = {}
    rows = zip(
        lines.bonus.tolist(),
        lines.order_line.tolist(),
        lines.base_from_e4.tolist(),
        lines.payee.tolist(),
        lines.reverses.tolist(),
        strict=True,
    )
    for bonus, order_line, base_from_e4, payee, reverses in rows:
        if reverses >= 0:
            yield ()
            continue
        written = result.written_of(bonus, order_line)
        number = int(written.of_piece[written.piece_at(order_line, base_from_e4)])
        if (written, number) not in walked:
            walked[written, number] = _passed(written, number)
        yield walked[written, number].get(payee, ())


def _passed(written: Written, number: int) -> Passed:
    """By payee, for one walk."""
    found: Passed = {}
    passed: list[Visit] = []
    for visit in visits(written.prepared, walker(written.prepared, number)):
        if visit.reason is None:
            found[visit.person] = tuple(passed)
            passed = []
        else:
            passed.append(visit)
    return found
