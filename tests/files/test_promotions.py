"""Promotions laid over a plan on files."""

from saleor_mlm.engine.plans import load_plan

from .desk import PLAN, SALES, Desk

PROMOTION = """\
promotion: autumn
name: Autumn
plan: small
plan_sha256: {sha256}
from: 2026-10-01
to: 2026-10-31
changes:
  - {{at: "bonuses.level.rates.rows[0]", value: 20 %}}
"""


PLACE = "parameters.first.values[0].value"


def autumn(desk: Desk, plan: str = PLAN) -> str:
    return desk.put("autumn.yaml", PROMOTION.format(sha256=load_plan(plan).document_sha256))


def test_it_rules_in_its_days_and_its_lines_name_it(desk: Desk) -> None:
    # when bob's first order pays ann 20 % instead of 10 %
    assert desk.run("--promotion", autumn(desk)) == []

    # then
    assert desk.rows("commissions", "order_line", "distributor", "rate", "parameter", "amount") == [
        ("2", "ann", "20 %", "promotion autumn", "10.00"),
        ("3", "bob", "20 %", "promotion autumn", "2.02"),
        ("3", "ann", "5 %", "", "0.50"),
    ]


def test_where_it_changes_a_parameter_both_are_named(desk: Desk) -> None:
    # given the first level's rate as a parameter, which the promotion changes
    parameter = (
        "{unit: rate, source: Plan, basis: period, values: [{from: 2026-01-01, value: 10 %}]}"
    )
    plan = PLAN.replace("[10 %,", "[$first,").replace(
        "volumes:", f"parameters:\n  first: {parameter}\nvolumes:"
    )
    desk.put("plan.yaml", plan)
    promotion = desk.folder / "autumn.yaml"
    autumn(desk, plan)
    text = promotion.read_text().replace("bonuses.level.rates.rows[0]", PLACE)
    promotion.write_text(text)

    # when
    desk.run("--promotion", str(promotion))

    # then
    assert desk.rows("commissions", "order_line", "rate", "parameter")[0] == (
        "2",
        "20 %",
        "$first (promotion autumn)",
    )


def test_one_that_does_not_rule_in_the_period_is_said(desk: Desk) -> None:
    desk.put("sales.csv", SALES.splitlines()[0] + "\n")
    assert desk.run("--promotion", autumn(desk), period="2026-11") == [
        "promotion autumn does not rule in 2026-11, which begins on 2026-11-01: it rules in "
        "periods that begin from 2026-10-01 to 2026-10-31"
    ]
