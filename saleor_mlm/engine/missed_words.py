"""What a person is not paid, in sentences: what passed him by, was left out or taken over."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .columns import Int64
from .left_out import left_out, reaches
from .left_out_words import LeftOutWords
from .missed import missed
from .plans.bonuses import FastStartBonus
from .plans.quantities import rate_text, volume_text
from .result import Reason
from .telling import Telling


@dataclass(frozen=True)
class MissedWords:
    """One person of a result."""

    telling: Telling
    person: int

    def sentences(self) -> Iterator[str]:
        """All of it, by the plan's bonuses."""
        yield from self._missed()
        yield from self._left_out()
        yield from self._taken_over()

    def _missed(self) -> Iterator[str]:
        """The sales that came to him and paid him nothing."""
        telling, rows = self.telling, missed(self.telling.result, self.person)
        name = telling.person(self.person)
        for row in range(len(rows)):
            bonus, level = int(rows.bonus[row]), int(rows.paid_level[row])
            why = telling.why(bonus, Reason(rows.reason[row]), self.person)
            payee = int(rows.payee[row])
            to = f", and it went to {telling.person(payee)}" if payee >= 0 else ""
            turn = f", level {level}" if level else ""
            head = f"{telling.order_line(rows.order_line[row])}, {telling.bonus_name(bonus)}{turn}"
            yield f"{head}: {name} is paid nothing, since {why}{to}."

    def _left_out(self) -> Iterator[str]:
        """The sales on which a bonus pays nobody."""
        rows = left_out(self.telling.result, self.person)
        for row in range(len(rows)):
            yield LeftOutWords(self.telling, rows, row).sentence()

    def _taken_over(self) -> Iterator[str]:
        """The sales at or below him of which a fast start leaves other bonuses less."""
        telling = self.telling
        written = {telling.bonus_name(index): one for index, one in telling.written.items()}
        for first, one in written.items():
            bonus = telling.bonus(one.prepared.index)
            for same in bonus.same_volume if isinstance(bonus, FastStartBonus) else ():
                there = reaches(written[same.bonus], one.prepared.source, self.person)
                pays = f"only {rate_text(same.pays)} of its rate" if same.pays else "nothing"
                pieces = one.prepared.pieces.take(np.flatnonzero(there))
                lengths_e4: Int64 = pieces.base_to_e4 - pieces.base_from_e4
                for line, length_e4 in zip(pieces.order_line, lengths_e4, strict=True):
                    head = f"{telling.order_line(line)}, {same.bonus}"
                    counted = f"{volume_text(int(length_e4))} {bonus.base.value.upper()}"
                    yield f"{head}: pays {pays} on {counted}, which {first} counts."
