"""Where the twin takes a shorter way, the long one gives the same."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from saleor_mlm.engine.plans.tests import LegNeed
from saleor_mlm.engine.plans.volumes import LegLimit
from saleor_mlm.engine.reference.leg_tests import can_deal_out
from saleor_mlm.engine.reference.legs import cap

from .company import passing, person, sale, volumes

E4 = 10**4
SHARES = st.sampled_from(["10 %", "25 %", "33.3333 %", "40 %", "50 %", "60 %", "100 %", "150 %"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-9, 40), max_size=5), SHARES)
def test_the_cap_of_what_counts_is_the_greatest_total_that_holds(e4, share):
    legs = [Fraction(leg, E4) for leg in e4]
    limit = LegLimit.model_validate({"share": share, "of": "counted"})
    positive = [leg for leg in e4 if leg > 0]

    def let_through(total):
        return sum(min(leg, int(limit.share * total)) for leg in positive)

    greatest = max(total for total in range(sum(positive) + 1) if total == let_through(total))
    assert cap(limit, legs) == Fraction(int(limit.share * greatest), E4)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 2)), max_size=5),
    st.lists(st.integers(1, 2), min_size=3, max_size=3),
)
def test_legs_can_be_dealt_out_when_some_way_of_dealing_them_out_is_enough(serves, wanted):
    needs = [
        (
            LegNeed(at_least=number, test="t"),
            {str(leg) for leg, of in enumerate(serves) if need in of},
        )
        for need, number in enumerate(wanted)
    ]
    ways = product(*[[*of, None] for of in serves])
    found = any(
        all(way.count(need) >= number for need, number in enumerate(wanted)) for way in ways
    )
    assert can_deal_out(needs) == found


@st.composite
def companies(draw):
    """Up to nine people in any forest, whether they are active, and whether they are cut off."""
    size = draw(st.integers(1, 9))
    parents = [draw(st.sampled_from([None, *range(number)])) for number in range(size)]
    flags = [(draw(st.booleans()), draw(st.booleans())) for _ in range(size)]
    return parents, flags


TEAM = """
volumes:
  personal: {{kind: sales, measure: qv}}
  bulk: {{kind: sales, measure: units}}
  team: {{kind: team, of: personal, tree: enroller, himself: {himself}, levels: {levels},
         counted: active, stops_at: cut, stop_counts: {stop_counts}}}
tests:
  active: {{kind: volume, volume: bulk, at_least: "1", below: "3"}}
  cut: {{kind: volume, volume: bulk, at_least: "2"}}
"""


@settings(max_examples=60, deadline=None)
@given(
    companies(),
    st.sampled_from(["included", "excluded"]),
    st.integers(1, 3),
    st.sampled_from(["yes", "no"]),
)
def test_a_team_is_whoever_is_met_going_down(company, himself, levels, stop_counts):
    parents, flags = company
    people = [
        person(str(number), None if above is None else str(above))
        for number, above in enumerate(parents)
    ]
    # bulk: 1 active, 2 active and cut off, 3 cut off, 0 neither
    bulk = {(True, False): 1, (True, True): 2, (False, True): 3, (False, False): 0}
    sales = [
        sale(str(number), qv=2**number, measures={"units": bulk[flags[number]]})
        for number in range(len(people))
    ]
    plan = TEAM.format(himself=himself, levels=levels, stop_counts=stop_counts)
    team = volumes(plan, people, sales)["team"]

    def going_down(top):
        total = 2**top if himself == "included" else 0
        met = [(number, 0) for number, above in enumerate(parents) if above == top]
        while met:
            number, above = met.pop()
            active, is_cut = flags[number]
            level = above + active
            if level <= levels and (not is_cut or stop_counts == "yes"):
                total += 2**number
            if not is_cut:
                met += [(below, level) for below, up in enumerate(parents) if up == number]
        return total

    assert team == {str(number): str(going_down(number)) for number in range(len(people))}


RANKS = """
volumes: {personal: {kind: sales, measure: qv}}
tests:
  sells: {kind: volume, volume: personal, at_least: "1"}
  one: {kind: rank, at_least: one, of: paid-as}
  two: {kind: rank, at_least: two, of: paid-as}
  leg-one: {kind: legs, tree: enroller, at_least: 1, where: first, test: one}
  leg-two: {kind: legs, tree: placement, at_least: 1, where: anywhere, test: two}
  either: {kind: any, tests: [sells, leg-two]}
ranks:
  cumulative: no
  title: {demotion: follows}
  ladder:
    - {rank: one, name: One, requires: [either]}
    - {rank: two, name: Two, requires: [leg-one]}
"""


@settings(max_examples=60, deadline=None)
@given(companies(), companies())
def test_ranks_are_the_least_set_that_a_round_for_everyone_at_once_comes_to(enroller, placement):
    size = min(len(enroller[0]), len(placement[0]))
    enrolled, placed = enroller[0][:size], placement[0][:size]
    sells = [active for active, _ in enroller[1][:size]]

    def name(number):
        return None if number is None else str(number)

    people = [
        person(str(number), name(enrolled[number]), placement=name(placed[number]))
        for number in range(size)
    ]
    sales = [sale(str(number), qv=1) for number in range(size) if sells[number]]
    found = passing(RANKS, people, sales)

    ranks = [0] * size
    for _ in range(2 * size + 1):
        twos = {number for number in range(size) if ranks[number] == 2}
        above = set()
        for number in twos:
            up = placed[number]
            while up is not None:
                above.add(up)
                up = placed[up]
        legs = {enrolled[number] for number in range(size) if ranks[number]}
        ranks = [
            2 if number in legs else int(sells[number] or number in above) for number in range(size)
        ]
    assert found["two"] == " ".join(str(number) for number in range(size) if ranks[number] == 2)
    assert found["one"] == " ".join(str(number) for number in range(size) if ranks[number])
