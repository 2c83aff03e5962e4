"""Who was passed over on the way to each line."""

from collections.abc import Iterator

from .lines import Written
from .result import CommissionLines, Result
from .trace import Visit, visits, walker

type Passed = dict[int, tuple[Visit, ...]]


def passed_over(result: Result, lines: CommissionLines) -> Iterator[tuple[Visit, ...]]:
    """For each of some lines the people between whoever was paid before and the payee, nearest
    first; nobody for what is taken back. Sales that walk alike are walked once."""
    written = {one.prepared.index: one for one in result.written()}
    walked: dict[tuple[int, int], Passed] = {}
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
        number = int(written[bonus].of_piece[written[bonus].piece_at(order_line, base_from_e4)])
        if (bonus, number) not in walked:
            walked[bonus, number] = _passed(written[bonus], number)
        yield walked[bonus, number].get(payee, ())


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
