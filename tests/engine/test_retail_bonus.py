"""Retail margin and tiers: whole, above, mixed; by base and by a volume."""

import pytest

from saleor_mlm.engine.plans.bonuses import Base

from .stories import Company, Sale, paid_lines, pay, totals

LINE = (-1, 0)
WHOLE = '{from: "0", rate: 5 %, applies: whole}, {from: "100", rate: 7 %, applies: whole}'
ABOVE = '{from: "0", rate: 5 %, applies: above}, {from: "100", rate: 7 %, applies: above}'
MIXED = (
    WHOLE + ', {from: "300", rate: 10 %, applies: above}, {from: "400", rate: 20 %, applies: above}'
)


def retail(tiers: str, by: str = "base", more: str = "") -> str:
    return f"""\
  retail:
    kind: retail
    base: cv
    by: {by}
    tiers: [{tiers}]
{more}"""


def test_the_margin_of_customers_orders_is_the_distributors() -> None:
    bonus = retail('{from: "0", rate: 100 %, applies: whole}').replace("base: cv", "base: margin")
    bonus += "    sales: {buyers: [retail]}\n"
    company = Company(LINE, [Sale(1, "12.34"), Sale(1, "50", own=True)], base=Base.MARGIN)
    assert paid_lines(pay(company, bonus)) == [(1, 0, 0, 12_34)]


def test_a_loss_is_no_margin_and_takes_nothing_from_other_sales() -> None:
    bonus = retail('{from: "0", rate: 100 %, applies: whole}').replace("base: cv", "base: margin")
    loss, gain = Sale(1, "-5"), Sale(1, "20")
    company = Company(LINE, [loss, gain], base=Base.MARGIN)
    assert paid_lines(pay(company, bonus)) == [(1, 0, 0, 20_00)]
    made_good = Sale(1, before="-5", earned=("8", "-1"))
    company = Company(LINE, [made_good], base=Base.MARGIN)
    assert paid_lines(pay(company, bonus)) == [(1, 0, 0, 2_00)]
    sunk = Sale(1, before="2", earned=("-8",))
    assert paid_lines(pay(Company(LINE, [sunk], base=Base.MARGIN), bonus)) == []


@pytest.mark.parametrize(
    ("tiers", "base", "paid"),
    [
        (WHOLE, "99.99", 5_00),
        (WHOLE, "100", 7_00),
        (WHOLE, "200", 14_00),
        (ABOVE, "100", 5_00),
        (ABOVE, "200", 12_00),
        (MIXED, "50", 2_50),
        (MIXED, "300", 21_00),
        (MIXED, "350", 26_00),
        (MIXED, "500", 21_00 + 10_00 + 20_00),
    ],
)
def test_brackets_of_one_sale(tiers: str, base: str, paid: int) -> None:
    assert totals(pay(Company(LINE, [Sale(1, base)]), retail(tiers))) == {1: paid}


def test_sales_lie_on_the_axis_by_their_dates() -> None:
    sales = [Sale(1, "60", sold="2026-10-09"), Sale(1, "80"), Sale(1, "10", sold="2026-10-10")]
    result = pay(Company(LINE, sales), retail(ABOVE))
    rows = result.lines
    found = list(
        zip(
            rows.order_line.tolist(),
            rows.base_from_e4.tolist(),
            rows.amount_minor.tolist(),
            strict=True,
        )
    )
    assert found == [(0, 0, 1_00), (0, 20_0000, 2_80), (1, 0, 4_00), (2, 0, 70)]


def test_each_currency_has_an_axis_of_its_own() -> None:
    result = pay(Company(LINE, [Sale(1, "80"), Sale(1, "80", currency=2)]), retail(WHOLE))
    rows = result.totals
    assert list(zip(rows.currency.tolist(), rows.amount_minor.tolist(), strict=True)) == [
        (0, 4_00),
        (2, 4_000),
    ]


def test_by_a_volume() -> None:
    bonus = retail(WHOLE, "volume", "    volume: personal\n")
    company = Company(
        LINE, [Sale(1, "10"), Sale(0, "10")], volumes={"personal": {1: "100", 0: "-5"}}
    )
    assert totals(pay(company, bonus)) == {1: 70, 0: 50}


def test_sales_at_which_nobody_can_be_paid_are_not_on_the_axis() -> None:
    sales = [Sale(1, "90"), Sale(1, "90", sold="2026-10-20")]
    company = Company(LINE, sales, absent=[(1, "2026-10-10", None)])
    assert totals(pay(company, retail(WHOLE))) == {1: 4_50}
    company = Company(LINE, sales, tests={"active": [0]})
    assert totals(pay(company, retail(WHOLE, more="    payee: active\n"))) == {}
