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
from .plans.bonuses import Base, BreakawayBonus, GenerationBonus, InfinityBonus, SaleBonus
from .plans.quantities import rate_text
from .plans.schema import Plan
from .result import Reason, Result
from .visits import Visit

REASONS = {
    Reason.ENDED: "no agreement was in force when the sale was paid",
    Reason.NO_RATE: "the rate for him on this sale is 0 %",
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

    def no_higher(self, bonus: int, order_line: int, visit: Visit) -> str:
        """Why a differential bonus did not pay somebody whose rate was found below him."""
        own, highest = (
            self.rate(bonus, order_line, one) for one in (visit.own_rate, visit.highest)
        )
        return f"his rate, {own}, is no higher than {highest}, the highest below him"

    def bonus_name(self, index: int) -> str:
        """A bonus by its name in the plan."""
        return list(self.plan.bonuses)[index]

    def bonus(self, index: int) -> SaleBonus:
        """The rule of a bonus that pays on sales."""
        bonus = list(self.plan.bonuses.values())[index]
        assert isinstance(bonus, SaleBonus)
        return bonus

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
        return "; ".join(
            f"{one.what}: {one.actual}, {one.needed} needed"
            + (" (an exception)" if one.exception else "")
            for one in self._conditions.failed(test, person)
        )

    def _reason(self, written: Written, reason: Reason, person: int) -> str:
        rule = self.bonus(written.prepared.index)
        test = _asked(rule, reason)
        if test is not None:
            return f"he {self.fails(test, person, then=written.then)}"
        own = _own(rule)
        if reason is Reason.NO_RANK and own is not None:
            return f"he {'had' if written.then else 'has'} no {own}"
        if reason is Reason.STOPPED:
            return f"{_stop_words(rule)} stops the bonus"
        return REASONS.get(reason, "the top is reached")


def _asked(rule: SaleBonus, reason: Reason) -> str | None:
    """The test that whoever is not paid for this reason fails."""
    if reason is Reason.INACTIVE:
        return rule.payee
    if reason is Reason.NO_RANK and isinstance(rule, BreakawayBonus):
        return rule.leader
    if reason is Reason.NO_RANK and isinstance(rule, GenerationBonus):
        return rule.boundary.test
    return None


def _own(rule: SaleBonus) -> str | None:
    """Which of his own, rank or title, decides where a bonus ends."""
    end = rule.boundary if isinstance(rule, GenerationBonus) else getattr(rule, "stop", None)
    return end.own if end is not None else None


def _stop_words(rule: SaleBonus) -> str:
    """Who below somebody stops an infinity bonus for him."""
    assert isinstance(rule, InfinityBonus)
    if rule.stop.test is not None:
        return f"somebody below him who passes “{rule.stop.test}”"
    return f"somebody below him with his {rule.stop.own} or a higher one"
