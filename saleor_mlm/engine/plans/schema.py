"""The plan as a whole."""

import functools
import hashlib
import json
import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ..rounding import Rounding
from .bonuses import Bonus
from .calendars import Calendar
from .parameters import Parameter
from .quantities import Every, Key, Name, problem
from .ranks import Ranks
from .tests import Test
from .volumes import Volume

_ZONE = re.compile(r"UTC|[A-Z][A-Za-z_-]+(/[A-Za-z0-9_+-]+)+")


def _known_zone(name: str) -> str:
    try:
        if _ZONE.fullmatch(name):
            ZoneInfo(name)
            return name
    except (KeyError, ValueError, OSError):
        pass
    expected = "an IANA time zone, such as Europe/Berlin or UTC"
    raise problem("time-zone", f"`{name}` is no time zone", expected)


class Words(BaseModel):
    """The words that the company's sales and people use. What the plan or the data say beside them
    is refused: a word misspelt must not pay anybody less."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: tuple[Name, ...] = Field(
        default=(), description="Account classes.", examples=["[retail, preferred, distributor]"]
    )
    order_kinds: tuple[Name, ...] = Field(
        default=(), description="Kinds of orders.", examples=["[first, regular, autoship]"]
    )
    product_lines: tuple[Name, ...] = Field(
        default=(), description="Product lines.", examples=["[skincare, nutrition]"]
    )


class Plan(BaseModel):
    """A compensation plan on one day: its parameters are put in, its promotions laid over.

    Invariant: it is checked, frozen, and equal content has one hash. A bonus's index in calculations
    is its position in `bonuses`, a rank's its position in the ladder.

    A run works out one period of one length: the ranks and bonuses whose `every` is that length, in
    the plan's order, and the volumes and tests they need, over that period. A later run may use what an
    earlier one left: results by hash, and state.
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
    period: Every = Field(
        description="How long a period is: `month`, `week` (ISO, from Monday), `day`, or the name "
        "of one of `calendars`.",
        examples=["month"],
    )
    rounding: Rounding = Field(
        description="The one rounding to the currency's smallest unit, per order line, bonus and "
        "payee: `half-even`, `half-up` or `down`.",
        examples=["half-even"],
    )
    trees: Annotated[tuple[Key, ...], Field(min_length=1)] = Field(
        default=("enroller",),
        description="The trees the plan names. `enroller` is who enrolled whom.",
        examples=["[enroller, placement]"],
    )
    words: Words = Field(
        default_factory=Words,
        description="The words that sales and people use.",
        examples=["{order_kinds: [first, regular]}"],
    )
    calendars: dict[Key, Calendar] = Field(
        default_factory=dict,
        description="Company calendars by name.",
        examples=["{campaign: [{key: C01, from: 2026-01-05, to: 2026-02-01}]}"],
    )
    parameters: dict[Key, Parameter] = Field(
        default_factory=dict, description="Dated values, used as `$key`."
    )
    volumes: dict[Key, Volume] = Field(
        default_factory=dict, description="Volumes by name. May be left out."
    )
    tests: dict[Key, Test] = Field(
        default_factory=dict, description="Tests by name. May be left out."
    )
    ranks: Ranks | None = Field(default=None, description="The ranks. May be left out.")
    bonuses: Annotated[dict[Key, Bonus], Field(min_length=1)] = Field(
        description="The bonuses by name, in the order they are calculated.",
    )

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of the content: the same for another layout, comments or writing of a number."""
        # Absent options stay out, so that an option added later leaves old hashes as they are.
        content = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        for part in ("parameters", "calendars", "volumes", "tests"):
            content[part] = dict(sorted(content[part].items()))
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, to give to `periods`."""
        return ZoneInfo(self.time_zone)
