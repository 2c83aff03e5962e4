"""Volumes: named formulas over sales, people and other volumes.

A volume is one number for every person and period, exact to 1/10,000. It may be negative, where
more came back than was sold.
"""

import enum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .quantities import (
    BonusKey,
    Buyer,
    CalendarKey,
    Count,
    Country,
    OrderKind,
    ProductLine,
    Share,
    TestKey,
    TreeKey,
    VolumeFrom,
    VolumeKey,
)


class Measure(enum.StrEnum):
    """A number that every sale line bears.

    qv: qualifying volume. cv: commissionable volume. price: net sales price. margin: sales price
    less the seller's own price. units: pieces. cv, price and margin are money, so a volume of them
    can only be summed where all counted sales are in one currency.
    """

    QV = "qv"
    CV = "cv"
    PRICE = "price"
    MARGIN = "margin"
    UNITS = "units"


class _Volume(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SaleFilter(_Volume):
    """Which sales count. Every key that is written must agree; what is left out does not matter."""

    buyers: tuple[Buyer, ...] | None = Field(
        default=None,
        description="`self` (the distributor's own orders, whatever the own class) or account "
        "classes of customers.",
        examples=["[self, retail, preferred]"],
    )
    order_kinds: tuple[OrderKind, ...] | None = Field(
        default=None, description="Kinds of orders.", examples=["[first, autoship]"]
    )
    product_lines: tuple[ProductLine, ...] | None = Field(
        default=None, description="Product lines.", examples=["[skincare]"]
    )
    countries: tuple[Country, ...] | None = Field(
        default=None, description="Countries of the order, ISO 3166.", examples=["[DE, AT]"]
    )


class SalesVolume(_Volume):
    """The sum of a measure over the sales that stand at a person: own orders and those of own
    customers, whose volume date lies in the period.

    With `days`, the volume date lies in the last so many days, ending with the last day of the
    period: before the period too, or only in its end. With `since_enrolment_days`, only sales on
    the day of the person's own enrolment and the days after it, so many days in all, are counted,
    whenever they were. A return has the day on which it came back. What stands at somebody before
    he enrolled counts like all else.
    """

    kind: Literal["sales"] = Field(description="The kind of volume.", examples=["sales"])
    measure: Measure = Field(
        description="`qv`, `cv`, `price`, `margin` or `units`.", examples=["qv"]
    )
    sales: SaleFilter = Field(
        default_factory=SaleFilter,
        description="Which of the sales; left out: all.",
        examples=["{buyers: [retail]}"],
    )
    days: Count | None = Field(
        default=None, description="Rolling: the last so many days.", examples=["60"]
    )
    since_enrolment_days: Count | None = Field(
        default=None, description="The first so many days of the person.", examples=["30"]
    )


class HeadsVolume(_Volume):
    """1 for whoever passes a test, else 0: heads instead of points."""

    kind: Literal["heads"] = Field(description="The kind of volume.", examples=["heads"])
    test: TestKey = Field(description="A test of `tests`.", examples=["active"])


class Credit(_Volume):
    """One row of credits."""

    test: TestKey = Field(description="Who gets it: a test of `tests`.", examples=["is-gold"])
    credit_e4: VolumeFrom = Field(alias="credit", description="How much.", examples=['"2"'])


class CreditsVolume(_Volume):
    """The credit of the first row whose test a person passes, else 0."""

    kind: Literal["credits"] = Field(description="The kind of volume.", examples=["credits"])
    rows: Annotated[tuple[Credit, ...], Field(min_length=1)] = Field(
        description="The rows, the first that is passed counts.",
        examples=['[{test: is-gold, credit: "2"}, {test: is-silver, credit: "1"}]'],
    )


class TeamVolume(_Volume):
    """The sum of another volume over a person's team in a tree.

    `levels` limits how far down: the frontline is level 1. With `counted`, whoever fails that test
    has no level: his own number goes to the nearest person above who passes, and is on that
    person's level (if that is the person himself who is being measured, who need not pass, on level
    0). `himself: excluded` leaves out his own number only.

    A team of a team volume counts each person once for everyone above whom it sums: `of` is a
    volume of single people, as a rule.

    `stops_at` cuts legs off: going down, whoever passes it is left out together with everyone below
    him (PGV: group volume without the groups of qualified legs). `stop_counts: yes` counts the
    person cut off himself, but nobody below him. Nobody stops his own team.
    """

    kind: Literal["team"] = Field(description="The kind of volume.", examples=["team"])
    of: VolumeKey = Field(description="The volume that is summed.", examples=["personal"])
    tree: TreeKey = Field(description="The tree.", examples=["enroller"])
    himself: Literal["included", "excluded"] = Field(
        description="Whether a person's own number is part of the sum.", examples=["included"]
    )
    levels: Count | None = Field(
        default=None, description="So many levels down; left out: all.", examples=["3"]
    )
    counted: TestKey | None = Field(
        default=None, description="The test of whoever has a level.", examples=["active"]
    )
    stops_at: TestKey | None = Field(
        default=None, description="The test of whoever is cut off.", examples=["is-director"]
    )
    stop_counts: Literal["yes", "no"] = Field(
        default="no", description="Whether the person cut off counts himself.", examples=["no"]
    )


class LegLimit(_Volume):
    """How much of one leg counts at most: `share` of a total T, cut down to 1/10,000.

    - `own-total`: T is the sum of the legs to which the limit applies.
    - `requirement`: T is the number given as `requirement`.
    - `counted`: T is what counts in the end: the greatest T that equals the sum over the legs of
      the smaller of the leg and share × T.

    Legs 700, 200, 100 at 50 %: 800 by `own-total`, 600 by a `requirement` of 600, 600 by `counted`.
    Legs below zero count as they are, and not towards T. Source: domain practice, three readings.
    """

    share: Share = Field(description="The share.", examples=["50 %"])
    of: Literal["own-total", "requirement", "counted"] = Field(
        description="Of which total.", examples=["requirement"]
    )
    requirement_e4: VolumeFrom | None = Field(
        default=None,
        alias="requirement",
        description="With `of: requirement`, the total.",
        examples=['"600.00"'],
    )


class LegsVolume(_Volume):
    """The sum over a person's legs of a volume of the leg's first person (a team volume that
    includes himself, as a rule): legs are taken from the largest to the smallest, the
    `without_largest` first are left out, then `limit` applies to those left."""

    kind: Literal["legs"] = Field(description="The kind of volume.", examples=["legs"])
    of: VolumeKey = Field(description="The volume of a leg's first person.", examples=["team"])
    tree: TreeKey = Field(description="The tree.", examples=["enroller"])
    without_largest: Annotated[int, Field(ge=0, le=100)] = Field(
        default=0, description="So many of the largest legs do not count.", examples=["1"]
    )
    only_largest: Count | None = Field(
        default=None,
        description="Of those that are left, only so many of the largest.",
        examples=["2"],
    )
    limit: LegLimit | None = Field(
        default=None,
        description="At most so much of one leg.",
        examples=["{share: 50 %, of: counted}"],
    )


class BlocksVolume(_Volume):
    """How many whole blocks of a size are in another volume; 0 where it is negative."""

    kind: Literal["blocks"] = Field(description="The kind of volume.", examples=["blocks"])
    of: VolumeKey = Field(description="The volume.", examples=["personal"])
    size_e4: VolumeFrom = Field(alias="size", description="The block.", examples=['"100.00"'])


class SumVolume(_Volume):
    """Volumes added, and others taken away."""

    kind: Literal["sum"] = Field(description="The kind of volume.", examples=["sum"])
    plus: Annotated[tuple[VolumeKey, ...], Field(min_length=1)] = Field(
        description="Added.", examples=["[team]"]
    )
    minus: tuple[VolumeKey, ...] = Field(
        default=(), description="Taken away.", examples=["[personal]"]
    )


class WindowVolume(_Volume):
    """Another volume over several periods of the same length, taken from the results of those
    periods as they were, and from this one.

    `skip: 0` begins with this period, 1 with the one before, and so on back. A period without a
    result counts as 0, for the greatest and the least too; `all` begins with the oldest result.
    Periods that `within` leaves out do not count at all; over no period the volume is 0. Where the
    plan asks for more periods than are given, that is said in the result, never silently.
    """

    kind: Literal["window"] = Field(description="The kind of volume.", examples=["window"])
    of: VolumeKey = Field(description="The volume.", examples=["personal"])
    periods: Count | Literal["all"] = Field(
        description="How many periods, or `all` there ever were.", examples=["12"]
    )
    skip: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=0, description="So many of the latest are passed over.", examples=["1"]
    )
    take: Literal["sum", "best", "lowest"] = Field(
        description="Their sum, the greatest or the least.", examples=["sum"]
    )
    within: CalendarKey | None = Field(
        default=None,
        description="Only periods that begin in the same entry of this calendar as this period: "
        "quarter to date, say.",
        examples=["quarters"],
    )


class EarningsVolume(_Volume):
    """What earlier runs within this period paid a person by these bonuses, as paid and rounded (a
    monthly rule may so rest on weekly pay). Money: one currency only."""

    kind: Literal["earnings"] = Field(description="The kind of volume.", examples=["earnings"])
    bonuses: Annotated[tuple[BonusKey, ...], Field(min_length=1)] = Field(
        description="Bonuses of this plan with a shorter `every`.", examples=["[weekly-level]"]
    )


Volume = Annotated[
    SalesVolume
    | HeadsVolume
    | CreditsVolume
    | TeamVolume
    | LegsVolume
    | BlocksVolume
    | SumVolume
    | WindowVolume
    | EarningsVolume,
    Field(discriminator="kind"),
]
