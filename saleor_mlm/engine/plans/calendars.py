"""Calendars: a company's own periods (campaigns, four weeks, quarters) as a table, under a name.

The entries follow each other without gap or overlap; their keys are not those of months (2026-10),
weeks (2026-W41) or days. A period of one length belongs to the period of a longer one in which its
last day lies: a week over the end of a month belongs to the month in which it ends.
"""

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
