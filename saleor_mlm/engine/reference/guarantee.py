"""The guarantee of a breakaway bonus, worked out from the deepest leaders up."""

from collections import defaultdict

from ..plans.bonuses import BreakawayBonus, Compression
from .days import last_instant
from .money import minor, rounded
from .outputs import PersonLine
from .standing import Standing


def pass_on(
    bonus: BreakawayBonus, key: str, paid: list[tuple[str, str, int]], standing: Standing
) -> list[PersonLine]:
    """What leaders pass on. paid: (whose group, who was paid, amount)."""
    pays_up: dict[str, int] = defaultdict(int)
    got: dict[str, int] = defaultdict(int)
    for group, payee, amount in paid:
        pays_up[group] += amount
        got[payee] += amount
    lines = []
    for leader in standing.trees[bonus.tree].bottom_up:
        payee_above = _first_generation(bonus, leader, standing)
        missing = _least(bonus, standing) - pays_up[leader]
        amount = min(missing, got[leader])
        if payee_above is not None and amount > 0:
            got[payee_above] += amount
            lines += _lines(bonus, key, (leader, payee_above), amount)
    return lines


def _first_generation(bonus: BreakawayBonus, leader: str, standing: Standing) -> str | None:
    """The payee of generation 1 of a leader's group, by the agreements at the period's end."""
    if not _leads(bonus, leader, standing):
        return None
    for person in standing.trees[bonus.tree].way_up(leader):
        if person == leader or not _leads(bonus, person, standing):
            continue
        if standing.passes(bonus.payee, person):
            return person
        if bonus.compression is Compression.NONE:
            return None
    return None


def _leads(bonus: BreakawayBonus, person: str, standing: Standing) -> bool:
    end = last_instant(standing.span, standing.zone)
    return standing.passes(bonus.leader, person) and standing.in_force(person, end)


def _least(bonus: BreakawayBonus, standing: Standing) -> int:
    assert bonus.guarantee is not None
    amount = bonus.guarantee.amount
    run = standing.run
    exact = minor(amount.value, amount.currency, run.exponents)
    return rounded(exact, str(run.plan.rounding))


def _lines(
    bonus: BreakawayBonus, key: str, people: tuple[str, str], amount: int
) -> list[PersonLine]:
    assert bonus.guarantee is not None
    giver, taker = people
    currency = bonus.guarantee.amount.currency
    return [
        PersonLine(key, giver, "passed-on", taker, 0, -amount, currency),
        PersonLine(key, taker, "guarantee", giver, 0, amount, currency),
    ]
