"""Activity tests: what a person must have done in a period."""

import enum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..periods import PeriodKind
from .quantities import VolumeE4, volume_text


class Measure(enum.StrEnum):
    """Which of a sale's two volumes is summed."""

    QV = "qv"
    CV = "cv"


class VolumeTest(BaseModel):
    """Passed by whoever's volume in the period is at least a threshold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["volume"] = Field(description="The kind of test.", examples=["volume"])
    volume: Literal["personal"] = Field(
        description="Whose sales: `personal` is one's own orders and those of one's own customers.",
        examples=["personal"],
    )
    measure: Measure = Field(
        description="`qv` (qualifying volume) or `cv` (commissionable volume, one currency only).",
        examples=["qv"],
    )
    at_least_e4: VolumeE4 = Field(
        alias="at_least",
        description="The threshold: a decimal above zero, in quotes, at most 4 decimals.",
        examples=['"50.00"'],
    )

    def sentence(self, name: str, period: PeriodKind) -> str:
        """The test as a distributor would be told it."""
        needed = f"{volume_text(self.at_least_e4)} {self.measure.upper()}"
        return (
            f"You are “{name}” in a {period} in which your personal volume (your own orders and "
            f"those of your own customers) is at least {needed}."
        )
