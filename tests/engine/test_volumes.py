"""Every kind of volume and each of its options, by figures worked out by hand."""

import pytest

from saleor_mlm.engine.errors import AmountError, SnapshotError
from saleor_mlm.engine.snapshot import OUTSIDE, Snapshot
from saleor_mlm.engine.standing import standing

from .companies import Sale, past_of, persons_of, plan_of, snapshot_of, whole

FAMILY = (-1, 0, 0, 1, 1, 3, 5)
"""0 above 1 and 2; 1 above 3 and 4; below 3 stand 5 and, below him, 6."""


def volume(
    snapshot: Snapshot, definition: str, tests: dict[str, str] | None = None, **volumes: str
) -> list[float]:
    """The volume of a definition, in whole units by person."""
    named = {name.replace("_", "-"): text for name, text in volumes.items()}
    found = standing(snapshot, plan_of({**named, "wanted": definition}, tests))
    return whole(found.volumes["wanted"])


def family(*personal: float, **others: object) -> Snapshot:
    """The family with so much personal volume each."""
    sales = [Sale(person, qv) for person, qv in enumerate(personal)]
    return snapshot_of(FAMILY, sales, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "total"), [("qv", 10), ("cv", 8), ("price", 20), ("margin", 5), ("units", 2)]
)
def test_sales_sum_a_measure(measure: str, total: float) -> None:
    sales = [
        Sale(1, 7, own=True, cv=5, price=12, margin=6, units=1),
        Sale(1, 3, cv=3, price=8, margin=-1, units=1),
        Sale(0, 100, claimed=False),
    ]
    snapshot = snapshot_of((-1, 0), sales)
    assert volume(snapshot, f"kind: sales, measure: {measure}") == [0, total]


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        ("buyers: [self]", 1),
        ("buyers: [retail]", 2),
        ("buyers: [self, retail]", 3),
        ("buyers: [distributor]", 0),
        ("order_kinds: [first]", 1 + 4),
        ("order_kinds: [first, autoship]", 1 + 2 + 4),
        ("product_lines: [nutrition]", 2),
        ("countries: [DE]", 4),
        ("countries: [FR]", 0),
        ("order_kinds: [first], countries: [DE]", 4),
    ],
)
def test_a_filter_lets_sales_through_that_agree_in_all(wanted: str, total: float) -> None:
    sales = [
        Sale(0, 1, own=True, buyer_class="distributor", kind="first"),
        Sale(0, 2, buyer_class="retail", kind="autoship", line="nutrition"),
        Sale(0, 4, buyer_class="preferred", kind="first", line="skincare", country="DE"),
        Sale(0, 8),
    ]
    snapshot = snapshot_of((-1,), sales)
    assert volume(snapshot, f"kind: sales, measure: qv, sales: {{{wanted}}}") == [total]


def test_rolling_days_end_with_the_last_of_the_period_whoever_claimed_the_sale() -> None:
    # given sales on the first instant of 2 October, just before, and after the period
    sales = [
        Sale(0, 1, day=2.0, claimed=False),
        Sale(0, 2, day=1.9999),
        Sale(0, 4, day=31.9999, claimed=False),
        Sale(0, 8, day=32.0),
    ]
    snapshot = snapshot_of((-1,), sales)
    assert volume(snapshot, "kind: sales, measure: qv, days: 30") == [1 + 4]


def test_days_since_enrolment_are_counted_from_each_persons_own() -> None:
    # given one who enrolled at noon on the 5th: three days are the 5th to the 7th, whole days
    persons = persons_of(2, joined={0: 5.5, 1: -200})
    sales = [
        Sale(0, 1, day=4.99),
        Sale(0, 2, day=5.0, claimed=False),
        Sale(0, 4, day=7.99),
        Sale(0, 8, day=8.0),
        Sale(1, 16, day=-198, claimed=False),
        Sale(1, 32, day=3),
    ]
    snapshot = snapshot_of((-1, 0), sales, persons=persons)
    assert volume(snapshot, "kind: sales, measure: qv, since_enrolment_days: 3") == [6, 16]


def test_days_are_those_of_the_plans_time_zone() -> None:
    # given a sale at 3 in the morning of the 2nd in UTC: in New York it is still the 1st
    snapshot = snapshot_of((-1,), [Sale(0, 1, day=2.125)], zone="America/New_York")
    plan = plan_of({"wanted": "kind: sales, measure: qv, days: 30"}, zone="America/New_York")
    assert whole(standing(snapshot, plan).volumes["wanted"]) == [0]


@pytest.mark.parametrize("measure", ["cv", "price", "margin"])
def test_money_of_several_currencies_has_no_sum(measure: str) -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 1), Sale(1, 1, currency="JPY")])
    with pytest.raises(SnapshotError, match="several currencies: USD, JPY") as caught:
        volume(snapshot, f"kind: sales, measure: {measure}")
    assert caught.value.code == "volume-currencies"


def test_money_of_one_currency_among_those_that_are_counted_has() -> None:
    sales = [Sale(0, 1, kind="first"), Sale(0, 2, currency="JPY", kind="autoship")]
    snapshot = snapshot_of((-1,), sales)
    definition = "kind: sales, measure: cv, sales: {order_kinds: [autoship]}"
    assert volume(snapshot, definition) == [2]
    assert volume(snapshot, "kind: sales, measure: qv") == [3]


def test_heads_and_credits_count_who_passes() -> None:
    tests = {
        "much": "kind: volume, volume: personal, at_least: '100'",
        "little": "kind: volume, volume: personal, at_least: '10'",
    }
    snapshot = snapshot_of((-1, 0, 0), [Sale(0, 100), Sale(1, 10), Sale(2, 9)])
    credited = "kind: credits, rows: [{test: much, credit: '2.5'}, {test: little, credit: '1'}]"
    assert volume(snapshot, "kind: heads, test: little", tests) == [1, 1, 0]
    assert volume(snapshot, credited, tests) == [2.5, 1, 0]


def test_a_team_is_everybody_below() -> None:
    snapshot = family(1, 2, 4, 8, 16, 32, -64)
    team = "kind: team, of: personal, tree: enroller, himself: "
    assert volume(snapshot, team + "included") == [-1, -6, 4, -24, 16, -32, -64]
    assert volume(snapshot, team + "excluded") == [-2, -8, 0, -32, 0, -64, 0]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (1, [7, 26, 4, 40, 16, 96, 64]),
        (2, [31, 58, 4, 104, 16, 96, 64]),
        (3, [63, 122, 4, 104, 16, 96, 64]),
        (9, [127, 122, 4, 104, 16, 96, 64]),
    ],
)
def test_a_team_down_so_many_levels(levels: int, expected: list[float]) -> None:
    definition = f"kind: team, of: personal, tree: enroller, himself: included, levels: {levels}"
    assert volume(family(1, 2, 4, 8, 16, 32, 64), definition) == expected


def test_who_is_not_counted_has_no_level() -> None:
    # given 3, who fails: his own 8 go to 1's level, and 5 and 6 move up by one
    definition = (
        "kind: team, of: personal, tree: enroller, himself: excluded, levels: 1, counted: even"
    )
    tests = {
        "even": "kind: not, test: is-eight",
        "is-eight": "kind: all, tests: [from-eight, below-nine]",
        "from-eight": "kind: volume, volume: personal, at_least: '8'",
        "below-nine": "kind: volume, volume: personal, below: '9'",
    }
    # 1 is measured: 8 is on level 0, which is his but not his own number
    expected = [2 + 4 + 8, 8 + 16 + 32, 0, 32, 0, 64, 0]
    assert volume(family(1, 2, 4, 8, 16, 32, 64), definition, tests) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [("no", [1 + 2 + 4 + 16, 2 + 16, 4, 8, 16, 32 + 64, 64]), ("yes", [31, 26, 4, 40, 16, 96, 64])],
)
def test_a_team_without_legs_that_are_cut_off(counts: str, expected: list[float]) -> None:
    # given that 3 (8) and 5 (32) stop: nobody stops his own team
    definition = (
        "kind: team, of: personal, tree: enroller, himself: included, "
        f"stops_at: stops, stop_counts: '{counts}'"
    )
    tests = {
        "stops": "kind: any, tests: [eight, thirty-two]",
        "eight": "kind: all, tests: [from-8, below-9]",
        "thirty-two": "kind: all, tests: [from-32, below-33]",
        "from-8": "kind: volume, volume: personal, at_least: '8'",
        "below-9": "kind: volume, volume: personal, below: '9'",
        "from-32": "kind: volume, volume: personal, at_least: '32'",
        "below-33": "kind: volume, volume: personal, below: '33'",
    }
    assert volume(family(1, 2, 4, 8, 16, 32, 64), definition, tests) == expected


def test_who_stands_outside_a_tree_is_alone_in_it() -> None:
    snapshot = snapshot_of(
        (-1, 0, 1), [Sale(i, 1) for i in range(3)], trees={"placement": (-1, OUTSIDE, 0)}
    )
    team = "kind: team, of: personal, tree: placement, himself: included"
    assert volume(snapshot, team) == [2, 1, 1]


LEGS = "kind: legs, of: team, tree: enroller"
TEAM = "kind: team, of: personal, tree: enroller, himself: included"


@pytest.mark.parametrize(
    ("options", "total"),
    [
        ("", 1000),
        ("without_largest: 1", 300),
        ("without_largest: 3", 0),
        ("only_largest: 2", 900),
        ("without_largest: 1, only_largest: 1", 200),
        ("limit: {share: 50 %, of: own-total}", 500 + 200 + 100),
        ("limit: {share: 50 %, of: requirement, requirement: '600'}", 300 + 200 + 100),
        ("limit: {share: 50 %, of: counted}", 600),
        ("limit: {share: 40 %, of: counted}", 2 * 200 + 100),
        ("limit: {share: 34 %, of: counted}", 312.5),
        ("limit: {share: 30 %, of: counted}", 0),
        ("limit: {share: 100 %, of: counted}", 1000),
        ("limit: {share: 110 %, of: own-total}", 1000),
        ("without_largest: 1, limit: {share: 50 %, of: own-total}", 150 + 100),
        ("only_largest: 2, limit: {share: 50 %, of: own-total}", 450 + 200),
    ],
)
def test_what_legs_of_700_200_and_100_come_to(options: str, total: float) -> None:
    snapshot = snapshot_of(
        (-1, 0, 0, 0, 1), [Sale(1, 600), Sale(2, 200), Sale(3, 100), Sale(4, 100)]
    )
    definition = f"{LEGS}, {options}" if options else LEGS
    assert volume(snapshot, definition, team=TEAM)[0] == total


def test_two_equal_legs_at_half_each_count_in_full() -> None:
    # T = 700 is the greatest total of which 350 is half; any smaller one would do as well
    snapshot = snapshot_of((-1, 0, 0), [Sale(1, 700), Sale(2, 350)])
    assert volume(snapshot, f"{LEGS}, limit: {{share: 50 %, of: counted}}", team=TEAM)[0] == 700


def test_a_cap_is_cut_down_to_a_ten_thousandth() -> None:
    snapshot = snapshot_of((-1, 0, 0), [Sale(1, 1), Sale(2, 0.0003)])
    limited = f"{LEGS}, limit: {{share: 50 %, of: own-total}}"
    assert volume(snapshot, limited, team=TEAM)[0] == 0.5001 + 0.0003


def test_legs_below_zero_count_as_they_are_but_not_towards_the_total() -> None:
    snapshot = snapshot_of((-1, 0, 0, 0), [Sale(1, 700), Sale(2, 300), Sale(3, -50)])
    for share_of, total in (("own-total", 500 + 300 - 50), ("counted", 300 + 300 - 50)):
        limited = f"{LEGS}, limit: {{share: 50 %, of: {share_of}}}"
        assert volume(snapshot, limited, team=TEAM)[0] == total


def test_enormous_legs_are_limited_exactly() -> None:
    snapshot = snapshot_of((-1, 0, 0), [Sale(1, 2 * 10**13), Sale(2, 10**13)])
    limited = f"{LEGS}, limit: {{share: 33.3333 %, of: own-total}}"
    assert volume(snapshot, limited, team=TEAM)[0] == 2 * 9_999_990_000_000


def test_blocks_are_whole_and_never_below_none() -> None:
    snapshot = snapshot_of((-1, 0, 0), [Sale(0, 299.9999), Sale(1, 300), Sale(2, -300)])
    assert volume(snapshot, "kind: blocks, of: personal, size: '100'") == [2, 3, 0]


def test_volumes_are_added_and_taken_away() -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 5), Sale(1, 3)])
    total = "kind: sum, plus: [team, team], minus: [personal]"
    assert volume(snapshot, total, team=TEAM) == [2 * 8 - 5, 3]


PAST = [
    past_of("2026-05", 2, {"personal": (1000, 0)}),
    past_of("2026-07", 2, {"personal": (5, -4)}),
    past_of("2026-08", 2, {"personal": (7, 1)}),
    past_of("2026-09", 2, {"other": (100, 100)}),
]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("periods: 1, take: sum", [2, 3]),
        ("periods: 1, skip: 1, take: sum", [0, 0]),
        ("periods: 3, take: sum", [2 + 7, 3 + 1]),
        ("periods: 4, take: sum", [2 + 7 + 5, 3 + 1 - 4]),
        ("periods: 4, take: best", [7, 3]),
        ("periods: 4, take: lowest", [0, -4]),
        ("periods: 2, skip: 2, take: best", [7, 1]),
        ("periods: 2, skip: 2, take: lowest", [5, -4]),
        ("periods: 12, take: sum", [1014, 0]),
        ("periods: all, take: sum", [1014, 0]),
        ("periods: all, take: lowest", [0, -4]),
        ("periods: all, skip: 6, take: best", [0, 0]),
        ("periods: 3, take: sum, within: quarters", [2, 3]),
        ("periods: 3, skip: 1, take: sum, within: quarters", [0, 0]),
    ],
)
def test_a_window_looks_back_by_the_calendar(options: str, expected: list[float]) -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 2), Sale(1, 3)], past=PAST)
    assert volume(snapshot, f"kind: window, of: personal, {options}") == expected


def test_a_window_within_a_quarter_begins_with_it() -> None:
    # given September, of which July and August are the same quarter, and May is not
    snapshot = snapshot_of((-1, 0), [Sale(0, 2), Sale(1, 3)], past=PAST[:3], period="2026-09")
    window = "kind: window, of: personal, within: quarters, "
    assert volume(snapshot, window + "periods: 12, take: sum") == [14, 0]
    assert volume(snapshot, window + "periods: all, take: lowest") == [2, -4]
    assert volume(snapshot, window + "periods: 2, take: lowest") == [2, 1]


def test_a_window_in_no_entry_of_its_calendar_looks_at_nothing() -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 2)], past=PAST[:1], period="2026-06")
    assert volume(
        snapshot, "kind: window, of: personal, within: quarters, periods: 3, take: best"
    ) == [0, 0]


SELLER = "kind: volume, volume: personal, at_least: '1'"
STEADY = "kind: history, test: seller, at_least: 2, periods: 12"


def test_a_window_that_asks_for_more_than_there_is_says_so() -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 2)], past=PAST)
    plan = plan_of({"year": "kind: window, of: personal, periods: 12, take: sum"})
    notes = standing(snapshot, plan).notes
    # then of seven there is none, and September's does not have the volume
    assert notes == ("volume year: no result of 8 of the 11 earlier periods",)


def test_a_history_that_asks_for_more_than_there_is_says_so() -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 2)], past=PAST)
    plan = plan_of({}, {"seller": SELLER, "steady": STEADY})
    assert standing(snapshot, plan).notes == (
        "test steady: no result of 11 of the 11 earlier periods",
    )


def test_earnings_are_what_shorter_runs_paid() -> None:
    # given pay of the weekly bonus (1) and of the monthly one (0), in cents
    pay = [(1, 0, 0, 1234), (1, 0, 0, -34), (1, 1, 0, 1), (0, 0, 0, 99999)]
    plan = plan_of({"paid": "kind: earnings, bonuses: [weekly]"}, every="payee: some-personal")
    snapshot = snapshot_of((-1, 0), earlier_pay=pay)
    assert whole(standing(snapshot, plan).volumes["paid"]) == [12, 0.01]


def test_earnings_of_a_currency_without_decimals() -> None:
    plan = plan_of({"paid": "kind: earnings, bonuses: [weekly]"}, every="payee: some-personal")
    snapshot = snapshot_of((-1, 0), earlier_pay=[(1, 0, 1, 1234)])
    assert whole(standing(snapshot, plan).volumes["paid"]) == [1234, 0]
    mixed = snapshot_of((-1, 0), earlier_pay=[(1, 0, 1, 1234), (1, 1, 0, 5)])
    with pytest.raises(SnapshotError, match="several currencies: USD, JPY"):
        standing(mixed, plan)


def test_a_volume_that_may_not_fit_is_refused() -> None:
    snapshot = snapshot_of((-1, 0), [Sale(0, 2 * 10**14), Sale(1, 10**14)])
    adding = {
        "twice": "kind: sum, plus: [personal, personal]",
        "four": "kind: sum, plus: [twice, twice]",
    }
    with pytest.raises(AmountError, match="may not fit 64 bits") as caught:
        standing(snapshot, plan_of(adding))
    assert caught.value.code == "volume-overflow"
