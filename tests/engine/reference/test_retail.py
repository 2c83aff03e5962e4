"""The retail bonus: margin, whole, marginal and mixed brackets, worked by hand."""

from .company import absent, line_of, person, sale, worked_out

BONUS = """
bonuses:
  retail: {kind: retail, base: <base>, sales: {buyers: [retail]}, by: base, tiers: [<tiers>]}
"""


ANN = person("ann")


def lines(tiers, sales, base="cv", people=(ANN,)):
    plan = BONUS.replace("<base>", base).replace("<tiers>", tiers)
    return [
        (line.order_line, int(line.low), int(line.high), line.amount_minor)
        for line in worked_out(plan, people, sales).commissions
    ]


def tier(bound, rate, applies):
    return f'{{from: "{bound}", rate: {rate} %, applies: {applies}}}'


def retail(key, cv, **facts):
    return sale("ann", cv, customer="eva", buyer_class="retail", key=key, **facts)


TWO = [retail("2", 60), retail("1", 60)]


def test_the_margin_is_paid_in_full():
    sold = retail("1", 0, measures={"margin": "12.5"})
    own = sale("ann", measures={"margin": 99})
    assert lines(tier(0, 100, "whole"), [sold, own], base="margin") == [("1", 0, 12, 1250)]


def test_a_loss_is_no_margin_and_takes_nothing_from_other_sales():
    loss = retail("1", 0, measures={"margin": "-5"})
    gain = retail("2", 0, measures={"margin": 20})
    assert lines(tier(0, 100, "whole"), [loss, gain], base="margin") == [("2", 0, 20, 2000)]


def test_whole_brackets_pay_one_rate_for_everything():
    tiers = ", ".join([tier(0, 5, "whole"), tier(100, 10, "whole")])
    assert lines(tiers, TWO) == [("1", 0, 60, 600), ("2", 0, 60, 600)]
    assert lines(tiers, [retail("1", 99)]) == [("1", 0, 99, 495)]
    assert lines(tiers, [retail("1", 100)]) == [("1", 0, 100, 1000)]


def test_marginal_brackets_pay_for_what_lies_in_each():
    tiers = ", ".join([tier(0, 5, "above"), tier(100, 10, "above")])
    assert lines(tiers, TWO) == [("1", 0, 60, 300), ("2", 0, 40, 200), ("2", 40, 60, 200)]
    # the earlier volume date lies below
    earlier = [retail("1", 60, day="2026-10-09"), retail("0", 60)]
    assert lines(tiers, earlier)[1:] == [("0", 0, 40, 200), ("0", 40, 60, 200)]


def test_mixed_brackets():
    brackets = [tier(0, 1, "whole"), tier(20, 2, "above"), tier(50, 5, "whole")]
    tiers = ", ".join([*brackets, tier(100, 10, "above")])
    assert lines(tiers, TWO) == [("1", 0, 60, 300), ("2", 0, 40, 200), ("2", 40, 60, 200)]
    assert lines(tiers, [retail("1", 40)]) == [("1", 0, 20, 20), ("1", 20, 40, 40)]


def test_each_currency_has_its_own_axis_and_absence_pays_nothing():
    tiers = ", ".join([tier(0, 0, "above"), tier(50, 10, "above")])
    sales = [retail("1", 60), retail("2", 70, currency="EUR"), retail("3", 40, day="2026-10-20")]
    assert lines(tiers, sales, people=[absent(ANN, "2026-10-15", None)]) == [
        ("1", 50, 60, 100),
        ("2", 50, 70, 200),
    ]


def test_a_volume_chooses_the_bracket():
    plan = """
volumes:
  group: {kind: team, of: own, tree: enroller, himself: excluded}
  own: {kind: sales, measure: qv}
bonuses:
  retail:
    kind: retail
    base: cv
    by: volume
    volume: group
    tiers: [{from: "0", rate: 5 %, applies: whole}, {from: "100", rate: 7 %, applies: whole}]
"""
    sales = [sale("ann", 100, 0), sale("bob", 100, 99), sale("cem", 100, 1)]
    result = worked_out(plan, line_of("ann", "bob", "cem"), sales)
    assert [line.amount_minor for line in result.commissions] == [700, 500, 500]
