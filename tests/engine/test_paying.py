"""What holds for all bonuses: refunds, agreements, rounding, currencies, limits of numbers."""

from dataclasses import replace

import numpy as np
import pytest

from saleor_mlm.engine.carry import earned_after_e4, standing_after
from saleor_mlm.engine.errors import AmountError, SnapshotError
from saleor_mlm.engine.paying import paid
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.snapshot import Absences, Snapshot

from .stories import ALWAYS, HEAD, Company, Sale, column, lost, paid_lines, pay, plan_of, totals

ALICE, BOB, CAROL, DAVE = range(4)
LINE = (-1, ALICE, BOB, CAROL)
LEVEL = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: skip-inactive
    payee: active
    rates: {by: level, rows: [10 %, 5 %, 2.5 %]}
"""


def amounts(result: Result) -> list[int]:
    return result.lines.amount_minor.tolist()


def pay_snapshot(snapshot: Snapshot, company: Company) -> Result:
    return paid(snapshot, plan_of(LEVEL), company.standing())


def next_run(result: Result, company: Company, *changes: str) -> Company:
    """The same company in the next run, where this happens to its order lines."""
    refs = np.arange((result.lines.reverses < 0).sum())
    after = earned_after_e4(result.snapshot)[company.base].tolist()
    sales = [
        replace(sale, before=f"{before}/10000", earned=(change,))
        for sale, before, change in zip(company.sales, after, changes, strict=True)
    ]
    return replace(company, sales=sales, posted=standing_after(result, refs))


@pytest.mark.parametrize("currencies", [1, 3])
@pytest.mark.parametrize("detail", [True, False])
def test_amounts_are_exact_where_base_times_rate_leaves_64_bits(
    currencies: int, detail: bool
) -> None:
    company = Company((-1,), [Sale(ALICE, "12345678901234.56")])
    snapshot = company.snapshot()
    snapshot = replace(snapshot, currencies=snapshot.currencies[:currencies])
    plan = plan_of(LEVEL.replace("10 %, 5 %, 2.5 %", "33.333 %"))
    result = paid(snapshot, plan, company.standing(), detail)
    assert result.totals.amount_minor.tolist() == [411518514814852]


def test_a_refund_takes_back_from_those_who_were_paid_at_the_rates_of_then() -> None:
    company = Company(LINE, [Sale(CAROL, "123.50")], ranks={CAROL: 1})
    first = pay(company, LEVEL)
    assert amounts(first) == [1235, 618, 309]
    second = next_run(first, company, "-23.50")
    second.ranks = {}
    result = pay(second, LEVEL.replace("10 %, 5 %, 2.5 %", "50 %"))
    assert amounts(result) == [-235, -118, -59]
    assert result.lines.rank.tolist() == [1, -1, -1]
    assert result.lines.reverses.tolist() == [0, 1, 2]
    third = pay(next_run(result, second, "-100"), LEVEL)
    assert amounts(third) == [-1000, -500, -250]
    assert len(standing_after(third, np.empty(0, dtype=np.int64))) == 0


def test_a_sale_and_its_refund_in_one_run_are_nothing() -> None:
    result = pay(Company(LINE, [Sale(CAROL, earned=("100", "-100"))]), LEVEL)
    assert len(result.lines) == 0
    assert len(result.totals) == 0


def test_what_falls_and_rises_again_is_taken_back_and_paid() -> None:
    company = Company(LINE, [Sale(CAROL)])
    first = pay(company, LEVEL)
    again = next_run(first, company, "0")
    again.sales = [replace(again.sales[0], earned=("-40", "15"))]
    result = pay(again, LEVEL)
    assert [int(row) for row in result.lines.base_from_e4] == [600_000] * 6
    assert amounts(result) == [-400, -200, -100, 150, 75, 38]


@pytest.mark.parametrize(
    ("absences", "passed_over_at"),
    [
        ([(11, ALWAYS[1])], [20]),
        ([(10, ALWAYS[1])], [10, 20]),
        ([(21, ALWAYS[1])], []),
        ([(ALWAYS[0], 10)], []),
        ([(ALWAYS[0], 11)], [10]),
        ([(10, 20)], [10]),
        ([(10, 15), (15, 21)], [10, 20]),
        ([(20, 21), (10, 11)], [10, 20]),
        ([(5, 10), (11, 20)], []),
        ([(ALWAYS[0], 5), (20, ALWAYS[1])], [20]),
    ],
)
def test_absence_is_judged_as_of_each_sale(
    absences: list[tuple[int, int]], passed_over_at: list[int]
) -> None:
    company = Company(LINE, [Sale(CAROL), Sale(CAROL)])
    snapshot = company.snapshot()
    rows = Absences(
        column(CAROL for _ in absences),
        column(start for start, _ in absences),
        column(end for _, end in absences),
    )
    lines = replace(snapshot.order_lines, sold_at_us=column([10, 20]))
    snapshot = replace(snapshot, absences=rows, order_lines=lines)
    result = pay_snapshot(snapshot, company)
    first = result.lines.take(result.lines.paid_level == 1)
    expected = {
        line: BOB if when in passed_over_at else CAROL for line, when in enumerate((10, 20))
    }
    assert dict(zip(first.order_line.tolist(), first.payee.tolist(), strict=True)) == expected


def test_people_who_end_one_after_the_other() -> None:
    # Sales at noon of days 1 to 4; Bob to Dave end at the beginning of days 2 to 4.
    sales = [Sale(DAVE, sold=f"2026-10-0{day} 12:00") for day in range(1, 5)]
    absent = [(BOB, "2026-10-02", None), (CAROL, "2026-10-03", None), (DAVE, "2026-10-04", None)]
    result = pay(Company(LINE, sales, absent=absent), LEVEL)
    by_line = [result.lines.payee[result.lines.order_line == line].tolist() for line in range(4)]
    assert by_line == [[DAVE, CAROL, BOB], [DAVE, CAROL, ALICE], [DAVE, ALICE], [ALICE]]


def test_a_line_of_nothing_is_kept() -> None:
    assert amounts(pay(Company(LINE, [Sale(ALICE, "0.0001")]), LEVEL)) == [0]


def test_each_currency_has_its_own_smallest_unit() -> None:
    sales = [Sale(ALICE, "12.35", currency=currency) for currency in range(3)]
    assert amounts(pay(Company(LINE, sales), LEVEL)) == [124, 1, 1235]


@pytest.mark.parametrize(("rounding", "paid"), [("half-even", 12), ("half-up", 13), ("down", 12)])
def test_the_plans_rounding(rounding: str, paid: int) -> None:
    head = HEAD.replace("rounding: half-even", f"rounding: {rounding}")
    assert amounts(pay(Company(LINE, [Sale(ALICE, "1.25")]), LEVEL, head)) == [paid]


def test_money_for_units_is_paid_in_the_sales_currency_or_not_at_all() -> None:
    bonus = LEVEL.replace("base: cv", "base: units").replace("[10 %, 5 %, 2.5 %]", "[0.75 USD]")
    sales = [Sale(CAROL, "3"), Sale(CAROL, "3", currency=1)]
    result = pay(Company(LINE, sales, base=Base.UNITS), bonus)
    assert paid_lines(result) == [(CAROL, 1, 1, 225)]
    assert lost(result) == [(CAROL, 1, "NO_RATE")]


@pytest.mark.parametrize(
    ("where", "paid"),
    [
        ("{buyers: [self]}", {BOB: 1_00}),
        ("{buyers: [preferred]}", {CAROL: 20_00}),
        ("{buyers: [self, retail]}", {BOB: 1_00, CAROL: 10_00}),
        ("{order_kinds: [autoship]}", {CAROL: 10_00}),
        ("{countries: [AT], product_lines: [skincare]}", {CAROL: 20_00}),
        ("{product_lines: [nutrition]}", {}),
    ],
)
def test_filters(where: str, paid: dict[int, int]) -> None:
    sales = [
        Sale(CAROL, "10", own=True, klass=-1),
        Sale(CAROL, "100", klass=0, kind=1),
        Sale(CAROL, "200", klass=1, line=0, country=1),
    ]
    bonus = LEVEL.replace("[10 %, 5 %, 2.5 %]", "[10 %]") + f"    sales: {where}\n"
    assert totals(pay(Company(LINE, sales), bonus)) == paid


def test_sales_of_sources_who_fail_a_test_pay_nobody() -> None:
    company = Company(LINE, [Sale(CAROL), Sale(DAVE)], tests={"chosen": [DAVE]})
    assert totals(pay(company, LEVEL + "    source: chosen\n")) == {
        DAVE: 10_00,
        CAROL: 5_00,
        BOB: 2_50,
    }


def test_whoever_stands_outside_the_tree_is_paid_by_no_walk() -> None:
    placement = (-1, ALICE, BOB, -2)
    bonus = LEVEL.replace("tree: enroller", "tree: placement")
    result = pay(Company(LINE, [Sale(DAVE), Sale(CAROL)], placement=placement), bonus)
    assert totals(result) == {CAROL: 10_00, BOB: 5_00, ALICE: 2_50}
    assert lost(result) == [(-1, 1, "ROOT")]


def test_an_empty_company_gives_an_empty_result() -> None:
    result = pay(Company(LINE, []), LEVEL)
    assert len(result.lines) == len(result.unpaid) == len(result.totals) == 0


@pytest.mark.parametrize("people", [1, 2])
def test_products_beyond_64_bits_are_exact(people: int) -> None:
    # 2^59 in 1/10,000 of a KWD are 57,646,075,230,342,348.8 fils.
    bonus = LEVEL.replace("[10 %, 5 %, 2.5 %]", "[100 %]")
    company = Company((-1,), [Sale(0, f"{2**59}/10000", currency=2)] * people)
    assert totals(pay(company, bonus)) == {0: people * 57_646_075_230_342_349}


def test_a_sum_beyond_64_bits_is_refused() -> None:
    bonus = LEVEL.replace("base: cv", "base: units").replace(
        "[10 %, 5 %, 2.5 %]", "[99999999.00 USD]"
    )
    company = Company((-1,), [Sale(0, "9000000000")] * 20, base=Base.UNITS)
    with pytest.raises(AmountError, match="does not fit 64 bits"):
        pay(company, bonus)
    company.sales = [Sale(0, "900000000")] * 20
    with pytest.raises(AmountError, match="does not fit 64 bits"):
        pay(company, bonus)
    company.sales = [Sale(0, "900000000")]
    assert totals(pay(company, bonus)) == {0: 99999999_00 * 900000000}


def test_a_base_that_is_not_given_is_refused() -> None:
    with pytest.raises(SnapshotError, match="a bonus pays on margin"):
        pay(Company(LINE, []), LEVEL.replace("base: cv", "base: margin"))


def test_only_bonuses_of_this_length_of_period_are_worked_out() -> None:
    company = Company(LINE, [Sale(ALICE)])
    weekly = LEVEL.replace("  level:", "  weekly:") + "    every: week\n"
    assert pay(company, weekly + LEVEL).lines.bonus.tolist() == [1]
    company.period = "2026-W41"
    assert pay(company, weekly + LEVEL).lines.bonus.tolist() == [0]


@pytest.mark.parametrize("compression", ["none", "skip-inactive", "dynamic", "volume"])
def test_a_spine_of_60_000_people_none_of_whom_is_active(compression: str) -> None:
    count = 60_000
    company = Company(tuple(range(-1, count - 1)), [Sale(count - 1)] * 3, tests={"active": [0, 1]})
    bonus = LEVEL.replace("skip-inactive", compression)
    expected = {
        "none": [],
        "volume": [(1, 1, 1, 1000), (0, 2, 2, 500)],
    }.get(compression, [(1, count - 1, 1, 1000), (0, count, 2, 500)])
    assert paid_lines(pay(company, bonus))[::3] == expected


def test_a_spine_with_every_kind_of_walk() -> None:
    count = 60_000
    bonuses = """\
  steps:
    kind: differential
    tree: enroller
    base: cv
    compression: skip-inactive
    rates: {by: rank, rows: {none: 0 %, silver: 5 %, gold: 9 %}}
  leaders:
    kind: generation
    tree: enroller
    base: cv
    boundary: {own: rank}
    boundary_person: next
    empty: counted
    rates: {by: generation, rows: [5 %]}
  override:
    kind: breakaway
    tree: enroller
    base: cv
    leader: chosen
    compression: skip-inactive
    rates: {by: generation, rows: [4 %]}
    guarantee: {amount: 1.00 USD}
  infinite:
    kind: infinity
    tree: enroller
    base: cv
    stop: {own: rank}
    stop_person: excluded
    rates: 1 %
"""
    company = Company(
        tuple(range(-1, count - 1)),
        [Sale(count - 1)],
        ranks={0: 1, 1: 1, 2: 0},
        tests={"chosen": range(count)},
    )
    result = pay(company, bonuses)
    found = {
        (bonus, payee): amount
        for bonus, payee, amount in zip(
            result.totals.bonus.tolist(),
            result.totals.payee.tolist(),
            result.totals.amount_minor.tolist(),
            strict=True,
        )
    }
    assert found == {
        (0, 2): 500, (0, 1): 400, (1, 0): 500, (2, 0): 100, (2, count - 2): 300,
        (3, 2): 100, (3, 1): 100,
    }  # fmt: skip


def test_snapshots_are_not_changed_by_paying() -> None:
    company = Company(LINE, [Sale(CAROL)])
    snapshot = company.snapshot()
    before = snapshot.sha256
    pay_snapshot(snapshot, company)
    assert replace(snapshot).sha256 == before
