"""The infinity bonus."""

from ..plans.bonuses import InfinityBonus
from .heights import height
from .rates import Lookup, rate
from .sales import Piece
from .standing import Standing
from .walks import Outcome, people_met


def pay_infinity(bonus: InfinityBonus, pieces: list[Piece], standing: Standing) -> Outcome:
    """Pay everyone above each sale between whom and the sale no stop stands."""
    outcome = Outcome()
    for piece in pieces:
        _climb(bonus, piece, standing, outcome)
    return outcome


def _climb(bonus: InfinityBonus, piece: Piece, standing: Standing, outcome: Outcome) -> None:
    place = piece.line.place
    highest_stop = 0
    for step, person in people_met(bonus, piece.line, place, standing):
        # Free is who stands higher than every stop below him; above 0, so that he has a rank.
        own = height(bonus.stop, person, standing)
        needed = own if bonus.stop.test is None else 1
        is_free = needed > highest_stop and step >= bonus.from_level
        if is_free and standing.passes(bonus.payee, person):
            found = rate(bonus.rates, Lookup(person, place, piece.line, standing))
            outcome.pay(piece, person, (step, 1), found)
        if person != place or bonus.stop_person == "excluded":
            highest_stop = max(highest_stop, own)
