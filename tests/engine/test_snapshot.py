"""What a snapshot refuses, in which words."""

import dataclasses
import hashlib
from typing import Any

import numpy as np
import pytest

from saleor_mlm.engine.columns import Bool, Columns, Int32
from saleor_mlm.engine.errors import SnapshotError
from saleor_mlm.engine.snapshot import Absences, Currency, Network, Posted, SaleLines, Snapshot

from .builders import Event, OrderLine, Story, column, everyone_active, results_of

STORY = Story(
    parent=(-1, 0, 1),
    order_lines=(OrderLine(2, False, 0), OrderLine(2, True, 1)),
    runs=(
        (Event(0, 0, 0, 123_500), Event(1, 0, 0, 40_000), Event(0, 0, 0, 123_500)),
        (Event(0, 0, 0, -123_500),),
    ),
    absences=((1, 7, 9), (1, 2, 5)),
)


@pytest.fixture
def snapshot() -> Snapshot:
    """The second run: four posted lines, one refund."""
    return results_of(STORY, [everyone_active()] * 2)[1].snapshot


def with_column(table: Any, name: str, row: int, value: object) -> Any:
    values = getattr(table, name).copy()
    values[row] = value
    return dataclasses.replace(table, **{name: values})


@pytest.mark.parametrize(
    ("table", "name", "row", "value", "code", "words"),
    [
        ("sale_lines", "order_line", 0, 2, "index-range", "not in 0 to 1: 2"),
        ("sale_lines", "place", 0, 3, "index-range", "not in 0 to 2: 3"),
        ("sale_lines", "place", 0, -1, "index-range", "not in 0 to 2: -1"),
        ("sale_lines", "currency", 0, 3, "index-range", "not in 0 to 2: 3"),
        ("sale_lines", "qv_e4", 0, 2**62, "sum-overflow", "qv_e4: the sum may not fit"),
        ("sale_lines", "earned_e4", 0, -(2**63), "sum-overflow", "earned_e4: the sum may"),
        ("sale_lines", "earned_e4", 0, -247_001, "earned-negative", "more was refunded than"),
        ("network", "parent", 0, 2, "cycle", "0 -> 2 -> 1"),
        ("absences", "person", 0, 3, "index-range", "not in 0 to 2: 3"),
        ("absences", "from_us", 0, 5, "absence-empty", "ends before it begins: 1"),
        ("absences", "until_us", 0, 8, "absences-overlap", "of one person overlap: 1"),
        ("posted", "order_line", 0, 2, "index-range", "posted.order_line"),
        ("posted", "payee", 0, 3, "index-range", "posted.payee"),
        ("posted", "currency", 0, -1, "index-range", "posted.currency"),
        ("posted", "rounding", 0, 3, "index-range", "posted.rounding"),
        ("posted", "ref", 0, 1, "ref-repeated", "have the same ref: 1"),
        ("posted", "ref", 0, -1, "ref-negative", "has a negative ref: -1"),
        ("posted", "rate_den", 0, 0, "posted-rate", "is no fraction"),
        ("posted", "base_from_e4", 0, 247_000, "posted-interval", "is empty or negative"),
        ("posted", "base_to_e4", 0, 247_001, "posted-beyond-earned", "beyond what was earned"),
    ],
)
def test_a_contradiction_is_refused(
    snapshot: Snapshot, table: str, name: str, row: int, value: int, code: str, words: str
) -> None:
    # given
    changed = with_column(getattr(snapshot, table), name, row, value)

    # when
    with pytest.raises(SnapshotError, match=words) as caught:
        dataclasses.replace(snapshot, **{table: changed})

    # then
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "value", "code", "words"),
    [
        ("seq", 0, "seq-repeated", "have the same seq: 0"),
        ("place", 1, "attribution-differs", "differ in place: 0"),
        ("own", True, "attribution-differs", "differ in own: 0"),
        ("currency", 1, "attribution-differs", "differ in currency: 0"),
        ("sold_at_us", 1, "attribution-differs", "differ in sold_at_us: 0"),
    ],
)
def test_rows_of_one_order_line_must_agree(name: str, value: object, code: str, words: str) -> None:
    snapshot = results_of(STORY, [everyone_active()] * 2)[0].snapshot
    changed = with_column(snapshot.sale_lines, name, 1, value)
    with pytest.raises(SnapshotError, match=words) as caught:
        dataclasses.replace(snapshot, sale_lines=changed)
    assert caught.value.code == code


def test_a_negative_base_before_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(SnapshotError, match="before this run is negative") as caught:
        dataclasses.replace(snapshot, earned_before_e4=np.array([247_000, -1]))
    assert caught.value.code == "earned-negative"


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
        Table(**({"parent": [-1, 0], "own": [True, True]} | changed))
    assert caught.value.code == code


def test_columns_cannot_be_written(snapshot: Snapshot) -> None:
    with pytest.raises(ValueError, match="read-only"):
        snapshot.network.parent[0] = 1


def test_an_exponent_out_of_range_is_refused() -> None:
    with pytest.raises(SnapshotError, match="expected 0 to 4"):
        Currency("XXX", 5)


@pytest.mark.parametrize("name", ["network", "absences", "sale_lines", "posted"])
def test_the_hash_covers_every_column(snapshot: Snapshot, name: str) -> None:
    table = getattr(snapshot, name)
    for field in dataclasses.fields(table):
        old = getattr(table, field.name)[0]
        changed = with_column(table, field.name, 0, not old if old.dtype == bool else old + 1)
        assert digest_of(changed) != digest_of(table)


@pytest.mark.parametrize(
    "changed",
    [
        {"network": Network(column([-1, 0, 0]))},
        {"absences": Absences(column([1]), column([0]), column([5]))},
        {"sale_lines": SaleLines.empty()},
        {"posted": Posted.empty()},
        {"earned_before_e4": np.array([247_000, 40_001])},
        {"currencies": (Currency("USD", 2), Currency("JPY", 0), Currency("KWD", 2))},
    ],
)
def test_the_hash_covers_every_table(snapshot: Snapshot, changed: dict[str, Any]) -> None:
    assert dataclasses.replace(snapshot, **changed).sha256 != snapshot.sha256


def digest_of(table: Columns) -> str:
    digest = hashlib.sha256()
    table.feed(digest)
    return digest.hexdigest()
