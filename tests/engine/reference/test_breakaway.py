"""The breakaway bonus and its guarantee, worked by hand."""

from dataclasses import replace

from .company import absent, line_of, person, sale, worked_out

PLAN = """
tests:
  leads: {kind: country, one_of: [DE]}
  active: {kind: class, one_of: [distributor]}
bonuses:
  override:
    kind: breakaway
    base: cv
    tree: enroller
    leader: leads
    payee: active
    compression: <compression>
    rates: {by: generation, rows: [<rows>]}
    <guarantee>
"""


def leader(who, active=True):
    return replace(who, country="DE", klass="distributor" if active else "retail")


def overrides(people, sales, compression="skip-inactive", rows="4 %, 2 %", guarantee=""):
    plan = PLAN.replace("<compression>", compression).replace("<rows>", rows)
    return worked_out(plan.replace("<guarantee>", guarantee), people, sales)


def paid(result):
    return [(one.payee, one.level, one.paid_level, one.amount_minor) for one in result.commissions]


def lost(result):
    return [(one.person, one.paid_level, one.why) for one in result.unpaid]


def chain(**inactive):
    """top, ann, cem and eva lead; bob and dan do not; each below the one before."""
    return [
        leader(who, who.name not in inactive) if who.name in ("top", "ann", "cem", "eva") else who
        for who in line_of("top", "ann", "bob", "cem", "dan", "eva")
    ]


def test_leaders_above_the_groups_leader_are_the_generations():
    # dan is in cem's group: cem himself is paid nothing, ann is generation 1 and top 2
    result = overrides(chain(), [sale("dan", 100, customer="zoe")])
    assert paid(result) == [("ann", 4, 1, 400), ("top", 5, 2, 200)]
    own_order = overrides(chain(), [sale("cem", 100)])
    assert paid(own_order) == [("ann", 2, 1, 400), ("top", 3, 2, 200)]
    shallow = overrides(chain(), [sale("bob", 100)])
    assert paid(shallow) == [("top", 2, 1, 400)]
    assert lost(shallow) == [(None, 2, "root")]


def test_a_leader_who_is_inactive_uses_a_generation_or_none():
    people = chain(ann=True)
    assert paid(overrides(people, [sale("dan", 100)])) == [("top", 4, 1, 400)]
    result = overrides(people, [sale("dan", 100)], compression="none")
    assert paid(result) == [("top", 4, 2, 200)]
    assert lost(result) == [("ann", 1, "inactive")]
    no_rate = overrides(chain(), [sale("dan", 100)], rows="0 %, 2 %")
    assert (paid(no_rate), lost(no_rate)) == ([("top", 4, 2, 200)], [("ann", 1, "no-rate")])


def test_a_leader_without_an_agreement_is_no_leader():
    people = [absent(who, "2026-10-01", None) if who.name == "cem" else who for who in chain()]
    assert paid(overrides(people, [sale("dan", 100)])) == [("top", 4, 1, 400)]


def test_the_guarantee_is_made_up_out_of_what_came_from_below():
    # eva's group pays cem 4.00 of 10.00; eva got nothing, so nothing more comes
    # cem's group pays ann 2.00; cem passes on his 4.00 though 8.00 are missing
    # ann's group pays top 9.00; ann passes on 1.00 of her 6.00
    sales = [sale("eva", 100), sale("dan", 50), sale("bob", 225)]
    result = overrides(chain(), sales, rows="4 %", guarantee="guarantee: {amount: 10.00 USD}")
    assert [(one.payee, one.amount_minor) for one in result.commissions] == [
        ("cem", 400),
        ("ann", 200),
        ("top", 900),
    ]
    assert [(one.person, one.what, one.about, one.amount_minor) for one in result.person_lines] == [
        ("cem", "passed-on", "ann", -400),
        ("ann", "guarantee", "cem", 400),
        ("ann", "passed-on", "top", -100),
        ("top", "guarantee", "ann", 100),
    ]


def test_a_guarantee_looks_at_its_own_currency_only():
    sales = [sale("eva", 100, currency="EUR"), sale("eva", 100), sale("dan", 500, currency="EUR")]
    result = overrides(chain(), sales, rows="4 %", guarantee="guarantee: {amount: 10.00 USD}")
    amounts = [(one.person, one.amount_minor) for one in result.person_lines]
    assert amounts == [("cem", -400), ("ann", 400), ("ann", -400), ("top", 400)]


def test_several_legs_make_up_what_a_leader_got():
    people = [leader(person("top")), leader(person("ann", "top"))]
    people += [leader(person(name, "ann")) for name in ("bob", "cem")]
    sales = [sale("bob", 100), sale("cem", 100), sale("ann", 25)]
    result = overrides(people, sales, rows="4 %", guarantee="guarantee: {amount: 4.00 USD}")
    assert [one.amount_minor for one in result.person_lines] == [-300, 300]
