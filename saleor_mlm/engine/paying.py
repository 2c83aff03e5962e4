"""What bonuses pay, given who stands where: in one go, or in parts that are merged."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from .bonus_walks import BonusWalk, Prepared, merged, walk_part
from .breakaway import guarantees
from .calculation import Calculation
from .columns import Bool, Int64
from .lines import Written
from .payment import Sums
from .plans.bonuses import BreakawayBonus, RankAdvancementBonus
from .plans.schema import Plan
from .preparation import Preparation
from .rank_advancement import advancement
from .result import PersonLines, Result, Standing
from .reversals import reversals
from .snapshot import Snapshot
from .standing import carried
from .totals import add_lines, totals_of
from .turns import Turn, turns


def paid(snapshot: Snapshot, plan: Plan, standing: Standing, detail: bool = True) -> Result:
    """What the plan's bonuses pay."""
    paying = Paying(snapshot, plan, standing, detail)
    return paying.merged([paying.walked()])


@dataclasses.dataclass(frozen=True)
class Due:
    """One bonus on the sales of one turn. then: they are an earlier period's."""

    calc: Calculation
    prepared: Prepared
    then: bool


class Paying:
    """The bonuses of a plan made ready: what rests on sums over the whole run is settled.

    Invariant: the walks of any split of the order lines, merged in any order, give the same result.
    """

    def __init__(
        self, snapshot: Snapshot, plan: Plan, standing: Standing, detail: bool = True
    ) -> None:
        self.calc, self.detail = Calculation(snapshot, plan, standing), detail
        self.state: dict[str, Int64] = {}
        self.due: list[Due] = []
        due = turns(snapshot, plan, standing)
        for turn in due[:-1]:
            self._add(self._alone(turn), then=True)
        self._add(self._alone(due[-1]) if due[:-1] else self.calc, then=False)
        self.due.sort(key=lambda one: one.prepared.index)

    def walked(self, order_lines: Bool | None = None) -> list[BonusWalk]:
        """The walks of the sales of some order lines, or of all, by bonus and turn."""
        return [walk_part(one.calc, one.prepared, order_lines, self.detail) for one in self.due]

    def merged(self, parts: Sequence[list[BonusWalk]]) -> Result:
        """The result of parts that together have every order line once."""
        calc = self.calc
        walks = [merged(of_one) for of_one in zip(*parts, strict=True)]
        person_lines, state = self._person_lines(walks)
        taken_back = reversals(calc)
        sums = dict[int, Sums]()
        for one, walk in zip(self.due, walks, strict=True):
            sums.setdefault(one.prepared.index, calc.no_sums()).merge(walk.sums)
        add_lines(calc, sums, taken_back)
        add_lines(calc, sums, person_lines)
        carries, past = carried(calc.snapshot, calc.plan, calc.standing)
        details = [
            Written(one.calc, one.prepared, walk, one.then)
            for one, walk in zip(self.due, walks, strict=True)
        ]
        return Result(
            snapshot=calc.snapshot,
            plan=calc.plan,
            standing=calc.standing,
            reversals=taken_back,
            details=tuple(details) if self.detail else None,
            person_lines=person_lines,
            totals=totals_of(sums),
            state={**calc.snapshot.state, **carries, **self.state, **state},
            past=past,
        )

    def _alone(self, turn: Turn) -> Calculation:
        """A turn's sales, with what the turns before it have left as state."""
        snapshot = self.calc.snapshot
        rows = dataclasses.replace(snapshot.sale_lines, claimed=turn.claimed)
        state = {**snapshot.state, **self.state}
        alone = dataclasses.replace(snapshot, sale_lines=rows, state=state)
        return Calculation(alone, self.calc.plan, turn.standing)

    def _add(self, calc: Calculation, then: bool) -> None:
        preparation = Preparation(calc)
        self.due += [
            Due(calc, preparation.prepared(index, name, bonus), then)
            for index, name, bonus in calc.bonuses()
            if not isinstance(bonus, RankAdvancementBonus)
        ]
        self.state.update(preparation.state)

    def _person_lines(self, walks: list[BonusWalk]) -> tuple[PersonLines, dict[str, Int64]]:
        """What belongs to no order, and the state that it leaves."""
        both = zip(self.due, walks, strict=True)
        by_index = {one.prepared.index: walk for one, walk in both if not one.then}
        parts, state = [PersonLines.empty()], dict[str, Int64]()
        for index, name, bonus in self.calc.bonuses():
            if isinstance(bonus, RankAdvancementBonus):
                found = advancement(self.calc, index, name, bonus)
                parts.append(found.lines)
                state.update(found.state)
            elif isinstance(bonus, BreakawayBonus) and bonus.guarantee is not None:
                parts.append(self._guarantees(index, bonus, by_index[index]))
        return _in_order(PersonLines.concatenate(parts)), state

    def _guarantees(self, index: int, bonus: BreakawayBonus, walk: BonusWalk) -> PersonLines:
        return guarantees(self.calc, index, bonus, walk.groups.minor(), walk.sums.minor())


def _in_order(lines: PersonLines) -> PersonLines:
    keys = (lines.other, lines.rank, lines.part, lines.payee, lines.bonus)
    return lines.take(np.lexsort(keys))
