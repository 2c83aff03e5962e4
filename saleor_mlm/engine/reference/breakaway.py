"""The breakaway bonus: leaders are paid on the groups of leaders below them."""

from collections import defaultdict

from ..plans.bonuses import BreakawayBonus, Compression
from .guarantee import pass_on
from .lines import amount_of
from .rates import Lookup, longest, rate
from .sales import Piece
from .standing import Standing
from .walks import Outcome, Paid, Unpaid, people_met


def pay_breakaway(
    bonus: BreakawayBonus, key: str, pieces: list[Piece], standing: Standing
) -> Outcome:
    """Pay the generations of leaders above each group, then what the guarantee asks for."""
    outcome = Outcome()
    by_group: dict[str, list[Paid]] = defaultdict(list)
    for piece in pieces:
        before = len(outcome.paid)
        group = _climb(bonus, piece, standing, outcome)
        if group is not None:
            by_group[group] += outcome.paid[before:]
    if bonus.guarantee is not None:
        outcome.person_lines = pass_on(bonus, key, _amounts(bonus, by_group, standing), standing)
    return outcome


def _climb(bonus: BreakawayBonus, piece: Piece, standing: Standing, outcome: Outcome) -> str | None:
    """Pay on one piece; whose group it is."""
    group, generation, last = None, 1, longest(bonus.rates)
    for step, person in people_met(bonus, piece.line, piece.line.place, standing):
        if generation > last:
            return group
        if not standing.passes(bonus.leader, person):
            continue
        if group is None:
            group = person
            continue
        generation += _generation(bonus, piece, (step, generation), person, standing, outcome)
    if generation <= last:
        outcome.root(piece, generation)
    return group


def _generation(
    bonus: BreakawayBonus,
    piece: Piece,
    steps: tuple[int, int],
    leader: str,
    standing: Standing,
    outcome: Outcome,
) -> int:
    """Pay a leader above, or note why not; how many generations he uses."""
    active = standing.passes(bonus.payee, leader)
    if not active and bonus.compression is Compression.SKIP_INACTIVE:
        return 0
    found = rate(bonus.rates, Lookup(leader, piece.line.place, piece.line, standing, steps[1]))
    if active and found > 0:
        outcome.pay(piece, leader, steps, found)
    else:
        outcome.unpaid.append(Unpaid(piece, leader, *steps, "no-rate" if active else "inactive"))
    return 1


def _amounts(
    bonus: BreakawayBonus, by_group: dict[str, list[Paid]], standing: Standing
) -> list[tuple[str, str, int]]:
    """Who was paid on whose group, and how much, in the guarantee's currency."""
    assert bonus.guarantee is not None
    currency = bonus.guarantee.amount.currency
    return [
        (group, paid.person, amount_of(paid, standing))
        for group, pays in by_group.items()
        for paid in pays
        if paid.piece.line.currency == currency
    ]
