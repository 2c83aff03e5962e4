"""The level bonus: its four compressions, starts, filters, and rates by anything."""

import pytest

from .stories import Company, Sale, lost, paid_lines, pay, totals

ALICE, BOB, CAROL, DAVE = range(4)
LINE = (-1, ALICE, BOB, CAROL)


def level(compression: str = "none", rates: str = "[10 %, 5 %, 2.5 %]", more: str = "") -> str:
    return f"""\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: {compression}
    payee: active
    rates: {{by: level, rows: {rates}}}
{more}"""


def test_a_customers_order_begins_at_its_distributor() -> None:
    result = pay(Company(LINE, [Sale(DAVE)]), level())
    assert paid_lines(result) == [(DAVE, 1, 1, 1000), (CAROL, 2, 2, 500), (BOB, 3, 3, 250)]
    assert lost(result) == []


def test_an_own_order_begins_above() -> None:
    result = pay(Company(LINE, [Sale(CAROL, own=True)]), level())
    assert paid_lines(result) == [(BOB, 1, 1, 1000), (ALICE, 2, 2, 500)]
    assert lost(result) == [(-1, 3, "ROOT")]


def test_an_own_order_may_begin_with_the_buyer_or_be_left_out() -> None:
    company = Company(LINE, [Sale(BOB, own=True)])
    assert totals(pay(company, level(more="    own_orders: himself\n"))) == {BOB: 1000, ALICE: 500}
    assert totals(pay(company, level(more="    own_orders: excluded\n"))) == {}


@pytest.mark.parametrize(
    ("compression", "paid", "unpaid"),
    [
        ("none", [(DAVE, 1, 1, 1000), (BOB, 3, 3, 250)], [(CAROL, 2, "INACTIVE")]),
        ("skip-inactive", [(DAVE, 1, 1, 1000), (BOB, 3, 2, 500), (ALICE, 4, 3, 250)], []),
        ("dynamic", [(DAVE, 1, 1, 1000), (BOB, 3, 2, 500), (ALICE, 4, 3, 250)], []),
    ],
)
def test_who_is_inactive(
    compression: str, paid: list[tuple[int, ...]], unpaid: list[tuple[int, ...]]
) -> None:
    company = Company(LINE, [Sale(DAVE)], tests={"active": [DAVE, BOB, ALICE]})
    result = pay(company, level(compression))
    assert paid_lines(result) == paid
    assert lost(result) == unpaid


@pytest.mark.parametrize(
    ("compression", "paid", "unpaid"),
    [
        ("none", [(DAVE, 1, 1, 1000), (BOB, 3, 3, 250)], [(CAROL, 2, "NO_RATE")]),
        ("skip-inactive", [(DAVE, 1, 1, 1000), (BOB, 3, 3, 250)], [(CAROL, 2, "NO_RATE")]),
        ("dynamic", [(DAVE, 1, 1, 1000), (BOB, 3, 2, 500), (ALICE, 4, 3, 250)], []),
    ],
)
def test_whose_rank_does_not_reach_a_level(
    compression: str, paid: list[tuple[int, ...]], unpaid: list[tuple[int, ...]]
) -> None:
    company = Company(LINE, [Sale(DAVE)], ranks={DAVE: 0, BOB: 0, ALICE: 1})
    by_rank = "[10 %, 5 %, 2.5 %]"
    rates = "{by: rank, rows: {none: {by: level, rows: [10 %]}, "
    rates += f"silver: {{by: level, rows: {by_rank}}}, gold: {{by: level, rows: {by_rank}}}}}}}"
    bonus = level(compression).replace("{by: level, rows: [10 %, 5 %, 2.5 %]}", rates)
    result = pay(company, bonus)
    assert paid_lines(result) == paid
    assert lost(result) == unpaid


def test_volume_compression_moves_the_sale_to_the_nearest_active() -> None:
    # Carol bought; she and Bob are inactive, so it stands at Alice as her own order would.
    company = Company(LINE, [Sale(DAVE)], tests={"active": [BOB, ALICE]})
    assert paid_lines(pay(company, level("volume"))) == [(BOB, 1, 1, 1000), (ALICE, 2, 2, 500)]
    company = Company(LINE, [Sale(DAVE, own=True)], tests={"active": [BOB]})
    result = pay(company, level("volume"))
    assert paid_lines(result) == []
    assert lost(result) == [(ALICE, 1, "INACTIVE"), (-1, 2, "ROOT")]


def test_volume_that_nobody_active_can_take_pays_nobody() -> None:
    company = Company(LINE, [Sale(DAVE)], tests={"active": []})
    assert lost(pay(company, level("volume"))) == [(-1, 1, "ROOT")]
