"""Single rules of the level bonus that the random stories may not show one by one."""

import time
from dataclasses import replace

import numpy as np
import pytest

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.errors import AmountError, SnapshotError
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.skips import Reason
from saleor_mlm.engine.snapshot import Absences, Currency, Network, Posted, SaleLines, Snapshot

from .builders import (
    ALWAYS,
    Event,
    OrderLine,
    Story,
    column,
    everyone_active,
    plan_with,
    results_of,
    snapshot_of,
    totals_minor,
)

ALICE, BOB, CAROL, DAVE = range(4)
LINE = (-1, ALICE, BOB, CAROL)
NOBODY_ENDED = (False,) * 4


def story_of(
    *order_lines: OrderLine, active: tuple[int, ...] = (), ended: tuple[int, ...] = ()
) -> Story:
    """100.00 CV on each order line, in the line Alice - Bob - Carol - Dave; `active` get 50 QV."""
    sales = [Event(index, 0, 1_000_000, 1_000_000) for index in range(len(order_lines))]
    starters = [OrderLine(person, True, 0) for person in active]
    volumes = [Event(len(sales) + index, 500_000, 0, 0) for index in range(len(starters))]
    absences = tuple((person, *ALWAYS) for person in ended)
    return Story(LINE, (*order_lines, *starters), ((*sales, *volumes),), absences)


def paid(result: Result) -> list[tuple[int, int, int, int]]:
    """(payee, level, paid level, amount) of each line."""
    lines = result.lines
    columns = (lines.payee, lines.level, lines.paid_level, lines.amount_minor)
    return list(zip(*(values.tolist() for values in columns), strict=True))


def unpaid(result: Result) -> list[tuple[int, int, str]]:
    """(person, paid level, reason) of each unpaid level."""
    levels = result.unpaid
    reasons = [Reason(reason).name for reason in levels.reason]
    return list(zip(levels.person.tolist(), levels.paid_level.tolist(), reasons, strict=True))


def test_a_customers_order_begins_at_the_place() -> None:
    [result] = results_of(story_of(OrderLine(CAROL, False, 0)), [everyone_active()])
    assert paid(result) == [(CAROL, 1, 1, 1000), (BOB, 2, 2, 500), (ALICE, 3, 3, 250)]
    assert unpaid(result) == []


def test_an_own_order_begins_at_the_enroller() -> None:
    [result] = results_of(story_of(OrderLine(CAROL, True, 0)), [everyone_active()])
    assert paid(result) == [(BOB, 1, 1, 1000), (ALICE, 2, 2, 500)]
    assert unpaid(result) == [(-1, 3, "ROOT")]


def test_an_own_order_at_the_top_pays_nobody() -> None:
    [result] = results_of(story_of(OrderLine(ALICE, True, 0)), [everyone_active()])
    assert paid(result) == []
    assert unpaid(result) == [(-1, 1, "ROOT")]


def test_an_inactive_person_is_passed_over() -> None:
    story = story_of(OrderLine(DAVE, False, 0), active=(DAVE, ALICE))
    [result] = results_of(story, [plan_with()])
    assert paid(result) == [(DAVE, 1, 1, 1000), (ALICE, 4, 2, 500)]
    skips = result.skips(result.lines)
    assert skips.offsets.tolist() == [0, 0, 2]
    assert skips.persons.person.tolist() == [CAROL, BOB]
    assert skips.persons.reason.tolist() == [Reason.INACTIVE, Reason.INACTIVE]
    assert unpaid(result) == [(-1, 3, "ROOT")]


def test_without_compression_an_inactive_person_uses_the_level_up() -> None:
    story = story_of(OrderLine(DAVE, False, 0), active=(DAVE, BOB))
    [result] = results_of(story, [plan_with(("skip-inactive", "none"))])
    assert paid(result) == [(DAVE, 1, 1, 1000), (BOB, 3, 3, 250)]
    assert unpaid(result) == [(CAROL, 2, "INACTIVE")]
    assert result.skips(result.lines).offsets.tolist() == [0, 0, 0]


@pytest.mark.parametrize("compression", ["skip-inactive", "none"])
def test_an_ended_person_is_passed_over_always(compression: str) -> None:
    story = story_of(OrderLine(DAVE, False, 0), ended=(CAROL,))
    [result] = results_of(story, [everyone_active(("skip-inactive", compression))])
    assert paid(result) == [(DAVE, 1, 1, 1000), (BOB, 3, 2, 500), (ALICE, 4, 3, 250)]
    assert result.skips(result.lines).persons.reason.tolist() == [Reason.ENDED]


@pytest.mark.parametrize(
    ("absences", "passed_over_at"),
    [
        ([(11, ALWAYS[1])], [20]),
        ([(10, ALWAYS[1])], [10, 20]),
        ([(21, ALWAYS[1])], []),
        ([(ALWAYS[0], 10)], []),
        ([(ALWAYS[0], 11)], [10]),
        ([(10, 20)], [10]),
        ([(10, 15), (15, 21)], [10, 20]),
        ([(20, 21), (10, 11)], [10, 20]),
        ([(5, 10), (11, 20)], []),
        ([(ALWAYS[0], 5), (20, ALWAYS[1])], [20]),
    ],
)
def test_absence_is_judged_as_of_each_sale(
    absences: list[tuple[int, int]], passed_over_at: list[int]
) -> None:
    """From an absence's beginning, until and without its end."""
    # given a sale of 10 and one of 20 in one run, at whose end nothing is asked for
    story = story_of(OrderLine(DAVE, False, 0, 10), OrderLine(DAVE, False, 0, 20))
    story = replace(story, absences=tuple((CAROL, *bounds) for bounds in absences))

    # when
    [result] = results_of(story, [everyone_active()])

    # then Carol is paid exactly those for which she is not passed over
    at = [10, 20]
    skips, lines = result.skips(result.lines), result.lines
    passed = np.repeat(lines.order_line, np.diff(skips.offsets))
    assert [at[line] for line in passed] == passed_over_at
    assert [at[line] for line in lines.order_line[lines.payee == CAROL]] == [
        instant for instant in at if instant not in passed_over_at
    ]


def test_what_was_sold_before_the_end_is_paid_when_it_is_delivered() -> None:
    # given a sale of 10, of which half is delivered in the second run, and Carol's end at 15
    story = Story(
        LINE,
        (OrderLine(CAROL, False, 0, 10),),
        ((Event(0, 0, 1_000_000, 500_000),), (Event(0, 0, 0, 500_000),)),
        ((CAROL, 15, ALWAYS[1]),),
    )

    # when
    results = results_of(story, [everyone_active()] * 2)

    # then
    assert [paid(result)[0] for result in results] == [(CAROL, 1, 1, 500)] * 2


def test_a_line_of_people_who_end_one_after_the_other() -> None:
    """Each sale climbs past those who had ended by then."""
    # given 300 people one below the other, who end from the top down, and a sale at each instant
    count = 300
    absences = tuple((person, person, ALWAYS[1]) for person in range(count))
    lines = tuple(OrderLine(count - 1, False, 0, at) for at in range(-1, count))
    sales = tuple(Event(index, 0, 10_000, 10_000) for index in range(len(lines)))
    spine = tuple(range(-1, count - 1))
    one_level = everyone_active(("[10 %, 5 %, 2.5 %]", "[10 %]"))

    # when they end from the top down, and from the bottom up
    [down] = results_of(Story(spine, lines, (sales,), absences), [one_level])
    upwards = tuple((count - 1 - person, *bounds) for person, *bounds in absences)
    [up] = results_of(Story(spine, lines, (sales,), upwards), [one_level])

    # then
    assert down.lines.payee.tolist() == [count - 1] * count
    assert up.lines.payee.tolist() == list(range(count - 1, -1, -1))
    assert [len(result.unpaid) for result in (down, up)] == [1, 1]


def test_whoever_was_passed_over_below_the_top_is_told() -> None:
    [result] = results_of(story_of(OrderLine(BOB, False, 0)), [plan_with()])
    assert paid(result) == []
    assert unpaid(result) == [(-1, 1, "ROOT")]
    assert result.skips(result.unpaid).persons.person.tolist() == [BOB, ALICE]


def test_a_refund_takes_back_from_those_who_were_paid() -> None:
    """Although another plan holds by then and nobody is active any more."""
    # given
    story = story_of(OrderLine(CAROL, False, 0), active=(CAROL, ALICE))
    story = replace(story, runs=(*story.runs, (Event(0, 0, 0, -1_000_000),)))

    # when
    results = results_of(story, [plan_with(), plan_with(("[10 %, 5 %, 2.5 %]", "[1 %]"))])

    # then
    assert paid(results[1]) == [(CAROL, 1, 1, -1000), (ALICE, 3, 2, -500)]
    assert (results[1].lines.reverses >= 0).all()
    assert not totals_minor(results)


def test_a_line_of_nothing_is_kept() -> None:
    """0.0001 CV comes to nothing in money, and is told nevertheless."""
    story = Story((-1,), (OrderLine(0, False, 0),), ((Event(0, 0, 1, 1),),))
    [result] = results_of(story, [everyone_active()])
    assert paid(result) == [(0, 1, 1, 0)]


def test_a_test_of_cv_in_two_currencies_is_refused() -> None:
    story = story_of(OrderLine(CAROL, False, 0), OrderLine(CAROL, False, 1))
    with pytest.raises(SnapshotError, match="several currencies") as caught:
        results_of(story, [plan_with(("qv", "cv"))])
    assert caught.value.code == "cv-test-currencies"


def test_cv_is_summed_per_currency() -> None:
    story = story_of(OrderLine(CAROL, False, 0), OrderLine(CAROL, False, 1))
    [result] = results_of(story, [everyone_active()])
    assert result.personal_cv_e4[:, CAROL].tolist() == [1_000_000, 1_000_000, 0]


def test_an_empty_store_gives_an_empty_result() -> None:
    [result] = results_of(Story((), (), ((),)), [plan_with()])
    assert (len(result.lines), len(result.unpaid), len(result.personal_qv_e4)) == (0, 0, 0)


def test_an_amount_beyond_64_bits_is_refused() -> None:
    """The base fits, ten times the base in 1/10,000 of a unit does not."""
    rows = SaleLines(*(column([value]) for value in (0, 0, 0, False, 0, 0, 0, 0, -(2**61))))
    posted = Posted(*(column([value]) for value in (0, 0, 0, 1, 1, 9, 1, 0, 0, 2**61, 0, 0)))
    network, currency = Network(column([-1])), Currency("XTS", 4)
    snapshot = Snapshot(network, Absences.empty(), (currency,), rows, np.array([2**61]), posted)
    with pytest.raises(AmountError):
        calculate(snapshot, everyone_active())


def test_a_spine_of_60_000_inactive_people_takes_no_time() -> None:
    # given a sale at everyone's place, and only the first of them all active
    count = 60_000
    places = np.arange(count, dtype=np.int32)
    zeros = np.zeros(count, dtype=np.int64)
    qv_e4 = np.where(places == 0, 500_000, 0)
    cents = zeros.astype(np.int16)
    no = zeros.astype(np.bool_)
    rows = SaleLines(places, zeros, places, no, cents, zeros, qv_e4, zeros, zeros + 10_000)
    network, dollars = Network(places - 1), (Currency("USD", 2),)
    snapshot = Snapshot(network, Absences.empty(), dollars, rows, zeros, Posted.empty())

    # when
    began = time.perf_counter()
    result = calculate(snapshot, plan_with())

    # then
    assert result.lines.payee.tolist() == [0] * count
    assert int(result.lines.level[-1]) == count
    assert int(result.skips(result.lines.take(np.array([count - 1]))).offsets[-1]) == count - 1
    assert time.perf_counter() - began < 5


def test_snapshots_are_not_changed_by_calculating() -> None:
    snapshot = snapshot_of(story_of(OrderLine(CAROL, False, 0)))
    before = snapshot.sha256
    calculate(snapshot, plan_with())
    assert replace(snapshot).sha256 == before
