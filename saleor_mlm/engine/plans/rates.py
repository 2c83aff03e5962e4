"""Rates: what a bonus pays, by one or several things one inside the other.

Rates are one percentage of the base; or, with `base: units`, an amount of money for each piece (or
`0 %`); or a table, whose entries are rates again: so one table stands inside another, by each thing
once. In level and fast-start bonuses each rate other than 0 % stands inside a table `by: level`, in
generation and breakaway bonuses inside one `by: generation` (around it or within it there may be
others); in all other bonuses neither may be used. Beside tables an entry may be a single `0 %`.
Inside `by: currency` an amount is in its entry's currency. The rates of
one table by level sum to 100 % at most.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from .quantities import Day, Key, Money, Name, Rate, VolumeFrom, VolumeKey

LEVELS_MAX = 100


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LevelRates(_Table):
    """One entry for each paid level or generation, nearest first.

    A bonus ends after the last entry. Where tables differ in length (by rank, say), a missing entry
    is 0 %. An entry for level k is looked at only when the walk has come to level k.
    """

    by: Literal["level", "generation"] = Field(
        description="`level` in level and fast-start bonuses, `generation` in generation and "
        "breakaway bonuses.",
        examples=["level"],
    )
    rows: Annotated[tuple["RateTable", ...], Field(min_length=1, max_length=LEVELS_MAX)] = Field(
        description="The entries, nearest first.", examples=["[10 %, 5 %, 2.5 %]"]
    )


class RankRates(_Table):
    """One entry for every rank, and `none` for whoever has none."""

    by: Literal["rank", "title", "source-rank"] = Field(
        description="`rank`: the payee's paid-as rank of this period. `title`: the payee's career "
        "title after this period. `source-rank`: the paid-as rank of the distributor at whom the "
        "sale stands.",
        examples=["rank"],
    )
    rows: dict[Key, "RateTable"] = Field(
        description="Every rank of the plan by its key, and `none`.",
        examples=["{none: 0 %, silver: 5 %, gold: 7 %}"],
    )


class Tier(_Table):
    """A bracket, by its lower bound only; it ends where the next begins."""

    at_least_e4: VolumeFrom = Field(
        alias="from", description="The lower bound, included.", examples=['"300.00"']
    )
    rate: "RateTable" = Field(description="What is paid in it.", examples=["6 %"])


class TierRates(_Table):
    """The entry of the highest bracket whose lower bound the payee's volume reaches.

    The brackets ascend and the first begins at `"0"`; below zero the first holds too.
    """

    by: Literal["volume"] = Field(description="By a volume.", examples=["volume"])
    volume: VolumeKey = Field(description="A volume of `volumes`, the payee's.", examples=["group"])
    rows: Annotated[tuple[Tier, ...], Field(min_length=1)] = Field(
        description="The brackets.", examples=['[{from: "0", rate: 3 %}, {from: "300", rate: 6 %}]']
    )


class SaleRates(_Table):
    """One entry for each value that a column of the sale may have, and `other` for the rest."""

    by: Literal["buyer-class", "order-kind", "product-line", "currency"] = Field(
        description="The account class of the buyer, the kind of the order (first, autoship, ...), "
        "the product line, or the sale's currency.",
        examples=["order-kind"],
    )
    rows: dict[Name, "RateTable"] = Field(
        description="Entries by value; `other` is required.",
        examples=["{autoship: 8 %, other: 5 %}"],
    )


class CountryRates(_Table):
    """One entry for each country, and `other` for the rest and for an unknown one."""

    by: Literal["country"] = Field(description="By country.", examples=["country"])
    of: Literal["payee", "source", "order"] = Field(
        description="Whose country: the payee's, that of the distributor at whom the sale stands, "
        "or the order's.",
        examples=["payee"],
    )
    rows: dict[Name, "RateTable"] = Field(
        description="Entries by ISO 3166 code; `other` is required.",
        examples=["{DE: 5 %, other: 4 %}"],
    )


class EnrolledRates(_Table):
    """One entry for sales of people whom the payee enrolled himself (and of himself), one for all
    others."""

    by: Literal["enrolled"] = Field(
        description="Whether the distributor at whom the sale stands is the payee or somebody "
        "directly below the payee in the enroller tree.",
        examples=["enrolled"],
    )
    rows: dict[Literal["personally", "otherwise"], "RateTable"] = Field(
        description="Both entries.", examples=["{personally: 10 %, otherwise: 5 %}"]
    )


class DatedRow(_Table):
    """An entry that rules from a day on."""

    since: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    rate: "RateTable" = Field(description="What is paid from then on.", examples=["20 %"])


class DatedRates(_Table):
    """The entry in force on the day of the sale, or on the day when the distributor at whom the
    sale stands enrolled: so that a running offer keeps its terms when the plan changes.

    Days are those of the plan's time zone. The first entry also rules before its day.
    """

    by: Literal["sale-date", "enrolment-date"] = Field(
        description="Which day decides.", examples=["enrolment-date"]
    )
    rows: Annotated[tuple[DatedRow, ...], Field(min_length=1)] = Field(
        description="The entries, ascending by day.",
        examples=["[{from: 2026-01-01, rate: 20 %}, {from: 2026-07-01, rate: 15 %}]"],
    )


TABLES = (
    LevelRates,
    RankRates,
    TierRates,
    SaleRates,
    CountryRates,
    EnrolledRates,
    DatedRates,
)


def table_words() -> list[str]:
    """All that `by` may say."""
    return [word for table in TABLES for word in get_args(table.model_fields["by"].annotation)]


def table_form(value: object) -> str:
    """Which of the forms of a rate table a value of a document is meant to be."""
    if isinstance(value, BaseModel):
        return type(value).__name__
    if not isinstance(value, dict):
        text = str(value)
        return "Rate" if text.endswith("%") or not text[-3:].isupper() else "Money"
    by = value.get("by")
    for table in TABLES:
        if by in get_args(table.model_fields["by"].annotation):
            return table.__name__
    return "unknown"


_FORMS = Annotated[
    Annotated[Rate, Tag("Rate")]
    | Annotated[Money, Tag("Money")]
    | Annotated[LevelRates, Tag("LevelRates")]
    | Annotated[RankRates, Tag("RankRates")]
    | Annotated[TierRates, Tag("TierRates")]
    | Annotated[SaleRates, Tag("SaleRates")]
    | Annotated[CountryRates, Tag("CountryRates")]
    | Annotated[EnrolledRates, Tag("EnrolledRates")]
    | Annotated[DatedRates, Tag("DatedRates")],
    Discriminator(table_form),
]
type RateTable = _FORMS  # pydantic 2.11.3 fails with a union that holds itself and has no name
for _table in (*TABLES, Tier, DatedRow):
    _table.model_rebuild()


def tables(rates: object) -> Iterator[BaseModel]:
    """All tables in rates, from the outermost inwards."""
    if not isinstance(rates, TABLES):
        return
    yield rates
    rows = rates.rows.values() if isinstance(rates.rows, dict) else rates.rows
    for row in rows:
        yield from tables(row.rate if isinstance(row, Tier | DatedRow) else row)
