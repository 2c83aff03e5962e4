"""A story told to the slow twin, and both engines' results in a form that can be compared."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from saleor_mlm.engine.plans import Plan
from saleor_mlm.engine.reference import Interval, Line, Outcome, Person, Reference, Sale
from saleor_mlm.engine.result import CommissionLines, Result, UnpaidLevels
from saleor_mlm.engine.rounding import ROUNDINGS
from saleor_mlm.engine.skips import Reason

from .builders import CURRENCIES, Event, Story

type Row = tuple[object, ...]


def outcomes_of(story: Story, plans: Sequence[Plan]) -> list[Outcome]:
    """What the twin makes of a story, committing run after run."""
    earned = {str(index): Fraction() for index in range(len(story.order_lines))}
    posted: list[Line] = []
    outcomes = []
    for run, plan in enumerate(plans):
        sales = [_sale(story, event) for event in story.runs[run]]
        exponents = {currency.code: currency.exponent for currency in CURRENCIES}
        outcome = Reference(plan, _people(story), exponents, earned, sales, posted).calculate()
        outcomes.append(outcome)
        posted = _standing(posted, outcome)
        for sale in sales:
            earned[sale.order_line] += sale.earned
    return outcomes


def _standing(posted: list[Line], outcome: Outcome) -> list[Line]:
    cut = {line.reverses: line.interval.base_from for line in outcome.lines}
    standing = []
    for line in [*posted, *(line for line in outcome.lines if line.reverses is None)]:
        top = (
            line.interval.base_to if line.ref is None else cut.get(line.ref, line.interval.base_to)
        )
        if top > line.interval.base_from:
            standing.append(replace(line, interval=Interval(line.interval.base_from, top)))
    return [replace(line, ref=ref) for ref, line in enumerate(standing)]


def _people(story: Story) -> dict[str, Person]:
    names = [str(index) for index in range(len(story.parent))]
    return {
        name: Person(names[parent] if parent >= 0 else None, _absences(story, person))
        for person, (name, parent) in enumerate(zip(names, story.parent, strict=True))
    }


def _absences(story: Story, person: int) -> tuple[tuple[int, int], ...]:
    return tuple((since, until) for who, since, until in story.absences if who == person)


def _sale(story: Story, event: Event) -> Sale:
    line = story.order_lines[event.order_line]
    return Sale(
        order_line=str(event.order_line),
        place=str(line.place),
        own=line.own,
        currency=CURRENCIES[line.currency].code,
        sold_at=line.sold_at_us,
        qv=Fraction(event.qv_e4, 10**4),
        cv=Fraction(event.cv_e4, 10**4),
        earned=Fraction(event.earned_e4, 10**4),
    )


def line_rows(result: Result) -> list[Row]:
    """The lines of `calculate`, sorted."""
    lines, skips = result.lines, _skips(result, result.lines)
    bonuses = list(result.plan.bonuses)
    return sorted(
        (
            str(lines.order_line[row]),
            str(lines.payee[row]),
            bonuses[lines.bonus[row]],
            int(lines.level[row]),
            int(lines.paid_level[row]),
            Fraction(int(lines.rate_num[row]), int(lines.rate_den[row])),
            str(ROUNDINGS[lines.rounding[row]]),
            Fraction(int(lines.base_from_e4[row]), 10**4),
            Fraction(int(lines.base_to_e4[row]), 10**4),
            int(lines.amount_minor[row]),
            CURRENCIES[lines.currency[row]].code,
            bool(lines.reverses[row] >= 0),
            skips[row],
        )
        for row in range(len(lines))
    )


def twin_line_rows(outcome: Outcome) -> list[Row]:
    """The lines of the twin, sorted."""
    return sorted(
        (
            line.order_line,
            line.payee,
            line.bonus,
            line.level,
            line.paid_level,
            line.rate,
            line.rounding,
            line.interval.base_from,
            line.interval.base_to,
            line.amount_minor,
            line.currency,
            line.reverses is not None,
            line.skipped,
        )
        for line in outcome.lines
    )


def unpaid_rows(result: Result) -> list[Row]:
    """The unpaid levels of `calculate`, sorted."""
    unpaid, skips = result.unpaid, _skips(result, result.unpaid)
    return sorted(
        (
            str(unpaid.order_line[row]),
            list(result.plan.bonuses)[unpaid.bonus[row]],
            int(unpaid.paid_level[row]),
            str(unpaid.person[row]) if unpaid.person[row] >= 0 else "",
            Reason(unpaid.reason[row]).name.lower(),
            Fraction(int(unpaid.base_from_e4[row]), 10**4),
            Fraction(int(unpaid.base_to_e4[row]), 10**4),
            skips[row],
        )
        for row in range(len(unpaid))
    )


def twin_unpaid_rows(outcome: Outcome) -> list[Row]:
    """The unpaid levels of the twin, sorted."""
    return sorted(
        (
            level.order_line,
            level.bonus,
            level.paid_level,
            level.stop.person or "",
            level.stop.reason,
            level.interval.base_from,
            level.interval.base_to,
            level.stop.skipped,
        )
        for level in outcome.unpaid
    )


def _skips(result: Result, rows: CommissionLines | UnpaidLevels) -> list[tuple[Row, ...]]:
    skips = result.skips(rows)
    named = [
        (str(person), Reason(reason).name.lower())
        for person, reason in zip(skips.persons.person, skips.persons.reason, strict=True)
    ]
    offsets = skips.offsets.tolist()
    return [tuple(named[start:end]) for start, end in pairwise(offsets)]
