"""Sales that are earned later than they were sold: paid by how everybody stood then."""

import pytest

from saleor_mlm.engine.reference.inputs import PastPeriod

from .company import line_of, person, sale, worked_out

PLAN = """
volumes: {personal: {kind: sales, measure: qv}}
tests: {active: {kind: volume, volume: personal, at_least: "50"}}
ranks:
  cumulative: yes
  title: {demotion: never}
  ladder: [{rank: silver, name: Silver, requires: [active]}]
bonuses:
  level:
    {kind: level, base: cv, tree: enroller, own_orders: himself, compression: skip-inactive,
     payee: active, rates: {by: level, rows: [{by: rank, rows: {none: 10 %, silver: 20 %}}]}}
"""
PEOPLE = line_of("ann", "bob")


def september(**changes):
    known = {"tests": {"active": {"bob": True}}, "titles": {}, "paid_as": {"bob": 1}}
    return PastPeriod("month", "2026-09", **{**known, **changes})


def paid(*sales, past, plan=PLAN, people=PEOPLE):
    result = worked_out(plan, people, sales, past=past)
    return [(line.payee, line.rank, line.amount_minor) for line in result.commissions]


LATE = sale("bob", 100, qv=0, sold_at=sale("bob", day="2026-09-30").line.sold_at)


def test_a_late_sale_is_paid_by_its_periods_result():
    new = sale("bob", 10, qv=0)
    assert paid(LATE, new, sale("ann", 50), past=(september(),)) == [
        ("bob", 1, 2000),
        ("ann", 1, 200),
        ("ann", 1, 1000),
    ]


@pytest.mark.parametrize(
    "past",
    [
        (),
        (PastPeriod("month", "2026-08", tests={"active": {"bob": True}}, titles={}),),
        (september(tests={}),),
        (september(titles=None),),
    ],
)
def test_without_a_result_that_tells_enough_by_the_period_that_pays(past):
    assert paid(LATE, sale("ann", 50), past=past) == [("ann", 1, 2000), ("ann", 1, 1000)]


def test_a_limit_goes_on_and_brackets_begin_anew_for_each_period():
    plan = """
bonuses:
  fast:
    {kind: fast-start, base: cv, tree: enroller, own_orders: himself, compression: none,
     window: {days: 60}, limit: "105", rates: {by: level, rows: [10 %]}}
  own: {kind: retail, base: cv, by: base, tiers: [{from: "0", rate: 1 %, applies: whole},
        {from: "105", rate: 9 %, applies: whole}]}
"""
    people = [person("bob", joined="2026-09-20")]
    lines = paid(
        LATE, sale("bob", 10), past=(PastPeriod("month", "2026-09"),), plan=plan, people=people
    )
    assert sorted(amount for _, _, amount in lines) == [10, 50, 100, 1000]
