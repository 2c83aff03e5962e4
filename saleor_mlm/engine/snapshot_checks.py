"""What a snapshot must satisfy before anything is calculated from it.

Each check raises `SnapshotError` naming the first row at fault; a contradiction is never repaired,
since whoever made the snapshot would not learn of it.
"""

from typing import TYPE_CHECKING

import numpy as np

from .columns import AnyArray, Bool, Int64
from .errors import SnapshotError
from .plans.bonuses import BASES, Base
from .rounding import ROUNDINGS

if TYPE_CHECKING:
    from .snapshot import PastPeriod, Posted, SaleLines, Snapshot

UNKNOWN_FROM = -1
"""The least index of a word: what is unknown is one less than the first."""
_WORDS = {
    "country": "countries",
    "klass": "classes",
    "buyer_class": "classes",
    "order_kind": "order_kinds",
    "product_line": "product_lines",
}
_JOINED_US = (-2_208_988_800_000_000, 7_258_118_400_000_000)
"""Years 1900 to 2199: days can be counted from any of them."""


def check_snapshot(snapshot: "Snapshot") -> None:
    """All checks. Rows are in their order."""
    _check_words(snapshot)
    _check_people(snapshot)
    _check_trees(snapshot)
    _check_absences(snapshot)
    _check_order_lines(snapshot)
    _check_sale_lines(snapshot)
    _check_earned(snapshot)
    _check_posted(snapshot)
    _check_exceptions(snapshot)
    _check_earlier_pay(snapshot)
    _check_past(snapshot)


def _check_words(snapshot: "Snapshot") -> None:
    words = snapshot.words
    codes = tuple(currency.code for currency in snapshot.currencies)
    lists = (words.classes, words.order_kinds, words.product_lines, words.countries)
    for listed in (*lists, codes):
        repeated = [word for place, word in enumerate(listed) if word in listed[:place]]
        if repeated:
            message = f"a word has two indexes: {repeated[0]}"
            raise SnapshotError("word-repeated", message)


def _check_people(snapshot: "Snapshot") -> None:
    joined_us = snapshot.persons.joined_us
    wrong = _outside(joined_us, *_JOINED_US)
    _refuse(wrong, "instant-range", "a person joined before 1900 or after 2199")
    for name in ("country", "klass"):
        _check_word(snapshot, "persons", name)


def _check_trees(snapshot: "Snapshot") -> None:
    """Range and cycles are found by numbering the trees."""
    if "enroller" not in snapshot.trees:
        raise SnapshotError("tree-missing", "there is no tree `enroller`")
    for name, tree in snapshot.trees.items():
        _has_length(f"trees.{name}", tree.parent, len(snapshot.persons))
        _ = snapshot.forest(name)


def _check_absences(snapshot: "Snapshot") -> None:
    """Rows are in order, so what overlaps stands side by side."""
    rows = snapshot.absences
    _in_range("absences.person", rows.person, len(snapshot.persons))
    empty = rows.from_us >= rows.until_us
    _refuse(empty, "absence-empty", "an absence ends before it begins", rows.person)
    overlap = (rows.person[1:] == rows.person[:-1]) & (rows.from_us[1:] < rows.until_us[:-1])
    message = "two absences of one person overlap"
    _refuse(overlap, "absences-overlap", message, rows.person[1:])


def _check_order_lines(snapshot: "Snapshot") -> None:
    rows = snapshot.order_lines
    _in_range("order_lines.place", rows.place, len(snapshot.persons))
    _in_range("order_lines.currency", rows.currency, len(snapshot.currencies))
    for name in ("buyer_class", "order_kind", "product_line", "country"):
        _check_word(snapshot, "order_lines", name)


def _check_sale_lines(snapshot: "Snapshot") -> None:
    rows = snapshot.sale_lines
    _in_range("sale_lines.order_line", rows.order_line, len(snapshot.order_lines))
    for measure, values_e4 in snapshot.measures.items():
        _has_length(f"measures.{measure}", values_e4, len(rows))
        sum_fits(f"measures.{measure}", values_e4)
    _check_seq(rows)


def _check_seq(rows: "SaleLines") -> None:
    """Rows are in order, so what contradicts stands side by side."""
    repeated = rows.seq[1:] == rows.seq[:-1]
    if repeated.any():
        repeated &= rows.order_line[1:] == rows.order_line[:-1]
        message = "two rows of one order line have the same seq"
        _refuse(repeated, "seq-repeated", message, rows.order_line[1:])


def _check_earned(snapshot: "Snapshot") -> None:
    if snapshot.earned.keys() != snapshot.earned_before.keys():
        message = "the bases of `earned` and `earned_before` differ"
        raise SnapshotError("measure-missing", message)
    for base, change_e4 in snapshot.earned.items():
        before_e4 = snapshot.earned_before[base]
        _has_length(f"earned.{base}", change_e4, len(snapshot.sale_lines))
        _has_length(f"earned_before.{base}", before_e4, len(snapshot.order_lines))
        sum_fits(f"earned.{base}", change_e4)
        sum_fits(f"earned_before.{base}", before_e4)
        if base is not Base.MARGIN:
            message = f"the earned base {base} before this run is negative"
            _refuse(_outside(before_e4, 0), "earned-negative", message)
            _check_earned_path(snapshot.sale_lines, change_e4, before_e4)


def _check_earned_path(rows: "SaleLines", change_e4: Int64, before_e4: Int64) -> None:
    """The earned base never falls below nothing, whatever else happens in this run."""
    if not (rows.claimed & (change_e4 < 0)).any():
        return
    claimed = np.flatnonzero(rows.claimed)
    order_line, change_e4 = rows.order_line[claimed], change_e4[claimed]
    first = np.flatnonzero(np.diff(order_line, prepend=-1))
    running_e4 = np.cumsum(change_e4)
    offset_e4 = before_e4[order_line[first]] - (running_e4[first] - change_e4[first])
    wrong = np.minimum.reduceat(running_e4, first) + offset_e4 < 0
    message = "more was refunded than had been earned"
    _refuse(wrong, "earned-negative", message, order_line[first])


def _check_posted(snapshot: "Snapshot") -> None:
    rows = snapshot.posted
    _in_range("posted.order_line", rows.order_line, len(snapshot.order_lines))
    _in_range("posted.payee", rows.payee, len(snapshot.persons))
    _in_range("posted.currency", rows.currency, len(snapshot.currencies))
    _in_range("posted.rounding", rows.rounding, len(ROUNDINGS))
    _refuse(rows.ref < 0, "ref-negative", "a posted line has a negative ref", rows.ref)
    _check_posted_rates(rows)
    _check_posted_intervals(snapshot, rows)


def _check_posted_rates(rows: "Posted") -> None:
    wrong = (rows.rate_num < 0) | (rows.rate_den < 1)
    _refuse(wrong, "posted-rate", "the rate of a posted line is no fraction", rows.ref)
    refs = np.sort(rows.ref)
    _refuse(refs[1:] == refs[:-1], "ref-repeated", "two posted lines have the same ref", refs[1:])


def _check_posted_intervals(snapshot: "Snapshot", rows: "Posted") -> None:
    _in_range("posted.base", rows.base, len(BASES))
    wrong = (rows.base_from_e4 < 0) | (rows.base_from_e4 >= rows.base_to_e4)
    _refuse(wrong, "posted-interval", "a posted interval is empty or negative", rows.ref)
    for code in np.unique(rows.base).tolist():
        if (before_e4 := snapshot.earned_before.get(BASES[code])) is None:
            message = f"posted lines rest on {BASES[code]}, but `earned_before` lacks it"
            raise SnapshotError("measure-missing", message)
        beyond = (rows.base == code) & (rows.base_to_e4 > before_e4[rows.order_line])
        message = "a posted interval lies beyond what was earned before"
        _refuse(beyond, "posted-beyond-earned", message, rows.ref)


def _check_exceptions(snapshot: "Snapshot") -> None:
    rows = snapshot.exceptions
    _in_range("exceptions.person", rows.person, len(snapshot.persons))
    _refuse(rows.test < 0, "index-range", "exceptions.test: an index is negative", rows.test)
    same = (rows.test[1:] == rows.test[:-1]) & (rows.person[1:] == rows.person[:-1])
    message = "one person has two exceptions from one test"
    _refuse(same, "exception-repeated", message, rows.person[1:])


def _check_earlier_pay(snapshot: "Snapshot") -> None:
    rows = snapshot.earlier_pay
    _in_range("earlier_pay.person", rows.person, len(snapshot.persons))
    _in_range("earlier_pay.currency", rows.currency, len(snapshot.currencies))
    _refuse(rows.bonus < 0, "index-range", "earlier_pay.bonus: an index is negative", rows.bonus)
    sum_fits("earlier_pay.amount_minor", rows.amount_minor)


def _check_past(snapshot: "Snapshot") -> None:
    starts_us = [period.starts_us for period in snapshot.past] + [snapshot.starts_us]
    for earlier_us, later_us, period in zip(starts_us, starts_us[1:], snapshot.past, strict=False):
        if earlier_us >= later_us:
            message = f"past period {period.key} does not begin before the one after it"
            raise SnapshotError("past-order", message)
    for period in snapshot.past:
        _check_past_period(period, len(snapshot.persons))
    for name, values in snapshot.state.items():
        _has_length(f"state.{name}", values, len(snapshot.persons))


def _check_past_period(period: "PastPeriod", persons: int) -> None:
    where = f"past.{period.key}"
    for name, values in {**period.volumes, **period.tests, **period.ranks}.items():
        _has_length(f"{where}.{name}", values, persons)
    for name, values in period.ranks.items():
        _refuse(values < -1, "index-range", f"{where}.{name}: a rank is below -1", values)
    for name, values_e4 in period.volumes.items():
        sum_fits(f"{where}.volumes.{name}", values_e4)


def _check_word(snapshot: "Snapshot", table: str, name: str) -> None:
    column = getattr(getattr(snapshot, table), name)
    words = getattr(snapshot.words, _WORDS[name])
    _in_range(f"{table}.{name}", column, len(words), least=UNKNOWN_FROM)


def _has_length(name: str, column: AnyArray, count: int) -> None:
    if len(column) != count:
        message = f"{name} has {len(column)} values; expected {count}"
        raise SnapshotError("column-lengths", message)


def _in_range(name: str, column: AnyArray, count: int, least: int = 0) -> None:
    wrong = _outside(column, least, count)
    message = f"{name}: an index is not in {least} to {count - 1}"
    _refuse(wrong, "index-range", message, column)


def _outside(column: AnyArray, least: int, end: int | None = None) -> Bool:
    """Where a column is below `least`, or at or above `end`; nearly always nowhere, which its
    extremes tell fastest."""
    fine = not column.size or (column.min() >= least and (end is None or column.max() < end))
    if fine:
        return np.zeros(0, dtype=np.bool_)
    wrong: Bool = column < least
    return wrong if end is None else wrong | (column >= end)


SUM_MAX_E4 = 2**62
"""What the numbers of a column may come to at most."""


def sum_fits(name: str, column: Int64) -> None:
    """Any sum of some of the values stays within 62 bits.

    Raises `SnapshotError`. Where extremes do not tell, the values are summed in two halves that
    cannot overflow themselves.
    """
    largest = max(-int(column.min(initial=0)), int(column.max(initial=0)))
    if largest * len(column) < SUM_MAX_E4:
        return
    magnitude = np.abs(column).view(np.uint64)
    if int((magnitude >> np.uint64(32)).sum()) + len(column) >= 2**30:
        raise SnapshotError("sum-overflow", f"{name}: the sum may not fit 64 bits")


def _refuse(wrong: Bool, code: str, message: str, which: AnyArray | None = None) -> None:
    rows = np.flatnonzero(wrong)
    if rows.size:
        first = int(rows[0]) if which is None else int(which[rows[0]])
        raise SnapshotError(code, f"{message}: {first} ({rows.size} in all)")
