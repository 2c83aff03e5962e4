"""The differential bonus: what is above the highest rate below, ties, both compressions."""

import pytest

from .stories import Company, Sale, paid_lines, pay, totals

LINE = (-1, 0, 1, 2, 3)
NONE, SILVER, GOLD = -1, 0, 1


def differential(compression: str = "skip-inactive", more: str = "") -> str:
    return f"""\
  steps:
    kind: differential
    tree: enroller
    base: cv
    compression: {compression}
    payee: active
    rates: {{by: rank, rows: {{none: 3 %, silver: 5 %, gold: 12 %}}}}
{more}"""


def test_everyone_is_paid_what_he_is_above_the_highest_below() -> None:
    company = Company(LINE, [Sale(4)], ranks={3: SILVER, 1: GOLD, 2: SILVER})
    result = pay(company, differential())
    assert paid_lines(result) == [(4, 1, 1, 300), (3, 2, 2, 200), (1, 4, 3, 700)]


def test_an_own_order_does_not_count_the_buyers_rate() -> None:
    company = Company(LINE, [Sale(4, own=True)], ranks={4: GOLD, 2: SILVER, 0: GOLD})
    assert totals(pay(company, differential())) == {3: 300, 2: 200, 0: 700}


@pytest.mark.parametrize(
    ("compression", "paid"), [("skip-inactive", {4: 300, 1: 900}), ("none", {4: 300, 1: 700})]
)
def test_who_is_inactive(compression: str, paid: dict[int, int]) -> None:
    company = Company(LINE, [Sale(4)], ranks={3: SILVER, 1: GOLD}, tests={"active": [4, 2, 1, 0]})
    assert totals(pay(company, differential(compression))) == paid


def test_whose_agreement_ended_is_found_by_nobody() -> None:
    company = Company(LINE, [Sale(4)], ranks={3: SILVER, 1: GOLD}, absent=[(3, None, None)])
    assert totals(pay(company, differential("none"))) == {4: 300, 1: 900}


def test_ties_are_paid_the_override_until_somebody_has_a_higher_rate() -> None:
    company = Company(LINE, [Sale(4)], ranks={4: SILVER, 3: SILVER, 2: SILVER, 1: GOLD, 0: GOLD})
    ties = "    ties: {rate: 1 %, people: 1}\n"
    result = pay(company, differential(more=ties))
    assert paid_lines(result) == [
        (4, 1, 1, 500),
        (3, 2, 2, 100),
        (1, 4, 3, 700),
        (0, 5, 4, 100),
    ]


def test_an_inactive_tie_is_not_one_of_the_people() -> None:
    company = Company(
        LINE, [Sale(4)], ranks={4: SILVER, 3: SILVER, 2: SILVER}, tests={"active": [4, 2, 1, 0]}
    )
    for compression in ("none", "skip-inactive"):
        more = "    ties: {rate: 1 %, people: 1}\n"
        assert totals(pay(company, differential(compression, more))) == {4: 500, 2: 100}


def test_no_tie_with_a_rate_of_nothing() -> None:
    company = Company(LINE, [Sale(4)], ranks={0: SILVER})
    bonus = differential(more="    ties: {rate: 1 %, people: 1}\n").replace(
        "none: 3 %", "none: 0 %"
    )
    assert totals(pay(company, bonus)) == {0: 500}


def test_the_published_stairstep() -> None:
    # PV chooses the bracket, BV is the base; own 1,000 PV / 60,000 BV, four legs.
    tiers = '[{from: "0", rate: 0 %}, {from: "300", rate: 6 %}, {from: "1000", rate: 9 %}, '
    tiers += '{from: "2000", rate: 12 %}, {from: "4000", rate: 15 %}, {from: "10000", rate: 21 %}]'
    bonus = differential(more="    own_orders: himself\n")
    bonus = bonus.replace(
        "{by: rank, rows: {none: 3 %, silver: 5 %, gold: 12 %}}",
        f"{{by: volume, volume: personal, rows: {tiers}}}",
    )
    volume = {0: "10000", 1: "2000", 2: "2000", 3: "1000", 4: "4000"}
    sales = [
        Sale(0, "60000", own=True),
        Sale(1, "120000", own=True),
        Sale(2, "120000", own=True),
        Sale(3, "60000", own=True),
        Sale(4, "240000", own=True),
    ]
    company = Company((-1, 0, 0, 0, 0), sales, volumes={"personal": volume})
    assert totals(pay(company, bonus))[0] == 55_800_00
    volume = {0: "1500", 1: "300", 2: "300", 3: "300", 4: "300"}
    sales = [Sale(person, "18000", own=True) for person in range(5)]
    company = Company((-1, 0, 0, 0, 0), sales, volumes={"personal": volume})
    assert totals(pay(company, bonus))[0] == 3_780_00


def test_rates_by_who_enrolled_the_source() -> None:
    # Placement: 4 below 3 below 2 below 1 below 0; 4 was enrolled by 2.
    rates = "{by: enrolled, rows: {personally: 10 %, otherwise: 4 %}}"
    bonus = differential().replace("{by: rank, rows: {none: 3 %, silver: 5 %, gold: 12 %}}", rates)
    bonus = bonus.replace("tree: enroller", "tree: placement")
    company = Company((-1, 0, 0, 0, 2), [Sale(4, own=True)], placement=LINE)
    assert paid_lines(pay(company, bonus)) == [(3, 1, 1, 400), (2, 2, 2, 600)]


def test_the_highest_may_be_the_source_where_he_is_looked_at() -> None:
    company = Company(LINE, [Sale(4)], ranks={4: GOLD, 0: GOLD})
    assert totals(pay(company, differential())) == {4: 1200}
