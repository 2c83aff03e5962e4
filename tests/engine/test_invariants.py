"""What holds for every tree, plan and story."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.reference import rounded
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.snapshot import Snapshot

from .builders import ALWAYS, CURRENCIES, Event, Story, everyone_active, results_of, totals_minor
from .strategies import many, plans, some, stories
from .twin import line_rows, unpaid_rows


def shuffled(snapshot: Snapshot, seed: int) -> Snapshot:
    """The same snapshot with its sale lines and posted lines in another order."""
    random = np.random.default_rng(seed)
    rows = random.permutation(len(snapshot.sale_lines))
    posted = random.permutation(len(snapshot.posted))
    return replace(
        snapshot,
        sale_lines=snapshot.sale_lines.take(rows),
        posted=snapshot.posted.take(posted),
    )


@some
@given(story=stories(runs=2), plan=plans(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(story: Story, plan: Plan, seed: int) -> None:
    # given a second run, which has posted lines
    result = results_of(story, [plan, plan])[1]

    # when
    again = calculate(shuffled(result.snapshot, seed), plan)

    # then
    assert again.snapshot.sha256 == result.snapshot.sha256
    assert again.sha256 == result.sha256


@some
@given(story=stories(runs=1), plan=plans())
def test_what_is_refunded_in_the_same_run_leaves_nothing(story: Story, plan: Plan) -> None:
    # given everything refunded at the end of the only run
    story = replace(story, runs=(story.runs[0] + refunds_of_all(story),))

    # when
    result = results_of(story, [plan])[0]

    # then
    assert len(result.lines) == 0
    assert len(result.unpaid) == 0


@many
@given(story=stories(runs=3), several=st.tuples(plans(), plans(), plans(), plans()))
def test_what_is_refunded_later_sums_to_nothing(story: Story, several: tuple[Plan, ...]) -> None:
    """Whatever plans and activity were in between."""
    story = replace(story, runs=(*story.runs, refunds_of_all(story)))
    assert totals_minor(results_of(story, several)) == Counter()


@some
@given(story=stories(runs=3), plan=plans(), cut=st.integers(1, 3))
def test_how_deliveries_are_split_changes_nothing(story: Story, plan: Plan, cut: int) -> None:
    # given every sale line in pieces of a third, a half or whole
    pieces = tuple(
        tuple(piece for event in run for piece in split(event, cut)) for run in story.runs
    )

    # when
    whole = results_of(story, [plan] * 3)
    in_pieces = results_of(replace(story, runs=pieces), [plan] * 3)

    # then
    for one, other in zip(whole, in_pieces, strict=True):
        assert totals_minor([one]) == totals_minor([other])


@many
@given(story=stories(runs=3), plan=plans())
def test_in_how_many_runs_changes_nothing(story: Story, plan: Plan) -> None:
    """While rates and payees are the same, pay is the rounded rate of what is left."""
    # given a plan in which payees never change
    plan = plan.model_copy(update={"bonuses": without_test(plan)})

    # when
    results = results_of(story, [plan] * 3)

    # then
    assert totals_minor(results) == totals_minor([results_of(in_one_run(story), [plan])[0]])
    for key, amount in by_order_line(results).items():
        order_line, _, paid_level, currency = key
        left = Fraction(final_e4(story, order_line), 10**4) * 10 ** CURRENCIES[currency].exponent
        rate = plan.bonuses["level"].rates[paid_level - 1]
        assert amount == rounded(rate * left, str(plan.rounding))


@some
@given(story=stories(runs=1), plan=plans())
def test_no_more_is_paid_than_the_rates_of_the_base(story: Story, plan: Plan) -> None:
    result = results_of(story, [plan])[0]
    for order_line, where in enumerate(story.order_lines):
        lines = result.lines.take(result.lines.order_line == order_line)
        base = Fraction(final_e4(story, order_line), 10**4)
        rates = sum(plan.bonuses["level"].rates)
        bound = rates * base * 10 ** CURRENCIES[where.currency].exponent + Fraction(len(lines), 2)
        assert int(lines.amount_minor.sum()) <= bound


@some
@given(story=stories(runs=1), plan=plans(), data=st.data())
def test_one_more_sale_lowers_nobody(story: Story, plan: Plan, data: st.DataObject) -> None:
    """With eligibility held fixed."""
    # given
    plan = plan.model_copy(update={"bonuses": without_test(plan)})
    line = data.draw(st.sampled_from(story.order_lines))
    sale = Event(len(story.order_lines), 0, 0, data.draw(st.integers(1, 10**6)))
    more = replace(story, order_lines=(*story.order_lines, line), runs=((*story.runs[0], sale),))

    # when
    before, after = (totals_minor(results_of(told, [plan])) for told in (story, more))

    # then
    assert all(after[key] >= amount for key, amount in before.items())


@many
@given(story=stories(runs=1), plan=plans())
def test_what_becomes_of_agreements_after_the_last_sale_changes_nothing(
    story: Story, plan: Plan
) -> None:
    # given the same story told when it was sold: nobody who ends later has, nobody is back
    last_us = max(line.sold_at_us for line in story.order_lines)
    known = tuple(
        (person, since, until if until <= last_us else ALWAYS[1])
        for person, since, until in story.absences
        if since <= last_us
    )

    # when
    then, now = (results_of(told, [plan])[0] for told in (replace(story, absences=known), story))

    # then
    assert line_rows(then) == line_rows(now)
    assert unpaid_rows(then) == unpaid_rows(now)


@some
@given(story=stories(runs=1), plan=plans())
def test_each_order_line_is_paid_as_if_it_were_alone(story: Story, plan: Plan) -> None:
    """With eligibility held fixed; whenever the others were sold."""
    # given
    plan = plan.model_copy(update={"bonuses": without_test(plan)})
    alone = [
        replace(story, runs=(tuple(event for event in story.runs[0] if event.order_line == line),))
        for line in range(len(story.order_lines))
    ]

    # when
    [together] = results_of(story, [plan])
    apart = [results_of(told, [plan])[0] for told in alone]

    # then
    assert line_rows(together) == sorted(row for result in apart for row in line_rows(result))
    assert unpaid_rows(together) == sorted(row for result in apart for row in unpaid_rows(result))


@some
@given(story=stories(runs=2), plan=plans())
def test_the_same_inputs_give_the_same_bytes(story: Story, plan: Plan) -> None:
    first, second = (results_of(story, [plan, plan])[1] for _ in range(2))
    assert first.sha256 == second.sha256


def test_another_plan_gives_another_hash() -> None:
    story = Story((-1,), (), ((),))
    one, other = (
        results_of(story, [everyone_active(("2.5 %", rate))])[0].sha256 for rate in ("2 %", "1 %")
    )
    assert one != other


def refunds_of_all(story: Story) -> tuple[Event, ...]:
    """One event per order line that takes its earned base back to zero."""
    lines = range(len(story.order_lines))
    return tuple(Event(line, 0, 0, -final_e4(story, line)) for line in lines)


def final_e4(story: Story, order_line: int) -> int:
    """The earned base of an order line after the last run."""
    events = (event for run in story.runs for event in run)
    return sum(event.earned_e4 for event in events if event.order_line == order_line)


def split(event: Event, pieces: int) -> list[Event]:
    """The event in several that sum to it."""
    part = abs(event.earned_e4) // pieces * (1 if event.earned_e4 > 0 else -1)
    rest = event.earned_e4 - part * (pieces - 1)
    small = [Event(event.order_line, 0, 0, part)] * (pieces - 1)
    return [*small, replace(event, earned_e4=rest)]


def in_one_run(story: Story) -> Story:
    """All runs of a story as one."""
    return replace(story, runs=(tuple(event for run in story.runs for event in run),))


def without_test(plan: Plan) -> dict[str, object]:
    """The bonuses of a plan with everyone active."""
    return {name: bonus.model_copy(update={"active": None}) for name, bonus in plan.bonuses.items()}


def by_order_line(results: list[Result]) -> Counter[tuple[int, int, int, int]]:
    """Amounts over all runs by (order line, payee, paid level, currency)."""
    sums: Counter[tuple[int, int, int, int]] = Counter()
    for lines in (result.lines for result in results):
        for row in range(len(lines)):
            where = (lines.order_line[row], lines.payee[row], lines.paid_level[row])
            key = (*map(int, where), int(lines.currency[row]))
            sums[key] += int(lines.amount_minor[row])  # type: ignore[index]
    return sums
