"""Why somebody is not paid, in words: what failed, needed and actual."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from .bonus_sales import sales_of
from .calculation import Calculation
from .conditions import failed
from .lines import Written
from .plans.bonuses import BreakawayBonus, RankAdvancementBonus, RetailBonus, SaleBonus
from .plans.wording import counted, listed
from .rank_advancement import NEVER, paid_state
from .result import Reason, Result

REASONS = {
    Reason.ENDED: "no agreement was in force when the sale was paid",
    Reason.NO_RATE: "the rate for him on this sale is 0 %",
    Reason.NOT_HIGHER: "his rate is no higher than the highest below him",
    Reason.STOPPED: "somebody below him stops the bonus",
    Reason.NO_RANK: "he is nobody whom the bonus pays",
    Reason.BEYOND: "the bonus does not reach so far",
    Reason.OWN_GROUP: "the sale is of his own group",
    Reason.TOO_NEAR: "he stands too near to the sale",
}


def why(written: Written, result: Result, reason: Reason, person: int) -> str:
    """A reason, with every single condition that failed."""
    rule = list(result.plan.bonuses.values())[written.prepared.index]
    test = getattr(rule, "payee", None)
    if reason is Reason.NO_RANK and isinstance(rule, BreakawayBonus):
        test = rule.leader
    elif reason is not Reason.INACTIVE or test is None:
        return REASONS.get(reason, "the top is reached")
    return _fails(result, test, person, then=written.then)


def _fails(result: Result, test: str, person: int, *, then: bool) -> str:
    """Of an earlier period no more is known than the outcome."""
    if then:
        return f"he did not pass “{test}” in the period in which it was sold"
    return f"he does not pass “{test}” ({conditions(result, test, person)})"


def conditions(result: Result, test: str, person: int) -> str:
    """Needed and actual of each single condition that fails."""
    found = failed(result.snapshot, result.plan, result.standing, test, person)
    said = (
        f"{one.what}: {one.actual}, {one.needed} needed"
        + (" (an exception)" if one.exception else "")
        for one in found
    )
    return "; ".join(said)


def never_began(result: Result, person: int, name: str) -> Iterator[str]:
    """What no walk shows: sales at somebody that a bonus leaves out for how he stands, and amounts
    for ranks that he has."""
    turns = {one.calc: one.then for one in result.written()}
    for calc, then in turns.items():
        yield from _Somebody(result, calc, then, person, name).own_sales()
    now = Calculation(result.snapshot, result.plan, result.standing)
    yield from _Somebody(result, now, False, person, name).ranks()


@dataclasses.dataclass(frozen=True)
class _Somebody:
    """One person, and what he is called, in one turn. then: its sales are an earlier period's."""

    result: Result
    calc: Calculation
    then: bool
    person: int
    name: str

    def own_sales(self) -> Iterator[str]:
        """Sales at himself, where he fails what is asked of their source."""
        for _, key, bonus in self.calc.bonuses():
            if isinstance(bonus, SaleBonus):
                yield from self._own_sales(key, bonus)

    def _own_sales(self, key: str, bonus: SaleBonus) -> Iterator[str]:
        at_anybody = sales_of(self.calc, bonus.model_copy(update={"source": None}))
        sales = int(np.count_nonzero(at_anybody.source == self.person))
        at_him = f"{counted(sales, 'sale')} at {self.name}"
        if not sales:
            return
        if fails := self._fails(bonus.source):
            yield f"{key}: pays nobody on {at_him}, since {fails}."
        elif isinstance(bonus, RetailBonus) and (fails := self._fails(bonus.payee)):
            yield f"{key}: pays nothing on {at_him}, since {fails}."

    def ranks(self) -> Iterator[str]:
        """Amounts for ranks that he has and is not paid."""
        for _, key, bonus in self.calc.bonuses():
            if isinstance(bonus, RankAdvancementBonus):
                yield from self._ranks(key, bonus)

    def _ranks(self, key: str, bonus: RankAdvancementBonus) -> Iterator[str]:
        absent = "no agreement was in force when the period ended"
        reason = absent if self.calc.absent_at_end[self.person] else self._fails(bonus.payee)
        ranks = self._open_ranks(key, bonus)
        if ranks and reason:
            yield f"{key}: {self.name} is paid nothing for {listed(ranks)}, since {reason}."

    def _fails(self, test: str | None) -> str:
        if self.calc.passes(test)[self.person]:
            return ""
        return _fails(self.result, str(test), self.person, then=self.then)

    def _open_ranks(self, key: str, bonus: RankAdvancementBonus) -> list[str]:
        """The names of his ranks of which not everything is paid."""
        assert self.calc.plan.ranks is not None
        found, paid_as = [], int(self.calc.standing.paid_as[self.person])
        for place, rank in enumerate(self.calc.plan.ranks.ladder):
            done = int(self.calc.carried(paid_state(key, rank.key))[self.person])
            due = place == paid_as if bonus.pays == "every-period" else place <= paid_as
            if rank.key in bonus.amounts and due and NEVER < done < bonus.instalments:
                found.append(rank.name)
        return found
