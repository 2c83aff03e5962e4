"""The generation bonus."""

from collections import Counter

from ..plans.bonuses import GenerationBonus
from .heights import height, heights
from .rates import Lookup, rate
from .sales import Piece
from .standing import Standing
from .walks import Outcome, people_met


def pay_generation(bonus: GenerationBonus, pieces: list[Piece], standing: Standing) -> Outcome:
    """Pay leaders on their own group and on the generations below."""
    outcome = Outcome()
    full = _not_empty(bonus, pieces, standing)
    for piece in pieces:
        _climb(bonus, piece, full, standing, outcome)
    return outcome


def _climb(
    bonus: GenerationBonus,
    piece: Piece,
    full: set[tuple[str, int]],
    standing: Standing,
    outcome: Outcome,
) -> None:
    generation: Counter[int] = Counter()
    for step, person in people_met(bonus, piece.line, piece.line.place, standing):
        own = height(bonus.boundary, person, standing)
        if step > 0 and own > 0 and standing.passes(bonus.payee, person):
            _pay(bonus, piece, person, (step, generation[own]), standing, outcome)
        for high in _bounds(bonus, piece, person, standing):
            if bonus.empty == "counted" or (person, high) in full:
                generation[high] += 1


def _pay(
    bonus: GenerationBonus,
    piece: Piece,
    person: str,
    steps: tuple[int, int],
    standing: Standing,
    outcome: Outcome,
) -> None:
    table = bonus.rates if steps[1] else bonus.own_group
    if table is not None:
        at = Lookup(person, piece.line.place, piece.line, standing, steps[1])
        outcome.pay(piece, person, steps, rate(table, at))


def _bounds(bonus: GenerationBonus, piece: Piece, person: str, standing: Standing) -> range:
    """For which payees' heights somebody on the way is a boundary."""
    if bonus.boundary_person == "upper" and person == piece.line.place:
        return range(0)
    return range(1, height(bonus.boundary, person, standing) + 1)


def _not_empty(
    bonus: GenerationBonus, pieces: list[Piece], standing: Standing
) -> set[tuple[str, int]]:
    """For each height, the boundaries that are the nearest one of some sale."""
    full: set[tuple[str, int]] = set()
    for piece in pieces:
        open_heights = set(heights(bonus.boundary, standing))
        for _, person in people_met(bonus, piece.line, piece.line.place, standing):
            bounded = open_heights & set(_bounds(bonus, piece, person, standing))
            full |= {(person, high) for high in bounded}
            open_heights -= bounded
            if not open_heights:
                break
    return full
