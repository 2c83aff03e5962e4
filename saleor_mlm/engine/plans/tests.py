"""Tests: closed predicates about one person, for ranks, volumes and bonuses to refer to by name.

A test is evaluated once for every person and period, at the period's end; an exception (granted to
one person, with a reason and an end) takes the place of the outcome.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .quantities import (
    AccountClass,
    Count,
    Country,
    RankKey,
    Share,
    TestKey,
    Threshold,
    TreeKey,
    VolumeKey,
)
from .volumes import Measure, SaleFilter


class _Test(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Comparison(_Test):
    """A share of another volume of the same person."""

    share: Share = Field(description="The share; may be above 100 %.", examples=["110 %"])
    of: VolumeKey = Field(description="The other volume.", examples=["personal-last-month"])


class VolumeTest(_Test):
    """Passed by whoever's volume is at least one threshold, and below another, as far as they are
    written; at least one of the three is."""

    kind: Literal["volume"] = Field(description="The kind of test.", examples=["volume"])
    volume: VolumeKey = Field(description="A volume of `volumes`.", examples=["personal"])
    at_least_e4: Threshold | None = Field(
        default=None, alias="at_least", description="The least that passes.", examples=['"50.00"']
    )
    below_e4: Threshold | None = Field(
        default=None, alias="below", description="What passes no more.", examples=['"100.00"']
    )
    at_least_of: Comparison | None = Field(
        default=None,
        description="At least a share of another volume (growth, say).",
        examples=["{share: 110 %, of: personal-last-month}"],
    )


class RankTest(_Test):
    """Passed by whoever has this rank or a higher one."""

    kind: Literal["rank"] = Field(description="The kind of test.", examples=["rank"])
    at_least: RankKey = Field(description="The rank.", examples=["gold"])
    of: Literal["paid-as", "title", "paid-as-before", "title-before"] = Field(
        description="The paid-as rank of this period, the career title after it, or either as the "
        "last closed period left it: those two a rank may ask for of itself.",
        examples=["paid-as"],
    )


class LegsTest(_Test):
    """Passed by whoever has enough legs in which somebody passes another test.

    `first`: the leg's first person passes. `anywhere`: he or anybody below him in that tree does.
    """

    kind: Literal["legs"] = Field(description="The kind of test.", examples=["legs"])
    tree: TreeKey = Field(description="The tree whose legs are counted.", examples=["enroller"])
    at_least: Count = Field(description="How many legs.", examples=["2"])
    where: Literal["first", "anywhere"] = Field(
        description="Who in the leg is looked at.", examples=["anywhere"]
    )
    test: TestKey = Field(description="The test.", examples=["is-gold"])


class CrossTreeTest(_Test):
    """Passed by whoever has enough legs in `legs_of` in which somebody stands whom he enrolled
    himself (who is directly below him in `enrolled_in`) and who passes a test."""

    kind: Literal["cross-tree"] = Field(description="The kind of test.", examples=["cross-tree"])
    enrolled_in: TreeKey = Field(
        description="The tree of who enrolled whom.", examples=["enroller"]
    )
    legs_of: TreeKey = Field(description="The tree whose legs are counted.", examples=["placement"])
    at_least: Count = Field(description="How many different legs.", examples=["2"])
    test: TestKey = Field(description="The test.", examples=["active"])


class LegNeed(_Test):
    """One of several needs of legs."""

    at_least: Count = Field(description="How many legs.", examples=["1"])
    test: TestKey = Field(description="The test.", examples=["is-gold"])


class DistinctLegsTest(_Test):
    """Several needs of legs, and no leg serves two of them (exclusive use): passed when legs can be
    dealt out so that every need has enough of its own."""

    kind: Literal["distinct-legs"] = Field(
        description="The kind of test.", examples=["distinct-legs"]
    )
    tree: TreeKey = Field(description="The tree whose legs are counted.", examples=["enroller"])
    where: Literal["first", "anywhere"] = Field(
        description="Who in the leg is looked at.", examples=["anywhere"]
    )
    needs: Annotated[tuple[LegNeed, ...], Field(min_length=2, max_length=6)] = Field(
        description="The needs, 2 to 6; for a single one, `legs`.",
        examples=["[{at_least: 1, test: is-gold}, {at_least: 2, test: is-silver}]"],
    )


class ClassTest(_Test):
    """Passed by whoever is in one of these account classes."""

    kind: Literal["class"] = Field(description="The kind of test.", examples=["class"])
    one_of: Annotated[tuple[AccountClass, ...], Field(min_length=1)] = Field(
        description="Account classes.", examples=["[distributor]"]
    )


class CountryTest(_Test):
    """Passed by whoever lives in one of these countries."""

    kind: Literal["country"] = Field(description="The kind of test.", examples=["country"])
    one_of: Annotated[tuple[Country, ...], Field(min_length=1)] = Field(
        description="Countries, ISO 3166.", examples=["[DE, AT]"]
    )


class DaysSinceTest(_Test):
    """Passed by whoever enrolled so many days ago, counted from the day of enrolment (day 0) to
    the last day of the period, in the plan's time zone. Who enrols later does not pass."""

    kind: Literal["days-since"] = Field(description="The kind of test.", examples=["days-since"])
    event: Literal["enrolment"] = Field(description="The event.", examples=["enrolment"])
    at_least: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="The fewest days; 0: whoever has enrolled.", examples=["30"]
    )
    at_most: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="The most days.", examples=["60"]
    )


class CountTest(_Test):
    """Passed by whoever has enough different customers, or orders, among the sales that stand at
    him in the period.

    A customer or an order counts when its sales in the period, as far as the filter lets them
    through, sum to at least `each_at_least` of `measure`, and to more than 0 where that is left
    out; one that is not known does not. `household: excluded` leaves out customers of the
    distributor's own household, and their orders. The distributor's own orders never count as
    customers; among orders they count, whatever `household` says.
    """

    kind: Literal["count"] = Field(description="The kind of test.", examples=["count"])
    of: Literal["customers", "orders"] = Field(
        description="What is counted.", examples=["customers"]
    )
    at_least: Count = Field(description="How many.", examples=["10"])
    measure: Measure = Field(description="What makes one count.", examples=["qv"])
    each_at_least_e4: Threshold | None = Field(
        default=None, alias="each_at_least", description="The least of each.", examples=['"20.00"']
    )
    sales: SaleFilter = Field(
        default_factory=SaleFilter,
        description="Which sales; left out: all.",
        examples=["{buyers: [retail]}"],
    )
    household: Literal["included", "excluded"] = Field(
        default="excluded", description="Buyers of one's own household.", examples=["excluded"]
    )


class HistoryTest(_Test):
    """Passed by whoever passed another test in at least `at_least` of the last `periods` periods,
    one after the other where `consecutive: yes`.

    The last periods end with this one, or with the one before where `this_period: excluded`.
    Earlier outcomes are those of the earlier results; without a result nobody passed. There is no
    `all` here.
    """

    kind: Literal["history"] = Field(description="The kind of test.", examples=["history"])
    test: TestKey = Field(description="The other test.", examples=["active"])
    at_least: Count = Field(description="In how many periods.", examples=["3"])
    periods: Count = Field(description="Of the last so many.", examples=["12"])
    consecutive: Literal["yes", "no"] = Field(
        default="no", description="Whether one after the other.", examples=["yes"]
    )
    this_period: Literal["included", "excluded"] = Field(
        default="included", description="Whether this period is one of them.", examples=["included"]
    )


class FirstTimeTest(_Test):
    """Passed by whoever passes another test now and did in no earlier result."""

    kind: Literal["first-time"] = Field(description="The kind of test.", examples=["first-time"])
    test: TestKey = Field(description="The other test.", examples=["is-gold"])


class AllTest(_Test):
    """Passed by whoever passes all of several tests."""

    kind: Literal["all"] = Field(description="The kind of test.", examples=["all"])
    tests: Annotated[tuple[TestKey, ...], Field(min_length=1)] = Field(
        description="The tests.", examples=["[active, has-customers]"]
    )


class AnyTest(_Test):
    """Passed by whoever passes at least one of several tests."""

    kind: Literal["any"] = Field(description="The kind of test.", examples=["any"])
    tests: Annotated[tuple[TestKey, ...], Field(min_length=1)] = Field(
        description="The tests.", examples=["[own-orders, customer-orders]"]
    )


class NotTest(_Test):
    """Passed by whoever fails another test."""

    kind: Literal["not"] = Field(description="The kind of test.", examples=["not"])
    test: TestKey = Field(description="The other test.", examples=["is-gold"])


Test = Annotated[
    VolumeTest
    | RankTest
    | LegsTest
    | CrossTreeTest
    | DistinctLegsTest
    | ClassTest
    | CountryTest
    | DaysSinceTest
    | CountTest
    | HistoryTest
    | FirstTimeTest
    | AllTest
    | AnyTest
    | NotTest,
    Field(discriminator="kind"),
]
