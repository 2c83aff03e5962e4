"""A world: people, trees, orders and what happened to them, told without the engine.

Plain data that can be printed, cut down and read again. Instants are whole microseconds since the
epoch, volumes and bases 1/10,000 of a unit, as in the engine's snapshot.
"""

from dataclasses import dataclass, field

MEASURES = ("qv", "cv", "price", "margin", "units")
BASES = ("cv", "price", "margin", "units")
ROOT, OUTSIDE = -1, -2


@dataclass(frozen=True)
class Human:
    """A person. country, klass: words, or "" where nothing is known. absences: half open."""

    joined_us: int
    country: str = ""
    klass: str = ""
    household: int = -1
    absences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Line:
    """An order line under its attribution; -1 and "" where nothing is known."""

    place: int
    own: bool
    currency: str
    sold_at_us: int
    buyer: int = -1
    household: int = -1
    buyer_class: str = ""
    order: int = -1
    order_kind: str = ""
    product_line: str = ""
    country: str = ""


@dataclass(frozen=True)
class Change:
    """A sale line: what happened to an order line; numbers as in `MEASURES` and `BASES`."""

    line: int
    at_us: int
    measures: tuple[int, int, int, int, int]
    earned: tuple[int, int, int, int]


@dataclass(frozen=True)
class Exempt:
    """A test waived or failed for one person in one run, by its position in `periods`."""

    run: int
    test: str
    person: int
    passes: bool


@dataclass(frozen=True)
class World:
    """All that is told. currencies: decimals by code. trees: parents by name. changes: in the order
    in which they happened. periods: one run for each, in this order."""

    time_zone: str
    periods: tuple[str, ...]
    currencies: dict[str, int]
    humans: tuple[Human, ...]
    trees: dict[str, tuple[int, ...]]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    exempt: tuple[Exempt, ...] = ()
    classes: tuple[str, ...] = ()
    order_kinds: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()
    countries: tuple[str, ...] = field(default=("DE", "AT", "US"))
