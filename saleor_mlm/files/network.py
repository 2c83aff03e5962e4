"""The network file: one row per distributor, with a column for each tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.columns import Int16, Int32, Int64
from ..engine.plans.schema import Plan
from ..engine.snapshot import OUTSIDE, ROOT, Absences, Tree
from ..engine.trees import rings
from .cells import (
    ABSENT_US,
    check_countries,
    flags,
    instants_us,
    keys,
    positions,
    rows_where,
    words,
)
from .needs import Needs, asked_about
from .problems import Problems
from .tables import Column, FileTable, Kind, read_table

NOT_IN_TREE = "-"
_MIN, _MAX = np.iinfo(np.int64).min, np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Network:
    """People by index: the order of their keys, so that the order of rows does not matter.

    country, household: texts, empty where nothing is known.
    """

    keys: Any
    joined_us: Int64
    klass: Int16
    country: Any
    household: Any
    trees: Mapping[str, Tree]
    absences: Absences


def network_columns(plan: Plan, needs: Needs) -> list[Column]:
    """The columns a network file of this plan may have."""
    columns = [
        Column("distributor", Kind.TEXT, "it: the key of each person"),
        Column("joined", Kind.WORD, "it: when each person enrolled"),
        *(Column(tree, Kind.TEXT, needs.network[tree]) for tree in plan.trees),
        Column("country", Kind.WORD),
        Column("class", Kind.WORD),
        Column("household", Kind.TEXT),
        Column("ended", Kind.WORD),
        Column("reinstated", Kind.WORD),
    ]
    if "enroller" not in plan.trees:
        columns.append(Column("enroller", Kind.TEXT, "it: who enrolled whom"))
    always = {"ended", "reinstated"}
    return [asked_about(column, needs.network, always) for column in columns]


def read_network(path: Path, source: str, plan: Plan, needs: Needs, problems: Problems) -> Network:
    """Read and check a network file; what is wrong goes to `problems`.

    Raises `FileError` when the file has not the columns it must have.
    """
    table = read_table(path, source, network_columns(plan, needs), problems)
    order = pc.sort_indices(keys(table, "distributor"))
    known = pc.take(table.columns["distributor"], order).combine_chunks()
    rows: Int64 = np.asarray(order.to_numpy(), dtype=np.int64)
    _check_repeated(table, known, rows)
    joined_us = instants_us(table, "joined", plan.zone)
    trees = {
        name: Tree(_parents(table, name, known)[rows])
        for name in dict.fromkeys(("enroller", *plan.trees))
    }
    check_countries(table)
    klass = words(table, "class", plan.words.classes, "a class of the plan")
    return Network(
        keys=known,
        joined_us=joined_us[rows],
        klass=klass[rows],
        country=_texts(table, "country", order),
        household=_texts(table, "household", order),
        trees=trees,
        absences=_absences(table, plan.zone, joined_us, np.argsort(rows)),
    )


def _check_repeated(table: FileTable, known: Any, rows: Int64) -> None:
    again = 1 + rows_where(pc.equal(known[1:], known[:-1]))
    message = "`{}` has a row already"
    table.refuse(np.sort(rows[again]), "distributor", message, "one row each", "repeated-key")


def _parents(table: FileTable, name: str, known: Any) -> Int32:
    """The person above each row's; empty: the top of a line; `-`: outside this tree."""
    texts = table.columns[name]
    parent = positions(texts, known)
    top, outside = flags(pc.equal(texts, "")), flags(pc.equal(texts, NOT_IN_TREE))
    strange = np.flatnonzero((parent < 0) & ~top & ~outside)
    expected = "the key of a distributor of this file; empty for the top of a line"
    if name == "enroller":
        table.refuse(
            np.flatnonzero(outside), name, "everyone has a place here", expected, "outside"
        )
    else:
        expected += ", `-` for who is not in this tree"
    table.refuse(strange, name, "there is no distributor `{}`", expected, "unknown-distributor")
    _check_cycles(table, name, parent, known)
    return np.where(outside, np.int32(OUTSIDE), np.where(top, np.int32(ROOT), parent))


def _check_cycles(table: FileTable, name: str, parent: Int32, known: Any) -> None:
    """Whoever comes back to himself by going up; one row of each ring is named."""
    index = positions(table.columns["distributor"], known)
    above = np.full(len(known), ROOT, dtype=np.int32)
    above[index] = parent
    rows = np.flatnonzero(np.isin(index, rings(above)))
    message = "going up from here comes back here"
    table.refuse(rows, name, message, "a tree: nobody above himself", "cycle")


def _texts(table: FileTable, name: str, order: Any) -> Any:
    if name not in table:
        return pa.repeat(pa.scalar("", pa.string()), len(table))
    return pc.take(table.columns[name].cast(pa.string()), order).combine_chunks()


def _absences(table: FileTable, zone: ZoneInfo, joined_us: Int64, index: Int64) -> Absences:
    """Not yet joined; and from `ended` on, until `reinstated` if that is written."""
    ended_us = _optional_instants(table, "ended", zone)
    back_us = _optional_instants(table, "reinstated", zone)
    ended = np.flatnonzero(ended_us != ABSENT_US)
    _check_order(table, joined_us, ended_us, back_us)
    until_us = np.where(back_us == ABSENT_US, _MAX, back_us)
    return Absences(
        person=np.concatenate([index, index[ended]]).astype(np.int32),
        from_us=np.concatenate([np.full(len(index), _MIN), ended_us[ended]]),
        until_us=np.concatenate([joined_us, until_us[ended]]),
    )


def _optional_instants(table: FileTable, name: str, zone: ZoneInfo) -> Int64:
    if name not in table:
        return np.full(len(table), ABSENT_US)
    absent_us = int(ABSENT_US)
    return instants_us(table, name, zone, words={"": absent_us}, wrong_us=absent_us)


def _check_order(table: FileTable, joined_us: Int64, ended_us: Int64, back_us: Int64) -> None:
    early = (ended_us != ABSENT_US) & (ended_us < joined_us)
    message = "`{}` lies before this person joined"
    table.refuse(np.flatnonzero(early), "ended", message, "`joined` or later", "date-order")
    early = (back_us != ABSENT_US) & (back_us <= ended_us)
    message = "`{}` is not after `ended`"
    expected = "a later one, and an `ended` before it"
    table.refuse(np.flatnonzero(early), "reinstated", message, expected, "date-order")
    alone = (back_us != ABSENT_US) & (ended_us == ABSENT_US)
    table.refuse(
        np.flatnonzero(alone), "reinstated", "`{}` stands without `ended`", expected, "date-order"
    )
