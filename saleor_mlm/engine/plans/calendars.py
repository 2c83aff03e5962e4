"""Company calendars: periods given as a table, and how they are named."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from .quantities import Day, Name


class CalendarEntry(BaseModel):
    """One period of a company calendar, by days of the plan's time zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Name = Field(description="Its key.", examples=["2026-C01"])
    first: Day = Field(alias="from", description="Its first day.", examples=["2026-01-05"])
    last: Day = Field(alias="to", description="Its last day.", examples=["2026-02-01"])


Calendar = Annotated[tuple[CalendarEntry, ...], Field(min_length=1)]
