"""Bonuses: each kind a closed set of typed fields. Every kind pays on sales, none on enrolling."""

import enum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .quantities import Key, Rate, problem, rate_text

LEVELS_MAX = 100


class Compression(enum.StrEnum):
    """What an inactive person does to the levels of a walk."""

    SKIP_INACTIVE = "skip-inactive"
    NONE = "none"


class LevelBonus(BaseModel):
    """Pays the people above a sale, one rate per level, nearest first.

    `rates[k]` is the rate of paid level k + 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["level"] = Field(description="The kind of bonus.", examples=["level"])
    tree: Literal["enroller"] = Field(
        description="The tree it climbs: `enroller` is who enrolled whom.", examples=["enroller"]
    )
    base: Literal["cv"] = Field(
        description="What the rates apply to: `cv`, the commissionable volume of the sale.",
        examples=["cv"],
    )
    rates: Annotated[tuple[Rate, ...], Field(min_length=1, max_length=LEVELS_MAX)] = Field(
        description="One percentage per paid level, nearest first; together at most 100 %. "
        'One space before the sign, at most 4 decimals: "2.5 %".',
        examples=["[10 %, 5 %, 2.5 %]"],
    )
    active: Key | None = Field(
        default=None,
        description="The test of `tests` that a payee must pass. Left out: everyone is active.",
        examples=["active"],
    )
    compression: Compression = Field(
        description="What an inactive person does: `skip-inactive` uses no level, so the level "
        "goes to the next active person above; `none` uses the level up, and nobody is paid it.",
        examples=["skip-inactive"],
    )

    @field_validator("rates")
    @classmethod
    def _at_most_the_whole_base(cls, rates: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        if (total := sum(rates, Fraction())) > 1:
            message = f"the rates sum to {rate_text(total)}, more than the whole base"
            raise problem("rates-total", message, "at most 100 % in all")
        return rates

    def sentences(self, name: str) -> list[str]:
        """The bonus as a distributor would be told it."""
        levels = ", ".join(
            f"{rate_text(rate)} on level {level}" for level, rate in enumerate(self.rates, start=1)
        )
        return [
            f"The bonus “{name}” pays, on the commissionable volume (CV) of every sale: {levels}.",
            "On an order of your own customer you are level 1; on your own order your enroller is. "
            "From there each level is the enroller of the one before.",
            *self._sentences_of_skips(),
        ]

    def _sentences_of_skips(self) -> list[str]:
        ended = (
            "Whoever’s agreement had ended when the sale was paid is passed over and uses no level."
        )
        if self.active is None:
            return [ended]
        if self.compression is Compression.NONE:
            lost = f"Whoever is not “{self.active}” uses a level up, and nobody is paid it."
            return [lost, ended]
        passed = "is passed over, and the level goes to the next above who is"
        return [f"Whoever is not “{self.active}” {passed}.", ended]
