"""Breakaway overrides and what a leader must pass on."""

import pytest

from saleor_mlm.engine.result import Part, Result

from .stories import Company, Sale, lost, paid_lines, pay, totals

LINE = (-1, 0, 1, 2, 3, 4)


def breakaway(compression: str = "skip-inactive", rates: str = "[4 %]", more: str = "") -> str:
    return f"""\
  override:
    kind: breakaway
    tree: enroller
    base: cv
    leader: chosen
    payee: active
    compression: {compression}
    rates: {{by: generation, rows: {rates}}}
{more}"""


GUARANTEE = "    guarantee: {amount: 400.00 USD}\n"


def passed_on(result: Result) -> list[tuple[int, int, str, int]]:
    """(payee, other, part, amount) of each line that belongs to no order."""
    rows = result.person_lines
    parts = [Part(part).name for part in rows.part]
    columns = (rows.payee.tolist(), rows.other.tolist(), parts, rows.amount_minor.tolist())
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("own", [True, False])
def test_the_group_pays_the_leaders_above_not_its_own(own: bool) -> None:
    company = Company(LINE, [Sale(5, own=own), Sale(4, own=own)], tests={"chosen": [4, 2, 0]})
    result = pay(company, breakaway(rates="[4 %, 2 %]"))
    assert totals(result) == {2: 800, 0: 400}


def test_generations_and_steps() -> None:
    company = Company(LINE, [Sale(5)], tests={"chosen": [4, 2, 0]})
    result = pay(company, breakaway(rates="[4 %, 2 %, 1 %]"))
    assert paid_lines(result) == [(2, 4, 1, 400), (0, 6, 2, 200)]
    assert lost(result) == [(-1, 3, "ROOT")]


@pytest.mark.parametrize(
    ("compression", "paid", "unpaid"),
    [
        ("skip-inactive", {0: 400}, [(-1, 2, "ROOT")]),
        ("none", {0: 200}, [(2, 1, "INACTIVE")]),
    ],
)
def test_an_inactive_leader(
    compression: str, paid: dict[int, int], unpaid: list[tuple[int, int, str]]
) -> None:
    company = Company(LINE, [Sale(5)], tests={"chosen": [4, 2, 0], "active": [5, 4, 0]})
    result = pay(company, breakaway(compression, "[4 %, 2 %]"))
    assert totals(result) == paid
    assert lost(result) == unpaid


def test_sales_below_no_leader_pay_nobody() -> None:
    result = pay(Company(LINE, [Sale(1)], tests={"chosen": [4]}), breakaway())
    assert totals(result) == {}
    assert lost(result) == [(-1, 1, "ROOT")]


def test_a_guarantee_is_met_out_of_what_came_from_below() -> None:
    # 5's group pays 500.00 to 3; 3's own group pays 100.00 to 1, so 300.00 are passed on.
    company = Company(LINE, [Sale(5, "12500"), Sale(3, "2500")], tests={"chosen": [5, 3, 1]})
    result = pay(company, breakaway(more=GUARANTEE))
    assert passed_on(result) == [
        (1, 3, "GUARANTEE_GOT", 300_00),
        (3, 1, "GUARANTEE_GIVEN", -300_00),
    ]
    assert totals(result) == {3: 200_00, 1: 400_00}


def test_no_more_is_passed_on_than_was_got() -> None:
    company = Company(LINE, [Sale(5, "5000")], tests={"chosen": [5, 3, 1]})
    result = pay(company, breakaway(more=GUARANTEE))
    assert passed_on(result) == [
        (1, 3, "GUARANTEE_GOT", 200_00),
        (3, 1, "GUARANTEE_GIVEN", -200_00),
    ]
    assert totals(result) == {1: 200_00}


def test_guarantees_go_up_from_the_deepest() -> None:
    # 3 got 500.00 and passes 400.00 on to 1; 1's own group pays nothing, so he passes them on to 0.
    company = Company(LINE, [Sale(5, "12500")], tests={"chosen": [5, 3, 1, 0]})
    result = pay(company, breakaway(more=GUARANTEE))
    assert totals(result) == {3: 100_00, 0: 400_00}
    assert len(result.person_lines) == 4


def test_a_leader_gone_at_the_end_of_the_period_passes_nothing_on() -> None:
    company = Company(
        LINE, [Sale(5, "12500")], tests={"chosen": [5, 3, 1]}, absent=[(3, "2026-10-20", None)]
    )
    assert totals(pay(company, breakaway(more=GUARANTEE))) == {3: 500_00}


def test_without_compression_an_inactive_leader_above_gets_no_guarantee() -> None:
    company = Company(
        LINE, [Sale(5, "12500")], tests={"chosen": [5, 3, 1, 0], "active": [5, 4, 3, 0]}
    )
    assert totals(pay(company, breakaway("none", more=GUARANTEE))) == {3: 500_00}
    assert totals(pay(company, breakaway(more=GUARANTEE))) == {3: 100_00, 0: 400_00}


def test_a_guarantee_in_another_currency_looks_at_that_only() -> None:
    company = Company(LINE, [Sale(5, "12500", currency=1)], tests={"chosen": [5, 3, 1]})
    assert totals(pay(company, breakaway(more=GUARANTEE))) == {3: 500}
