"""Parameters: dated values with unit, source and limits, that a plan names as `$key`.

A parameter stands for what would be written in its place, so it can stand wherever a rate, share,
volume, count or amount can. `on` puts them in for one day; what is checked and calculated is always
a plan without parameters.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .quantities import Day, Scalar


class _Parameter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Parameter):
    """Between which values every value of a parameter must lie."""

    least: Scalar = Field(description="The least, in the unit's form.", examples=["0 %"])
    most: Scalar = Field(description="The most.", examples=["40 %"])


class Dated(_Parameter):
    """A value from a day on."""

    since: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    value: Scalar = Field(description="The value.", examples=["10 %"])


class Parameter(_Parameter):
    """A dated value. A day before its first date has no value: a plan that needs it is refused for
    that period.

    `basis` says which day counts. `period`: the first day of the period. `sale` and `enrolment`: the
    sale's volume date, and the day on which its source enrolled; only in rates, where the parameter
    becomes a table by `sale-date` or `enrolment-date`.
    """

    unit: Literal["rate", "volume", "count", "money"] = Field(
        description="`rate`, `volume`, `count` or `money`.", examples=["rate"]
    )
    source: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        description="Where the value is agreed or published.", examples=["Plan 2026, section 3"]
    )
    limits: Limits | None = Field(
        default=None, description="Left out: none.", examples=["{least: 0 %, most: 40 %}"]
    )
    basis: Literal["period", "sale", "enrolment"] = Field(
        description="Which day counts.", examples=["period"]
    )
    values: Annotated[tuple[Dated, ...], Field(min_length=1)] = Field(
        description="The values, ascending by day.",
        examples=["[{from: 2026-01-01, value: 10 %}]"],
    )
