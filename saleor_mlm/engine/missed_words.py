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
from .plans.bonuses import FastStartBonus, InfinityBonus, RetailBonus, SameVolume
from .plans.quantities import rate_text, volume_text
from .plans.wording import measure_name
from .rate_places import place_of
from .result import Reason
from .telling import Telling
from .trace import own_rate

ONE_BY_ONE = 100


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
            turn = self._turn(written, level)
            to = f", and it went to {telling.person(payee)}" if turn and payee >= 0 else ""
            head = f"{telling.order_line(rows.order_line[row])}, {bonus}{turn}"
            yield f"{head}: {name} is paid nothing, since {why}{to}."
        for reason, sales in more:
            why = telling.why(written, Reason(reason), self.person)
            yield f"{bonus}: {name} is paid nothing on {sales}, since {why}."

    def _why(self, written: Written, rows: Missed, row: int) -> str:
        """Why one sale pays him nothing; of a rate, for what he has it."""
        reason = Reason(rows.reason[row])
        if reason not in (Reason.NO_RATE, Reason.NOT_HIGHER):
            return self.telling.why(written, reason, self.person)
        piece = written.piece_at(int(rows.order_line[row]), int(rows.base_from_e4[row]))
        place = self._place(written, piece, int(rows.paid_level[row]))
        if reason is Reason.NO_RATE:
            return f"his rate on this sale is 0 %{place}"
        rate = self.telling.rate(
            written.prepared.index,
            int(rows.order_line[row]),
            own_rate(written, piece, self.person),
        )
        return f"his rate of {rate}{place} is no higher than the highest below him"

    def _turn(self, written: Written, level: int) -> str:
        """Whose turn it was, in bonuses that count."""
        index = written.prepared.index
        if level == 0 or isinstance(self.telling.bonus(index), InfinityBonus):
            return ""
        return f", {self.telling.turn(index, level)}"

    def _place(self, written: Written, piece: int, level: int) -> str:
        """For what he has a rate; of a bracket of sales the volume that looks it up."""
        bonus = self.telling.bonus(written.prepared.index)
        place = place_of(written, piece, self.person, level).strip()
        if isinstance(bonus, RetailBonus) and bonus.volume:
            volume_e4 = written.calc.standing.volumes[bonus.volume][self.person]
            place = f"volume {bonus.volume}: {volume_text(int(volume_e4))}"
        return f" ({place})" if place else ""

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
        unit = measure_name(telling.bonus(prepared.index).base)
        for line, length_e4 in zip(pieces.order_line, lengths_e4, strict=True):
            counted = f"{volume_text(int(length_e4))} {unit}, which {name} counts"
            yield f"{telling.order_line(line)}, {same.bonus}: pays {pays} on {counted}."
        if len(there) > ONE_BY_ONE:
            more = _more(len(there) - ONE_BY_ONE)
            yield f"{same.bonus}: pays {pays} on {more}, which {name} counts."


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
