"""From a text to a plan, or to all that is wrong with it.

A document is looked at on each day on which something in it begins to rule, so that nobody learns
in July what was wrong since January.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, Field

from . import older_form
from .begin_days import days_within_periods
from .checks import errors, warnings
from .document import Document, parse
from .insertion import Insertion, references
from .parameters import Parameter, parameter_findings
from .problems import PlanError, PlanProblem, path_from_text
from .promotions import LaidOver, Overlay, is_a, lay_over, limit_problems
from .quantities import Key
from .schema import Plan, content_sha256
from .validation import validate


@dataclass(frozen=True)
class Loaded:
    """A plan with what may be wise to change. changes: the days from which it says something else,
    each with the hash of its content from then on."""

    plan: Plan
    warnings: tuple[PlanProblem, ...]
    changes: tuple[tuple[dt.date, str], ...]


@dataclass
class _Reading:
    """What a document says on a day: a plan, or problems."""

    day: dt.date
    plan: Plan | None = None
    problems: list[PlanProblem] = field(default_factory=list)
    warnings: list[PlanProblem] = field(default_factory=list)


class _Head(BaseModel):
    """The part of a document that is read before all others."""

    parameters: dict[Key, Parameter] = Field(default_factory=dict)


def load_plan(
    text: str,
    source: str = "plan.yaml",
    on: dt.date | None = None,
    promotions: Sequence[Overlay] = (),
    *,
    published: bool = False,
) -> Plan:
    """The plan for a period that begins on a day; without a day, as it first ruled.

    `source` names the document in errors. Without a day, all days are checked. published: what is
    asked of new documents only is not asked of it.
    Raises `PlanError` with every problem found.
    """
    return load(text, source, on, promotions, published=published).plan


def load(
    text: str,
    source: str = "plan.yaml",
    on: dt.date | None = None,
    promotions: Sequence[Overlay] = (),
    *,
    published: bool = False,
) -> Loaded:
    """The same with warnings, and the days from which the document says something else."""
    document = _plan_document(text, source)
    older = older_form.is_older(document.content)
    if older:
        document = older_form.translated(document)
    starts = _starts(document, promotions)
    days = [on] if on else starts
    readings = [_read(document, promotions, day, new=not published) for day in days]
    _refuse(readings)
    plan = readings[0].plan
    assert plan is not None
    base = _read(document, (), readings[0].day, new=False).plan if promotions else plan
    assert base is not None
    sha256 = older_form.older_sha256(base) if older else _document_sha256(base)
    _refuse([_other_plans(readings[0], base, sha256, promotions)])
    plan.belongs_to(sha256)
    found = [
        warning
        for reading in readings
        for warning in reading.warnings
        if warning.code != "unused" or all(warning in other.warnings for other in readings)
    ]
    found += days_within_periods(plan, document, promotions)
    changes = [(one.day, one.plan.sha256) for one in readings[1:] if one.plan is not None]
    return Loaded(plan, tuple(dict.fromkeys(found)), tuple(changes))


def _plan_document(text: str, source: str) -> Document:
    document = parse(text, source)
    if is_a(document, "promotion", but="bonuses"):
        expected = "a plan; with --promotion this is laid over the plan it names"
        raise PlanError([document.problem((), "is a promotion", expected, "other-document")])
    return document


def _read(document: Document, overlays: Sequence[Overlay], day: dt.date, *, new: bool) -> _Reading:
    ruling = [overlay for overlay in overlays if overlay.rules_on(day)]
    over = lay_over(document, ruling)
    reading = _Reading(day, problems=over.problems)
    published, parameters = _parameters(document), _parameters_over(over)
    reading.problems += limit_problems(document, ruling, published)
    insertion = Insertion(over.document, parameters, day)
    try:
        inserted = insertion.done()
        reading.problems += document.problems_of(insertion.findings)
        plan = validate(inserted, Plan)
    except PlanError as error:
        known = {problem.path for problem in reading.problems}
        others = [problem for problem in error.problems if problem.path not in known]
        reading.problems += [_with_origin(problem, insertion) for problem in others]
        reading.problems = [over.where_written(problem) for problem in reading.problems]
        return reading
    promoted = {
        key: f" ({over.origin_within(('parameters', key))})"
        for key, parameter in parameters.items()
        if key in published and parameter.on(day) != published[key].on(day)
    }
    origins = {path: f"${key}{promoted.get(key, '')}" for path, key in insertion.origins.items()}
    plan.came_from({**over.origins, **origins})
    reading.problems += document.problems_of(errors(plan, new=new))
    reading.problems = [over.where_written(problem) for problem in reading.problems]
    if not reading.problems:
        reading.plan = plan
        reading.warnings = document.problems_of(warnings(plan))
    return reading


def _parameters(document: Document) -> dict[str, Parameter]:
    if not isinstance(document.content, dict) or "parameters" not in document.content:
        return {}
    head: Any = {"parameters": document.content["parameters"]}
    parameters = validate(replace(document, content=head), _Head).parameters
    findings = [
        finding
        for key, parameter in parameters.items()
        for finding in parameter_findings(key, parameter)
    ]
    if findings:
        raise PlanError(document.problems_of(findings))
    return parameters


def _parameters_over(over: LaidOver) -> dict[str, Parameter]:
    try:
        return _parameters(over.document)
    except PlanError as error:
        raise PlanError(map(over.where_written, error.problems)) from error


def _starts(document: Document, promotions: Sequence[Overlay]) -> list[dt.date]:
    """The days on which a value or a promotion begins to rule or ends, ascending; the first is
    one on which every parameter has a value."""
    first, days = _parameter_days(LaidOver(document))
    for overlay in promotions:
        days |= {overlay.promotion.first, overlay.promotion.last + dt.timedelta(days=1)}
        days |= _parameter_days(lay_over(document, [overlay]))[1]
    return sorted({first, *(day for day in days if day > first)})


def _parameter_days(over: LaidOver) -> tuple[dt.date, set[dt.date]]:
    parameters = _parameters_over(over)
    named = set(references(over.document.content))
    by_period = [
        parameter
        for key, parameter in parameters.items()
        if key in named and parameter.basis == "period"
    ]
    firsts = [parameter.values[0].since for parameter in by_period]
    days = {dated.since for parameter in by_period for dated in parameter.values}
    return max(firsts, default=dt.date.min), days


def _with_origin(problem: PlanProblem, insertion: Insertion) -> PlanProblem:
    key = insertion.origins.get(problem.path)
    if key is None:
        return problem
    return replace(problem, message=f"{problem.message} (the value of `${key}`)")


def _refuse(readings: Iterable[_Reading]) -> None:
    """What is wrong on several days is told once; what is wrong from a later day on, with it."""
    found: dict[tuple[str, str, str], PlanProblem] = {}
    for number, reading in enumerate(readings):
        for problem in reading.problems:
            message = f"{problem.message} (from {reading.day} on)" if number else problem.message
            known = (problem.source, problem.path, problem.code)
            found.setdefault(known, replace(problem, message=message))
    if found:
        raise PlanError(found.values())


def _other_plans(
    reading: _Reading, base: Plan, sha256: str, promotions: Sequence[Overlay]
) -> _Reading:
    """Promotions that were made for another plan than this one."""
    checked = _Reading(reading.day)
    for overlay in promotions:
        for key, here in (("plan", base.key), ("plan_sha256", sha256)):
            made_for = getattr(overlay.promotion, key)
            if made_for != here:
                message = f"it was made for `{made_for}`"
                wrong = overlay.document.problem((key,), message, f"`{here}`", "promotion-plan")
                checked.problems.append(wrong)
    return checked


def _document_sha256(plan: Plan) -> str:
    """The hash of a document: of a plan with the parameters' names in their places."""
    content: Any = plan.content()
    for path, origin in plan.origins.items():
        *before, last = path_from_text(path)
        here = content
        for part in before:
            here = here[part] if isinstance(part, int) else here.setdefault(part, {})
        here[last] = origin
    return content_sha256(content)
