"""What a person is not paid, in sentences: what passed him by, was left out or taken over.

Of sales for which the same is to be said the first hundred are told one by one, and how many more
there are: somebody at the top of a large company is passed by by millions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .columns import AnyArray, Int64
from .left_out import left_out, reaches
from .left_out_words import LeftOutWords, more_left_out
from .lines import Written
from .missed import missed
from .plans.bonuses import FastStartBonus, SameVolume
from .plans.quantities import rate_text, volume_text
from .result import Reason
from .telling import Telling

ONE_BY_ONE = 100


@dataclass(frozen=True)
class MissedWords:
    """One person of a result."""

    telling: Telling
    person: int

    def sentences(self) -> Iterator[str]:
        """All of it."""
        yield from self._missed()
        yield from self._left_out()
        yield from self._taken_over()

    def _missed(self) -> Iterator[str]:
        """The sales that came to him and paid him nothing."""
        telling, rows = self.telling, missed(self.telling.result, self.person)
        name = telling.person(self.person)
        told, more = _one_by_one(rows.bonus, rows.reason)
        for row in told.tolist():
            bonus, level = int(rows.bonus[row]), int(rows.paid_level[row])
            why = telling.why(bonus, Reason(rows.reason[row]), self.person)
            payee = int(rows.payee[row])
            to = f", and it went to {telling.person(payee)}" if payee >= 0 else ""
            turn = f", level {level}" if level else ""
            head = f"{telling.order_line(rows.order_line[row])}, {telling.bonus_name(bonus)}{turn}"
            yield f"{head}: {name} is paid nothing, since {why}{to}."
        for bonus, reason, count in more:
            why = telling.why(bonus, Reason(reason), self.person)
            head = f"{telling.bonus_name(bonus)}: {name} is paid nothing on {count}"
            yield f"{head}, since {why}."

    def _left_out(self) -> Iterator[str]:
        """The sales on which a bonus pays nobody."""
        rows = left_out(self.telling.result, self.person)
        told, more = _one_by_one(rows.bonus, rows.ground)
        for row in told.tolist():
            yield LeftOutWords(self.telling, rows, row).sentence()
        for bonus, ground, count in more:
            yield more_left_out(self.telling, bonus, ground, count)

    def _taken_over(self) -> Iterator[str]:
        """The sales at or below him of which a fast start leaves other bonuses less."""
        telling = self.telling
        for index, one in telling.written.items():
            bonus = telling.bonus(index)
            for same in bonus.same_volume if isinstance(bonus, FastStartBonus) else ():
                yield from self._leaves(one, telling.bonus_name(index), same)

    def _leaves(self, counting: Written, name: str, same: SameVolume) -> Iterator[str]:
        telling, prepared = self.telling, counting.prepared
        index = list(telling.plan.bonuses).index(same.bonus)
        there = np.flatnonzero(reaches(telling.written[index], prepared.source, self.person))
        pays = f"only {rate_text(same.pays)} of its rate" if same.pays else "nothing"
        pieces = prepared.pieces.take(there[:ONE_BY_ONE])
        lengths_e4: Int64 = pieces.base_to_e4 - pieces.base_from_e4
        unit = telling.bonus(index).base.value.upper()
        for line, length_e4 in zip(pieces.order_line, lengths_e4, strict=True):
            counted = f"{volume_text(int(length_e4))} {unit}, which {name} counts"
            yield f"{telling.order_line(line)}, {same.bonus}: pays {pays} on {counted}."
        if len(there) > ONE_BY_ONE:
            more = _more(len(there) - ONE_BY_ONE)
            yield f"{same.bonus}: pays {pays} on {more}, which {name} counts."


def _one_by_one(bonus: AnyArray, reason: AnyArray) -> tuple[Int64, list[tuple[int, int, str]]]:
    """The rows that are told, in their order; and for each bonus and reason how many are not."""
    code = bonus.astype(np.int64) * 256 + reason
    order = np.argsort(code, kind="stable")
    different, starts, counts = np.unique(code[order], return_index=True, return_counts=True)
    place = np.arange(len(code)) - np.repeat(starts, counts)
    more = [
        (value // 256, value % 256, _more(count - ONE_BY_ONE))
        for value, count in zip(different.tolist(), counts.tolist(), strict=True)
        if count > ONE_BY_ONE
    ]
    return np.sort(order[place < ONE_BY_ONE]), more


def _more(sales: int) -> str:
    return "1 more sale" if sales == 1 else f"{sales:,} more sales"
