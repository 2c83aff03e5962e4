"""The differential bonus (stairstep)."""

from fractions import Fraction

from ..plans.bonuses import Compression, DifferentialBonus
from .rates import Lookup, rate
from .sales import Piece
from .standing import Standing
from .walks import Outcome, people_met


def pay_differential(bonus: DifferentialBonus, pieces: list[Piece], standing: Standing) -> Outcome:
    """Pay everyone above each sale the difference to the highest rate found below."""
    outcome = Outcome()
    for piece in pieces:
        _climb(bonus, piece, standing, outcome)
    return outcome


def _climb(bonus: DifferentialBonus, piece: Piece, standing: Standing, outcome: Outcome) -> None:
    highest, ties, paid = Fraction(0), 0, 0
    for step, person in people_met(bonus, piece.line, piece.line.place, standing):
        active = standing.passes(bonus.payee, person)
        if step == 0 or (not active and bonus.compression is Compression.SKIP_INACTIVE):
            continue
        own = rate(bonus.rates, Lookup(person, piece.line.place, piece.line, standing))
        if active and own > highest:
            paid, ties = paid + 1, 0
            outcome.pay(piece, person, (step, paid), own - highest)
        elif active and own == highest > 0 and bonus.ties and ties < bonus.ties.people:
            paid, ties = paid + 1, ties + 1
            outcome.pay(piece, person, (step, paid), bonus.ties.rate)
        highest = max(highest, own)
