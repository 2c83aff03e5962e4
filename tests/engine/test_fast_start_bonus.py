"""Fast start: who is new, the limit, and what is left to other bonuses."""

import pytest

from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.result import Result

from .stories import Company, Sale, paid_lines, pay, totals

LINE = (-1, 0, 1, 2)


def fast(window: str = "{days: 60}", rates: str = "[20 %, 10 %, 5 %]", more: str = "") -> str:
    return f"""\
  fast:
    kind: fast-start
    tree: enroller
    base: cv
    compression: none
    window: {window}
    rates: {{by: level, rows: {rates}}}
{more}"""


LEVEL = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [10 %]}
"""


def by_bonus(result: Result) -> dict[tuple[int, int], int]:
    """Minor units by bonus and payee."""
    rows = result.totals
    columns = (rows.bonus.tolist(), rows.payee.tolist(), rows.amount_minor.tolist())
    return {(bonus, payee): amount for bonus, payee, amount in zip(*columns, strict=True)}


def test_the_published_fast_start() -> None:
    sales = [Sale(1, text, own=True) for text in ("132", "78", "147")]
    company = Company(LINE, sales, joined={1: "2026-10-01"})
    assert totals(pay(company, fast())) == {0: 71_40}


def test_levels_of_the_enroller_tree() -> None:
    company = Company(LINE, [Sale(3, own=True)], joined={3: "2026-10-01"})
    assert paid_lines(pay(company, fast())) == [(2, 1, 1, 2000), (1, 2, 2, 1000), (0, 3, 3, 500)]


@pytest.mark.parametrize(
    ("joined", "window", "new"),
    [
        ("2026-10-05 23:59", "{days: 1}", True),
        ("2026-10-04 23:59", "{days: 1}", False),
        ("2026-10-04 00:00", "{days: 2}", True),
        ("2026-10-06", "{days: 60}", False),
        ("2026-10-31", "{calendar_months: 1}", False),
        ("2026-10-01", "{calendar_months: 1}", True),
        ("2026-09-30 23:59", "{calendar_months: 1}", False),
        ("2026-09-01", "{calendar_months: 2}", True),
        ("2025-11-30", "{calendar_months: 12}", True),
        ("2025-10-31", "{calendar_months: 12}", False),
    ],
)
def test_how_long_somebody_is_new(joined: str, window: str, new: bool) -> None:
    company = Company(LINE, [Sale(1, own=True, sold="2026-10-05 12:00")], joined={1: joined})
    assert totals(pay(company, fast(window))) == ({0: 2000} if new else {})


def limited(*sales: Sale, used: int = 0, pays: str = "0 %") -> Result:
    same = f'    same_volume: [{{bonus: level, pays: {pays}}}]\n    limit: "1000"\n'
    joined = {1: "2026-10-01"}
    company = Company(LINE, sales, joined=joined, state={"used:fast:USD": [0, used, 0, 0]})
    return pay(company, fast("{calendar_months: 1}", "[30 %]", same) + LEVEL)


def test_at_most_the_limit_counts_and_the_rest_falls_through() -> None:
    result = limited(Sale(1, "1400", own=True))
    assert by_bonus(result) == {(0, 0): 300_00, (1, 0): 40_00}
    rows = result.lines
    assert list(zip(rows.bonus, rows.base_from_e4, rows.base_to_e4, strict=True)) == [
        (0, 0, 1000_0000),
        (1, 1000_0000, 1400_0000),
    ]
    assert result.state["used:fast:USD"].tolist() == [0, 1000_0000, 0, 0]


def test_the_limit_counts_sales_by_date_and_what_earlier_runs_counted() -> None:
    late, early = Sale(1, "800", own=True, sold="2026-10-20"), Sale(1, "500", own=True)
    assert by_bonus(limited(late, early)) == {(0, 0): 300_00, (1, 0): 30_00}
    rows = limited(late, early).lines
    of_level = rows.take(rows.bonus == 1)
    assert list(zip(of_level.order_line, of_level.base_from_e4, strict=True)) == [(0, 500_0000)]
    used = limited(early, used=700_0000)
    assert by_bonus(used) == {(0, 0): 90_00, (1, 0): 20_00}
    assert by_bonus(limited(early, used=1000_0000)) == {(1, 0): 50_00}


def test_each_currency_uses_a_limit_of_its_own() -> None:
    dollars, yen = Sale(1, "1400", own=True), Sale(1, "900", own=True, currency=1)
    result = limited(dollars, yen, used=300_0000)
    rows = result.lines.take(result.lines.bonus == 0)
    assert list(zip(rows.currency, rows.amount_minor, strict=True)) == [(0, 210_00), (1, 270)]
    assert result.state["used:fast:USD"].tolist() == [0, 1000_0000, 0, 0]
    assert result.state["used:fast:JPY"].tolist() == [0, 900_0000, 0, 0]


def test_a_limit_of_pieces_counts_them_whatever_their_currency() -> None:
    bonus = fast(rates="[{by: currency, rows: {USD: 2.00 USD, JPY: 200.00 JPY, other: 0 %}}]")
    bonus = bonus.replace("base: cv", 'base: units\n    limit: "5"')
    sales = [Sale(1, "4", own=True), Sale(1, "3", own=True, currency=1)]
    company = Company(LINE, sales, joined={1: "2026-10-01"}, base=Base.UNITS)
    result = pay(company, bonus)
    rows = result.lines
    assert list(zip(rows.currency, rows.amount_minor, strict=True)) == [(0, 8_00), (1, 200)]
    assert result.state["used:fast"].tolist() == [0, 5_0000, 0, 0]


def test_a_part_of_the_rate_may_be_left() -> None:
    result = limited(Sale(1, "1400", own=True), pays="25 %")
    assert by_bonus(result) == {(0, 0): 300_00, (1, 0): 25_00 + 40_00}
    assert result.lines.rate_den.tolist() == [10, 40, 10]


def test_what_counts_counts_though_nobody_is_paid() -> None:
    same = "    same_volume: [{bonus: level, pays: 0 %}]\n    payee: chosen\n"
    company = Company(LINE, [Sale(1, own=True)], joined={1: "2026-10-01"})
    assert by_bonus(pay(company, fast(more=same) + LEVEL)) == {}


def test_two_fast_starts_leave_a_part_of_a_part() -> None:
    same = "    same_volume: [{bonus: level, pays: 50 %}]\n"
    second = fast(rates="[1 %]", more=same + '    limit: "40"\n').replace("  fast:", "  second:", 1)
    company = Company(LINE, [Sale(1, own=True)], joined={1: "2026-10-01"})
    result = pay(company, fast(more=same) + second + LEVEL)
    assert by_bonus(result) == {(0, 0): 20_00, (1, 0): 40, (2, 0): 1_00 + 3_00}


def test_the_published_first_month() -> None:
    # 30 % from 100 PV of the enroller, 40 % from 200.
    by_volume = '{by: volume, volume: personal, rows: [{from: "0", rate: 0 %}, '
    by_volume += '{from: "100", rate: 30 %}, {from: "200", rate: 40 %}]}'
    same = '    same_volume: [{bonus: level, pays: 0 %}]\n    limit: "1000"\n'
    bonus = fast("{calendar_months: 1}", f"[{by_volume}]", same) + LEVEL.replace("10 %", "0 %")
    company = Company(LINE, [Sale(1, "1000", own=True)], joined={1: "2026-10-01"})
    for volume, paid in (("99.99", {}), ("100", {0: 300_00}), ("200", {0: 400_00})):
        company.volumes = {"personal": {0: volume}}
        assert totals(pay(company, bonus)) == paid
