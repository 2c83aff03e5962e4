"""Where in the plan a rate stands that somebody was paid, found by walking through its table."""

import dataclasses
from typing import Any

from .calculation import Calculation
from .days import midnight_us
from .lines import Written
from .plans.bonuses import DifferentialBonus, GenerationBonus, InfinityBonus
from .plans.problems import Path, path_text
from .plans.quantities import Amount
from .plans.rates import (
    CountryRates,
    DatedRates,
    EnrolledRates,
    LevelRates,
    RankRates,
    RateTable,
    SaleRates,
    TierRates,
)
from .plans.say_rates import places
from .rates import NONE, OTHER, SALE_COLUMNS, words_of


@dataclasses.dataclass(frozen=True)
class Asked:
    """A sale and a payee. source: where the sale stands for rates. level: from 1."""

    calc: Calculation
    order_line: int
    source: int
    payee: int
    level: int


def place_of(written: Written, piece: int, payee: int, paid_level: int) -> str:
    """For what a bonus has a rate for somebody on one piece of a sale, and where it comes from; of
    a retail bonus nothing. paid_level: the level or generation, 0 where there is none."""
    name, bonus = list(written.calc.plan.bonuses.items())[written.prepared.index]
    table: RateTable | None = getattr(bonus, "rates", None)
    key = "rates"
    if isinstance(bonus, GenerationBonus) and paid_level == 0:
        table, key = bonus.own_group, "own_group"
    if table is None:
        return ""
    by_level = not isinstance(bonus, DifferentialBonus | InfinityBonus)
    asked = Asked(
        calc=written.calc,
        order_line=int(written.prepared.pieces.order_line[piece]),
        source=int(written.prepared.source[piece]),
        payee=payee,
        level=max(1, paid_level) if by_level else 1,
    )
    return rate_place(asked, table, ("bonuses", name, key))


def rate_place(asked: Asked, table: RateTable, path: Path) -> str:
    """For what the rate is paid, and the parameter or promotion it comes from: ` for Gold, on level
    2 [$level-2]`."""
    place = path_text(_place(asked, table, path))
    plan = asked.calc.plan
    origin = plan.origin(place)
    return places(plan, table, path).get(place, "") + (f" [{origin}]" if origin else "")


def _place(asked: Asked, table: RateTable, path: Path) -> Path:
    """The path of the single rate."""
    if isinstance(table, Amount) or not hasattr(table, "rows"):
        return path
    chosen = _entry(asked, table)
    if chosen is None:
        return path
    rows: Any = table.rows
    entry = rows[chosen]
    inner: Path = (*path, "rows", chosen)
    if isinstance(table, TierRates | DatedRates):
        return _place(asked, entry.rate, (*inner, "rate"))
    return _place(asked, entry, inner)


def _entry(asked: Asked, table: RateTable) -> str | int | None:
    """Which entry of a table holds, or `None` where it has none so far up."""
    match table:
        case LevelRates():
            return asked.level - 1 if asked.level <= len(table.rows) else None
        case TierRates():
            volume_e4 = int(asked.calc.standing.volumes[table.volume][asked.payee])
            reached = [row.at_least_e4 <= volume_e4 for row in table.rows[1:]]
            return sum(reached)
        case DatedRates():
            return _dated(asked, table)
        case EnrolledRates():
            return "personally" if _personally(asked) else "otherwise"
        case RankRates():
            return _rank(asked, table)
        case SaleRates() | CountryRates():
            return _word(asked, table)
        case _:
            return None


def _dated(asked: Asked, table: DatedRates) -> int:
    snapshot = asked.calc.snapshot
    instant_us = int(snapshot.order_lines.sold_at_us[asked.order_line])
    if table.by == "enrolment-date":
        instant_us = int(snapshot.persons.joined_us[asked.source])
    begun = [midnight_us(row.since, asked.calc.plan.zone) <= instant_us for row in table.rows[1:]]
    return sum(begun)


def _personally(asked: Asked) -> bool:
    enroller = asked.calc.snapshot.trees["enroller"].parent
    return asked.payee in (asked.source, int(enroller[asked.source]))


def _rank(asked: Asked, table: RankRates) -> str:
    standing, ranks = asked.calc.standing, asked.calc.plan.ranks
    assert ranks is not None
    person = asked.source if table.by == "source-rank" else asked.payee
    rank = int((standing.title if table.by == "title" else standing.paid_as)[person])
    return NONE if rank < 0 else ranks.ladder[rank].key


def _word(asked: Asked, table: SaleRates | CountryRates) -> str:
    snapshot = asked.calc.snapshot
    if isinstance(table, SaleRates):
        column = getattr(snapshot.order_lines, SALE_COLUMNS[table.by])
        index = int(column[asked.order_line])
    elif table.of == "order":
        index = int(snapshot.order_lines.country[asked.order_line])
    else:
        person = asked.source if table.of == "source" else asked.payee
        index = int(snapshot.persons.country[person])
    word = OTHER if index < 0 else words_of(asked.calc, table)[index]
    return word if word in table.rows else OTHER
