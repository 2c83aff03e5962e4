"""A rate table compiled to look-ups: schemes for sales, classes for people, exact rates by index.

A table asks questions, some of the sale (its kind, its day, whether another bonus leaves it a
share), some of the payee (his rank, his bracket). Sales that answer all questions alike have one
*scheme*, people who do have one *class*; so a rate is found by scheme, level and class, however
many dimensions the table nests.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from .bonus_sales import BonusSales, of_lines
from .calculation import Calculation
from .columns import AnyArray, Bool, Int16, Int32, Int64, distinct
from .days import midnight_us
from .plans.quantities import Amount
from .plans.rates import (
    CountryRates,
    DatedRates,
    EnrolledRates,
    LevelRates,
    RankRates,
    RateTable,
    SaleRates,
    TierRates,
)

OTHER, NONE = "other", "none"
type Question = tuple[object, ...]
type Answers = dict[Question, int]


@dataclasses.dataclass(frozen=True)
class Rates:
    """A compiled table.

    values: exact rates by id, ascending; id 0 is the rate 0. klass: class of each person; the
    top's is the last, for which all rates are 0. table: ids by (scheme, personally enrolled or
    not, level - 1, class); `personal` tells whether the second matters. shares: by scheme, what
    another bonus leaves of the rates, which they hold already.
    """

    values: tuple[Fraction, ...]
    klass: Int16
    table: Int16
    personal: bool
    shares: tuple[Fraction, ...]

    @property
    def levels(self) -> int:
        """How many levels or generations the table has; 1 where it knows none."""
        return int(self.table.shape[2])

    def ids(self, level: int, scheme: Int16, person: Int32, personally: Bool | None) -> Int16:
        """Rate ids of these people on a level (from 1), each for the sale beside him."""
        klass = self.klass[person]
        if personally is not None:
            found: Int16 = self.table[scheme, personally.astype(np.int8), level - 1, klass]
        elif self.table.shape[0] == 1:
            found = self.table[0, 0, level - 1][klass]
        else:
            found = self.table[:, 0, level - 1][scheme, klass]
        return found


def compile_rates(calc: Calculation, table: RateTable, sales: BonusSales) -> tuple[Rates, Int16]:
    """The compiled table, and the scheme of each piece of some sales."""
    return _Compiler(calc, sales).compiled(table)


class _Compiler:
    def __init__(self, calc: Calculation, sales: BonusSales) -> None:
        self.calc, self.sales = calc, sales
        self.values: dict[Fraction, int] = {Fraction(0): 0}

    def compiled(self, table: RateTable) -> tuple[Rates, Int16]:
        nodes = list(_nodes(table))
        sale = self._sale_columns(nodes)
        person = self._person_columns(nodes)
        scheme, schemes = _grouped(sale, len(self.sales.pieces))
        klass, classes = _grouped(person, self.calc.persons)
        personal = any(isinstance(node, EnrolledRates) for node in nodes)
        levels = max((len(n.rows) for n in nodes if isinstance(n, LevelRates)), default=1)
        ids = self._table(table, schemes, classes, 1 + personal, levels)
        values, ids = _ascending(self.values, ids)
        klass = np.append(klass, len(classes)).astype(np.int16)
        shares = tuple(self._share(answers) for answers in schemes)
        return Rates(values, klass, ids, personal, shares), scheme

    def _share(self, answers: Answers) -> Fraction:
        return self.sales.shares[answers.get(_SHARE, 0)]

    def _table(
        self,
        table: RateTable,
        schemes: list[Answers],
        classes: list[Answers],
        variants: int,
        levels: int,
    ) -> Int16:
        by_class = _by_question(classes)
        ids = np.zeros((len(schemes), variants, levels, len(classes) + 1), dtype=np.int16)
        for scheme, variant, level in itertools.product(
            range(len(schemes)), range(variants), range(levels)
        ):
            looked_up = _Lookup(self, schemes[scheme], by_class, bool(variant), level)
            ids[scheme, variant, level, :-1] = looked_up.ids(table, np.arange(len(classes)))
        return ids

    def rate_id(self, rate: Fraction | Amount, answers: Answers) -> int:
        """The id of a leaf for sales of a scheme; money of another currency is a rate of 0."""
        if isinstance(rate, Amount):
            other = answers[_CURRENCY] != self.calc.currency_index(rate.currency)
            rate = Fraction(0) if other else rate.value
        rate *= self._share(answers)
        return self.values.setdefault(rate, len(self.values))

    def _sale_columns(self, nodes: list[RateTable]) -> dict[Question, AnyArray]:
        columns: dict[Question, AnyArray] = {}
        if len(self.sales.shares) > 1:
            columns[_SHARE] = self.sales.pieces.part
        if any(isinstance(node, Amount) for node in nodes):
            columns[_CURRENCY] = self._of_lines("currency")
        for node in nodes:
            question = _question(node)
            if question is not None and question not in columns:
                column = self._sale_column(node)
                if column is not None:
                    columns[question] = column
        return columns

    def _sale_column(self, node: RateTable) -> AnyArray | None:
        persons = self.calc.snapshot.persons
        if isinstance(node, SaleRates):
            return self._of_lines(SALE_COLUMNS[node.by])
        if isinstance(node, CountryRates) and node.of == "order":
            return self._of_lines("country")
        if isinstance(node, CountryRates) and node.of == "source":
            return np.append(persons.country, -1)[self.sales.source]
        if isinstance(node, RankRates) and node.by == "source-rank":
            return np.append(self.calc.standing.paid_as, -1)[self.sales.source]
        return self._dated(node) if isinstance(node, DatedRates) else None

    def _of_lines(self, name: str) -> AnyArray:
        return of_lines(getattr(self.calc.snapshot.order_lines, name), self.sales.pieces)

    def _dated(self, node: DatedRates) -> AnyArray:
        snapshot, zone = self.calc.snapshot, self.calc.plan.zone
        bounds_us = [midnight_us(row.since, zone) for row in node.rows[1:]]
        instants_us = snapshot.order_lines.sold_at_us
        if node.by == "enrolment-date":
            instants_us = np.append(snapshot.persons.joined_us, 0)
        found = np.searchsorted(np.array(bounds_us, dtype=np.int64), instants_us, side="right")
        if node.by == "enrolment-date":
            return found[self.sales.source]
        return of_lines(found, self.sales.pieces)

    def _person_columns(self, nodes: list[RateTable]) -> dict[Question, AnyArray]:
        columns: dict[Question, AnyArray] = {}
        standing = self.calc.standing
        for node in nodes:
            question = _question(node)
            if question is None:
                continue
            if isinstance(node, RankRates) and node.by != "source-rank":
                columns[question] = standing.paid_as if node.by == "rank" else standing.title
            elif isinstance(node, CountryRates) and node.of == "payee":
                columns[question] = self.calc.snapshot.persons.country
            elif isinstance(node, TierRates):
                columns[question] = _bracket(node, standing.volumes[node.volume])
        return columns


_CURRENCY: Question = ("currency",)
_SHARE: Question = ("share",)
SALE_COLUMNS = {
    "buyer-class": "buyer_class",
    "order-kind": "order_kind",
    "product-line": "product_line",
    "currency": "currency",
}


@dataclasses.dataclass(frozen=True)
class _Lookup:
    """A table walked through for the sales of one scheme and all classes at once."""

    compiler: _Compiler
    sale: Answers
    by_class: dict[Question, Int64]
    personally: bool
    level: int

    def ids(self, table: RateTable, classes: Int64) -> Int64:
        """Rate ids of some classes."""
        if isinstance(table, Fraction | Amount):
            return np.full(len(classes), self.compiler.rate_id(table, self.sale), dtype=np.int64)
        if isinstance(table, LevelRates):
            if self.level >= len(table.rows):
                return np.zeros(len(classes), dtype=np.int64)
            return self.ids(table.rows[self.level], classes)
        if isinstance(table, EnrolledRates):
            return self.ids(table.rows["personally" if self.personally else "otherwise"], classes)
        question = _question(table)
        assert question is not None
        if question in self.sale:
            return self.ids(self._entry(table, self.sale[question]), classes)
        return self._by_class(table, classes, self.by_class[question][classes])

    def _by_class(self, table: RateTable, classes: Int64, answers: Int64) -> Int64:
        ids = np.zeros(len(classes), dtype=np.int64)
        for answer in np.unique(answers).tolist():
            same = np.flatnonzero(answers == answer)
            ids[same] = self.ids(self._entry(table, answer), classes[same])
        return ids

    def _entry(self, table: RateTable, answer: int) -> RateTable:
        """The entry that an answer chooses."""
        calc = self.compiler.calc
        if isinstance(table, TierRates | DatedRates):
            return table.rows[answer].rate
        if isinstance(table, RankRates):
            assert calc.plan.ranks is not None
            key = NONE if answer < 0 else calc.plan.ranks.ladder[answer].key
            return table.rows[key]
        assert isinstance(table, SaleRates | CountryRates)
        word = OTHER if answer < 0 else words_of(calc, table)[answer]
        return table.rows.get(word, table.rows[OTHER])


def words_of(calc: Calculation, table: SaleRates | CountryRates) -> Sequence[str]:
    """What the indexes of a column stand for that a table asks about."""
    words = calc.snapshot.words
    if isinstance(table, CountryRates):
        return words.countries
    return {
        "buyer-class": words.classes,
        "order-kind": words.order_kinds,
        "product-line": words.product_lines,
        "currency": tuple(currency.code for currency in calc.snapshot.currencies),
    }[table.by]


def _question(node: RateTable) -> Question | None:
    """What a node asks, the same for nodes that ask the same."""
    if isinstance(node, CountryRates):
        return "country", node.of
    if isinstance(node, TierRates):
        return "volume", node.volume, tuple(row.at_least_e4 for row in node.rows)
    if isinstance(node, DatedRates):
        return node.by, tuple(row.since for row in node.rows)
    if isinstance(node, RankRates | SaleRates):
        return (node.by,)
    return None


def _nodes(table: RateTable) -> Iterator[RateTable]:
    yield table
    if isinstance(table, Fraction | Amount):
        return
    if isinstance(table, TierRates | DatedRates):
        inner: list[RateTable] = [row.rate for row in table.rows]
    elif isinstance(table, LevelRates):
        inner = list(table.rows)
    else:
        inner = list(table.rows.values())
    for row in inner:
        yield from _nodes(row)


def _bracket(node: TierRates, volume_e4: Int64) -> Int64:
    """The highest bracket that each volume reaches; the first holds below zero too."""
    bounds_e4 = np.array([row.at_least_e4 for row in node.rows[1:]], dtype=np.int64)
    return np.searchsorted(bounds_e4, volume_e4, side="right")


def _by_question(classes: list[Answers]) -> dict[Question, Int64]:
    questions = classes[0] if classes else {}
    return {
        question: np.array([answers[question] for answers in classes]) for question in questions
    }


def _grouped(columns: dict[Question, AnyArray], count: int) -> tuple[Int16, list[Answers]]:
    """Rows that answer all questions alike as one group, and the answers of each."""
    if not columns:
        return np.zeros(count, dtype=np.int16), [{}]
    code = np.zeros(count, dtype=np.int64)
    spans: list[tuple[Question, int, int]] = []
    size = 1
    for question, column in columns.items():
        least, most = int(column.min(initial=0)), int(column.max(initial=0))
        code += (column.astype(np.int64) - least) * size
        spans.append((question, least, most - least + 1))
        size *= most - least + 1
    row, group = distinct(code, size)
    return group.astype(np.int16), [_answers(one, spans) for one in code[row].tolist()]


def _answers(code: int, spans: list[tuple[Question, int, int]]) -> Answers:
    answers: Answers = {}
    for question, least, span in spans:
        code, answer = divmod(code, span)
        answers[question] = answer + least
    return answers


def _ascending(values: dict[Fraction, int], ids: Int16) -> tuple[tuple[Fraction, ...], Int16]:
    """The same with ids in the order of rates, so that a higher rate has a higher id."""
    ordered = sorted(values)
    renumbered = np.zeros(len(values), dtype=np.int16)
    for new, value in enumerate(ordered):
        renumbered[values[value]] = new
    return tuple(ordered), renumbered[ids]
