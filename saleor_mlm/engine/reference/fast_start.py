"""The fast-start bonus: a level bonus on what people who are new buy and sell, up to a limit."""

from dataclasses import replace
from fractions import Fraction

from ..plans.bonuses import FastStartBonus, FastStartWindow
from .level import pay_level
from .sales import Piece, in_order
from .standing import Standing
from .walks import Outcome

E4 = 10**4


def pay_fast_start(
    bonus: FastStartBonus, key: str, pieces: list[Piece], standing: Standing
) -> Outcome:
    """Pay on what counts, and say what was counted and how much of each limit is used."""
    new = [piece for piece in in_order(pieces) if _is_new(bonus.window, piece, standing)]
    used: dict[tuple[str, str], int] = {}
    if bonus.limit_e4 is not None:
        used, new = _up_to(bonus.limit_e4, f"used:{key}", new, standing)
    outcome = pay_level(bonus, new, standing)
    outcome.counted, outcome.state = new, used
    return outcome


def _is_new(window: FastStartWindow, piece: Piece, standing: Standing) -> bool:
    """Whether the source was new on the sale's volume date."""
    joined = standing.day(standing.people[piece.line.place].joined)
    sold = standing.day(piece.line.sold_at)
    if window.days is not None:
        return 0 <= (sold - joined).days < window.days
    months = (sold.year - joined.year) * 12 + sold.month - joined.month
    return sold >= joined and months < (window.calendar_months or 0)


def _up_to(
    limit_e4: int, name: str, pieces: list[Piece], standing: Standing
) -> tuple[dict[tuple[str, str], int], list[Piece]]:
    """How much each person has used, in 1/10,000, and the parts of the pieces that still count.

    A limit of money is used currency by currency.
    """
    used: dict[tuple[str, str], int] = {}
    parts = []
    for piece in pieces:
        person = piece.line.place
        state = name if piece.base == "units" else f"{name}:{piece.line.currency}"
        before = used.get((state, person), standing.state(state, person))
        room = max(Fraction(0), Fraction(limit_e4 - before, E4))
        part = min(room, piece.length)
        used[state, person] = before + int(part * E4)
        if part > 0:
            parts.append(replace(piece, high=piece.low + part))
    return used, parts
