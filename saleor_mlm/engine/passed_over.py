"""Who was passed over on the way to each line."""

from collections.abc import Iterator

from .lines import Written
from .result import CommissionLines, Result
from .trace import visits, walker
from .visits import Visit

type Passed = dict[int, tuple[Visit, ...]]


class PassedOver:
    """Who was passed over on the way to the lines of one result. Sales that walk alike are walked
    once."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._walked: dict[tuple[Written, int], Passed] = {}

    def of(self, lines: CommissionLines) -> Iterator[tuple[Visit, ...]]:
        """For each of some lines the people between whoever was paid before and the payee, nearest
        first; nobody for what is taken back."""
        rows = zip(
            lines.bonus.tolist(),
            lines.order_line.tolist(),
            lines.base_from_e4.tolist(),
            lines.payee.tolist(),
            lines.reverses.tolist(),
            strict=True,
        )
        for bonus, order_line, base_from_e4, payee, reverses in rows:
            yield () if reverses >= 0 else self._of(bonus, order_line, base_from_e4).get(payee, ())

    def _of(self, bonus: int, order_line: int, base_from_e4: int) -> Passed:
        written = self._result.written_of(bonus, order_line)
        number = int(written.of_piece[written.piece_at(order_line, base_from_e4)])
        if (written, number) not in self._walked:
            self._walked[written, number] = passed_on_the_way(written, number)
        return self._walked[written, number]


def passed_on_the_way(written: Written, number: int) -> Passed:
    """For each payee of one walk, from below upwards, who was passed over for him.

    Above the last payee nobody is looked at: that may be 60,000 people.
    """
    found: Passed = {}
    passed: list[Visit] = []
    left = written.paid(number)
    for visit in visits(written.prepared, walker(written.prepared, number)) if left else ():
        if visit.reason is not None:
            passed.append(visit)
            continue
        found[visit.person] = tuple(passed)
        passed = []
        if len(found) == left:
            break
    return found
