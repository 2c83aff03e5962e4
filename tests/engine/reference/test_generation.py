"""The generation and infinity bonuses with all boundaries and stops, worked by hand."""

from dataclasses import replace

from .company import absent, line_of, sale, worked_out

RANKS = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  leads: {kind: country, one_of: [DE]}
  active: {kind: class, one_of: [distributor]}
  ten: {kind: volume, volume: personal, at_least: "10"}
  twenty: {kind: volume, volume: personal, at_least: "20"}
ranks:
  cumulative: no
  title: {demotion: never}
  ladder:
    - {rank: silver, name: Silver, requires: [ten]}
    - {rank: gold, name: Gold, requires: [twenty]}
bonuses:
"""
GENERATION = """
  generations:
    kind: generation
    base: cv
    tree: enroller
    boundary: <boundary>
    boundary_person: <person>
    empty: <empty>
    <own_group>
    rates: {by: generation, rows: [5 %, 3 %, 1 %]}
    payee: active
"""
INFINITY = """
  infinity:
    kind: infinity
    base: cv
    tree: enroller
    stop: <boundary>
    stop_person: <person>
    from_level: <from>
    payee: active
    rates: 1 %
"""
NAMES = ("a", "b", "c", "d", "e", "f")


def chain(leaders="", inactive=""):
    """a at the top to f at the bottom; leaders live in Germany."""
    return [
        replace(
            who,
            country="DE" if who.name in leaders else None,
            klass="retail" if who.name in inactive else "distributor",
        )
        for who in line_of(*NAMES)
    ]


def ranked(**ranks):
    """Sales of volume, without money, that make people silver or gold."""
    return [sale(name, 0, {"silver": 10, "gold": 20}[rank]) for name, rank in ranks.items()]


def paid(plan, people, sales, **facts):
    result = worked_out(RANKS + plan, people, sales, **facts)
    return [(one.payee, one.paid_level, one.amount_minor) for one in result.commissions]


def generations(people, sales, boundary="{test: leads}", person="next", empty="counted", own=""):
    plan = GENERATION.replace("<boundary>", boundary).replace("<person>", person)
    plan = plan.replace("<empty>", empty).replace("<own_group>", own)
    return paid(plan, people, sales)


def infinity(people, sales, boundary="{test: leads}", person="excluded", start=1, **facts):
    plan = INFINITY.replace("<boundary>", boundary).replace("<person>", person)
    return paid(plan.replace("<from>", str(start)), people, sales, **facts)


def test_generations_between_those_who_pass_a_test():
    sales = [sale("f", 100)]
    assert generations(chain("ace"), sales) == [("c", 1, 500), ("a", 2, 300)]
    assert generations(chain("ace"), sales, own="own_group: 2 %") == [
        ("e", 0, 200),
        ("c", 1, 500),
        ("a", 2, 300),
    ]
    # whoever is not paid is a boundary all the same
    assert generations(chain("ace", inactive="c"), sales) == [("a", 2, 300)]
    away = [absent(who, "2026-10-01", None) if who.name == "c" else who for who in chain("ace")]
    assert generations(away, sales) == [("a", 1, 500)]


def test_a_boundarys_own_sales_start_the_next_generation_or_belong_to_the_one_above():
    sales = [sale("e", 100)]
    own = "own_group: 2 %"
    assert generations(chain("ace"), sales, own=own) == [("c", 1, 500), ("a", 2, 300)]
    upper = generations(chain("ace"), sales, own=own, person="upper")
    assert upper == [("c", 0, 200), ("a", 1, 500)]
    as_customers = generations(chain("ce"), [sale("e", 100, customer="zoe")], own=own)
    assert as_customers == [("e", 0, 200), ("c", 1, 500)]


def test_an_empty_generation_uses_a_number_or_none():
    # e's generation has f's sale, c's has nothing, and neither have a's and b's
    people, sales = chain("abce"), [sale("f", 100)]
    assert generations(people, sales) == [("c", 1, 500), ("b", 2, 300), ("a", 3, 100)]
    skipped = generations(people, sales, empty="skipped")
    assert skipped == [("c", 1, 500), ("b", 1, 500), ("a", 1, 500)]
    with_d = generations(people, [*sales, sale("d", 100)], empty="skipped")
    assert with_d[:3] == [("c", 1, 500), ("b", 2, 300), ("a", 2, 300)]


def test_boundaries_by_the_payees_own_rank():
    # for the silver c every rank counts, for the gold a only gold
    sales = [*ranked(a="gold", c="silver", d="gold", e="silver"), sale("f", 100, 0)]
    own = "own_group: 2 %"
    assert generations(chain(), sales, "{own: rank}", own=own) == [
        ("e", 0, 200),
        ("d", 0, 200),
        ("c", 2, 300),
        ("a", 1, 500),
    ]


def test_empty_generations_by_the_payees_own_rank():
    # d's generation is empty for the silver c, whose nearest boundary is e, but not for the gold a
    sales = [*ranked(a="gold", c="silver", d="gold", e="silver"), sale("f", 100, 0)]
    found = generations(chain(), sales, "{own: rank}", empty="skipped")
    assert found == [("c", 1, 500), ("a", 1, 500)]


def test_infinity_stops_at_whoever_passes_a_test():
    sales = [sale("f", 100)]
    assert infinity(chain("c"), sales) == [("e", 1, 100), ("d", 1, 100), ("c", 1, 100)]
    assert infinity(chain("c"), sales, start=3) == [("c", 1, 100)]
    assert infinity(chain("c", inactive="e"), sales) == [("d", 1, 100), ("c", 1, 100)]


def test_the_stops_own_sales_pay_or_do_not():
    sales = [sale("e", 100)]
    assert infinity(chain("e"), sales) == []
    included = infinity(chain("e"), sales, person="included", start=3)
    assert included == [("b", 1, 100), ("a", 1, 100)]


def test_infinity_stops_at_the_payees_own_rank_or_title():
    sales = [*ranked(a="gold", b="silver", c="gold", e="silver"), sale("f", 100, 0)]
    assert infinity(chain(), sales, "{own: rank}") == [("e", 1, 100), ("c", 1, 100)]
    state = {"title": {"b": 2, "d": 1, "e": 2}}
    assert infinity(chain(), sales, "{own: title}", state=state) == [("e", 1, 100)]
