"""The rank-advancement bonus."""

from ..plans.bonuses import RankAdvancementBonus
from ..plans.quantities import Amount
from .days import last_instant
from .money import minor, rounded
from .outputs import PersonLine
from .standing import Standing
from .walks import Outcome
from .windows import window

NEVER = -1


def pay_advancement(bonus: RankAdvancementBonus, key: str, standing: Standing) -> Outcome:
    """Pay for ranks: in every period, or once for each, in instalments."""
    outcome = Outcome()
    end = last_instant(standing.span, standing.zone)
    for person in standing.people:
        if not standing.passes(bonus.payee, person) or not standing.in_force(person, end):
            continue
        if bonus.pays == "every-period":
            _pay_now(bonus, key, person, standing, outcome)
        else:
            _pay_once(bonus, key, person, standing, outcome)
    return outcome


def _pay_now(
    bonus: RankAdvancementBonus, key: str, person: str, standing: Standing, outcome: Outcome
) -> None:
    for rank, position in _named(bonus, standing):
        if position == standing.paid_as[person]:
            amount = _minor(bonus.amounts[rank], standing)
            currency = bonus.amounts[rank].currency
            outcome.person_lines.append(PersonLine(key, person, "rank", rank, 0, amount, currency))


def _pay_once(
    bonus: RankAdvancementBonus, key: str, person: str, standing: Standing, outcome: Outcome
) -> None:
    reached = [
        rank
        for rank, position in _named(bonus, standing)
        if _paid_parts(key, rank, person, standing) == 0
        and _held(bonus, position, person, standing)
    ]
    for rank, position in _named(bonus, standing):
        parts = _paid_parts(key, rank, person, standing)
        if rank in reached and rank != reached[-1] and bonus.jumped == "highest":
            outcome.state[_state(key, rank), person] = NEVER
        elif rank in reached or _goes_on(bonus, parts, standing.paid_as[person] >= position):
            outcome.state[_state(key, rank), person] = parts + 1
            outcome.person_lines.append(_part(bonus, key, person, rank, parts + 1, standing))


def _named(bonus: RankAdvancementBonus, standing: Standing) -> list[tuple[str, int]]:
    """The ranks for which there is an amount, lowest first, with their positions."""
    ladder = standing.plan.ranks.ladder if standing.plan.ranks else ()
    ranks = [(rank.key, position) for position, rank in enumerate(ladder, start=1)]
    return [(rank, position) for rank, position in ranks if rank in bonus.amounts]


def _held(bonus: RankAdvancementBonus, rank: int, person: str, standing: Standing) -> bool:
    """Whether he was paid as the rank or a higher one in so many periods in a row, now included."""
    earlier = window(standing, bonus.held - 1, skip=1) if bonus.held > 1 else []
    ranks = [standing.past(past).paid_as.get(person, 0) for past in earlier]
    return min([standing.paid_as[person], *ranks]) >= rank


def _goes_on(bonus: RankAdvancementBonus, parts: int, has_rank: bool) -> bool:
    """Whether a later instalment is due."""
    return has_rank and 0 < parts < bonus.instalments


def _part(
    bonus: RankAdvancementBonus, key: str, person: str, rank: str, part: int, standing: Standing
) -> PersonLine:
    """One instalment: equal parts, the first takes the odd cents."""
    total = _minor(bonus.amounts[rank], standing)
    equal = total // bonus.instalments
    amount = total - equal * (bonus.instalments - 1) if part == 1 else equal
    return PersonLine(key, person, "rank", rank, part, amount, bonus.amounts[rank].currency)


def _state(key: str, rank: str) -> str:
    return f"advancement:{key}:{rank}"


def _paid_parts(key: str, rank: str, person: str, standing: Standing) -> int:
    return standing.state(_state(key, rank), person)


def _minor(amount: Amount, standing: Standing) -> int:
    run = standing.run
    exact = minor(amount.value, amount.currency, run.exponents)
    return rounded(exact, str(run.plan.rounding))
