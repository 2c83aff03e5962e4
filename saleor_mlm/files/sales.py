"""The sales file: one row per signed fact about an order line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.columns import AnyArray, Bool, Int32, Int64
from ..engine.periods import Period
from ..engine.plans.schema import Plan
from ..engine.plans.volumes import Measure
from .cells import flags, instant_us, instants_us, keys, positions, volumes_e4, words
from .needs import Needs
from .problems import Problems
from .tables import Column, FileTable, Kind, read_table

NEVER_US = np.iinfo(np.int64).max
"""When a row is earned that is not earned yet."""

_SAME_FOR_ALL = (
    "distributor order buyer buyer_class household order_kind product_line country currency".split()
)


@dataclass(frozen=True, eq=False)
class Sales:
    """The rows of a sales file up to the period's end, by order line, then as they happened.

    order_line: indexes into `line_keys`, ascending. first: of each order line, its first row.
    at_us: volume dates. earned_us: when a row was earned. Columns of `texts` are by order line.
    later: how many rows lie after the period and were left out.
    """

    line_keys: Any
    order_line: Int32
    first: Int64
    at_us: Int64
    earned_us: Int64
    measures: Mapping[Measure, Int64]
    place: Int32
    own: Bool
    texts: Mapping[str, Any]
    indexes: Mapping[str, AnyArray]
    later: int


def sales_columns(needs: Needs) -> list[Column]:
    """The columns a sales file may have; of the measures, those must be there that the plan asks
    about."""
    columns = [
        Column("order_line", Kind.TEXT, "it: the key of each order line"),
        Column("date", Kind.WORD, "it: the volume date of each row"),
        Column("distributor", Kind.TEXT, "it: at whom each sale stands"),
        Column("buyer", Kind.TEXT, "it: who bought; the distributor himself for his own orders"),
        Column("currency", Kind.WORD, "it: the currency of each row's money"),
        Column("order", Kind.TEXT),
        Column("household", Kind.TEXT),
        Column("earned", Kind.WORD),
        *(Column(name, Kind.WORD) for name in ("buyer_class", "order_kind", "product_line")),
        Column("country", Kind.WORD),
        *(Column(measure, Kind.NUMBER) for measure in Measure),
    ]
    return [
        Column(item.name, item.kind, item.needed or needs.sales.get(item.name, ""))
        for item in columns
    ]


def read_sales(
    path: Path,
    source: str,
    plan: Plan,
    period: Period,
    needs: Needs,
    people: Any,
    problems: Problems,
) -> Sales:
    """Read and check a sales file; what is wrong with rows goes to `problems`.

    people: the keys of the network. Raises `FileError` when the file has not the columns it must
    have.
    """
    table = read_table(path, source, sales_columns(needs), problems)
    return _Reading(table, plan, needs, people).sales(instant_us(period.ends_at))


class _Reading:
    """One sales file on its way to `Sales`. `order` are its rows in the order they shall have."""

    def __init__(self, table: FileTable, plan: Plan, needs: Needs, people: Any) -> None:
        self.table, self.plan, self.people = table, plan, people
        self.at_us = instants_us(table, "date", plan.zone)
        self.earned_us = self._earned_us()
        self.measures = {
            measure: volumes_e4(table, measure)
            for measure in Measure
            if measure in table and (measure in needs.sales)
        }
        self.place = self._place()

    def sales(self, ends_us: int) -> Sales:
        """Everything by order line; rows after the period are left out."""
        line_keys, line = _numbered_lines(keys(self.table, "order_line"))
        order = self._order(line)
        self._check_repeated(line, order)
        first = order[np.flatnonzero(np.diff(line[order], prepend=-1))]
        self._check_same(line, first)
        within = order[self.at_us[order] < ends_us]
        ...


def _numbered_lines(texts: Any) -> tuple[Any, Int32]:
    """The different keys in their order, and each row's place among them.

    Most exports are in order already; then neighbours tell all there is to know.
    """
    texts = texts.combine_chunks()
    if len(texts) and pc.all(pc.less_equal(texts[:-1], texts[1:])).as_py():
        new = np.append(True, flags(pc.not_equal(texts[1:], texts[:-1])))
        return texts.filter(pa.array(new)), (np.cumsum(new) - 1).astype(np.int32)
    encoded = texts.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    return encoded.dictionary.take(order), rank[encoded.indices.to_numpy()]
