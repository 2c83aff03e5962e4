"""What sentences about a result need again and again: names, amounts, and why somebody fails."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .amounts import amount_text, decimal_text
from .calculation import Calculation
from .conditions import Conditions
from .lines import Written
from .passed_over import PassedOver
from .plans.bonuses import (
    Base,
    Boundary,
    BreakawayBonus,
    GenerationBonus,
    InfinityBonus,
    SaleBonus,
)
from .plans.quantities import rate_text
from .plans.schema import Plan
from .result import Reason, Result

REASONS = {
    Reason.ENDED: "no agreement was in force when the sale was paid",
    Reason.NO_RATE: "his rate on this sale is 0 %",
    Reason.NOT_HIGHER: "his rate is no higher than the highest below him",
    Reason.BEYOND: "the bonus does not reach so far",
    Reason.OWN_GROUP: "the sale is of his own group",
    Reason.TOO_NEAR: "he stands too near to the sale",
}


@dataclass(frozen=True)
class Names:
    """What the caller calls the persons and order lines of the snapshot, by index."""

    persons: Sequence[str]
    order_lines: Sequence[str]


class Telling:
    """One result to be told; what was worked out for a sentence is kept for the next."""

    def __init__(self, result: Result, names: Names) -> None:
        self.result, self.names = result, names
        self.passed_over = PassedOver(result)
        self._conditions = Conditions(result.snapshot, result.plan, result.standing)
        self._why: dict[tuple[Written, Reason, int], str] = {}

    @property
    def plan(self) -> Plan:
        """The plan of the result."""
        return self.result.plan

    def person(self, index: int) -> str:
        """What a person is called."""
        return self.names.persons[index]

    def order_line(self, index: int) -> str:
        """What an order line is called."""
        return self.names.order_lines[index]

    def rank(self, position: int) -> str:
        """A rank by its name."""
        ranks = self.plan.ranks
        return "no rank" if position < 0 or ranks is None else ranks.ladder[position].name

    def amount(self, currency: int, amount_minor: int) -> str:
        """Money in full."""
        known = self.result.snapshot.currencies[currency]
        return f"{amount_text(amount_minor, known.exponent)} {known.code}"

    def rate(self, bonus: int, order_line: int, rate: Fraction) -> str:
        """A percentage, or money for a piece."""
        if self.bonus(bonus).base is not Base.UNITS:
            return rate_text(rate)
        snapshot = self.result.snapshot
        code = snapshot.currencies[snapshot.order_lines.currency[order_line]].code
        return f"{decimal_text(rate, decimals_min=2)} {code}"

    def bonus_name(self, index: int) -> str:
        """A bonus by its name in the plan."""
        return list(self.plan.bonuses)[index]

    def bonus(self, index: int) -> SaleBonus:
        """The rule of a bonus that pays on sales."""
        bonus = list(self.plan.bonuses.values())[index]
        assert isinstance(bonus, SaleBonus)
        return bonus

    def turn(self, index: int, level: int) -> str:
        """`level 2`, `generation 1`: whose turn it was in a bonus."""
        by_generation = isinstance(self.bonus(index), GenerationBonus | BreakawayBonus)
        return f"{'generation' if by_generation else 'level'} {level}"

    @functools.cached_property
    def calc(self) -> Calculation:
        """What the amounts of this period are worked out from."""
        return Calculation(self.result.snapshot, self.plan, self.result.standing)

    def why(self, written: Written, reason: Reason, person: int) -> str:
        """Why a bonus does not pay a person, with every single condition that failed."""
        key = written, reason, person
        if key not in self._why:
            self._why[key] = self._reason(written, reason, person)
        return self._why[key]

    def fails(self, test: str, person: int, *, then: bool = False) -> str:
        """That somebody fails a test; then: in an earlier period, of which no more is known than
        the outcome."""
        if then:
            return f"did not pass “{test}” in the period in which it was sold"
        return f"does not pass “{test}” ({self.conditions(test, person)})"

    def conditions(self, test: str, person: int) -> str:
        """Needed and actual of each single condition for which somebody fails a test."""
        return self._conditions.of(test, person).shortfall()

    def _reason(self, written: Written, reason: Reason, person: int) -> str:
        rule = self.bonus(written.prepared.index)
        test = rule.payee if reason is Reason.INACTIVE else None
        if reason is Reason.NO_RANK:
            test = rule.leader if isinstance(rule, BreakawayBonus) else _boundary(rule).test
        if test is not None:
            return f"he {self.fails(test, person, then=written.then)}"
        if reason is Reason.NO_RANK:
            return f"he has no {_boundary(rule).own}"
        if reason is Reason.STOPPED:
            return f"somebody below him {_who(_boundary(rule))} stops the bonus"
        return REASONS.get(reason, "the top is reached")


def _boundary(rule: SaleBonus) -> Boundary:
    """By what people are paid whom a bonus pays by a rank or a test of their own."""
    assert isinstance(rule, GenerationBonus | InfinityBonus)
    return rule.boundary if isinstance(rule, GenerationBonus) else rule.stop


def _who(stop: Boundary) -> str:
    if stop.test is not None:
        return f"who passes “{stop.test}”"
    return f"with his {stop.own} or a higher one"
