"""A result in sentences: why this amount, and why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .amounts import amount_text, decimal_text
from .columns import Bool, Int32
from .lines import Written
from .missed import missed
from .passed_over import passed_over
from .plans.bonuses import (
    Base,
    BreakawayBonus,
    FastStartBonus,
    GenerationBonus,
    RetailBonus,
    SaleBonus,
)
from .plans.dependencies import works_out_ranks
from .plans.quantities import rate_text, volume_text
from .plans.rates import RateTable
from .rate_places import Asked, rate_place
from .result import CommissionLines, Part, PersonLines, Reason, Result
from .rounding import ROUNDINGS
from .snapshot import BASES
from .trace import Visit, uses_level, visits, walker
from .why_not import conditions, never_began, why


@dataclass(frozen=True)
class Names:
    """What the caller calls the persons and order lines of the snapshot, by index."""

    persons: Sequence[str]
    order_lines: Sequence[str]


def explain_line(result: Result, lines: CommissionLines, row: int, names: Names) -> list[str]:
    """How the amount of one of some lines came about, then who was passed over for it."""
    line = lines.take(np.array([row]))
    return _Line(result, line, names).sentences()


def explain_person(result: Result, person: int, names: Names) -> list[str]:
    """All the result says of one person: rank, totals, every line, and what passed him by.

    A person without lines is an answer too.
    """
    lines = result.lines_to(person)
    sentences = [*_rank(result, person, names), *_totals(result, person, names)]
    for row in range(len(lines)):
        sentences += explain_line(result, lines, row, names)
    sentences += _without_order(result, person, names)
    sentences += [*_missed(result, person, names), *_taken_over(result, person, names)]
    sentences += never_began(result, person, names.persons[person])
    return [*sentences, *_next_rank(result, person, names)]


@dataclass(frozen=True)
class _Line:
    """One commission line."""

    result: Result
    line: CommissionLines
    names: Names

    def sentences(self) -> list[str]:
        payee = self.names.persons[self.line.payee[0]]
        order_line = self.names.order_lines[self.line.order_line[0]]
        bonus = _bonus_name(self.result, int(self.line.bonus[0]))
        head = f"{payee}, {order_line}, {bonus}"
        if self.line.reverses[0] >= 0:
            return [f"{head}, refund: {self._share()} taken back, {self._rounding(-1)}."]
        rank = f"paid as {_rank_name(self.result, int(self.line.rank[0]))}"
        calculation = f"{self._share()}{self._place()}, {self._rounding(1)}"
        passed_over = (f"{order_line}, {bonus}: {said}" for said in self._passed_over())
        return [f"{head}, {self._step()}, {rank}: {calculation}.", *passed_over]

    def _step(self) -> str:
        level, step = int(self.line.paid_level[0]), int(self.line.level[0])
        bonus = _bonus(self.result, int(self.line.bonus[0]))
        if isinstance(bonus, RetailBonus):
            return "own retail"
        if isinstance(bonus, GenerationBonus) and level == 0:
            word = "own group"
        elif isinstance(bonus, GenerationBonus | BreakawayBonus):
            word = f"generation {level}"
        else:
            word = f"level {level}"
        return word if step == level else f"{word} ({step} steps up the tree)"

    def _share(self) -> str:
        """Rate and base; the part of the order line too, unless it begins at its foot."""
        lower, upper = int(self.line.base_from_e4[0]), int(self.line.base_to_e4[0])
        rate, base = self._rate, BASES[self.line.base[0]]
        if base is Base.UNITS:
            share = f"{decimal_text(rate, 2)} {self._currency} for each of "
            share += f"{volume_text(upper - lower)} pieces"
        else:
            share = f"{rate_text(rate)} of {volume_text(upper - lower)} {base.value.upper()}"
        if lower == 0:
            return share
        return f"{share} (earned from {volume_text(lower)} to {volume_text(upper)})"

    def _place(self) -> str:
        """For what the rate is paid, and where it comes from; of what it is a difference."""
        visit, written = self._visit, self._written
        bonus = _bonus(self.result, int(self.line.bonus[0]))
        found = _found_rate(self, written, bonus)
        if visit is not None and visit.own_rate != visit.rate:
            own, highest = rate_text(visit.own_rate), rate_text(visit.highest)
            tie = visit.own_rate == visit.highest
            said = f"an override on a tie at {own}" if tie else f"{own} less {highest} below"
            return f" ({said}{found})"
        return f" ({found.strip()})" if found.strip() else ""

    def _rounding(self, sign: int) -> str:
        """The exact value and what it was rounded to; two of them where the interval has a lower
        end, since the amount is the difference of two rounded values."""
        rounding = ROUNDINGS[self.line.rounding[0]]
        exponent = self.result.snapshot.currencies[self.line.currency[0]].exponent
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
        code: str = self.result.snapshot.currencies[self.line.currency[0]].code
        return code

    @property
    def _rate(self) -> Fraction:
        return Fraction(int(self.line.rate_num[0]), int(self.line.rate_den[0]))

    @property
    def _written(self) -> Written:
        return self.result.written_of(int(self.line.bonus[0]), int(self.line.order_line[0]))

    @property
    def _visits(self) -> Iterator[Visit]:
        written = self._written
        number = int(written.of_piece[self._piece(written)])
        return visits(written.prepared, walker(written.prepared, number))

    def _piece(self, written: Written) -> int:
        return written.piece_at(int(self.line.order_line[0]), int(self.line.base_from_e4[0]))

    @property
    def _visit(self) -> Visit | None:
        payee = int(self.line.payee[0])
        return next((visit for visit in self._visits if visit.person == payee), None)

    def _passed_over(self) -> Iterator[str]:
        bonus = _bonus(self.result, int(self.line.bonus[0]))
        compression = getattr(bonus, "compression", None)
        for visit in next(passed_over(self.result, self.line)):
            name, reason = self.names.persons[visit.person], Reason(visit.reason or 0)
            reasons = why(self._written, self.result, reason, visit.person)
            if visit.level and compression and uses_level(compression, reason):
                yield f"{name} used level {visit.level} up and is paid nothing: {reasons}."
            else:
                yield f"{name} was passed over: {reasons}."


def _found_rate(line: _Line, written: Written, bonus: SaleBonus) -> str:
    """Where in the plan the rate stands."""
    plan, row = line.result.plan, line.line
    name = list(plan.bonuses)[row.bonus[0]]
    table: RateTable | None = getattr(bonus, "rates", None)
    key = "rates"
    if isinstance(bonus, GenerationBonus) and row.paid_level[0] == 0:
        table, key = bonus.own_group, "own_group"
    if table is None:
        return ""
    by_level = not hasattr(bonus, "ties") and not hasattr(bonus, "stop")
    asked = Asked(
        calc=written.calc,
        order_line=int(row.order_line[0]),
        source=int(written.prepared.source[line._piece(written)]),
        payee=int(row.payee[0]),
        level=max(1, int(row.paid_level[0])) if by_level else 1,
    )
    return rate_place(asked, table, ("bonuses", name, key))


def _missed(result: Result, person: int, names: Names) -> Iterator[str]:
    """The sales that came to a person and paid him nothing."""
    rows = missed(result, person)
    name = names.persons[person]
    for row in range(len(rows)):
        bonus, level = int(rows.bonus[row]), int(rows.paid_level[row])
        written = result.written_of(bonus, int(rows.order_line[row]))
        reasons = why(written, result, Reason(rows.reason[row]), person)
        payee = int(rows.payee[row])
        to = f", and it went to {names.persons[payee]}" if payee >= 0 else ""
        turn = f", level {level}" if level else ""
        head = f"{names.order_lines[rows.order_line[row]]}, {_bonus_name(result, bonus)}{turn}"
        yield f"{head}: {name} is paid nothing, since {reasons}{to}."


def _taken_over(result: Result, person: int, names: Names) -> Iterator[str]:
    """The sales at or below a person of which a fast start leaves other bonuses less."""
    keys = list(result.plan.bonuses)
    written = {(one.calc, one.prepared.index): one for one in result.written()}
    for (calc, index), one in written.items():
        first, bonus = keys[index], _bonus(result, index)
        for same in bonus.same_volume if isinstance(bonus, FastStartBonus) else ():
            other = written[calc, keys.index(same.bonus)]
            there = _reaches(other, one.prepared.source, person)
            pays = f"only {rate_text(same.pays)} of its rate" if same.pays else "nothing"
            pieces = one.prepared.pieces.take(np.flatnonzero(there))
            for row, length_e4 in enumerate((pieces.base_to_e4 - pieces.base_from_e4).tolist()):
                order_line = names.order_lines[pieces.order_line[row]]
                counted = f"{volume_text(length_e4)} {bonus.base.value.upper()}"
                yield f"{order_line}, {same.bonus}: pays {pays} on {counted}, which {first} counts."


def _reaches(written: Written, source: Int32, person: int) -> Bool:
    """Whether sales of these sources would have come to a person."""
    if written.prepared.first_step == 0:
        return np.equal(source, person)
    return written.way.is_above(np.full_like(source, person), source)


def _rank(result: Result, person: int, names: Names) -> Iterator[str]:
    if result.plan.ranks is not None:
        standing = result.standing
        qualified = [("qualified as", standing.qualified)] if _decides_ranks(result) else []
        kinds = [("paid as", standing.paid_as), *qualified, ("title", standing.title)]
        said = (f"{word} {_rank_name(result, int(ranks[person]))}" for word, ranks in kinds)
        as_left = "" if _decides_ranks(result) else " (as the last run that decided ranks left it)"
        yield f"{names.persons[person]}: {', '.join(said)}{as_left}."


def _decides_ranks(result: Result) -> bool:
    return works_out_ranks(result.plan, str(result.snapshot.period.kind))


def _next_rank(result: Result, person: int, names: Names) -> Iterator[str]:
    """What is missing for the next rank."""
    ranks, next_rank = result.plan.ranks, int(result.standing.qualified[person]) + 1
    if ranks is None or not _decides_ranks(result) or next_rank >= len(ranks.ladder):
        return
    rank = ranks.ladder[next_rank]
    asked = [test for test in rank.requires if test in result.standing.tests]
    said = [conditions(result, test, person) for test in asked]
    missing = "; ".join(one for one in said if one)
    if missing:
        yield f"{names.persons[person]} does not qualify for {rank.name}: {missing}."


def _totals(result: Result, person: int, names: Names) -> list[str]:
    rows = result.totals.take(np.flatnonzero(result.totals.payee == person))
    if not len(rows):
        return [f"{names.persons[person]} is paid nothing."]
    name = names.persons[person]
    return [
        f"{name}, {_bonus_name(result, bonus)}: {_amount(result, currency, amount)}."
        for bonus, currency, amount in zip(
            rows.bonus.tolist(), rows.currency.tolist(), rows.amount_minor.tolist(), strict=True
        )
    ]


def _without_order(result: Result, person: int, names: Names) -> Iterator[str]:
    """Amounts that belong to no order."""
    rows = result.person_lines.take(np.flatnonzero(result.person_lines.payee == person))
    for row in range(len(rows)):
        amount = _amount(result, int(rows.currency[row]), int(rows.amount_minor[row]))
        what = _part(result, Part(rows.part[row]), rows.take(np.array([row])), names)
        head = f"{names.persons[person]}, {_bonus_name(result, int(rows.bonus[row]))}"
        yield f"{head}, {what}: {amount}."


def _part(result: Result, part: Part, row: PersonLines, names: Names) -> str:
    if part is Part.RANK:
        rank = _rank_name(result, int(row.rank[0]))
        return f"{rank}, instalment {row.number[0]}" if row.number[0] else rank
    other = names.persons[row.other[0]]
    if part is Part.GUARANTEE_GIVEN:
        return f"passed on to {other}, whom the own group pays less than is guaranteed"
    return f"guaranteed, from {other}"


def _amount(result: Result, currency: int, amount_minor: int) -> str:
    known = result.snapshot.currencies[currency]
    return f"{amount_text(amount_minor, known.exponent)} {known.code}"


def _bonus(result: Result, index: int) -> SaleBonus:
    return list(result.plan.bonuses.values())[index]  # type: ignore[return-value]


def _bonus_name(result: Result, index: int) -> str:
    return list(result.plan.bonuses)[index]


def _rank_name(result: Result, rank: int) -> str:
    if rank < 0 or result.plan.ranks is None:
        return "no rank"
    return result.plan.ranks.ladder[rank].name
