"""Pages of a team: filtered, sorted, from a cursor on; never more of it sorted than is shown."""

import dataclasses
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from .columns import AnyArray, Bool, Int32
from .team_now import TeamNow
from .team_stretches import Team

type Key = tuple[int | str, ...]
type Row = tuple[Key, int]
"""What it is sorted by, its id at last; its label."""


class Sort(StrEnum):
    LEVEL = "level"
    JOINED = "joined"
    VOLUME = "volume"
    RANK = "rank"
    NAME = "name"


COLUMNS = {
    Sort.LEVEL: ("level", "joined_us"),
    Sort.JOINED: ("joined_us",),
    Sort.VOLUME: ("volume_e4",),
    Sort.RANK: ("rank",),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """Who of a team is wanted; every condition that is given has to hold.

    level_from, level_to: below the head, from 1. statuses, ranks, countries: any of them.
    """

    level_from: int | None = None
    level_to: int | None = None
    statuses: Sequence[int] | None = None
    ranks: Sequence[int] | None = None
    active: bool | None = None
    joined_from_us: int | None = None
    countries: Sequence[int] | None = None
    text: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """A page: up to `limit` rows behind `after` and before `before`, its first or its last ones."""

    sort: Sort = Sort.LEVEL
    descending: bool = False
    after: Key | None = None
    before: Key | None = None
    limit: int = 50
    backwards: bool = False


def kept(now: TeamNow, team: Team, wanted: Filter) -> Bool | None:
    """bool[row]: who of a team is wanted; none: everybody."""
    conditions = [*_of_levels(now, team, wanted), *_of_columns(now, team, wanted)]
    if wanted.active is not None:
        conditions.append(now.column(team, "active") == wanted.active)
    if wanted.joined_from_us is not None:
        conditions.append(now.column(team, "joined_us") >= wanted.joined_from_us)
    if wanted.text:
        conditions.append(now.having(team, wanted.text))
    return np.logical_and.reduce(conditions) if conditions else None


def page(now: TeamNow, team: Team, keep: Bool | None, wanted: Wanted) -> list[Row]:
    """The rows of a page in the order in which it is read, or against it when `backwards`."""
    low, high = (wanted.after, wanted.before)
    if wanted.descending:
        low, high = high, low
    upwards = wanted.backwards == wanted.descending
    if wanted.sort is Sort.NAME:
        return _by_name(now, team, keep, (low, high), wanted.limit, upwards)
    return _by_columns(now, team, keep, wanted, (low, high), upwards)


def _of_levels(now: TeamNow, team: Team, wanted: Filter) -> list[Bool]:
    if wanted.level_from is None and wanted.level_to is None:
        return []
    level = now.column(team, "level")
    found = []
    if wanted.level_from is not None:
        found.append(level >= wanted.level_from)
    if wanted.level_to is not None:
        found.append(level <= wanted.level_to)
    return found


def _of_columns(now: TeamNow, team: Team, wanted: Filter) -> list[Bool]:
    chosen = {"status": wanted.statuses, "rank": wanted.ranks, "country": wanted.countries}
    return [
        np.isin(now.column(team, name), np.array(values, np.int64), kind="table")
        for name, values in chosen.items()
        if values is not None
    ]


def _by_columns(
    now: TeamNow,
    team: Team,
    keep: Bool | None,
    wanted: Wanted,
    between: tuple[Key | None, Key | None],
    upwards: bool,
) -> list[Row]:
    columns = [now.column(team, name) for name in COLUMNS[wanted.sort]]
    columns.append(now.column(team, "node"))
    low, high = between
    for bound, beyond in ((low, np.greater), (high, np.less)):
        if bound is not None:
            inside = _beyond(columns, bound, beyond)
            keep = inside if keep is None else keep & inside
    rows = np.flatnonzero(keep) if keep is not None else None
    chosen = _first(columns, rows, wanted.limit, upwards)
    keys = zip(*(column[chosen].tolist() for column in columns), strict=True)
    return list(zip(keys, team.labels(chosen).tolist(), strict=True))


def _beyond(columns: Sequence[AnyArray], bound: Key, beyond: np.ufunc) -> Bool:
    """Which rows come behind, or before, a key."""
    found: Bool = beyond(columns[-1], bound[-1])
    for column, value in zip(reversed(columns[:-1]), reversed(bound[:-1]), strict=True):
        found &= column == value
        found |= beyond(column, value)
    return found


def _first(
    columns: Sequence[AnyArray], rows: AnyArray | None, count: int, upwards: bool
) -> AnyArray:
    """The numbers of the first rows by these columns, in their order.

    A column cuts off whoever cannot be among them, and only those it does not tell apart go on to
    the next.
    """
    sure: list[AnyArray] = []
    undecided = rows
    for column in columns:
        left = count - sum(len(part) for part in sure)
        values = column if undecided is None else column[undecided]
        if len(values) <= left:
            break
        place = left - 1 if upwards else len(values) - left
        edge = np.partition(values, place)[place]
        before = values < edge if upwards else values > edge
        sure.append(_numbers(undecided, before))
        undecided = _numbers(undecided, values == edge)
    rest = np.arange(len(columns[0])) if undecided is None else undecided
    chosen = np.concatenate([*sure, rest])
    order = np.lexsort([column[chosen] for column in reversed(columns)])
    return chosen[order if upwards else order[::-1]][:count]


def _numbers(rows: AnyArray | None, flags: Bool) -> AnyArray:
    return np.flatnonzero(flags) if rows is None else rows[flags]


def _by_name(
    now: TeamNow,
    team: Team,
    keep: Bool | None,
    between: tuple[Key | None, Key | None],
    limit: int,
    upwards: bool,
) -> list[Row]:
    """Who was not touched, from the order that was counted; merged with whoever was."""
    low, high = (None if bound is None else _name_key(bound) for bound in between)
    old = _counted_in_order(now, team, keep)
    start = 0 if low is None else _place(now, old, low, behind=True)
    stop = len(old) if high is None else _place(now, old, high, behind=False)
    part = old[start:stop]
    part = part[:limit] if upwards else part[::-1][:limit]
    found = [(_key_of(now, label), label) for label in part.tolist()]
    touched = _in(now, team, keep)
    found += [
        (key, label)
        for (key, label), inside in zip(now.touched_names, touched.tolist(), strict=True)
        if inside and (low is None or key > low) and (high is None or key < high)
    ]
    found.sort(reverse=not upwards)
    return [((key[0].decode(), key[1]), label) for key, label in found[:limit]]


type _NameKey = tuple[bytes, int]


def _name_key(bound: Key) -> _NameKey:
    return str(bound[0]).encode(), int(bound[1])


def _key_of(now: TeamNow, label: int) -> _NameKey:
    return now.columns.line(label).encode(), now.value("node", label)


def _counted_in_order(now: TeamNow, team: Team, keep: Bool | None) -> Int32:
    """Labels that were counted and not touched since, in the order of their names."""
    wanted = np.zeros(len(now.tree), np.bool_)
    row = 0
    for start, stop, _ in team.stretches():
        end = row + stop - start
        wanted[start:stop] = True if keep is None else keep[row:end]
        row = end
    touched = now.columns.row_label
    wanted[touched[touched < len(now.tree)]] = False
    by_name = now.tree.columns.by_name
    return by_name[wanted[by_name]]


def _in(now: TeamNow, team: Team, keep: Bool | None) -> Bool:
    """bool[]: who of those who were touched is wanted."""
    rows = team.rows(now.columns.row_label)
    inside = rows >= 0
    if keep is not None:
        inside[inside] = keep[rows[inside]]
    return inside


def _place(now: TeamNow, labels: Int32, bound: _NameKey, *, behind: bool) -> int:
    """How many of the labels, in the order of their names, come before a key; or up to it."""
    low, high = 0, len(labels)
    while low < high:
        middle = (low + high) // 2
        key = _key_of(now, int(labels[middle]))
        if key < bound or (behind and key == bound):
            low = middle + 1
        else:
            high = middle
    return low
