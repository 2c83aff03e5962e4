"""What a sales file may not say, and how its rows are counted."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet
import pytest

from saleor_mlm.files import cells

from .desk import NETWORK, PLAN, SALES, Desk

HEAD = "order_line,date,distributor,buyer,buyer_class,order_kind,currency,qv,cv"
NUMBER = (
    "a number such as 120 or -15.50: a point, at most 14 digits before it and 4 after it, no "
    "thousands separator"
)
SAME = "the same in all rows; what moved is an order line with a key of its own"


def put(desk: Desk, *rows: str, head: str = HEAD) -> None:
    desk.put("sales.csv", "\n".join([head, *rows]) + "\n")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "2,2026-10-06,zoe,zoe,,first,USD,60,50",
            "distributor: there is no distributor `zoe`; "
            "expected a key of the network file [unknown-distributor]",
        ),
        (
            "2,2026-10-06,bob,,retail,first,USD,60,50",
            "buyer: `` is no key; expected a key of 1 to 100 letters, without blanks at its ends, "
            "and not `-` [key-form]",
        ),
        (
            "2,2026-10-06,bob,kim,retial,first,USD,60,50",
            "buyer_class: `retial` is no buyer class; expected a class: retail [word]",
        ),
        (
            "2,2026-10-06,bob,kim,retail,frist,USD,60,50",
            "order_kind: `frist` is no order kind; expected an order kind: first, regular [word]",
        ),
        (
            "2,2026-10-06,bob,bob,,first,USX,60,50",
            "currency: `USX` is no currency; expected an ISO 4217 code such as EUR [currency]",
        ),
        (
            '2,2026-10-06,bob,bob,,first,USD,"1,060.00",50',
            f"qv: `1,060.00` is no number; expected {NUMBER} [number-form]",
        ),
        (
            "2,2026-10-06,bob,bob,,first,USD,60,50.00001",
            f"cv: `50.00001` is no number; expected {NUMBER} [number-form]",
        ),
        (
            "2,2026-10-06,bob,bob,,first,USD,,50",
            f"qv: `` is no number; expected {NUMBER} [number-form]",
        ),
        (
            "1,2026-10-06,bob,ann,,regular,USD,-100,-80",
            f"distributor: `bob` differs from another row of the order line; expected {SAME} "
            "[line-differs]",
        ),
        (
            "1,2026-10-06,ann,ann,,regular,EUR,-100,-80",
            f"currency: `EUR` differs from another row of the order line; expected {SAME} "
            "[line-differs]",
        ),
        (
            "1,2026-10-05,ann,ann,,regular,USD,100,80",
            "order_line: the order line `1` has the same row twice; "
            "expected one row for each fact; parts of a day added up [repeated-row]",
        ),
        (
            "2,2026-10-06,bob,bob,,first,USD,-60,-50",
            "order_line: `2` gives back more than was earned before; expected at most what is left "
            "of its sale, in this file or, where an earlier run paid it, in that run's folder, "
            "given as --state-in [earned-negative]",
        ),
    ],
)
def test_a_row_that_is_wrong(desk: Desk, row: str, problem: str) -> None:
    put(desk, "1,2026-10-05,ann,ann,,regular,USD,100,80", row)
    assert desk.refusal() == [f"sales.csv:3: {problem}"]


@pytest.mark.parametrize("earned", ["", "yes", "2026-10-06 09:00"])
def test_what_is_no_day_is_told_once(desk: Desk, earned: str) -> None:
    row = "2,2026-10-05,bob,bob,,first,USD,60,50"
    desk.put("sales.csv", f"{SALES.splitlines()[0]},earned\n{row},{earned}\n")
    [problem] = desk.refusal()
    assert problem.startswith(f"sales.csv:2: earned: `{earned}` is neither day nor instant; ")
    assert problem.endswith(" or `no` [instant-form]")


def test_numbers_that_are_too_large_together_are_refused(desk: Desk) -> None:
    largest = "99999999999999"
    put(desk, *(f"{line},2026-10-05,bob,bob,,first,USD,{largest},1" for line in range(5)))
    assert desk.refusal() == [
        "sales.csv: qv: the numbers are too large to be summed exactly; "
        "expected less than 461,168,601,842,738 in all [sum-overflow]"
    ]


def test_columns_that_the_plan_asks_about_must_be_there(desk: Desk) -> None:
    put(desk, head="order_line,date,distributor,buyer,currency,qv,price")
    assert desk.refusal() == [
        "sales.csv:1: the column `buyer_class` is missing; "
        "expected it: `volumes.first-retail` of the plan needs it [missing-column]",
        "sales.csv:1: the column `order_kind` is missing; "
        "expected it: `volumes.first-retail` of the plan needs it [missing-column]",
        "sales.csv:1: the column `cv` is missing; "
        "expected it: `bonuses.level` of the plan needs it [missing-column]",
    ]


def test_volumes_count_when_sold_and_pay_is_for_what_was_earned(desk: Desk) -> None:
    put(
        desk,
        "1,2026-09-30,2026-10-02,bob,kim,,,USD,100,100",
        "2,2026-10-31,2026-11-01,bob,kim,,,USD,50,50",
        "3,2026-10-31T23:59:59Z,no,bob,kim,,,USD,25,25",
        "4,2026-11-01,2026-11-01,bob,kim,,,USD,12,12",
        "5,2026-10-31T23:00:00-05:00,2026-11-02,bob,kim,,,USD,6,6",
        head="order_line,date,earned,distributor,buyer,buyer_class,order_kind,currency,qv,cv",
    )
    assert desk.run() == [
        "2 rows lie after 2026-10: not counted",
        "1 order line that was sold before 2026-10 is earned in it, and no result of that period "
        "is there: paid by how everyone stands in 2026-10",
    ]
    assert desk.rows("volumes", "distributor", "personal")[1] == ("bob", "75.0000")
    assert desk.rows("commissions", "order_line", "distributor", "base_to", "amount") == [
        ("1", "bob", "100.0000", "10.00")
    ]


def test_parts_of_an_order_line_are_earned_one_by_one(desk: Desk) -> None:
    put(
        desk,
        "1,2026-10-05,2026-10-05,bob,kim,,,USD,60,60",
        "1,2026-10-05,no,bob,kim,,,USD,40,40",
        head="order_line,date,earned,distributor,buyer,buyer_class,order_kind,currency,qv,cv",
    )
    desk.run()
    assert desk.rows("volumes", "distributor", "personal")[1] == ("bob", "100.0000")
    assert desk.rows("commissions", "distributor", "base_to") == [("bob", "60.0000")]


def test_a_sale_and_its_return_on_one_day_are_nothing(desk: Desk) -> None:
    put(
        desk,
        "1,2026-10-05,bob,kim,,,USD,-60,-60",
        "1,2026-10-05,bob,kim,,,USD,60,60",
        "2,2026-10-05,bob,bob,,,USD,50,50",
    )
    desk.run()
    assert desk.rows("commissions", "order_line") == []
    assert desk.rows("volumes", "distributor", "personal")[1] == ("bob", "50.0000")


def test_no_sales_at_all_are_fine(desk: Desk) -> None:
    put(desk)
    desk.run()
    assert desk.rows("statements", "distributor") == []


def test_the_order_of_rows_and_columns_changes_nothing(desk: Desk) -> None:
    desk.run(out="first")
    head, *rows = SALES.splitlines()
    names = head.split(",")
    turned = [",".join(reversed(row.split(","))) for row in reversed(rows)]
    put(desk, *turned, head=",".join(reversed(names)))
    desk.run(out="second")
    for file in sorted((desk.folder / "first").rglob("*.csv")):
        other = desk.folder / "second" / file.relative_to(desk.folder / "first")
        assert file.read_bytes() == other.read_bytes()


DAY = pa.array([dt.date(2026, 10, 5)])


def parquet(desk: Desk, qv: pa.Array, date: pa.Array = DAY) -> str:
    columns = {
        "order_line": ["1"],
        "date": date,
        "distributor": ["ann"],
        "buyer": ["ann"],
        "buyer_class": [""],
        "order_kind": [""],
        "currency": ["USD"],
        "qv": qv,
        "cv": pa.array([Decimal("80.50")]),
    }
    pa.parquet.write_table(pa.table(columns), desk.path("sales.parquet"))
    return desk.path("sales.parquet")


def test_parquet_brings_days_whole_numbers_and_decimals(desk: Desk) -> None:
    desk.run("--sales", parquet(desk, pa.array([100])))
    assert desk.rows("volumes", "distributor", "personal")[0] == ("ann", "100.0000")


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_parquet_brings_instants_with_their_zone(desk: Desk, unit: str) -> None:
    last = dt.datetime(2026, 10, 31, 23, 59, 59, tzinfo=dt.UTC)
    kind = pa.timestamp(unit, "America/New_York")
    desk.run("--sales", parquet(desk, pa.array([100]), pa.array([last]).cast(kind)))
    assert desk.rows("volumes", "distributor", "personal")[0] == ("ann", "100.0000")


def test_parquet_brings_no_instant_without_a_zone(desk: Desk) -> None:
    naive = pa.array(["2026-10-31T23:59:59"]).cast(pa.timestamp("us"))
    [problem] = desk.refusal("--sales", parquet(desk, pa.array([100]), naive))
    assert problem.startswith(
        "sales.parquet:1: date: `2026-10-31 23:59:59` is neither day nor instant"
    )


def test_many_days_and_instants_are_read_like_few(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run(out="few")
    rows = [
        "1,2026-10-05T02:00:00+02:00,ann,ann,,regular,USD,100,80",
        "2,2026-10-06T00:00Z,bob,bob,,first,USD,60,50",
        "3,2026-10-07,cat,kim,retail,first,USD,20,10.10",
    ]
    put(desk, *rows)
    monkeypatch.setattr(cells, "_FEW", 0)
    desk.run(out="many")
    for table in ("commissions", "state/order-lines"):
        files = (desk.folder / out / f"{table}.csv" for out in ("few", "many"))
        few, many = (file.read_bytes() for file in files)
        assert few == many


def test_one_wrong_instant_of_many_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_FEW", 0)
    put(
        desk,
        "1,2026-10-05T02:00:00Z,ann,ann,,,USD,1,1",
        "2,2026-10-05T02:00:00,ann,ann,,,USD,1,1",
    )
    [problem] = desk.refusal()
    assert problem.startswith("sales.csv:3: date: `2026-10-05T02:00:00` is neither day nor instant")


def test_no_volume_comes_from_a_float(desk: Desk) -> None:
    assert desk.refusal("--sales", parquet(desk, pa.array([100.0]))) == [
        "sales.parquet: qv: is of the type double; expected text or exact decimals [column-type]"
    ]


def test_sales_that_begin_later_than_a_volume_looks_back_are_said(desk: Desk) -> None:
    desk.put(
        "plan.yaml", PLAN.replace("personal: {kind: sales,", "personal: {days: 60, kind: sales,")
    )
    assert desk.run() == [
        "volume personal looks at sales from 2026-09-02 on, and the sales begin on 2026-10-05: "
        "what was sold in between, if anything was, is missing"
    ]
    desk.put("sales.csv", SALES + "0,2026-09-02,ann,ann,,regular,USD,1,1\n")
    assert desk.run(out="whole") == []


def test_first_days_that_lie_before_the_sales_are_said(desk: Desk) -> None:
    first = "personal: {since_enrolment_days: 30, kind: sales,"
    desk.put("plan.yaml", PLAN.replace("personal: {kind: sales,", first))
    assert desk.run() == [
        "volume personal looks at sales from 2026-01-05 on, and the sales begin on 2026-10-05: "
        "what was sold in between, if anything was, is missing"
    ]


def test_sales_before_their_distributor_enrolled_are_said(desk: Desk) -> None:
    desk.put("network.csv", NETWORK.replace("2026-02-01", "2026-10-07"))
    assert desk.run() == [
        "1 row lies before the distributor enrolled (`2` first): volumes count, but whoever had "
        "not enrolled is paid nothing on it"
    ]


def test_what_is_added_to_a_sale_on_a_later_day_is_said(desk: Desk) -> None:
    # given an order line that was sold on two days, and one that was sent in two parts
    put(
        desk,
        "1,2026-10-05,cat,cat,,regular,USD,100,80,2026-10-05",
        "1,2026-10-06,cat,cat,,regular,USD,100,80,2026-10-06",
        "2,2026-10-05T08:00:00Z,bob,bob,,first,USD,60,50,2026-10-09",
        "2,2026-10-05T09:00:00Z,bob,bob,,first,USD,-10,-5,2026-10-09",
        "2,2026-10-05T10:00:00Z,bob,bob,,first,USD,60,50,2026-10-12",
        head=f"{HEAD},earned",
    )

    # then
    assert desk.run() == [
        "1 row adds to what was sold on an earlier day (`1` first): volumes count on the row's own "
        "day, and pay is by that of the sale; what was sold anew needs an order line of its own"
    ]


def test_a_country_that_there_is_not(desk: Desk) -> None:
    german = "personal: {kind: sales, measure: qv, sales: {countries: [DE]}}"
    desk.put("plan.yaml", PLAN.replace("personal: {kind: sales, measure: qv}", german))
    put(
        desk,
        "1,2026-10-05,ann,ann,,regular,USD,100,80,GB",
        "2,2026-10-05,ann,ann,,regular,USD,100,80,UK",
        "3,2026-10-05,ann,ann,,regular,USD,100,80,",
        head=f"{HEAD},country",
    )
    assert desk.refusal() == [
        "sales.csv:3: country: `UK` is no country; expected an ISO 3166 code of two capital "
        "letters, such as DE or GB; empty where it is unknown [country]"
    ]
