"""The rank-advancement bonus, worked by hand."""

import pytest

from saleor_mlm.engine.reference.inputs import PastPeriod

from .company import absent, person, sale, worked_out

PLAN = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  ten: {kind: volume, volume: personal, at_least: "10"}
  twenty: {kind: volume, volume: personal, at_least: "20"}
  thirty: {kind: volume, volume: personal, at_least: "30"}
  active: {kind: class, one_of: [distributor]}
ranks:
  cumulative: yes
  title: {demotion: never}
  ladder:
    - {rank: silver, name: Silver, requires: [ten]}
    - {rank: gold, name: Gold, requires: [twenty]}
    - {rank: ruby, name: Ruby, requires: [thirty]}
bonuses:
  jump:
    kind: rank-advancement
    payee: active
    amounts: {silver: 100.00 USD, ruby: 500.00 EUR}
    <options>
"""
EACH = "{pays: first-time, jumped: each}"


def jumped(volume, options, klass="distributor", past=(), away=None, **paid):
    """Rank, instalment and cents; and what is carried of silver and ruby."""
    ann = person("ann", klass=klass)
    people = [absent(ann, *away) if away else ann]
    state = {f"advancement:jump:{rank}": {"ann": number} for rank, number in paid.items()}
    plan = PLAN.replace("<options>", "\n    ".join(options.strip("{}").split(", ")))
    earlier = [PastPeriod("month", key, paid_as={"ann": rank}) for key, rank in past]
    result = worked_out(plan, people, [sale("ann", volume)], state=state, past=tuple(earlier))
    after = {
        name.removeprefix("advancement:jump:"): people["ann"]
        for name, people in result.state.items()
        if name.startswith("advancement")
    }
    return [(one.about, one.instalment, one.amount_minor) for one in result.person_lines], after


def test_each_rank_or_the_highest_of_a_jump():
    both = [("silver", 1, 100_00), ("ruby", 1, 500_00)]
    assert jumped(30, EACH) == (both, {"silver": 1, "ruby": 1})
    highest = "{pays: first-time, jumped: highest}"
    assert jumped(30, highest) == (both[1:], {"silver": -1, "ruby": 1})
    assert jumped(30, highest, silver=1) == (both[1:], {"silver": 1, "ruby": 1})
    assert jumped(30, EACH, silver=-1) == (both[1:], {"silver": -1, "ruby": 1})


def test_once_in_a_lifetime():
    assert jumped(20, EACH) == ([("silver", 1, 100_00)], {"silver": 1})
    assert jumped(20, EACH, silver=1) == ([], {"silver": 1})
    assert jumped(9, EACH) == ([], {})


def test_whoever_fails_the_test_is_not_paid_and_may_be_later():
    assert jumped(30, EACH, klass="retail") == ([], {})


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([("2026-09", 3)], [("silver", 1, 100_00), ("ruby", 1, 500_00)]),
        ([("2026-09", 1)], [("silver", 1, 100_00)]),
        ([("2026-08", 3)], []),
        ([], []),
    ],
)
def test_a_rank_held_two_periods_in_a_row(past, expected):
    assert jumped(30, "{pays: first-time, jumped: each, held: 2}", past=past)[0] == expected


def test_instalments_in_the_periods_in_which_the_rank_is_held():
    options = "{pays: first-time, jumped: each, instalments: 3}"
    assert jumped(10, options) == ([("silver", 1, 33_34)], {"silver": 1})
    assert jumped(10, options, silver=1) == ([("silver", 2, 33_33)], {"silver": 2})
    assert jumped(9, options, silver=1) == ([], {"silver": 1})
    assert jumped(10, options, silver=2) == ([("silver", 3, 33_33)], {"silver": 3})
    assert jumped(10, options, silver=3) == ([], {"silver": 3})


def test_no_amount_or_instalment_without_an_agreement_at_the_end():
    ended = ("2026-10-31", None)
    options = "{pays: first-time, jumped: each, instalments: 3}"
    assert jumped(10, options, away=ended) == ([], {})
    assert jumped(10, options, away=ended, silver=1) == ([], {"silver": 1})
    assert jumped(10, options, away=("2026-10-01", "2026-10-31")) != ([], {})
    assert jumped(30, "{pays: every-period}", away=ended) == ([], {})


def test_in_every_period_the_amount_of_the_rank():
    assert jumped(30, "{pays: every-period}") == ([("ruby", 0, 500_00)], {})
    assert jumped(20, "{pays: every-period}") == ([], {})
