"""What somebody is not paid, and why: what passed him by, and what a bonus leaves out."""

import pytest

from saleor_mlm.engine.explain import Names, explain_person
from saleor_mlm.engine.missed import missed
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.result import Reason

from .stories import Company, Sale, pay

ALICE, BOB, CAROL, DAVE = range(4)
LINE = (-1, ALICE, BOB, CAROL)
NAMES = Names(("Alice", "Bob", "Carol", "Dave"), ("O1", "O2", "O3"))
DEEP = 60_000
LEVEL = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [10 %, 5 %]}
"""
START = """\
  start:
    kind: fast-start
    tree: enroller
    base: cv
    compression: none
    window: {days: 60}
    rates: {by: level, rows: [20 %]}
"""
RETAIL = """\
  retail:
    kind: retail
    base: cv
    by: base
    payee: active
    tiers: [{from: "0", rate: 25 %, applies: whole}]
"""


def unpaid(company: Company, bonuses: str, person: int) -> list[str]:
    """What is told to a person of sales that pay him nothing."""
    company.volumes = {"personal": {}, **company.volumes}
    told = explain_person(pay(company, bonuses), person, NAMES)
    return [text for text in told if ": pays nobody" in text or "is paid nothing, since" in text]


def test_a_source_that_fails_the_test_of_the_bonus() -> None:
    company = Company(
        LINE, [Sale(DAVE)], tests={"active": [BOB]}, volumes={"personal": {DAVE: "20"}}
    )
    bonus = LEVEL + "    source: active\n"
    why = (
        "O1, level: pays nobody, since Dave, at whom the sale stands, does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed)."
    )
    assert unpaid(company, bonus, DAVE) == [why]
    assert unpaid(company, bonus, ALICE) == [why]


def test_a_source_that_fails_leaves_nobody_below_to_be_told() -> None:
    company = Company(LINE, [Sale(BOB)], tests={"active": []}, volumes={"personal": {BOB: "20"}})
    assert unpaid(company, LEVEL + "    source: active\n", CAROL) == []


def test_a_retail_bonus_that_somebody_is_not_active_for() -> None:
    company = Company(
        LINE,
        [Sale(CAROL), Sale(DAVE)],
        tests={"active": []},
        volumes={"personal": {CAROL: "20"}},
    )
    assert unpaid(company, RETAIL, CAROL) == [
        "O1, retail: Carol is paid nothing, since he does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed)."
    ]


def test_a_retail_bonus_without_an_agreement() -> None:
    company = Company(LINE, [Sale(CAROL)], absent=[(CAROL, "2026-10-01", None)])
    assert unpaid(company, RETAIL, CAROL) == [
        "O1, retail: Carol is paid nothing, since no agreement was in force when the sale was paid."
    ]


def test_what_lies_beyond_the_limit_of_a_fast_start() -> None:
    company = Company(LINE, [Sale(DAVE, "150"), Sale(DAVE, "30")], joined={DAVE: "2026-10-01"})
    bonuses = START + '    limit: "100"\n    same_volume: [{bonus: level, pays: 0 %}]\n' + LEVEL
    assert unpaid(company, bonuses, DAVE) == [
        "O1, start: pays nobody on 50.00 CV beyond the limit of 100.00 CV "
        "(of Dave 100.00 CV counted in this run); level pays on it.",
        "O2, start: pays nobody on 30.00 CV beyond the limit of 100.00 CV "
        "(of Dave 100.00 CV counted in this run); level pays on it.",
    ]


def test_what_lies_beyond_a_limit_and_is_of_no_other_bonus() -> None:
    company = Company(LINE, [Sale(DAVE, "150")], joined={DAVE: "2026-10-01"})
    assert unpaid(company, START + '    limit: "100"\n', DAVE) == [
        "O1, start: pays nobody on 50.00 CV beyond the limit of 100.00 CV "
        "(of Dave 100.00 CV counted in this run); no other bonus pays on it."
    ]


def test_somebody_who_is_no_longer_new() -> None:
    company = Company(LINE, [Sale(DAVE, sold="2026-10-05")], joined={DAVE: "2026-08-01"})
    assert unpaid(company, START, DAVE) == [
        "O1, start: pays nobody, since Dave, at whom the sale stands, was not new "
        "(volume date: 2026-10-05, 2026-08-01 to 2026-09-29 needed)."
    ]


def test_a_sale_that_a_bonus_is_not_for() -> None:
    company = Company(LINE, [Sale(DAVE, kind=1, klass=0), Sale(DAVE, own=True, klass=-1)])
    bonus = LEVEL + "    sales: {order_kinds: [first], buyers: [preferred]}\n"
    assert unpaid(company, bonus, CAROL) == [
        "O1, level: pays nobody, since it is not for such sales "
        "(buyer: retail, preferred needed; order kind: autoship, first needed).",
        "O2, level: pays nobody, since it is not for such sales "
        "(buyer: self, preferred needed; order kind: unknown, first needed).",
    ]


@pytest.mark.parametrize(
    ("wish", "own", "what"),
    [
        ("own_orders", True, "a distributor's own order"),
        ("customer_orders", False, "a customer's order"),
    ],
)
def test_an_order_that_is_excluded(wish: str, own: bool, what: str) -> None:
    company = Company(LINE, [Sale(DAVE, own=own)])
    bonus = LEVEL + f"    {wish}: excluded\n"
    assert unpaid(company, bonus, CAROL) == [f"O1, level: pays nobody on {what}."]


def test_a_sale_that_moved_past_somebody() -> None:
    company = Company(
        LINE,
        [Sale(DAVE)],
        tests={"active": [ALICE]},
        absent=[(BOB, "2026-10-01", None)],
        volumes={"personal": {CAROL: "20"}},
    )
    bonus = LEVEL.replace("none", "volume") + "    payee: active\n"
    assert unpaid(company, bonus, CAROL) == [
        "O1, level: Carol is paid nothing, since he does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed)."
    ]
    assert unpaid(company, bonus, BOB) == [
        "O1, level: Bob is paid nothing, since no agreement was in force when the sale was paid."
    ]
    assert unpaid(company, bonus, ALICE) == []


def test_the_top_of_a_deep_line_has_an_answer() -> None:
    """Walked person by person these would be 1,800 million steps."""
    company = Company(range(-1, DEEP - 1), [Sale(place) for place in range(DEEP)])
    rows = missed(pay(company, LEVEL), 0)
    assert len(rows) == DEEP - 2
    assert set(rows.reason.tolist()) == {Reason.BEYOND}


def test_what_is_the_same_of_many_sales_is_counted() -> None:
    company = Company((-1, 0, 1, 2), [Sale(DAVE)] * 103, volumes={"personal": {}})
    names = Names(NAMES.persons, [f"O{number}" for number in range(103)])
    told = explain_person(pay(company, START + LEVEL), ALICE, names)
    far = "since the bonus does not reach so far."
    assert [text for text in told if far in text] == [
        *(f"O{number}, level: Alice is paid nothing, {far}" for number in range(100)),
        f"level: Alice is paid nothing on 3 more sales, {far}",
    ]
    assert "start: pays nobody on 3 more sales, whose source was not new." in told


def test_many_sales_of_sources_that_fail_are_counted_by_the_test() -> None:
    company = Company(LINE, [Sale(DAVE)] * 103, tests={"active": []}, volumes={"personal": {}})
    names = Names(NAMES.persons, [f"O{number}" for number in range(103)])
    told = explain_person(pay(company, LEVEL + "    source: active\n"), ALICE, names)
    assert "level: pays nobody on 3 more sales, whose source does not pass “active”." in told


STAIRS = """\
  stairs:
    kind: differential
    tree: enroller
    base: units
    compression: none
    rates: {by: rank, rows: {none: 0 %, silver: 1.50 USD, gold: 4.00 USD}}
"""
LEADERS = """\
  leaders:
    kind: generation
    tree: enroller
    base: cv
    boundary: {test: is-silver}
    boundary_person: next
    empty: counted
    own_group: 2 %
    rates: {by: generation, rows: [5 %]}
"""
ENDLESS = """\
  deep:
    kind: infinity
    tree: enroller
    base: cv
    stop: {test: is-silver}
    stop_person: included
    rates: 1 %
"""
OWN = ("stop: {test: is-silver}", "stop: {own: rank}")


def test_a_rate_that_is_no_higher_is_told_with_the_highest() -> None:
    # given money for each piece
    company = Company(LINE, [Sale(DAVE)], ranks={CAROL: 1, BOB: 0, ALICE: 1}, base=Base.UNITS)

    # then
    assert unpaid(company, STAIRS, BOB) == [
        "O1, stairs: Bob is paid nothing, since his rate of 1.50 USD (for Silver) is no higher "
        "than the highest below him."
    ]


def test_who_is_no_leader_is_told_what_he_lacks() -> None:
    company = Company(LINE, [Sale(DAVE)], volumes={"personal": {BOB: "60"}})
    assert unpaid(company, LEADERS, BOB) == [
        "O1, leaders: Bob is paid nothing, since he does not pass “is-silver” "
        "(volume personal: 60.00, at least 100.00 needed)."
    ]


def test_who_has_no_rank_where_the_own_one_counts() -> None:
    company = Company(LINE, [Sale(DAVE)], ranks={ALICE: 0})
    assert unpaid(company, ENDLESS.replace(*OWN), BOB) == [
        "O1, deep: Bob is paid nothing, since he has no rank."
    ]


@pytest.mark.parametrize(
    ("own", "who"),
    [
        (False, "who passes “is-silver”"),
        (True, "with his rank or a higher one"),
    ],
)
def test_what_stopped_an_infinity_bonus_is_told(own: bool, who: str) -> None:
    ranks = {CAROL: 0, BOB: 0}
    company = Company(LINE, [Sale(DAVE)], tests={"is-silver": [CAROL]}, ranks=ranks)
    assert unpaid(company, ENDLESS.replace(*OWN) if own else ENDLESS, BOB) == [
        f"O1, deep: Bob is paid nothing, since somebody below him {who} stops the bonus."
    ]
