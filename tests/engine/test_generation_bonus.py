"""Generation and infinity bonuses: every boundary and stop."""

import pytest

from .stories import Company, Sale, paid_lines, pay, totals

LINE = (-1, 0, 1, 2, 3, 4)
SILVER, GOLD = 0, 1


def generation(boundary: str, person: str = "next", empty: str = "counted", more: str = "") -> str:
    return f"""\
  leaders:
    kind: generation
    tree: enroller
    base: cv
    payee: active
    boundary: {boundary}
    boundary_person: {person}
    empty: {empty}
    rates: {{by: generation, rows: [5 %, 3 %]}}
{more}"""


OWN_GROUP = "    own_group: 2 %\n"


def test_boundaries_by_a_test() -> None:
    # 5 sells; 4, 2 and 0 are boundaries: the group of 4, then generations 1 and 2.
    company = Company(LINE, [Sale(5)], tests={"chosen": [4, 2, 0]})
    result = pay(company, generation("{test: chosen}", more=OWN_GROUP))
    assert paid_lines(result) == [(4, 2, 0, 200), (2, 4, 1, 500), (0, 6, 2, 300)]


def test_without_own_group_only_generations_are_paid() -> None:
    company = Company(LINE, [Sale(5)], tests={"chosen": [4, 2, 0]})
    assert totals(pay(company, generation("{test: chosen}"))) == {2: 500, 0: 300}


@pytest.mark.parametrize(("person", "paid"), [("next", {2: 500}), ("upper", {2: 200})])
def test_a_boundarys_own_sale(person: str, paid: dict[int, int]) -> None:
    company = Company(LINE, [Sale(4, own=True)], tests={"chosen": [4, 2]})
    assert totals(pay(company, generation("{test: chosen}", person, more=OWN_GROUP))) == paid


@pytest.mark.parametrize(
    ("person", "paid"), [("next", {4: 200, 2: 500}), ("upper", {4: 200, 2: 200})]
)
def test_a_boundarys_customer(person: str, paid: dict[int, int]) -> None:
    company = Company(LINE, [Sale(4)], tests={"chosen": [4, 2]})
    assert totals(pay(company, generation("{test: chosen}", person, more=OWN_GROUP))) == paid


@pytest.mark.parametrize(
    ("empty", "paid"), [("counted", {0: 300, 2: 500}), ("skipped", {0: 500, 2: 500})]
)
def test_an_empty_generation(empty: str, paid: dict[int, int]) -> None:
    # Nobody sells between 2 and 4: for 0 the sale of 5 is generation 1 or 2.
    company = Company(LINE, [Sale(5)], tests={"chosen": [4, 2, 0]})
    assert totals(pay(company, generation("{test: chosen}", empty=empty))) == paid


def test_a_generation_with_any_sale_is_not_empty() -> None:
    company = Company(LINE, [Sale(5), Sale(3, "0.01")], tests={"chosen": [4, 2, 0]})
    assert totals(pay(company, generation("{test: chosen}", empty="skipped"))) == {2: 500, 0: 300}


def test_who_fails_the_payee_test_is_a_boundary_still() -> None:
    company = Company(LINE, [Sale(5)], tests={"chosen": [4, 2, 0], "active": [4, 0]})
    assert totals(pay(company, generation("{test: chosen}"))) == {0: 300}


def test_whose_agreement_ended_is_no_boundary() -> None:
    company = Company(
        LINE, [Sale(5)], tests={"chosen": [4, 2, 0]}, absent=[(4, "2026-10-01", None)]
    )
    assert totals(pay(company, generation("{test: chosen}", more=OWN_GROUP))) == {2: 200, 0: 500}


def test_boundaries_by_the_payees_own_rank() -> None:
    # For gold 1 silvers are no boundary; for silver 2 gold 4 is one; 0 is silver with two below.
    ranks = {4: GOLD, 3: SILVER, 2: SILVER, 1: GOLD, 0: SILVER}
    company = Company(LINE, [Sale(5)], ranks=ranks)
    result = pay(company, generation("{own: rank}", more=OWN_GROUP))
    assert paid_lines(result) == [
        (4, 2, 0, 200),
        (3, 3, 1, 500),
        (1, 5, 1, 500),
        (2, 4, 2, 300),
    ]


def test_boundaries_by_the_payees_own_title() -> None:
    company = Company(LINE, [Sale(5)], ranks={4: SILVER}, titles={4: GOLD, 0: GOLD})
    assert totals(pay(company, generation("{own: title}", more=OWN_GROUP))) == {4: 200, 0: 500}


def infinity(stop: str, person: str = "excluded", more: str = "") -> str:
    return f"""\
  infinite:
    kind: infinity
    tree: enroller
    base: cv
    payee: active
    stop: {stop}
    stop_person: {person}
    rates: {{by: rank, rows: {{none: 1 %, silver: 2 %, gold: 3 %}}}}
{more}"""


def test_infinity_until_a_test_who_stops_is_paid_himself() -> None:
    company = Company(LINE, [Sale(5)], tests={"chosen": [3], "active": [5, 4, 3, 2, 1]})
    result = pay(company, infinity("{test: chosen}"))
    assert paid_lines(result) == [(5, 1, 1, 100), (4, 2, 1, 100), (3, 3, 1, 100)]


@pytest.mark.parametrize(
    ("person", "paid"), [("excluded", {3: 100}), ("included", {3: 100, 2: 100})]
)
def test_the_stops_own_sale(person: str, paid: dict[int, int]) -> None:
    company = Company(LINE, [Sale(3)], tests={"chosen": [3, 2]})
    assert totals(pay(company, infinity("{test: chosen}", person))) == paid


def test_infinity_from_a_step() -> None:
    company = Company(LINE, [Sale(5)], tests={"chosen": [0], "active": [5, 3, 2, 1]})
    bonus = infinity("{test: chosen}", more="    from_level: 3\n")
    assert paid_lines(pay(company, bonus)) == [(3, 3, 1, 100), (2, 4, 1, 100), (1, 5, 1, 100)]


def test_infinity_until_the_own_rank() -> None:
    ranks = {4: SILVER, 3: SILVER, 2: GOLD, 1: SILVER, 0: GOLD}
    company = Company(LINE, [Sale(5)], ranks=ranks)
    assert paid_lines(pay(company, infinity("{own: rank}"))) == [(4, 2, 1, 200), (2, 4, 1, 300)]


@pytest.mark.parametrize(
    ("person", "own", "paid"),
    [
        ("excluded", "yes", {2: 300}),
        ("included", "yes", {3: 200, 2: 300}),
        ("excluded", "no", {4: 200, 2: 300}),
        ("included", "no", {4: 200, 3: 200, 2: 300}),
    ],
)
def test_the_own_ranks_own_sale(person: str, own: str, paid: dict[int, int]) -> None:
    company = Company(
        LINE, [Sale(4, own=own == "yes")], ranks={4: SILVER, 3: SILVER, 2: GOLD, 1: SILVER}
    )
    assert totals(pay(company, infinity("{own: rank}", person))) == paid


def test_a_stop_whose_agreement_ended_stops_nothing() -> None:
    company = Company(
        LINE, [Sale(5)], ranks={4: GOLD, 3: SILVER}, absent=[(4, "2026-10-05", "2026-10-06")]
    )
    assert totals(pay(company, infinity("{own: rank}"))) == {3: 200}
