"""The plan as a whole."""

import hashlib
import json
import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ..periods import PeriodKind
from ..rounding import Rounding
from .activity import VolumeTest
from .bonuses import LevelBonus
from .quantities import Key, problem

_ZONE = re.compile(r"UTC|[A-Z][A-Za-z_-]+(/[A-Za-z0-9_+-]+)+")
_ROUNDING_WORDS = {
    Rounding.HALF_EVEN: "to the nearest, an exact half to the even neighbour",
    Rounding.HALF_UP: "to the nearest, an exact half up",
    Rounding.DOWN: "down",
}


def _known_zone(name: str) -> str:
    try:
        if _ZONE.fullmatch(name):
            ZoneInfo(name)
            return name
    except (KeyError, ValueError, OSError):
        pass
    expected = "an IANA time zone, such as Europe/Berlin or UTC"
    raise problem("time-zone", f"`{name}` is no time zone", expected)


class Plan(BaseModel):
    """A compensation plan. Invariant: it is checked, frozen, and equal content has one hash.

    A bonus's index in calculations is its position in `bonuses`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key = Field(alias="plan", description="The plan's key.", examples=["level"])
    name: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="What people call it.", examples=["Level plan"]
    )
    time_zone: Annotated[str, AfterValidator(_known_zone)] = Field(
        description="The IANA time zone in which periods begin and end.",
        examples=["America/New_York"],
    )
    period: PeriodKind = Field(
        description="How long a period is: `month`, `week` (ISO, from Monday) or `day`.",
        examples=["month"],
    )
    rounding: Rounding = Field(
        description="The one rounding to the currency's smallest unit, per order line, bonus and "
        "payee: `half-even`, `half-up` or `down`.",
        examples=["half-even"],
    )
    tests: dict[Key, VolumeTest] = Field(
        default_factory=dict,
        description="Activity tests by name, for bonuses to refer to. May be left out.",
    )
    bonuses: Annotated[dict[Key, LevelBonus], Field(min_length=1, max_length=1)] = Field(
        description="The bonuses by name, in the order they are calculated; exactly one for now.",
    )

    @model_validator(mode="after")
    def _tests_exist(self) -> "Plan":
        known = ", ".join(self.tests) or "none is defined"
        for name, bonus in self.bonuses.items():
            if bonus.active is not None and bonus.active not in self.tests:
                message, path = f"there is no test `{bonus.active}`", ("bonuses", name, "active")
                raise problem("unknown-test", message, f"one of: {known}", path)
        return self

    @property
    def sha256(self) -> str:
        """Hash of the content: the same for another layout, comments or writing of a number."""
        # Absent options stay out, so that an option added later leaves old hashes as they are.
        content = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        content["tests"] = dict(sorted(content["tests"].items()))
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, to give to `periods`."""
        return ZoneInfo(self.time_zone)

    def describe(self) -> list[str]:
        """The plan in sentences that a distributor understands."""
        return [
            f"{self.name}: periods are one {self.period} long, in the time zone {self.time_zone}.",
            *(test.sentence(name, self.period) for name, test in self.tests.items()),
            *(line for name, bonus in self.bonuses.items() for line in bonus.sentences(name)),
            "A refund takes back what the refunded part had paid, from the same people and at the "
            "same rates.",
            f"Amounts are rounded {_ROUNDING_WORDS[self.rounding]}, once per order line, bonus "
            "and person.",
            "Nothing is paid for enrolling anyone: every bonus rests on sales.",
        ]
