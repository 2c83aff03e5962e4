"""The level bonus."""

from ..plans.bonuses import Compression, LevelBonus
from .rates import Lookup, longest, rate
from .sales import Piece
from .standing import Standing
from .walks import Outcome, Unpaid, people_met


def pay_level(bonus: LevelBonus, pieces: list[Piece], standing: Standing) -> Outcome:
    """Pay the people above each sale, level by level."""
    outcome = Outcome()
    for piece in pieces:
        place = _place(bonus, piece, standing)
        if place is None:
            outcome.root(piece, paid_level=1)
        else:
            _climb(bonus, piece, place, standing, outcome)
    return outcome


def _place(bonus: LevelBonus, piece: Piece, standing: Standing) -> str | None:
    """At whom the sale stands; by volume compression, the nearest who is active."""
    if bonus.compression is not Compression.VOLUME:
        return piece.line.place
    for person in standing.trees[bonus.tree].way_up(piece.line.place):
        if standing.in_force(person, piece.line.sold_at) and standing.passes(bonus.payee, person):
            return person
    return None


def _climb(
    bonus: LevelBonus, piece: Piece, place: str, standing: Standing, outcome: Outcome
) -> None:
    level, last = 1, longest(bonus.rates)
    for step, person in people_met(bonus, piece.line, place, standing):
        if step == 0:
            continue
        if level > last:
            return
        active = standing.passes(bonus.payee, person)
        found = rate(bonus.rates, Lookup(person, place, piece.line, standing, level))
        if active and found > 0:
            outcome.pay(piece, person, (step, level), found)
        elif _keeps_level(bonus.compression, active):
            continue
        else:
            why = "no-rate" if active else "inactive"
            outcome.unpaid.append(Unpaid(piece, person, step, level, why))
        level += 1
    if level <= last:
        outcome.root(piece, level)


def _keeps_level(compression: Compression, active: bool) -> bool:
    """Whether somebody unpaid is passed over and uses no level."""
    if compression is Compression.DYNAMIC:
        return True
    return compression is Compression.SKIP_INACTIVE and not active
