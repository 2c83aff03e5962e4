"""A plan that changed between two runs: what the earlier one left and nothing goes on from."""

from .desk import Desk

PLAN = """\
plan: changing
name: Changing
time_zone: UTC
period: month
rounding: half-even
volumes:
  personal: {kind: sales, measure: qv}
tests:
  sold: {kind: volume, volume: personal, at_least: "50"}
  twice: {kind: history, test: sold, at_least: 2, periods: 2}
  first: {kind: first-time, test: sold}
ranks:
  cumulative: no
  title: {demotion: never}
  ladder:
    - {rank: seller, name: Seller, requires: [sold]}
bonuses:
  start:
    kind: fast-start
    tree: enroller
    base: cv
    compression: none
    window: {days: 365}
    limit: "100"
    rates: {by: level, rows: [20 %]}
  level:
    kind: level
    tree: enroller
    base: cv
    payee: twice
    source: first
    compression: none
    rates: {by: level, rows: [10 %]}
  rank:
    kind: rank-advancement
    pays: first-time
    jumped: each
    instalments: 2
    amounts: {seller: 10.00 USD}
"""
NETWORK = "distributor,joined,enroller\nann,2026-01-05,\nbob,2026-02-01,ann\n"
HEAD = "order_line,date,distributor,buyer,currency,qv,cv\n"


def november(desk: Desk, *changes: tuple[str, str]) -> list[str]:
    """What is said of November under a changed plan, after October under the one above."""
    desk.put("network.csv", NETWORK)
    desk.put("plan.yaml", PLAN)
    desk.put("sales.csv", f"{HEAD}1,2026-10-05,bob,bob,USD,60,80\n")
    desk.run(out="october")
    text = PLAN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    desk.put("plan.yaml", text)
    desk.put("sales.csv", f"{HEAD}2,2026-11-05,bob,bob,USD,60,80\n")
    return desk.run("--state-in", desk.path("october"), out="november", period="2026-11")


def test_the_same_plan_goes_on(desk: Desk) -> None:
    assert november(desk) == []


def test_limits_and_instalments_of_bonuses_that_are_gone_are_said(desk: Desk) -> None:
    assert november(desk, ("  start:", "  welcome:"), ("  rank:\n", "  award:\n")) == [
        "nothing goes on from advancement:rank:seller, used:start:USD of the earlier runs' state: "
        "no bonus of the plan is called so"
    ]


def test_a_test_that_earlier_results_do_not_have_is_said(desk: Desk) -> None:
    # when history and first time ask for a test that October did not know
    said = november(
        desk, ("test: sold,", "test: big,"), ("test: sold}", "test: big}"),
        ("tests:\n", 'tests:\n  big: {kind: volume, volume: personal, at_least: "60"}\n'),
    )  # fmt: skip

    # then
    assert said == [
        "test twice: no result of 1 of the 1 earlier periods",
        "test first: no earlier run tells who passed big before",
    ]

    # when the third month looks back on two, of which October has not the test
    desk.put(
        "plan.yaml", (desk.folder / "plan.yaml").read_text().replace("periods: 2", "periods: 3")
    )
    desk.put("sales.csv", f"{HEAD}3,2026-12-05,bob,bob,USD,60,80\n")
    said = desk.run("--state-in", desk.path("november"), out="december", period="2026-12")

    # then the column that came later does not count for October
    assert said == ["test twice: no result of 1 of the 2 earlier periods"]


def test_a_bonus_whose_lines_are_taken_back_stays_in_the_plan(desk: Desk) -> None:
    # given October's fast start, whose sale comes back in November
    november(desk)
    desk.put("sales.csv", f"{HEAD}1,2026-11-05,bob,bob,USD,-60,-80\n")
    back = ("--state-in", desk.path("october"))

    # when the plan has it no more
    desk.put("plan.yaml", PLAN.replace("  start:", "  welcome:"))
    assert desk.refusal(*back, out="back", period="2026-11") == [
        "october: holds the bonus `start`, which the plan has no more; expected it in the plan, "
        "at 0 % if it pays no more: what it paid may be taken back; there are: welcome, level, "
        "rank [run-folder]"
    ]

    # when it pays no more
    desk.put("plan.yaml", PLAN.replace("rows: [20 %]", "rows: [0 %]"))
    desk.run(*back, out="back", period="2026-11")
    assert desk.rows("commissions", "bonus", "rate", "amount", out="back") == [
        ("start", "20 %", "-16.00")
    ]
