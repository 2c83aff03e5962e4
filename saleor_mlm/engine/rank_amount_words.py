"""Why a rank that somebody has brings him no amount in this period, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from .plans.bonuses import RankAdvancementBonus
from .rank_advancement import NEVER, paid_state
from .telling import Telling


@dataclass(frozen=True)
class RankAmountWords:
    """One person of a result."""

    telling: Telling
    person: int

    def sentences(self) -> Iterator[str]:
        """For each bonus and rank that pays him nothing though he has the rank, or began to be paid
        it. What was paid in full is not told again."""
        telling = self.telling
        for index, name, bonus in telling.calc.bonuses():
            if isinstance(bonus, RankAdvancementBonus):
                for rank in self._ranks(bonus):
                    if not self._paid(index, rank) and (why := self._why(name, bonus, rank)):
                        head = f"{telling.person(self.person)}, {name}, {telling.rank(rank)}"
                        yield f"{head}: nothing, since {why}."

    def _ranks(self, bonus: RankAdvancementBonus) -> list[int]:
        assert self.telling.plan.ranks is not None
        keys = [rank.key for rank in self.telling.plan.ranks.ladder]
        return [rank for rank, key in enumerate(keys) if key in bonus.amounts]

    def _paid(self, index: int, rank: int) -> bool:
        rows = self.telling.result.person_lines
        own = (rows.payee == self.person) & (rows.bonus == index) & (rows.rank == rank)
        return bool(own.any())

    def _why(self, name: str, bonus: RankAdvancementBonus, rank: int) -> str:
        """Empty where nothing is to be said."""
        if bonus.pays == "every-period":
            return self._failing(bonus) if self._paid_as == rank else ""
        assert self.telling.plan.ranks is not None
        state = paid_state(name, self.telling.plan.ranks.ladder[rank].key)
        done = int(self.telling.result.state[state][self.person])
        if done == NEVER:
            return "it was jumped over"
        if done >= bonus.instalments or (done == 0 and self._paid_as < rank):
            return ""
        if self._paid_as < rank:
            has, needs = (self.telling.rank(one) for one in (self._paid_as, rank))
            return f"its instalment {done + 1} asks for the rank (paid as {has}, {needs} needed)"
        return self._failing(bonus) or self._not_held(bonus, rank)

    def _failing(self, bonus: RankAdvancementBonus) -> str:
        if self.telling.calc.absent_at_end[self.person]:
            return "no agreement is in force at the period's end"
        if bonus.payee is None or self.telling.result.standing.tests[bonus.payee][self.person]:
            return ""
        return f"he {self.telling.fails(bonus.payee, self.person)}"

    def _not_held(self, bonus: RankAdvancementBonus, rank: int) -> str:
        """How many periods in a row he was paid as the rank or a higher one."""
        held = 1
        while held < bonus.held:
            earlier = self.telling.calc.paid_as_before(held - 1)
            if earlier is None or earlier[self.person] < rank:
                return f"he has it for too short (periods in a row: {held}, {bonus.held} needed)"
            held += 1
        return ""

    @property
    def _paid_as(self) -> int:
        return int(self.telling.result.standing.paid_as[self.person])
