"""Promotions: dated overlays on a published plan, the commonest change in practice."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from .quantities import Day, Key


class Change(BaseModel):
    """What stands at one place of the plan instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[str, Field(min_length=1)] = Field(
        description="The place: keys with dots, places of lists in brackets. It must exist.",
        examples=["bonuses.level.rates.rows[0]"],
    )
    value: Any = Field(description="What stands there instead.", examples=["12 %"])


class Promotion(BaseModel):
    """A dated overlay. It rules in every period that begins on one of its days, over the plan it
    names by key and hash; the plan with it is checked like any plan and has its own hash."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key = Field(alias="promotion", description="Its key.", examples=["spring-2026"])
    name: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="What people call it.", examples=["Spring promotion"]
    )
    plan: Key = Field(description="The plan's key.", examples=["level"])
    plan_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        description="The hash of the plan document, as `plan check` prints it."
    )
    first: Day = Field(alias="from", description="Its first day.", examples=["2026-04-01"])
    last: Day = Field(alias="to", description="Its last day.", examples=["2026-05-31"])
    changes: Annotated[tuple[Change, ...], Field(min_length=1)] = Field(
        description="What is different."
    )
