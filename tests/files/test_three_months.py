"""A plan as oil companies publish it, over three months, worked out by hand.

A unilevel by rank and level, a fast start with a limit, generations, ranks with grace and titles
that fall, awards in instalments, and refunds.
"""

from .desk import Desk

PLAN = """\
# Oils company: unilevel by rank and level, fast start, generations of silvers, rank awards.
plan: oils
name: Oils
time_zone: America/Denver
period: month
rounding: half-up
volumes:
  pv: {kind: sales, measure: qv}
  ogv: {kind: team, of: pv, tree: enroller, himself: included}
  pgv: {kind: team, of: pv, tree: enroller, himself: included, stops_at: is-silver}
  lreq:
    kind: legs
    of: ogv
    tree: enroller
    limit: {share: 40 %, of: requirement, requirement: "1000"}
  lown: {kind: legs, of: ogv, tree: enroller, limit: {share: 60 %, of: own-total}}
  lcnt: {kind: legs, of: ogv, tree: enroller, limit: {share: 50 %, of: counted}}
  reqv: {kind: sum, plus: [pv, lreq]}
tests:
  active: {kind: volume, volume: pv, at_least: "50"}
  ogv300: {kind: volume, volume: ogv, at_least: "300"}
  reqv700: {kind: volume, volume: reqv, at_least: "700"}
  own1: {kind: volume, volume: lown, at_least: "1"}
  cnt800: {kind: volume, volume: lcnt, at_least: "800"}
  pgv150: {kind: volume, volume: pgv, at_least: "150"}
  is-star: {kind: rank, at_least: star, of: paid-as}
  is-silver: {kind: rank, at_least: silver, of: paid-as}
  two-stars: {kind: legs, tree: enroller, at_least: 2, where: anywhere, test: is-star}
  silver-and-star:
    kind: distinct-legs
    tree: enroller
    where: anywhere
    needs: [{at_least: 1, test: is-silver}, {at_least: 1, test: is-star}]
  twice: {kind: history, test: reqv700, at_least: 2, periods: 12}
ranks:
  cumulative: no
  grace_periods: 1
  title: {demotion: 2}
  ladder:
    - {rank: star, name: Star, requires: [active, ogv300]}
    - {rank: silver, name: Silver, requires: [active, reqv700, two-stars]}
    - {rank: gold, name: Gold, requires: [active, cnt800, own1, silver-and-star, twice]}
bonuses:
  fast:
    kind: fast-start
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    window: {calendar_months: 2}
    limit: "200"
    same_volume: [{bonus: uni, pays: 0 %}, {bonus: gen, pays: 0 %}]
    rates: {by: level, rows: [25 %, 10 %]}
  uni:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: dynamic
    rates:
      by: rank
      rows:
        none: {by: level, rows: [8 %]}
        star: {by: level, rows: [8 %, 5 %]}
        silver: {by: level, rows: [8 %, 5 %, 4 %]}
        gold: {by: level, rows: [8 %, 5 %, 4 %, 4 %]}
  gen:
    kind: generation
    tree: enroller
    base: cv
    payee: pgv150
    boundary: {test: is-silver}
    boundary_person: next
    empty: counted
    own_group: 1 %
    rates: {by: generation, rows: [3 %, 2 %]}
  adv:
    kind: rank-advancement
    pays: first-time
    jumped: each
    instalments: 2
    amounts: {star: 25.00 USD, silver: 100.00 USD, gold: 250.00 USD}
"""
NETWORK = """\
distributor,joined,enroller
A,2024-01-01,
B,2024-01-01,A
C,2024-01-01,A
D,2024-01-01,A
E,2024-01-01,B
F,2024-01-01,B
G,2024-01-01,C
H,2024-01-01,C
I,2024-01-01,D
J,2026-10-10,E
"""
ORDERS = {
    "2026-10": "A:60:57 B:100:95 C:80:76 D:50:47.5 E:200:190 "
    "F:150:142.5 G:120:114 H:40:38 I:300:285 J:100:95",
    "2026-11": "A:20:19 B:100:95 C:400:380 D:60:57 E:250:237.5 "
    "F:300:285 G:90:85.5 H:60:57 J:150:142.5 K:100:95",
    "2026-12": "A:100:95 B:200:190 C:500:475 D:10:9.5 "
    "E:300:285 F:350:332.5 G:310:294.5 H:100:95 K:150:142.5",
}
"""Who buys: QV and CV."""
REFUNDS = {
    "2026-11": "F2026-10,2026-11-20,F,F,USD,-50,-47.5",
    "2026-12": "J2026-10,2026-12-20,J,J,USD,-100,-95",
}
RANKS = {
    "2026-10": {"A": "silver", "B": "star", "D": "star", "E": "star", "I": "star"},
    # A, D and I by grace
    "2026-11": {"A": "silver", "B": "star", "C": "star", "D": "star", "E": "star", "I": "star"},
    # E by grace
    "2026-12": {"A": "gold", "B": "silver", "C": "star", "E": "star", "F": "star", "G": "star"},
}
PAY = {
    "2026-10": {
        "fast": {"B": "9.50", "E": "23.75"},
        "uni": {"A": "55.96", "B": "26.60", "C": "12.16", "D": "22.80"},
        "gen": {"A": "9.89"},
        "adv": {"A": "62.50", "B": "12.50", "D": "12.50", "E": "12.50", "I": "12.50"},
    },
    "2026-11": {
        "fast": {"B": "10.50", "C": "9.50", "E": "26.25", "G": "23.75"},
        "uni": {"A": "-2.38", "B": "39.88", "C": "11.40", "E": "3.00"},
        "gen": {"A": "11.88"},
        "adv": {"A": "62.50", "B": "12.50", "C": "12.50", "D": "12.50", "E": "12.50", "I": "12.50"},
    },
    "2026-12": {
        "fast": {"B": "-9.50", "C": "10.50", "E": "-23.75", "G": "26.25"},
        "uni": {"A": "105.82", "B": "49.40", "C": "33.04", "G": "3.00"},
        "gen": {"A": "33.36", "B": "6.18"},
        "adv": {"A": "125.00", "B": "50.00", "C": "12.50", "F": "12.50", "G": "12.50"},
    },
}


def test_three_months_by_hand(desk: Desk) -> None:
    # given
    desk.put("plan.yaml", PLAN)
    before: list[str] = []
    for month, orders in ORDERS.items():
        desk.put("network.csv", NETWORK + ("K,2026-11-05,G\n" if month > "2026-10" else ""))
        desk.put("sales.csv", sales(month, orders))

        # when
        desk.run(*before, out=month, period=month)
        before = ["--state-in", desk.path(month)]

        # then
        assert ranks(desk, month) == RANKS[month]
        assert pay(desk, month) == PAY[month]


def sales(month: str, orders: str) -> str:
    rows = ["order_line,date,distributor,buyer,currency,qv,cv"]
    for order in orders.split():
        who, qv, cv = order.split(":")
        rows.append(f"{who}{month},{month}-12,{who},{who},USD,{qv},{cv}")
    return "\n".join([*rows, REFUNDS.get(month, "")]) + "\n"


def ranks(desk: Desk, month: str) -> dict[str, str]:
    rows = desk.rows("ranks", "distributor", "paid_as", out=month)
    return {who: rank for who, rank in rows if rank}


def pay(desk: Desk, month: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {bonus: {} for bonus in ("fast", "uni", "gen", "adv")}
    for who, bonus, amount in desk.rows("statements", "distributor", "bonus", "amount", out=month):
        found[bonus][who] = amount
    return found
