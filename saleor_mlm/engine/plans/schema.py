"""The plan as a whole.

What is granted to one person (an exception: a test waived or failed until a day, with a reason)
stands with the data, not in the plan.
"""

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr

from ..rounding import Rounding
from .bonuses import Bonus, BreakawayBonus, RankAdvancementBonus
from .calendars import Calendar
from .parameters import Parameter
from .problems import path_from_text, path_text
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
    is refused: a word misspelt must not pay anybody less. `self` and `other` have a meaning of
    their own, so they are no such words. Buyers of sales and people of the network share one list
    of classes."""

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

    Invariant: it is checked, frozen, and equal content has one hash. A bonus's index in
    calculations is its position in `bonuses`, a rank's its position in the ladder.

    A run works out one period of one length: the ranks and bonuses whose `every` is that length, in
    the plan's order, and the volumes and tests they need, over that period. A later run may use
    what an earlier one left: results by hash, and state.
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

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)
    _document_sha256: str = PrivateAttr(default="")

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of the content: the same for another layout, comments or writing of a number."""
        return content_sha256(self.content())

    @property
    def document_sha256(self) -> str:
        """Hash of the whole document this is one day of, without promotions; the same on all days,
        and that of the content where there are no parameters."""
        return self._document_sha256 or self.sha256

    @property
    def origins(self) -> Mapping[str, str]:
        """Where each value comes from that does not stand in the plan itself: path to `$parameter`
        or `promotion key`."""
        return MappingProxyType(self._origins)

    def origin(self, path: str) -> str | None:
        """Where the value at a path, or what it is part of, comes from; `None`: from the plan."""
        parts = path_from_text(path)
        paths = (path_text(parts[:count]) for count in range(len(parts), 0, -1))
        return next((self._origins[path] for path in paths if path in self._origins), None)

    def came_from(self, origins: Mapping[str, str]) -> None:
        """For the loader: the `origins`."""
        self._origins.update(origins)

    def belongs_to(self, document_sha256: str) -> None:
        """For the loader: the `document_sha256`."""
        self._document_sha256 = document_sha256

    def content(self) -> dict[str, Any]:
        """All that is written, in the form of a document; what is left at its default stays out, so
        that an option added later changes no hash."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    @property
    def currencies(self) -> list[str]:
        """Those in which amounts are fixed for persons: a snapshot has to know them, whatever was
        sold."""
        found = set()
        for bonus in self.bonuses.values():
            if isinstance(bonus, RankAdvancementBonus):
                found |= {amount.currency for amount in bonus.amounts.values()}
            elif isinstance(bonus, BreakawayBonus) and bonus.guarantee:
                found.add(bonus.guarantee.amount.currency)
        return sorted(found)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, to give to `periods`."""
        return ZoneInfo(self.time_zone)


def content_sha256(content: dict[str, Any]) -> str:
    """The hash of a plan's content; of names only the order of bonuses matters."""
    ordered = {**content, "bonuses": list(content["bonuses"].items())}
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
