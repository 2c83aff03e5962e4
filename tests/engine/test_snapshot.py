"""What a snapshot refuses, in which words; and that its hash covers everything."""

import dataclasses
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from saleor_mlm.engine.columns import Bool, Columns, Int32
from saleor_mlm.engine.errors import SnapshotError
from saleor_mlm.engine.periods import period_from_key
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.plans.volumes import Measure
from saleor_mlm.engine.snapshot import (
    Absences,
    Currency,
    EarlierPay,
    Exceptions,
    OrderLines,
    Posted,
    SaleLines,
    Snapshot,
    Tree,
    Words,
)

from .companies import Sale, column, past_of, rows_of, snapshot_of

CHANGES = (123_500, 40_000, -23_500)


@pytest.fixture
def snapshot() -> Snapshot:
    """Three people in a line, two order lines, the first with two rows; rows of every table."""
    made = snapshot_of(
        (-1, 0, 1),
        [Sale(2, 5), Sale(2, 7, own=True, currency="JPY")],
        trees={"placement": (-1, -2, 0)},
        past=[
            past_of("2026-08", 3, {"a": (1, 2, 3)}),
            past_of("2026-09", 3, tests={"b": (True, False, True)}),
        ],
        state={"title": (0, 1, 2)},
        exceptions=[(1, 0, True), (0, 2, False)],
        earlier_pay=[(0, 1, 0, 5), (0, 1, 0, 4)],
    )
    rows = rows_of(SaleLines, [(0, 2, 0, False), (1, 0, 5, True), (0, 1, 0, True)])
    return dataclasses.replace(
        made,
        absences=rows_of(Absences, [(1, 7, 9), (1, 2, 5)]),
        sale_lines=rows,
        measures={Measure.QV: np.array([3, 2, 1])},
        earned={Base.CV: np.array(CHANGES)[[2, 1, 0]]},
        earned_before={Base.CV: np.array([200_000, 0])},
        posted=rows_of(Posted, [POSTED, (*POSTED[:10], 100, 200, 0, 4)]),
    )


POSTED = (0, 1, 0, 0, 1, 1, -1, 1, 10, 0, 0, 100, 0, 3)


def posted_from(base_from_e4: int, ref: int) -> tuple[int, ...]:
    return (*POSTED[:10], base_from_e4, base_from_e4 + 100, 0, ref)


def with_value(table: Any, name: str, row: int, value: object) -> Any:
    values = getattr(table, name).copy()
    values[row] = value
    return dataclasses.replace(table, **{name: values})


def test_rows_are_put_in_order_with_all_that_belongs_to_them(snapshot: Snapshot) -> None:
    assert snapshot.sale_lines.order_line.tolist() == [0, 0, 1]
    assert snapshot.sale_lines.seq.tolist() == [1, 2, 0]
    assert snapshot.measures[Measure.QV].tolist() == [1, 3, 2]
    assert snapshot.earned[Base.CV].tolist() == [123_500, -23_500, 40_000]
    assert snapshot.absences.from_us.tolist() == [2, 7]
    assert snapshot.exceptions.test.tolist() == [0, 1]
    assert snapshot.earlier_pay.amount_minor.tolist() == [4, 5]


@pytest.mark.parametrize(
    ("table", "name", "row", "value", "code", "words"),
    [
        ("persons", "country", 0, 3, "index-range", "not in -1 to 2: 3"),
        ("persons", "klass", 0, -2, "index-range", "not in -1 to 2: -2"),
        ("persons", "joined_us", 1, -(2**62), "instant-range", "before 1900 or after 2199: 1"),
        ("order_lines", "place", 0, 3, "index-range", "not in 0 to 2: 3"),
        ("order_lines", "place", 0, -1, "index-range", "not in 0 to 2: -1"),
        ("order_lines", "currency", 0, 3, "index-range", "not in 0 to 2: 3"),
        ("order_lines", "buyer_class", 0, 3, "index-range", "not in -1 to 2: 3"),
        ("order_lines", "order_kind", 0, 2, "index-range", "not in -1 to 1: 2"),
        ("order_lines", "product_line", 0, 2, "index-range", "not in -1 to 1: 2"),
        ("order_lines", "country", 0, -2, "index-range", "not in -1 to 2: -2"),
        ("sale_lines", "order_line", 2, 2, "index-range", "not in 0 to 1: 2"),
        ("sale_lines", "seq", 1, 1, "seq-repeated", "have the same seq: 0"),
        ("absences", "person", 0, 3, "index-range", "not in 0 to 2: 3"),
        ("absences", "from_us", 0, 5, "absence-empty", "ends before it begins: 1"),
        ("absences", "until_us", 0, 8, "absences-overlap", "of one person overlap: 1"),
        ("posted", "order_line", 0, 2, "index-range", "posted.order_line"),
        ("posted", "payee", 0, 3, "index-range", "posted.payee"),
        ("posted", "currency", 0, -1, "index-range", "posted.currency"),
        ("posted", "rounding", 0, 3, "index-range", "posted.rounding"),
        ("posted", "base", 0, 4, "index-range", "posted.base"),
        ("posted", "base", 0, 1, "measure-missing", "rest on price, but"),
        ("posted", "ref", 0, 4, "ref-repeated", "have the same ref: 4"),
        ("posted", "ref", 0, -1, "ref-negative", "has a negative ref: -1"),
        ("posted", "rate_den", 0, 0, "posted-rate", "is no fraction"),
        ("posted", "base_from_e4", 0, 100, "posted-interval", "is empty or negative"),
        ("posted", "base_to_e4", 1, 200_001, "posted-beyond-earned", "beyond what was earned"),
        ("exceptions", "person", 0, 3, "index-range", "exceptions.person"),
        ("exceptions", "test", 0, -1, "index-range", "exceptions.test: an index is negative"),
        ("earlier_pay", "person", 0, 3, "index-range", "earlier_pay.person"),
        ("earlier_pay", "bonus", 0, -1, "index-range", "earlier_pay.bonus"),
        ("earlier_pay", "amount_minor", 0, 2**62, "sum-overflow", "amount_minor: the sum may"),
    ],
)
def test_a_contradiction_is_refused(
    snapshot: Snapshot, table: str, name: str, row: int, value: int, code: str, words: str
) -> None:
    # given
    changed = with_value(getattr(snapshot, table), name, row, value)

    # when
    with pytest.raises(SnapshotError, match=words) as caught:
        dataclasses.replace(snapshot, **{table: changed})

    # then
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"trees": {"placement": Tree(column([-1] * 3))}}, "tree-missing", "no tree `enroller`"),
        (
            {"trees": {"enroller": Tree(column([-1, 0]))}},
            "column-lengths",
            "trees.enroller has 2 values; expected 3",
        ),
        ({"trees": {"enroller": Tree(column([2, 0, 1]))}}, "cycle", "0 -> 2 -> 1"),
        ({"trees": {"enroller": Tree(column([-1, -2, 1]))}}, "parent-outside", "person 2 stands"),
        ({"measures": {Measure.QV: [1, 2]}}, "column-lengths", "measures.qv has 2 values"),
        ({"measures": {Measure.QV: [2**62, 0, 0]}}, "sum-overflow", "measures.qv: the sum may"),
        ({"measures": {Measure.QV: [0.5, 0, 0]}}, "column-type", "measures.qv: expected int64"),
        ({"earned": {Base.CV: [-(2**63), 0, 0]}}, "sum-overflow", "earned.cv: the sum may"),
        (
            {"earned": {Base.CV: [-200_001, 0, 0]}},
            "earned-negative",
            "more was refunded than .*: 0",
        ),
        ({"earned": {Base.CV: [0, 0, -1]}}, "earned-negative", "more was refunded than .*: 1"),
        ({"earned": {Base.PRICE: [0, 0, 0]}}, "measure-missing", "`earned_before` differ"),
        ({"earned_before": {Base.CV: [200_000, -1]}}, "earned-negative", "before this run .*: 1"),
        ({"earned_before": {Base.CV: [200_000]}}, "column-lengths", "earned_before.cv has 1"),
        (
            {"exceptions": rows_of(Exceptions, [(1, 0, True), (1, 0, False)])},
            "exception-repeated",
            "0",
        ),
        ({"past": (past_of("2026-11", 3),)}, "past-order", "period 2026-11 does not begin before"),
        ({"past": (past_of("2026-09", 2),)}, "column-lengths", "past.2026-09.qualified has 2"),
        (
            {"past": (past_of("2026-09", 3, {"a": (1, 2)}),)},
            "column-lengths",
            "past.2026-09.a has 2",
        ),
        ({"past": (past_of("2026-09", 3, qualified=(0, 0, -2)),)}, "index-range", "below -1: -2"),
        ({"state": {"title": [1, 2]}}, "column-lengths", "state.title has 2 values; expected 3"),
        ({"state": {"title": [0.5, 1, 2]}}, "column-type", "state.title: expected int64"),
        (
            {
                "posted": rows_of(
                    Posted, [posted_from(0, 1), posted_from(100, 3), posted_from(200, 3)]
                )
            },
            "ref-repeated",
            "have the same ref: 3",
        ),
        ({"words": Words(classes=("a", "a", "b"))}, "word-repeated", "two indexes: a"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    snapshot: Snapshot, changed: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(SnapshotError, match=words) as caught:
        dataclasses.replace(snapshot, **changed)
    assert caught.value.code == code


def test_what_was_refunded_too_much_is_named_beside_order_lines_that_do_not_count_now(
    snapshot: Snapshot,
) -> None:
    # given: of the first order line nothing counts in this run
    claimed = dataclasses.replace(snapshot.sale_lines, claimed=snapshot.sale_lines.order_line == 1)

    # when
    with pytest.raises(SnapshotError, match="more was refunded than .*: 1") as caught:
        dataclasses.replace(snapshot, sale_lines=claimed, earned={Base.CV: [0, 0, -1]})

    # then
    assert caught.value.code == "earned-negative"


def test_a_table_in_parts(snapshot: Snapshot) -> None:
    parts = [part.seq.tolist() for part in snapshot.sale_lines.parts(2)]
    assert parts == [[1, 2], [0]]


def test_past_periods_ascend(snapshot: Snapshot) -> None:
    with pytest.raises(SnapshotError, match="2026-09 does not begin before the one after it"):
        dataclasses.replace(snapshot, past=snapshot.past[::-1])


def test_what_is_not_claimed_was_earned_before(snapshot: Snapshot) -> None:
    """The second row is not claimed: its refund is part of the base before this run."""
    dataclasses.replace(snapshot, earned={Base.CV: np.array([0, -300_000, 0])})


@dataclasses.dataclass(frozen=True, eq=False)
class Table(Columns):
    parent: Int32
    own: Bool


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"parent": [-1, 0.5]}, "column-type"),
        ({"parent": [-1, 2**31]}, "column-range"),
        ({"parent": [-1, 2**70]}, "column-type"),
        ({"parent": [[-1, 0]]}, "column-shape"),
        ({"parent": [-1]}, "column-lengths"),
        ({"own": np.array([1.0, 0.0])}, "column-type"),
        ({"own": [1, 0]}, "column-type"),
    ],
)
def test_a_column_has_exactly_its_type(changed: dict[str, object], code: str) -> None:
    with pytest.raises(SnapshotError) as caught:
        Table(**({"parent": [-1, 0], "own": [True, True]} | changed))  # type: ignore[arg-type]
    assert caught.value.code == code


def test_nothing_can_be_written(snapshot: Snapshot) -> None:
    for values in (
        snapshot.persons.country,
        snapshot.measures[Measure.QV],
        snapshot.state["title"],
        snapshot.past[0].volumes["a"],
    ):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1
    with pytest.raises(TypeError, match="item assignment"):
        snapshot.state["title"] = values  # type: ignore[index]


def test_an_exponent_out_of_range_is_refused() -> None:
    with pytest.raises(SnapshotError, match="expected 0 to 4"):
        Currency("XXX", 5)


TABLES = ("persons", "absences", "order_lines", "sale_lines", "posted", "exceptions", "earlier_pay")


@pytest.mark.parametrize("name", TABLES)
def test_the_hash_covers_every_column(snapshot: Snapshot, name: str) -> None:
    table = getattr(snapshot, name)
    for field in dataclasses.fields(table):
        old = getattr(table, field.name)[0]
        changed = with_value(table, field.name, 0, not old if old.dtype == bool else old + 1)
        assert digest_of(changed) != digest_of(table)


@pytest.mark.parametrize(
    "changed",
    [
        {"period": period_from_key("2026-12", ZoneInfo("UTC"))},
        {"words": Words(("retail", "preferred", "x"), ("f", "a"), ("s", "n"), ("D", "A", "U"))},
        {"currencies": (Currency("USD", 2), Currency("JPY", 0), Currency("KWD", 2))},
        {"trees": {"enroller": Tree(column([-1, 0, 0]))}},
        {"absences": Absences.empty()},
        {"posted": Posted.empty()},
        {"exceptions": Exceptions.empty()},
        {"earlier_pay": EarlierPay.empty()},
        {"measures": {Measure.QV: [1, 2, 4]}},
        {"measures": {Measure.CV: [1, 3, 2]}},
        {"earned": {Base.CV: [123_500, -23_500, 40_001]}},
        {"earned_before": {Base.CV: [200_000, 1]}},
        {"state": {"title": (0, 1, 3)}},
        {"state": {"below-title": (0, 1, 2)}},
        {"past": (past_of("2026-08", 3, {"a": (1, 2, 4)}),)},
        {"past": ()},
    ],
)
def test_the_hash_covers_everything(snapshot: Snapshot, changed: dict[str, Any]) -> None:
    assert dataclasses.replace(snapshot, **changed).sha256 != snapshot.sha256


def test_rows_in_another_order_have_the_same_hash(snapshot: Snapshot) -> None:
    back = np.array([2, 1, 0])
    again = dataclasses.replace(
        snapshot,
        sale_lines=snapshot.sale_lines.take(back),
        measures={Measure.QV: snapshot.measures[Measure.QV][back]},
        earned={Base.CV: snapshot.earned[Base.CV][back]},
        absences=snapshot.absences.take(np.array([1, 0])),
        posted=snapshot.posted.take(np.array([1, 0])),
        exceptions=snapshot.exceptions.take(np.array([1, 0])),
        earlier_pay=snapshot.earlier_pay.take(np.array([1, 0])),
        trees=dict(reversed(snapshot.trees.items())),
    )
    assert again.sha256 == snapshot.sha256


def test_nothing_is_a_snapshot_too() -> None:
    assert len(snapshot_of(()).order_lines) == len(OrderLines.empty())


def digest_of(table: Columns) -> str:
    digest = hashlib.sha256()
    table.feed(digest)
    return digest.hexdigest()
