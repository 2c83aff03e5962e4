"""A result in sentences: every amount, and what was not paid and why."""

from saleor_mlm.engine.explain import Names, explain_line, explain_person
from saleor_mlm.engine.plans.bonuses import Base
from saleor_mlm.engine.result import Result

from .stories import HEAD, Company, Sale, pay

ALICE, BOB, CAROL, DAVE = range(4)
LINE = (-1, ALICE, BOB, CAROL)
NAMES = Names(("Alice", "Bob", "Carol", "Dave"), ("O1", "O2", "O3"))
LEVEL = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: skip-inactive
    payee: active
    rates: {by: level, rows: [10 %, 5 %, 2.5 %]}
"""


def line(result: Result, row: int) -> list[str]:
    return explain_line(result, result.lines, row, NAMES)


def test_a_line_of_a_level_bonus() -> None:
    company = Company(
        LINE,
        [Sale(DAVE, "12.35")],
        tests={"active": [DAVE, ALICE, CAROL]},
        ranks={ALICE: 1},
        absent=[(CAROL, "2026-10-01", None)],
        volumes={"personal": {BOB: "20"}},
    )
    result = pay(company, LEVEL)
    assert line(result, 0) == [
        "Dave, O1, level, level 1, paid as no rank: 10 % of 12.35 CV (on level 1), "
        "rounded half-even from 1.2350 to 1.24 USD."
    ]
    assert line(result, 1) == [
        "Alice, O1, level, level 2 (4 steps up the tree), paid as Gold: 5 % of 12.35 CV "
        "(on level 2), rounded half-even from 0.6175 to 0.62 USD.",
        "O1, level: Carol was passed over: no agreement was in force when the sale was paid.",
        "O1, level: Bob was passed over: he does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed).",
    ]


def test_a_rate_names_the_parameter_it_comes_from() -> None:
    head = """\
plan: example
name: Example
time_zone: UTC
period: month
rounding: half-even
parameters:
  first-level:
    unit: rate
    source: Plan 2026
    basis: period
    values: [{from: 2026-01-01, value: 10 %}]
"""
    bonus = LEVEL.replace("10 %", "$first-level").replace("    payee: active\n", "")
    result = pay(Company(LINE, [Sale(DAVE)]), bonus, head)
    assert line(result, 0)[0].endswith(
        "10 % of 100.00 CV (on level 1 [$first-level]), "
        "rounded half-even from 10.0000 to 10.00 USD."
    )


def test_a_part_of_an_order_line() -> None:
    result = pay(Company(LINE, [Sale(DAVE, "24.70", before="12.35")]), LEVEL)
    assert line(result, 0) == [
        "Dave, O1, level, level 1, paid as no rank: 10 % of 24.70 CV (earned from 12.35 to 37.05) "
        "(on level 1), 3.7050 less 1.2350, each rounded half-even: 2.46 USD."
    ]


def test_a_difference_and_a_tie() -> None:
    steps = """\
  steps:
    kind: differential
    tree: enroller
    base: cv
    compression: none
    ties: {rate: 1 %, people: 1}
    rates: {by: rank, rows: {none: 3 %, silver: 5 %, gold: 12 %}}
"""
    result = pay(Company(LINE, [Sale(DAVE)], ranks={DAVE: 0, CAROL: 0, BOB: 1}), steps)
    assert [line(result, row)[0].partition(": ")[2] for row in range(3)] == [
        "5 % of 100.00 CV (for Silver), rounded half-even from 5.0000 to 5.00 USD.",
        "1 % of 100.00 CV (an override on a tie at 5 % for Silver), "
        "rounded half-even from 1.0000 to 1.00 USD.",
        "7 % of 100.00 CV (12 % less 5 % below for Gold), "
        "rounded half-even from 7.0000 to 7.00 USD.",
    ]


def test_a_person() -> None:
    company = Company(
        LINE,
        [Sale(DAVE)],
        tests={"active": [DAVE, ALICE, CAROL]},
        volumes={"personal": {BOB: "20"}},
    )
    result = pay(company, LEVEL)
    assert explain_person(result, BOB, NAMES) == [
        "Bob: paid as no rank, qualified as no rank, title no rank.",
        "Bob is paid nothing.",
        "O1, level, level 3: Bob is paid nothing, since he does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed), and it went to Alice.",
        "Bob does not qualify for Silver: volume personal: 20.00, at least 100.00 needed.",
    ]


def test_a_persons_lines_sum_to_his_amount() -> None:
    company = Company(
        LINE, [Sale(DAVE), Sale(CAROL), Sale(DAVE, own=True)], volumes={"personal": {}}
    )
    result = pay(company, LEVEL)
    sentences = explain_person(result, CAROL, NAMES)
    assert sentences[1] == "Carol, level: 25.00 USD."
    amounts = [text.rpartition(" to ")[2] for text in sentences if "rounded" in text]
    assert amounts == ["10.00 USD.", "10.00 USD.", "5.00 USD."]


def test_without_compression_a_level_is_used_up() -> None:
    company = Company(
        LINE, [Sale(DAVE)], tests={"active": [DAVE, BOB]}, volumes={"personal": {CAROL: "20"}}
    )
    result = pay(company, LEVEL.replace("skip-inactive", "none"))
    assert line(result, 1)[1:] == [
        "O1, level: Carol used level 2 up and is paid nothing: he does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed).",
    ]


def test_what_a_fast_start_takes_over() -> None:
    start = """\
  start:
    kind: fast-start
    tree: enroller
    base: cv
    compression: none
    window: {days: 3650}
    rates: {by: level, rows: [20 %]}
    same_volume: [{bonus: level, pays: 0 %}]
"""
    company = Company(
        LINE, [Sale(DAVE)], tests={"active": [DAVE, CAROL]}, volumes={"personal": {CAROL: "20"}}
    )
    result = pay(company, start + LEVEL)
    told = explain_person(result, CAROL, NAMES)
    assert "O1, level: pays nothing on 100.00 CV, which start counts." in told


def test_a_difference_of_money_for_pieces() -> None:
    stairs = """\
  stairs:
    kind: differential
    tree: enroller
    base: units
    compression: none
    rates: {by: rank, rows: {none: 0 %, silver: 1.50 USD, gold: 4.00 USD}}
"""
    company = Company(LINE, [Sale(DAVE, "2")], ranks={DAVE: 0, BOB: 0, ALICE: 1}, base=Base.UNITS)
    assert line(pay(company, stairs), 1) == [
        "Alice, O1, stairs, level 2 (4 steps up the tree), paid as Gold: "
        "2.50 USD for each of 2.00 pieces "
        "(4.00 USD less 1.50 USD below for Gold), rounded half-even from 5.0000 to 5.00 USD.",
        "O1, stairs: Carol was passed over: his rate on this sale is 0 %.",
        "O1, stairs: Bob was passed over: "
        "his rate of 1.50 USD is no higher than 1.50 USD below him.",
    ]


def test_a_bracket_of_a_retail_bonus_and_its_parameter() -> None:
    retail = """\
  retail:
    kind: retail
    base: cv
    by: base
    tiers: [{from: "0", rate: 5 %, applies: whole}, {from: "60", rate: $more, applies: above}]
"""
    more = "{unit: rate, source: Plan, basis: period, values: [{from: 2026-01-01, value: 25 %}]}"
    result = pay(Company(LINE, [Sale(DAVE)]), retail, f"{HEAD}parameters: {{more: {more}}}\n")
    assert line(result, 0)[0].startswith("Dave, O1, retail, own retail, paid as no rank: ")
    assert [line(result, row)[0].partition(": ")[2] for row in range(2)] == [
        "5 % of 60.00 CV (from 0.00 on), rounded half-even from 3.0000 to 3.00 USD.",
        "25 % of 40.00 CV (earned from 60.00 to 100.00) (from 60.00 on [$more]), "
        "25.0000 less 15.0000, each rounded half-even: 10.00 USD.",
    ]


def test_generations_and_the_own_group() -> None:
    leaders = """\
  leaders:
    kind: generation
    tree: enroller
    base: cv
    boundary: {test: chosen}
    boundary_person: next
    empty: counted
    own_group: 2 %
    rates: {by: generation, rows: [5 %]}
"""
    company = Company(
        LINE, [Sale(DAVE)], tests={"chosen": [CAROL, ALICE]}, volumes={"personal": {}}
    )
    result = pay(company, leaders)
    assert [line(result, row)[0].partition(", paid as")[0] for row in range(2)] == [
        "Carol, O1, leaders, own group (2 steps up the tree)",
        "Alice, O1, leaders, generation 1 (4 steps up the tree)",
    ]
