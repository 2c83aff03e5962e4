"""What a person is not paid, in sentences: what passed him by, was left out or taken over.

Of sales for which the same is to be said the first hundred are told one by one, and how many more
there are: somebody at the top of a large company is passed by by millions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .columns import AnyArray, Int64
from .left_out import Ground, beside, left_out, reaches
from .left_out_words import LeftOutWords, more_left_out
from .lines import Written
from .missed import Missed, missed_by
from .plans.bonuses import (
    BreakawayBonus,
    FastStartBonus,
    GenerationBonus,
    InfinityBonus,
    SaleBonus,
    SameVolume,
)
from .plans.quantities import rate_text, volume_text
from .result import Reason
from .telling import Telling
from .trace import visits, walker
from .visits import Visit

ONE_BY_ONE = 100
NEAR = 1_000


@dataclass(frozen=True)
class MissedWords:
    """One person of a result."""

    telling: Telling
    person: int

    def sentences(self) -> Iterator[str]:
        """All of it, by the plan's bonuses."""
        for told in (self._missed, self._left_out, self._taken_over):
            for written in self.telling.result.written():
                yield from told(written)

    def _missed(self, written: Written) -> Iterator[str]:
        """The sales that came to him and paid him nothing."""
        telling, rows = self.telling, missed_by(written, self.person)
        name, bonus = telling.person(self.person), telling.bonus_name(written.prepared.index)
        told, more = _one_by_one(rows.reason)
        for row in told.tolist():
            level, payee = int(rows.paid_level[row]), int(rows.payee[row])
            why = self._why(written, rows, row)
            turn = _turn(telling.bonus(written.prepared.index), level)
            to = f", and it went to {telling.person(payee)}" if turn and payee >= 0 else ""
            head = f"{telling.order_line(rows.order_line[row])}, {bonus}{turn}"
            yield f"{head}: {name} is paid nothing, since {why}{to}."
        for reason, sales in more:
            why = telling.why(written, Reason(reason), self.person)
            yield f"{bonus}: {name} is paid nothing on {sales}, since {why}."

    def _why(self, written: Written, rows: Missed, row: int) -> str:
        """Why a sale paid him nothing; of a rate that is no higher, both rates, unless he stands so
        far above that to walk there would take long."""
        reason = Reason(rows.reason[row])
        visit = self._visit(written, rows, row) if reason is Reason.NOT_HIGHER else None
        if visit is None:
            return self.telling.why(written, reason, self.person)
        return self.telling.no_higher(written.prepared.index, int(rows.order_line[row]), visit)

    def _visit(self, written: Written, rows: Missed, row: int) -> Visit | None:
        prepared, depth = written.prepared, written.prepared.depth
        piece = written.piece_at(int(rows.order_line[row]), int(rows.base_from_e4[row]))
        walking = walker(prepared, int(written.of_piece[piece]))
        if depth[walking.first] > depth[self.person] + NEAR:
            return None
        return next(one for one in visits(prepared, walking) if one.person == self.person)

    def _left_out(self, written: Written) -> Iterator[str]:
        """The sales on which a bonus pays nobody."""
        rows = left_out(self.telling.result, written, self.person)
        told, more = _one_by_one(rows.ground)
        for row in told.tolist():
            yield LeftOutWords(self.telling, written, rows, row).sentence()
        for ground, sales in more:
            yield more_left_out(self.telling, written.prepared.index, Ground(ground), sales)

    def _taken_over(self, written: Written) -> Iterator[str]:
        """The sales at or below him of which a fast start leaves other bonuses less."""
        bonus = self.telling.bonus(written.prepared.index)
        for same in bonus.same_volume if isinstance(bonus, FastStartBonus) else ():
            yield from self._leaves(written, same)

    def _leaves(self, counting: Written, same: SameVolume) -> Iterator[str]:
        telling, prepared = self.telling, counting.prepared
        name = telling.bonus_name(prepared.index)
        index = list(telling.plan.bonuses).index(same.bonus)
        others = beside(telling.result, counting)
        other = next(one for one in others if one.prepared.index == index)
        there = np.flatnonzero(reaches(other, prepared.source, self.person))
        pays = f"only {rate_text(same.pays)} of its rate" if same.pays else "nothing"
        pieces = prepared.pieces.take(there[:ONE_BY_ONE])
        lengths_e4: Int64 = pieces.base_to_e4 - pieces.base_from_e4
        unit = telling.bonus(prepared.index).base.value.upper()
        for line, length_e4 in zip(pieces.order_line, lengths_e4, strict=True):
            counted = f"{volume_text(int(length_e4))} {unit}, which {name} counts"
            yield f"{telling.order_line(line)}, {same.bonus}: pays {pays} on {counted}."
        if len(there) > ONE_BY_ONE:
            more = _more(len(there) - ONE_BY_ONE)
            yield f"{same.bonus}: pays {pays} on {more}, which {name} counts."


def _turn(bonus: SaleBonus, level: int) -> str:
    """Whose turn it was, in bonuses that count."""
    if level == 0 or isinstance(bonus, InfinityBonus):
        return ""
    generations = isinstance(bonus, GenerationBonus | BreakawayBonus)
    return f", {'generation' if generations else 'level'} {level}"


def _one_by_one(reason: AnyArray) -> tuple[Int64, list[tuple[int, str]]]:
    """The rows that are told, in their order; and for each reason how many are not."""
    order = np.argsort(reason, kind="stable")
    different, starts, counts = np.unique(reason[order], return_index=True, return_counts=True)
    place = np.arange(len(reason)) - np.repeat(starts, counts)
    more = [
        (value, _more(count - ONE_BY_ONE))
        for value, count in zip(different.tolist(), counts.tolist(), strict=True)
        if count > ONE_BY_ONE
    ]
    return np.sort(order[place < ONE_BY_ONE]), more


def _more(sales: int) -> str:
    return "1 more sale" if sales == 1 else f"{sales:,} more sales"
