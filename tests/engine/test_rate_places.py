"""Of every form of rate table a line's sentence names the entry that its rate stands in."""

import pytest

from saleor_mlm.engine.explain import Names, explain_line

from .stories import Company, Sale, pay

ALICE, BOB, CAROL = range(3)
NAMES = Names(("Alice", "Bob", "Carol"), ("O1",))
BONUS = """\
  infinity:
    kind: infinity
    tree: enroller
    base: cv
    stop: {test: chosen}
    stop_person: included
    rates: {rates}
"""
TIERS = '{from: "0", rate: 1 %}, {from: "100.00", rate: 2 %}, {from: "200.00", rate: 3 %}'
DATES = (
    "{from: 2020-01-01, rate: 1 %}, {from: 2026-10-03, rate: 2 %}, {from: 2027-01-01, rate: 3 %}"
)


OWN = "on sales at you and at people directly below you in the enroller tree"


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        (
            f"{{by: volume, volume: personal, rows: [{TIERS}]}}",
            [
                "1 % from 0.00 of your “personal”",
                "2 % from 100.00 of your “personal”",
                "1 % from 0.00 of your “personal”",
            ],
        ),
        (
            "{by: enrolled, rows: {personally: 1 %, otherwise: 2 %}}",
            [f"1 % {OWN}", f"1 % {OWN}", "2 % on all other sales"],
        ),
        (
            "{by: rank, rows: {none: 1 %, silver: 2 %, gold: 3 %}}",
            ["2 % for Silver", "2 % for Silver", "1 % without a rank"],
        ),
        (
            "{by: title, rows: {none: 1 %, silver: 2 %, gold: 3 %}}",
            ["2 % with the title Silver", "3 % with the title Gold", "1 % without a title"],
        ),
        (
            "{by: source-rank, rows: {none: 1 %, silver: 2 %, gold: 3 %}}",
            ["2 % on sales at a Silver"] * 3,
        ),
        (
            "{by: country, of: order, rows: {DE: 1 %, AT: 2 %, other: 3 %}}",
            ["2 % on orders from AT"] * 3,
        ),
        (
            "{by: country, of: source, rows: {DE: 1 %, AT: 2 %, other: 3 %}}",
            ["1 % on sales at people in DE"] * 3,
        ),
        (
            "{by: country, of: payee, rows: {DE: 1 %, AT: 2 %, other: 3 %}}",
            ["1 % for people in DE", "2 % for people in AT", "3 % elsewhere"],
        ),
        (
            "{by: product-line, rows: {skincare: 1 %, other: 2 %}}",
            ["1 % on skincare"] * 3,
        ),
        (
            f"{{by: sale-date, rows: [{DATES}]}}",
            ["2 % on sales from 2026-10-03 on"] * 3,
        ),
        (
            f"{{by: enrolment-date, rows: [{DATES}]}}",
            ["1 % on sales at people who enrolled from 2020-01-01 on"] * 3,
        ),
    ],
)
def test_a_rate_is_told_with_the_entry_it_stands_in(rates: str, told: list[str]) -> None:
    # given: a customer in Austria buys skincare of Carol, who is Silver, in Germany and enrolled on
    # 2 October; Bob above her has the title Gold, Alice none
    company = Company(
        (-1, ALICE, BOB),
        [Sale(CAROL, line=0, country=1)],
        joined={CAROL: "2026-10-02"},
        countries={CAROL: 0, BOB: 1},
        volumes={"personal": {CAROL: "99.99", BOB: "100"}},
        ranks={CAROL: 0, BOB: 0},
        titles={CAROL: 0, BOB: 1},
    )

    # when
    result = pay(company, BONUS.replace("{rates}", rates))

    # then: to Carol, Bob and Alice
    sentences = [explain_line(result, result.lines, row, NAMES)[0] for row in range(3)]
    for sentence, expected in zip(sentences, told, strict=True):
        rate, place = expected.split(" % ", 1)
        assert f": {rate} % of 100.00 CV ({place}), rounded" in sentence
