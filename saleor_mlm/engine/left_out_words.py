"""Why a bonus pays nobody on a part of a sale, in a sentence: what was needed and what it was."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .columns import Int16
from .days import day_numbers, day_of
from .fast_start import new_us
from .filters import SELF
from .left_out import Ground, LeftOut, pays_on
from .lines import Written
from .plans.bonuses import Base, FastStartBonus, SaleBonus
from .plans.quantities import volume_text
from .plans.wording import measure_name
from .snapshot import OrderLines
from .telling import Telling

_MORE = {
    Ground.SALES: "which it is not for",
    Ground.SOURCE: "whose source does not pass “{source}”",
    Ground.BUYER: "which it leaves out by who buys",
    Ground.NOT_NEW: "whose source was not new",
    Ground.LIMIT: "beyond its limit",
}


def more_left_out(telling: Telling, bonus: int, ground: Ground, sales: str) -> str:
    """So many more sales that a bonus leaves out on the same ground."""
    what = _MORE[ground].format(source=telling.bonus(bonus).source)
    return f"{telling.bonus_name(bonus)}: pays nobody on {sales}, {what}."


@dataclass(frozen=True)
class LeftOutWords:
    """A part of a sale that a bonus leaves out: one row of `rows`."""

    telling: Telling
    written: Written
    rows: LeftOut
    row: int

    def sentence(self) -> str:
        """All of it."""
        telling, bonus = self.telling, self.written.prepared.index
        head = f"{telling.order_line(self._line)}, {telling.bonus_name(bonus)}"
        return f"{head}: pays nobody{self._why()}."

    def _why(self) -> str:
        source = self.telling.person(self._source)
        match Ground(self.rows.ground[self.row]):
            case Ground.SALES:
                return f", since it is not for such sales ({self._filters()})"
            case Ground.SOURCE:
                return f", since {source}, at whom the sale stands, {self._fails()}"
            case Ground.BUYER:
                own = self._lines.own[self._line]
                return " on a distributor's own order" if own else " on a customer's order"
            case Ground.NOT_NEW:
                return f", since {source}, at whom the sale stands, was not new ({self._window()})"
            case Ground.LIMIT:
                return self._beyond_limit(source)

    def _fails(self) -> str:
        test = self._bonus.source
        assert test is not None
        return self.telling.fails(test, self._source, then=self.written.then)

    def _filters(self) -> str:
        """Each filter that the sale does not pass."""
        lines, words, wanted = self._lines, self.telling.result.snapshot.words, self._bonus.sales
        buyer = SELF if lines.own[self._line] else self._word(words.classes, lines.buyer_class)
        found = (
            ("buyer", buyer, wanted.buyers),
            ("order kind", self._word(words.order_kinds, lines.order_kind), wanted.order_kinds),
            (
                "product line",
                self._word(words.product_lines, lines.product_line),
                wanted.product_lines,
            ),
            ("country", self._word(words.countries, lines.country), wanted.countries),
        )
        return "; ".join(
            f"{what}: {actual}, {' or '.join(needed)} needed"
            for what, actual, needed in found
            if needed is not None and actual not in needed
        )

    def _word(self, known: Sequence[str], column: Int16) -> str:
        index = int(column[self._line])
        return known[index] if index >= 0 else "unknown"

    def _window(self) -> str:
        """The sale's day, and those on which its source was new."""
        bonus, calc = self._bonus, self.written.calc
        assert isinstance(bonus, FastStartBonus)
        since_us, until_us = (times[self._source] for times in new_us(calc, bonus.window))
        instants = np.array([self._lines.sold_at_us[self._line], since_us, until_us - 1])
        sold, first, last = map(day_of, day_numbers(instants, self.telling.plan.zone).tolist())
        return f"volume date: {sold}, {first} to {last} needed"

    def _beyond_limit(self, source: str) -> str:
        bonus = self._bonus
        assert isinstance(bonus, FastStartBonus)
        assert bonus.limit_e4 is not None
        unit = measure_name(bonus.base)
        beyond_e4 = int(self.rows.base_to_e4[self.row] - self.rows.base_from_e4[self.row])
        return (
            f" on {volume_text(beyond_e4)} {unit} beyond the limit of "
            f"{volume_text(bonus.limit_e4)} {unit} (of {source} {self._counted(unit)} counted in "
            f"this run); {self._others()}"
        )

    def _counted(self, unit: str) -> str:
        """How much of the source's sales of this currency count."""
        pieces, currency = self.written.prepared.pieces, self._lines.currency
        same = self._lines.place[pieces.order_line] == self._source
        if self._bonus.base is not Base.UNITS:
            same &= currency[pieces.order_line] == currency[self._line]
        counted_e4 = int((pieces.base_to_e4 - pieces.base_from_e4)[same].sum())
        return f"{volume_text(counted_e4)} {unit}"

    def _others(self) -> str:
        """Where it went."""
        paying = pays_on(self.telling.result, self.written, self.rows, self.row)
        names = [self.telling.bonus_name(index) for index in paying]
        if not names:
            return "no other bonus pays on it"
        return f"{' and '.join(names)} {'pays' if len(names) == 1 else 'pay'} on it"

    @property
    def _bonus(self) -> SaleBonus:
        return self.telling.bonus(self.written.prepared.index)

    @property
    def _lines(self) -> OrderLines:
        return self.telling.result.snapshot.order_lines

    @property
    def _line(self) -> int:
        return int(self.rows.order_line[self.row])

    @property
    def _source(self) -> int:
        return int(self._lines.place[self._line])
