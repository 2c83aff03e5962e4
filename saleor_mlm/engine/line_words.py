"""One commission line in sentences: how its amount came about, and who was passed over for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .amounts import amount_text, decimal_text
from .level_visits import uses_level
from .lines import Written
from .plans.bonuses import Base, GenerationBonus, RetailBonus, SaleBonus
from .plans.problems import path_text
from .plans.quantities import rate_text, volume_text
from .plans.wording import measure_name
from .rate_places import place_of
from .result import CommissionLines, Reason
from .rounding import ROUNDINGS
from .snapshot import BASES
from .telling import Telling
from .trace import visits, walker
from .visits import Visit


@dataclass(frozen=True)
class LineWords:
    """One commission line, the only row of `line`."""

    telling: Telling
    line: CommissionLines

    def sentences(self) -> list[str]:
        """The line; then a sentence for each person passed over."""
        telling = self.telling
        order_line = telling.order_line(self.line.order_line[0])
        bonus = telling.bonus_name(self._index)
        head = f"{telling.person(self.line.payee[0])}, {order_line}, {bonus}"
        if self.line.reverses[0] >= 0:
            return [f"{head}, refund: {self._share()} taken back, {self._rounding(-1)}."]
        rank = f"paid as {telling.rank(int(self.line.rank[0]))}"
        calculation = f"{self._share()}{self._place()}, {self._rounding(1)}"
        passed_over = (f"{order_line}, {bonus}: {said}" for said in self._passed_over())
        return [f"{head}, {self._step()}, {rank}: {calculation}.", *passed_over]

    def _step(self) -> str:
        level, step = int(self.line.paid_level[0]), int(self.line.level[0])
        bonus = self._bonus
        if isinstance(bonus, RetailBonus):
            return "own retail"
        own_group = isinstance(bonus, GenerationBonus) and level == 0
        word = "own group" if own_group else self.telling.turn(self._index, level)
        up = "1 step" if step == 1 else f"{step} steps"
        return word if step == level else f"{word} ({up} up the tree)"

    def _share(self) -> str:
        """Rate and base; the part of the order line too, unless it begins at its foot."""
        lower, upper = int(self.line.base_from_e4[0]), int(self.line.base_to_e4[0])
        rate, base = self._rate, BASES[self.line.base[0]]
        if base is Base.UNITS:
            share = f"{decimal_text(rate, 2)} {self._currency} for each of "
            share += f"{volume_text(upper - lower)} pieces"
        else:
            share = f"{rate_text(rate)} of {volume_text(upper - lower)} {measure_name(base)}"
        if lower == 0:
            return share
        return f"{share} (earned from {volume_text(lower)} to {volume_text(upper)})"

    def _place(self) -> str:
        """For what the rate is paid, and where it comes from; of what it is a difference."""
        visit, found = self._visit, self._found_rate()
        if visit is not None and visit.own_rate != visit.rate:
            own, highest = self._rates(visit)
            tie = visit.own_rate == visit.highest
            said = f"an override on a tie at {own}" if tie else f"{own} less {highest} below"
            return f" ({said}{found})"
        return f" ({found.strip()})" if found.strip() else ""

    def _rounding(self, sign: int) -> str:
        """The exact value and what it was rounded to; two of them where the interval has a lower
        end, since the amount is the difference of two rounded values."""
        rounding = ROUNDINGS[self.line.rounding[0]]
        exponent = self.telling.result.snapshot.currencies[self.line.currency[0]].exponent
        amount = f"{amount_text(int(self.line.amount_minor[0]), exponent)} {self._currency}"
        rate = self._rate / 10**4
        ends = [rate * int(self.line.base_to_e4[0]), rate * int(self.line.base_from_e4[0])]
        if self.line.base_from_e4[0] == 0:
            exact = decimal_text(sign * ends[0], decimals_min=4)
            return f"rounded {rounding} from {exact} to {amount}"
        first, second = (decimal_text(end, decimals_min=4) for end in ends[::sign])
        return f"{first} less {second}, each rounded {rounding}: {amount}"

    @property
    def _currency(self) -> str:
        code: str = self.telling.result.snapshot.currencies[self.line.currency[0]].code
        return code

    @property
    def _rate(self) -> Fraction:
        return Fraction(int(self.line.rate_num[0]), int(self.line.rate_den[0]))

    @property
    def _index(self) -> int:
        return int(self.line.bonus[0])

    @property
    def _bonus(self) -> SaleBonus:
        return self.telling.bonus(self._index)

    @property
    def _piece(self) -> int:
        line, lower = int(self.line.order_line[0]), int(self.line.base_from_e4[0])
        return self._written.piece_at(line, lower)

    @property
    def _written(self) -> Written:
        return self.telling.result.written_of(self._index, int(self.line.order_line[0]))

    @property
    def _visit(self) -> Visit | None:
        """How the walk came to the payee."""
        written, payee = self._written, int(self.line.payee[0])
        number = int(written.of_piece[self._piece])
        walked = visits(written.prepared, walker(written.prepared, number))
        return next((visit for visit in walked if visit.person == payee), None)

    def _passed_over(self) -> Iterator[str]:
        compression = getattr(self._bonus, "compression", None)
        for visit in next(self.telling.passed_over.of(self.line)):
            name, reason = self.telling.person(visit.person), Reason(visit.reason or 0)
            why = self.telling.why(self._written, reason, visit.person)
            if reason is Reason.NOT_HIGHER:
                own, highest = self._rates(visit)
                why = f"his rate of {own} is no higher than {highest} below him"
            if visit.level and compression and uses_level(compression, reason):
                turn = self.telling.turn(self._index, visit.level)
                yield f"{name} used {turn} up and is paid nothing: {why}."
            else:
                yield f"{name} was passed over: {why}."

    def _rates(self, visit: Visit) -> list[str]:
        """Somebody's rate and the highest found below him."""
        order_line = int(self.line.order_line[0])
        rates = (visit.own_rate, visit.highest)
        return [self.telling.rate(self._index, order_line, rate) for rate in rates]

    def _found_rate(self) -> str:
        """Where in the plan the rate stands."""
        if isinstance(self._bonus, RetailBonus):
            return self._bracket(self._bonus)
        payee, level = int(self.line.payee[0]), int(self.line.paid_level[0])
        return place_of(self._written, self._piece, payee, level)

    def _bracket(self, bonus: RetailBonus) -> str:
        """Of several brackets the one that pays the rate, where only one does."""
        paying = [number for number, tier in enumerate(bonus.tiers) if tier.rate == self._rate]
        if len(paying) != 1:
            return ""
        [number] = paying
        path = ("bonuses", self.telling.bonus_name(self._index), "tiers", number, "rate")
        origin = self.telling.plan.origin(path_text(path))
        lower = volume_text(bonus.tiers[number].at_least_e4)
        said = f" from {lower} on" if len(bonus.tiers) > 1 else ""
        return f"{said} [{origin}]" if origin else said
