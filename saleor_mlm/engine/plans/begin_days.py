"""Warnings of days: what is dated within a period rules by whole periods all the same."""

import datetime as dt
from collections.abc import Iterator, Sequence

from .dependencies import lengths
from .document import Document
from .periods import begins_within, ends_on
from .problems import Path, PlanProblem
from .promotions import Overlay
from .schema import Plan


def days_within_periods(
    plan: Plan, document: Document, promotions: Sequence[Overlay]
) -> Iterator[PlanProblem]:
    """Values of parameters and promotions whose days are not those of a period."""
    for key, parameter in plan.parameters.items():
        later = list(enumerate(parameter.values))[1:] if parameter.basis == "period" else ()
        for number, dated in later:
            if not _begins(plan, dated.since, dated.since):
                place: Path = ("parameters", key, "values", number, "from")
                yield _within(document, place, f"no period begins on {dated.since}")
    for overlay in promotions:
        yield from _of_promotion(plan, overlay)


def _of_promotion(plan: Plan, overlay: Overlay) -> Iterator[PlanProblem]:
    first, last = overlay.promotion.first, overlay.promotion.last
    if not _begins(plan, first, last):
        message = "it rules in no period: none begins on one of its days"
        expected = "the first day of a period among its days"
        yield overlay.document.problem(("from",), message, expected, "rules-nowhere")
        return
    if not _begins(plan, first, first):
        yield _within(overlay.document, ("from",), f"no period begins on {first}")
    if not any(ends_on(plan, every, last) for every in lengths(plan)):
        message = f"no period ends on {last}: it rules to the end of the one around it"
        expected = "the last day of a period"
        yield overlay.document.problem(("to",), message, expected, "within-period")


def _begins(plan: Plan, first: dt.date, last: dt.date) -> bool:
    return any(begins_within(plan, every, first, last) for every in lengths(plan))


def _within(document: Document, place: Path, message: str) -> PlanProblem:
    expected = "the first day of a period"
    message = f"{message}: it rules from the next one on"
    return document.problem(place, message, expected, "within-period")
