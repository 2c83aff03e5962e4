"""The level bonus in all its compressions, and the rate tables, worked by hand."""

import pytest

from .company import absent, line_of, paid, person, sale, worked_out

VOLUMES = """
volumes: {personal: {kind: sales, measure: qv}}
tests: {active: {kind: volume, volume: personal, at_least: "10"}}
"""
BONUS = """
bonuses:
  level:
    kind: level
    base: cv
    tree: enroller
    payee: active
    compression: <compression>
    sales: {order_kinds: [first]}
    rates: {by: level, rows: [10 %, 0 %, 5 %, 2 %]}
"""
# from the top; dan is inactive, and buys for 100
CHAIN = line_of("top", "ann", "bob", "cem", "dan", "eva")


def climbed(compression, **facts):
    active = [sale(name, qv=10) for name in ("top", "ann", "bob", "cem")]
    sales = [*active, sale("eva", 100, 0, order_kind="first", **facts)]
    return worked_out(VOLUMES + BONUS.replace("<compression>", compression), CHAIN, sales)


def lost(result):
    return [(one.person, one.level, one.paid_level, one.why) for one in result.unpaid]


def test_none_loses_the_levels_of_whoever_is_inactive_or_has_no_rate():
    result = climbed("none")
    assert paid(result) == {"bob": 500, "ann": 200}
    assert lost(result) == [("dan", 1, 1, "inactive"), ("cem", 2, 2, "no-rate")]


def test_skip_inactive_uses_no_level_for_the_inactive():
    result = climbed("skip-inactive")
    assert paid(result) == {"cem": 1000, "ann": 500, "top": 200}
    assert lost(result) == [("bob", 3, 2, "no-rate")]


def test_dynamic_goes_on_until_somebody_is_paid_the_level():
    result = climbed("dynamic")
    assert paid(result) == {"cem": 1000}
    assert lost(result) == [(None, 0, 2, "root")]


def test_volume_moves_the_sale_to_the_nearest_active_and_goes_on_from_there():
    result = climbed("volume")
    # eva and dan are inactive: an own order of cem, so level 1 is bob
    assert paid(result) == {"bob": 1000, "top": 500}
    assert lost(result) == [("ann", 2, 2, "no-rate"), (None, 0, 4, "root")]
    assert [(line.payee, line.level) for line in result.commissions] == [("bob", 1), ("top", 3)]
    as_a_customers = climbed("volume", customer="zoe")
    assert paid(as_a_customers) == {"cem": 1000, "ann": 500, "top": 200}


def test_a_customers_order_begins_at_the_distributor_himself():
    assert paid(climbed("none", customer="zoe")) == {"cem": 500, "bob": 200}


def test_whoever_had_no_agreement_is_passed_over_by_every_compression():
    plan = (VOLUMES + BONUS).replace("<compression>", "none").replace("payee: active", "")
    away = [
        *CHAIN[:3],
        absent(CHAIN[3], "2026-10-10", None),
        absent(CHAIN[4], "2026-10-01", "2026-10-10"),
    ]
    result = worked_out(plan, [*away, CHAIN[5]], [sale("eva", 100, order_kind="first")])
    # dan is back at the very moment; cem left at it
    assert [(line.payee, line.level, line.paid_level) for line in result.commissions] == [
        ("dan", 1, 1),
        ("ann", 4, 3),
        ("top", 5, 4),
    ]


def test_sales_sources_and_own_orders_on_which_nothing_is_paid():
    text = "rates: {by: level, rows: [10 %]}}"
    plan = (
        VOLUMES
        + f"""
bonuses:
  a: {{kind: level, base: cv, tree: enroller, compression: none, source: active, {text}
  b: {{kind: level, base: cv, tree: enroller, compression: none, own_orders: excluded, {text}
  c: {{kind: level, base: cv, tree: enroller, compression: none, sales: {{buyers: [retail]}}, {text}
"""
    )
    sales = [sale("bob", 100, 0), sale("cem", 100, 10), sale("bob", 100, 0, customer="eva")]
    people = line_of("ann", "bob", "cem")
    result = worked_out(plan, people, sales)
    found = [(line.bonus, line.payee, line.amount_minor) for line in result.commissions]
    assert found == [("a", "bob", 1000), ("b", "bob", 1000)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{by: rank, rows: {none: 1 %, silver: 2 %, gold: 3 %}}", {"ann": 300, "bob": 100}),
        ("{by: title, rows: {none: 1 %, silver: 2 %, gold: 3 %}}", {"ann": 300, "bob": 200}),
        ("{by: source-rank, rows: {none: 1 %, silver: 2 %, gold: 3 %}}", {"ann": 200, "bob": 200}),
        (
            "{by: volume, volume: personal, "
            'rows: [{from: "0", rate: 1 %}, {from: "20", rate: 2 %}]}',
            {"ann": 200, "bob": 100},
        ),
        ("{by: buyer-class, rows: {distributor: 4 %, other: 5 %}}", {"ann": 400, "bob": 400}),
        ("{by: order-kind, rows: {autoship: 4 %, other: 5 %}}", {"ann": 500, "bob": 500}),
        ("{by: product-line, rows: {skincare: 4 %, other: 5 %}}", {"ann": 400, "bob": 400}),
        ("{by: currency, rows: {EUR: 4 %, other: 5 %}}", {"ann": 500, "bob": 500}),
        ("{by: country, of: payee, rows: {DE: 4 %, other: 5 %}}", {"ann": 400, "bob": 500}),
        ("{by: country, of: source, rows: {AT: 4 %, other: 5 %}}", {"ann": 400, "bob": 400}),
        ("{by: country, of: order, rows: {CH: 4 %, other: 5 %}}", {"ann": 400, "bob": 400}),
        ("{by: enrolled, rows: {personally: 4 %, otherwise: 5 %}}", {"ann": 500, "bob": 400}),
        (
            "{by: sale-date, rows: [{from: 2026-10-01, rate: 4 %}, {from: 2026-10-11, rate: 5 %}]}",
            {"ann": 400, "bob": 400},
        ),
        (
            "{by: enrolment-date, rows: "
            "[{from: 2026-02-02, rate: 4 %}, {from: 2026-03-01, rate: 5 %}]}",
            {"ann": 500, "bob": 500},
        ),
    ],
)
def test_rate_tables(table, expected):
    plan = (
        VOLUMES
        + f"""
  gold-volume: {{kind: volume, volume: personal, at_least: "20"}}
ranks:
  cumulative: no
  title: {{demotion: never}}
  ladder:
    - {{rank: silver, name: Silver, requires: [active]}}
    - {{rank: gold, name: Gold, requires: [gold-volume]}}
bonuses:
  level: {{kind: level, base: cv, tree: enroller, compression: none, sales: {{countries: [CH]}},
          rates: {{by: level, rows: [{table}, {table}]}}}}
"""
    )
    plan = plan.replace("tests: {active", "tests:\n  active").replace('"10"}}\n', '"10"}\n', 1)
    people = [
        person("ann", country="DE"),
        person("bob", "ann"),
        person("cem", "bob", country="AT", joined="2026-03-01"),
    ]
    columns = {"buyer_class": "distributor", "product_line": "skincare", "country": "CH"}
    sales = [sale("ann", qv=20), sale("bob", qv=-1), sale("cem", 100, 10, **columns)]
    assert paid(worked_out(plan, people, sales, state={"title": {"bob": 1}})) == expected


def test_tables_of_different_length_end_with_the_longest():
    rows = (
        "{by: rank, rows: {none: {by: level, rows: [1 %]}, silver: {by: level, rows: [2 %, 3 %]}}}"
    )
    plan = (
        VOLUMES
        + f"""
ranks:
  cumulative: no
  title: {{demotion: never}}
  ladder: [{{rank: silver, name: Silver, requires: [active]}}]
bonuses:
  level: {{kind: level, base: cv, tree: enroller, compression: none, rates: {rows}}}
"""
    )
    people = line_of("top", "ann", "bob", "cem")
    result = worked_out(plan, people, [sale("ann", qv=10), sale("top", qv=10), sale("cem", 100, 0)])
    assert paid(result) == {"bob": 100, "ann": 300}
    skipped = worked_out(plan, people, [sale("top", qv=10), sale("cem", 100, 0)])
    assert paid(skipped) == {"bob": 100}
    assert lost(skipped) == [("ann", 2, 2, "no-rate")]
