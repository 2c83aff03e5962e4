"""Whose sale an order is: what holds for any claims under any policy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.attribution import (
    Claim,
    GuestIdentity,
    OwnPurchases,
    PastSale,
    Policy,
    ProtectionFrom,
    RollUp,
    Sale,
    Source,
    Verdict,
    Why,
    WinningClick,
    customer_of_record,
    decide,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
ALICE, BOB, CAROL, DORA = 1, 2, 3, 4
UPLINE = {ALICE: None, BOB: ALICE, CAROL: BOB, DORA: None}
EVERY_POLICY = [
    Policy(10, click, protection, days, since, vouchers, own, guest, roll_up)
    for click, protection, days, since, vouchers, own, guest, roll_up in product(
        WinningClick,
        (True, False),
        (None, 10),
        ProtectionFrom,
        (True, False),
        OwnPurchases,
        GuestIdentity,
        RollUp,
    )
]

people = st.sampled_from([ALICE, BOB, CAROL, DORA])
days = st.integers(0, 20).map(lambda day: START + timedelta(days=day))
claims = st.builds(
    Claim,
    source=st.sampled_from(list(Source)),
    distributor=people,
    at=days,
    clicked_at=st.none() | days,
    latest_order_at=st.none() | days,
)


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    ended = draw(st.sets(people))
    return Sale(
        ordered_at=START + timedelta(days=20),
        claims=draw(st.lists(claims, max_size=6)),
        buyer=draw(st.none() | people),
        by_email=draw(st.booleans()),
        in_force={person: nearest(person, ended) for person in UPLINE},
    )


def nearest(person: int | None, ended: set[int]) -> int | None:
    while person in ended:
        person = UPLINE[person]
    return person


policies = st.sampled_from(EVERY_POLICY)


@given(sales(), policies)
def test_one_claim_at_most_wins_and_every_claim_is_judged(sale: Sale, policy: Policy) -> None:
    decision = decide(sale, policy)

    won = [item.claim for item in decision.judged if item.verdict == Verdict.WON]
    assert [id(claim) for claim in won] == [id(decision.winner)] * bool(decision.winner)
    assert sorted(map(id, sale.claims)) == sorted(id(item.claim) for item in decision.judged)
    assert (decision.winner is None) == (decision.why == Why.NO_CLAIM)


@given(sales(), policies, st.randoms())
def test_the_order_in_which_claims_are_found_decides_nothing(sale, policy, random) -> None:
    shuffled = list(sale.claims)
    random.shuffle(shuffled)

    again = decide(replace(sale, claims=shuffled), policy)

    assert (again.credited, again.why) == outcome(sale, policy)


def test_of_two_moves_at_once_the_one_to_whoever_has_been_here_longer_rules() -> None:
    moves = [Claim(Source.STAFF, BOB, START), Claim(Source.STAFF, ALICE, START)]
    for claims in (moves, moves[::-1]):
        sale = Sale(START, claims, buyer=None, by_email=False, in_force={ALICE: ALICE, BOB: BOB})
        assert outcome(sale, EVERY_POLICY[0]) == (ALICE, Why.CREDITED)


@given(sales(), policies)
def test_a_loser_taken_away_changes_nothing(sale: Sale, policy: Policy) -> None:
    before = decide(sale, policy)
    for item in before.judged:
        if item.verdict != Verdict.WON:
            rest = [claim for claim in sale.claims if claim is not item.claim]
            assert outcome(replace(sale, claims=rest), policy) == (before.credited, before.why)


@given(sales(), policies)
def test_no_claim_is_credited_to_a_stranger(sale: Sale, policy: Policy) -> None:
    """Whoever is credited was claimed, or enrolled, directly or not, who was claimed."""
    decision = decide(sale, policy)
    if decision.credited is not None:
        line = [decision.winner and decision.winner.distributor]
        while line[-1] is not None:
            line.append(UPLINE[line[-1]])
        assert decision.credited in line
        assert sale.in_force[decision.credited] == decision.credited


@given(sales(), policies)
def test_nobodys_own_purchase_is_somebody_elses_customer(sale: Sale, policy: Policy) -> None:
    decision = decide(sale, policy)

    assert decision.own == (decision.credited is not None and decision.credited == sale.buyer)
    if policy.own_purchases == OwnPurchases.NOT_COUNTED:
        assert not decision.own


@given(sales(), policies)
def test_staff_goes_before_every_policy(sale: Sale, policy: Policy) -> None:
    by_staff = Claim(Source.STAFF, DORA, START)

    assert decide(replace(sale, claims=[*sale.claims, by_staff]), policy).winner in [
        claim for claim in [*sale.claims, by_staff] if claim.source == Source.STAFF
    ]


@given(sales())
def test_what_a_policy_forbids_never_wins(sale: Sale) -> None:
    for policy in EVERY_POLICY:
        winner = decide(sale, policy).winner
        source = winner.source if winner else None
        assert source != Source.VOUCHER or policy.vouchers_attribute
        assert source != Source.CUSTOMER_OF_RECORD or policy.customer_protection
        only_email = sale.by_email and policy.guest_identity == GuestIdentity.ORDER_ONLY
        assert not only_email or source not in (Source.OWN_PURCHASE, Source.CUSTOMER_OF_RECORD)
        if winner and source == Source.LINK and winner.clicked_at:
            assert sale.ordered_at < winner.clicked_at + timedelta(days=10)


past = st.builds(
    PastSale,
    ordered_at=days,
    distributor=people,
    source=st.sampled_from([source for source in Source if source != Source.STAFF]),
)


@given(st.lists(past, max_size=8), st.randoms())
def test_whose_customer_somebody_is_needs_no_order_of_reading(history, random) -> None:
    """Orders are read late and out of order; of those at one instant the first in the list goes."""
    one_a_day = list({sale.ordered_at: sale for sale in history}.values())
    shuffled = list(one_a_day)
    random.shuffle(shuffled)
    for policy in (Policy(), Policy(customer_protection_days=5)):
        before = START + timedelta(days=30)
        expected = customer_of_record(one_a_day, policy, before)
        assert customer_of_record(shuffled, policy, before) == expected


@given(st.lists(past, max_size=8))
def test_protected_for_ever_the_first_who_sold_keeps_the_customer(history: list[PastSale]) -> None:
    record = customer_of_record(history, Policy(), START + timedelta(days=30))

    sold = [s for s in history if s.source in (Source.VOUCHER, Source.LINK, Source.METADATA)]
    first = min(sold, key=lambda sale: sale.ordered_at, default=None)
    assert (record and record.distributor) == (first and first.distributor)


@given(st.lists(past, max_size=8), policies)
def test_a_customer_moved_by_staff_stays_whatever_the_policy(history, policy) -> None:
    moved_at = START + timedelta(days=25)
    move = PastSale(moved_at, DORA, Source.STAFF)
    later = PastSale(moved_at + timedelta(days=100), BOB, Source.LINK)

    record = customer_of_record([*history, move, later], policy, later.ordered_at)

    assert record is not None
    assert (record.distributor, record.at) == (DORA, moved_at)
    sale = Sale(later.ordered_at, [record], in_force={DORA: DORA})
    assert decide(sale, policy).credited == DORA


@pytest.mark.parametrize(("late", "wins"), [(-1, True), (0, False), (1, False)])
def test_windows_and_protection_are_half_open(late: int, wins: bool) -> None:
    ordered_at = START + timedelta(days=10, microseconds=late)
    policy = Policy(attribution_window_days=10, customer_protection_days=10)
    for source in (Source.LINK, Source.CUSTOMER_OF_RECORD):
        claim = Claim(source, CAROL, START, clicked_at=START)
        decision = decide(Sale(ordered_at, [claim], in_force={CAROL: CAROL}), policy)
        assert (decision.winner is not None) is wins


def outcome(sale: Sale, policy: Policy) -> tuple[int | None, Why]:
    decision = decide(sale, policy)
    return decision.credited, decision.why
