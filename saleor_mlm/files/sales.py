"""The sales file: one row per signed fact about an order line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.columns import AnyArray, Bool, Int16, Int32, Int64
from ..engine.errors import SnapshotError
from ..engine.periods import Period
from ..engine.plans.schema import Plan
from ..engine.plans.volumes import Measure
from ..engine.snapshot_checks import SUM_MAX_E4, sum_fits
from .cells import (
    check_countries,
    check_values,
    flags,
    instant_us,
    instants_us,
    keys,
    positions,
    volumes_e4,
    words,
)
from .currencies import CURRENCY_FORM, is_currency
from .needs import Needs, asked_about
from .problems import FileProblem, Problems
from .tables import Column, FileTable, Kind, read_table

NEVER_US = np.iinfo(np.int64).max
"""When a row is earned that is not earned yet."""

_OF_THE_LINE = (
    "distributor",
    "buyer",
    "currency",
    "order",
    "buyer_class",
    "household",
    "order_kind",
    "product_line",
    "country",
)


@dataclass(frozen=True, eq=False)
class SoldLines:
    """What is the same for all rows of an order line, by the order of their keys.

    Texts: currency, country, and where a test counts them, buyer, order and household.
    """

    keys: Any
    place: Int32
    own: Bool
    sold_at_us: Int64
    buyer_class: Int16
    order_kind: Int16
    product_line: Int16
    texts: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, eq=False)
class Sales:
    """A sales file as far as a period looks at it: rows by order line, then as they happened.

    rows: where each stands in the file. earned_us: when it is earned. earlier: how many rows were
    sold and earned before the period, so that they count at most in volumes that look back. later:
    how many lie after it and were left out. begins_us: the first row's date in the whole file.
    """

    table: FileTable
    rows: Int64
    lines: SoldLines
    order_line: Int32
    at_us: Int64
    earned_us: Int64
    measures: Mapping[Measure, Int64]
    earlier: int
    later: int
    begins_us: int


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
    return [asked_about(column, needs.sales, {"earned"}) for column in columns]


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
    reading = _Reading(table, plan, needs, people)
    return reading.sales(instant_us(period.starts_at), instant_us(period.ends_at))


class _Reading:
    """One sales file on its way to `Sales`."""

    def __init__(self, table: FileTable, plan: Plan, needs: Needs, people: Any) -> None:
        self.table, self.needs, self.words = table, needs, plan.words
        self.at_us = instants_us(table, "date", plan.zone)
        self.earned_us = self._earned_us(plan.zone)
        self.measures = {
            measure: volumes_e4(table, measure)
            for measure in Measure
            if measure in table and measure in needs.sales
        }
        for measure, values_e4 in self.measures.items():
            self._check_sum(measure, values_e4)
        self.place = self._place(people)
        check_countries(table)
        check_values(table, "currency", is_currency, CURRENCY_FORM, "currency")

    def sales(self, starts_us: int, ends_us: int) -> Sales:
        """Everything that the period looks at; rows after it are left out."""
        line_keys, line = _numbered_lines(keys(self.table, "order_line"))
        order = self._order(line)
        new = np.diff(line[order], prepend=-1) != 0
        self._check_rows(line, order, new)
        first = order[new]
        wanted = self.at_us[order] < ends_us
        if not self.needs.earlier_sales:
            wanted &= (self.at_us[order] >= starts_us) | (self.earned_us[order] >= starts_us)
        rows = order[wanted]
        begins = np.diff(line[rows], prepend=-1) != 0
        kept = line[rows][begins]
        return Sales(
            table=self.table,
            rows=rows,
            lines=self._lines(line_keys.take(pa.array(kept)), first[kept]),
            order_line=(np.cumsum(begins) - 1).astype(np.int32),
            at_us=self.at_us[rows],
            earned_us=self.earned_us[rows],
            measures={name: values[rows] for name, values in self.measures.items()},
            earlier=int(((self.at_us < starts_us) & (self.earned_us < starts_us)).sum()),
            later=int((self.at_us >= ends_us).sum()),
            begins_us=int(self.at_us.min(initial=ends_us)),
        )

    def _earned_us(self, zone: ZoneInfo) -> Int64:
        """Without the column everything is earned with its sale."""
        if "earned" not in self.table:
            return self.at_us
        never_us = int(NEVER_US)
        words = {"no": never_us}
        earned_us = instants_us(self.table, "earned", zone, words=words, wrong_us=never_us)
        early = np.flatnonzero(earned_us < self.at_us)
        message = "`{}` lies before the sale's own date"
        self.table.refuse(early, "earned", message, "`date` or later", "date-order")
        return earned_us

    def _check_sum(self, measure: Measure, values_e4: Int64) -> None:
        try:
            sum_fits(measure, values_e4)
        except SnapshotError as error:
            message, most = "the numbers are too large to be summed exactly", SUM_MAX_E4 // 10**4
            expected = f"less than {most:,} in all"
            problem = FileProblem(self.table.source, 0, measure, message, expected, error.code)
            self.table.problems.add(problem)

    def _place(self, people: Any) -> Int32:
        place = positions(self.table.columns["distributor"], people)
        strange = np.flatnonzero(place < 0)
        message = "there is no distributor `{}`"
        expected = "a key of the network file"
        self.table.refuse(strange, "distributor", message, expected, "unknown-distributor")
        return place

    def _order(self, line: Int32) -> Int64:
        """Rows by order line, date and earned date, gains first; so that no order of rows in the
        file makes a difference."""
        if (np.diff(line) > 0).all():
            return np.arange(len(line))
        within: list[AnyArray] = [-values for values in self.measures.values()]
        return np.lexsort([*within, self.earned_us, self.at_us, line])

    def _check_rows(self, line: Int32, order: Int64, new: Bool) -> None:
        """Few order lines have several rows; only those are compared."""
        other = np.flatnonzero(~new)
        rows, firsts = order[other], order[np.flatnonzero(new)[line[order[other]]]]
        for name in _OF_THE_LINE:
            if name in self.table:
                self._check_same(name, rows, firsts)
        before = order[other - 1]
        columns: list[AnyArray] = [line, self.at_us, self.earned_us, *self.measures.values()]
        same = np.all([column[rows] == column[before] for column in columns], axis=0)
        message = "the order line `{}` has the same row twice"
        expected = "one row for each fact; parts of a day added up"
        self.table.refuse(rows[same], "order_line", message, expected, "repeated-row")

    def _check_same(self, name: str, rows: Int64, firsts: Int64) -> None:
        texts = self.table.columns[name].combine_chunks()
        differ = pc.not_equal(texts.take(pa.array(rows)), texts.take(pa.array(firsts)))
        message = "`{}` differs from another row of the order line"
        expected = "the same in all rows; what moved is an order line with a key of its own"
        self.table.refuse(rows[flags(differ)], name, message, expected, "line-differs")

    def _lines(self, line_keys: Any, first: Int64) -> SoldLines:
        taken = pa.array(first)
        own = pc.equal(keys(self.table, "buyer"), self.table.columns["distributor"])
        return SoldLines(
            keys=line_keys,
            place=self.place[first],
            own=flags(own)[first],
            sold_at_us=self.at_us[first],
            buyer_class=self._words("buyer_class", self.words.classes, "a class")[first],
            order_kind=self._words("order_kind", self.words.order_kinds, "an order kind")[first],
            product_line=self._words("product_line", self.words.product_lines, "a product line")[
                first
            ],
            texts={
                name: self.table.columns[name].take(taken)
                for name in ("currency", "country", "buyer", "order", "household")
                if name in self.table and (name == "currency" or name in self.needs.sales)
            },
        )

    def _words(self, name: str, known: Sequence[str], expected: str) -> Int16:
        return words(self.table, name, known, expected)


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
