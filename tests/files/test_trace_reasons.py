"""`plan trace` says why somebody was not paid: with his rate, the test he fails, what is yet to
come, and what was granted to him."""

from .desk import PLAN, Desk

RULES = """\
volumes:
  personal: {kind: sales, measure: qv}
  group: {kind: team, of: personal, tree: enroller, himself: included}
tests:
  active: {kind: volume, volume: personal, at_least: "50"}
  strong: {kind: volume, volume: group, at_least: "500"}
  steady: {kind: volume, volume: personal, at_least: "400"}
  with-people: {kind: legs, tree: enroller, at_least: 3, where: first, test: active}
  grown: {kind: all, tests: [strong, with-people]}
  leads: {kind: any, tests: [steady, grown]}
  is-leader: {kind: rank, at_least: leader, of: paid-as}
ranks:
  cumulative: no
  title: {demotion: never}
  ladder: [{rank: leader, name: Leader, requires: [active, leads]}]
bonuses:
  stairs:
    kind: differential
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    rates: {by: volume, volume: group, rows: [{from: "0", rate: 0 %}, {from: "50", rate: 4 %}]}
  leaders:
    kind: generation
    tree: enroller
    base: cv
    boundary: {test: is-leader}
    boundary_person: next
    empty: counted
    rates: {by: generation, rows: [0 %]}
  own:
    kind: retail
    base: cv
    by: volume
    volume: personal
    tiers: [{from: "0", rate: 0 %, applies: whole}, {from: "400", rate: 5 %, applies: whole}]
"""
NETWORK = """\
distributor,joined,enroller
ann,2026-01-05,
bob,2026-02-01,ann
"""
SALES = """\
order_line,date,distributor,buyer,currency,cv,qv,earned
1,2026-10-05,ann,ann,USD,100,60,2026-10-05
2,2026-10-06,bob,kim,USD,50,60,2026-10-06
3,2026-10-31,bob,kim,USD,10,10,2026-11-02
4,2026-10-31,bob,kim,USD,10,10,no
"""
TERMS = "trees: [enroller, placement]\n"


def told(desk: Desk, distributor: str, *more: str) -> list[str]:
    head = PLAN[: PLAN.index(TERMS)]
    desk.put("plan.yaml", head + RULES)
    desk.put("network.csv", NETWORK)
    desk.put("sales.csv", SALES)
    files = [*desk.files(), "--period", "2026-10", "--distributor", distributor, *more]
    code, sentences, wrong = desk.plan("trace", *files)
    assert (code, wrong) == (0, ""), wrong
    return [line for line in sentences.splitlines() if not line.startswith("no run of")]


def test_each_rate_that_paid_nothing_is_told_with_its_place(desk: Desk) -> None:
    assert told(desk, "bob") == [
        "bob: paid as no rank, qualified as no rank, title no rank.",
        "bob, stairs: 2.00 USD.",
        "bob, 2, stairs, level 1, paid as no rank: 4 % of 50.00 CV "
        "(from 50.00 of your “group”), rounded half-even from 2.0000 to 2.00 USD.",
        "2, leaders: bob is paid nothing, since he does not pass “is-leader” "
        "(paid-as rank: none, at least Leader needed).",
        "2, own: bob is paid nothing, since his rate on this sale is 0 % (volume personal: 80.00).",
        "bob does not qualify for Leader: one of (volume personal: 80.00, at least 400.00 needed) "
        "or (volume group: 80.00, at least 500.00 needed; legs in enroller in which the first "
        "person passes active: 0, at least 3 needed).",
        "3: not earned in 2026-10: its volume counts, and it pays nobody yet.",
        "4: not earned in 2026-10: its volume counts, and it pays nobody yet.",
    ]


def test_a_rate_that_is_no_higher_is_named(desk: Desk) -> None:
    assert (
        "2, stairs: ann is paid nothing, since his rate of 4 % (from 50.00 of your “group”) is no "
        "higher than the highest below him."
    ) in told(desk, "ann")


def test_a_test_that_an_exception_decides_is_told(desk: Desk) -> None:
    # given ann, who leads by an exception, and is paid 0 % in the first generation
    rows = "test,distributor,outcome,until,reason,approved_by\n"
    rows += "leads,ann,waived,2026-10-31,moved house,board\nsteady,ann,failed,2026-10-31,x,board\n"
    exceptions = desk.put("exceptions.csv", rows)

    # when
    found = told(desk, "ann", "--adjustments", exceptions)

    # then
    assert found[0] == "ann: paid as Leader, qualified as Leader, title Leader."
    assert set(found[1:3]) == {
        "ann passes “leads” by an exception that was granted.",
        "ann fails “steady” by an exception that was granted.",
    }
    assert "2, leaders: ann is paid nothing, since the sale is of his own group." in found
