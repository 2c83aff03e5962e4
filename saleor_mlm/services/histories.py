"""What happened to a distributor: every change of status, enroller, place, class and owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from ..models import (
    AccountClassChange,
    Distributor,
    EnrollerChange,
    Merger,
    PositionChange,
    StatusChange,
    Transfer,
)
from .instants import EPOCH, microseconds

# A place may be made up: these are about the years 1 and 9999.
FIRST_US, LAST_US = -62_000_000_000_000_000, 253_000_000_000_000_000

type Place = tuple[int, ...]
"""Where a change stands in the list, by three numbers that only grow: the newest is first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of changes: its name here, the columns of whom, and that of when it was written."""

    name: str
    table: type[Model]
    of: tuple[str, ...] = ("distributor",)
    written: str = "recorded_at"


KINDS = (
    Kind("status", StatusChange),
    Kind("enroller", EnrollerChange),
    Kind("position", PositionChange),
    Kind("account_class", AccountClassChange),
    Kind("transfer", Transfer),
    Kind("merger", Merger, ("duplicate", "kept"), "merged_at"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of one of the tables, with the name of its kind."""

    kind: str
    row: Any

    @property
    def recorded_at(self) -> datetime:
        return self.row.merged_at if self.kind == "merger" else self.row.recorded_at

    @property
    def effective_at(self) -> datetime:
        return self.row.merged_at if self.kind == "merger" else self.row.effective_at


def changes(
    distributor: Distributor,
    after: Place | None,
    before: Place | None,
    limit: int,
    backwards: bool,
) -> list[tuple[Place, Change]]:
    """A piece of the list: the newest first, or backwards from its end."""
    found = [
        (_place(number, kind, row), Change(kind.name, row))
        for number, kind in enumerate(KINDS)
        for row in _rows(number, kind, distributor, after, before, backwards)[:limit]
    ]
    return sorted(found, key=lambda item: item[0], reverse=backwards)[:limit]


def _rows(
    number: int,
    kind: Kind,
    distributor: Distributor,
    after: Place | None,
    before: Place | None,
    backwards: bool,
) -> QuerySet[Any]:
    whose = Q()
    for column in kind.of:
        whose |= Q(**{column: distributor})
    rows = kind.table.objects.filter(whose)
    if after:
        rows = rows.filter(_beyond(number, kind, after, older=True))
    if before:
        rows = rows.filter(_beyond(number, kind, before, older=False))
    sign = "" if backwards else "-"
    return rows.order_by(f"{sign}{kind.written}", f"{sign}id")


def _beyond(number: int, kind: Kind, place: Place, older: bool) -> Q:
    """Rows that come after a place in the list (older), or before it."""
    at, of_kind, key = (*place[:3], 0, 0)[:3]
    instant = EPOCH + timedelta(microseconds=min(max(-at, FIRST_US), LAST_US))
    than, equally = ("lt", number > of_kind) if older else ("gt", number < of_kind)
    beyond = Q(**{f"{kind.written}__{than}": instant})
    if number == of_kind:
        return beyond | Q(**{kind.written: instant, f"id__{than}": -key})
    return beyond | Q(**{kind.written: instant}) if equally else beyond


def _place(number: int, kind: Kind, row: Any) -> Place:
    return -microseconds(getattr(row, kind.written)), number, -row.pk
