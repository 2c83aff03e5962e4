"""What all bonuses on sales have in common: which sales, whom a walk meets, what is noted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from ..plans.bonuses import First, SaleBonus, WalkBonus
from .filters import lets_through
from .inputs import OrderLine
from .outputs import PersonLine
from .sales import Piece
from .standing import Standing


@dataclass(frozen=True)
class Paid:
    """Somebody is paid a rate on a piece of a sale."""

    piece: Piece
    person: str
    level: int
    paid_level: int
    rate: Fraction


@dataclass(frozen=True)
class Unpaid:
    """A level of a piece that nobody was paid."""

    piece: Piece
    person: str | None
    level: int
    paid_level: int
    why: str


@dataclass
class Outcome:
    """What a bonus gives. counted: by a fast start. state: (name, person) -> what is carried."""

    paid: list[Paid] = field(default_factory=list)
    unpaid: list[Unpaid] = field(default_factory=list)
    person_lines: list[PersonLine] = field(default_factory=list)
    counted: list[Piece] = field(default_factory=list)
    state: dict[tuple[str, str], int] = field(default_factory=dict)

    def pay(self, piece: Piece, person: str, steps: tuple[int, int], rate: Fraction) -> None:
        """Note a payment, unless the rate is 0. steps: level and paid level."""
        if rate > 0:
            self.paid.append(Paid(piece, person, *steps, rate))

    def root(self, piece: Piece, paid_level: int) -> None:
        """Note that the top was reached before this level."""
        self.unpaid.append(Unpaid(piece, None, 0, paid_level, "root"))


def counted(bonus: SaleBonus, pieces: Iterable[Piece], standing: Standing) -> list[Piece]:
    """The pieces on which a bonus pays at all."""
    return [
        piece
        for piece in pieces
        if lets_through(bonus.sales, piece.line)
        and standing.passes(bonus.source, piece.line.place)
        and first_looked_at(bonus, piece.line) is not First.EXCLUDED
    ]


def first_looked_at(bonus: SaleBonus, line: OrderLine) -> First:
    """Where the walk begins; a bonus that does not walk looks at the source alone."""
    if not isinstance(bonus, WalkBonus):
        return First.HIMSELF
    return bonus.own_orders if line.own else bonus.customer_orders


def people_met(
    bonus: WalkBonus, line: OrderLine, place: str, standing: Standing
) -> Iterator[tuple[int, str]]:
    """The steps from a place to the top, without whoever had no agreement when the sale was paid.

    The first person looked at is step 1. Where that is whoever is above, the place itself is step
    0: he is not paid, though he may end a generation.
    """
    start = 1 if first_looked_at(bonus, line) is First.HIMSELF else 0
    for step, person in enumerate(standing.trees[bonus.tree].way_up(place), start):
        if standing.in_force(person, line.sold_at):
            yield step, person
