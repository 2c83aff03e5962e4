"""Promotions: dated overlays on a published plan, the commonest change in practice."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from .document import Document, parse
from .parameters import Parameter, beyond_finding, beyond_limits, reference
from .problems import Finding, Path, PlanError, PlanProblem, path_from_text, path_text
from .quantities import Day, Key
from .validation import validate

CHANGEABLE = ("parameters", "volumes", "tests", "ranks", "bonuses")
"""The parts of a plan that a promotion may change: none that cuts periods or names people."""


class Change(BaseModel):
    """What stands at one place of the plan instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[str, Field(min_length=1)] = Field(
        description="The place: keys with dots, places of lists in brackets. It must exist.",
        examples=["bonuses.level.rates.rows[0]"],
    )
    value: Any = Field(description="What stands there instead.", examples=["12 %"])


class Promotion(BaseModel):
    """A dated overlay. It rules in every period that begins on one of its days, over the plan it
    names by key and hash; the plan with it is checked like any plan and has its own hash. What it
    puts in a parameter's place lies within the parameter's limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key = Field(alias="promotion", description="Its key.", examples=["spring-2026"])
    name: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="What people call it.", examples=["Spring promotion"]
    )
    plan: Key = Field(description="The plan's key.", examples=["level"])
    plan_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        description="The hash of the plan document: the line `document sha256` of `plan check`."
    )
    first: Day = Field(alias="from", description="Its first day.", examples=["2026-04-01"])
    last: Day = Field(alias="to", description="Its last day.", examples=["2026-05-31"])
    changes: Annotated[tuple[Change, ...], Field(min_length=1)] = Field(
        description="What is different."
    )


@dataclass(frozen=True)
class Overlay:
    """A promotion with the document it was read from."""

    promotion: Promotion
    document: Document

    def rules_on(self, day: dt.date) -> bool:
        """Whether it rules in a period that begins on a day."""
        return self.promotion.first <= day <= self.promotion.last


def load_promotion(text: str, source: str = "promotion.yaml") -> Overlay:
    """Read and check a promotion; whether it fits a plan is checked with the plan.

    Raises `PlanError` with every problem found.
    """
    document = parse(text, source)
    if is_a(document, "bonuses", but="promotion"):
        message, expected = "is a plan", "a promotion: a document that begins with its key"
        raise PlanError([document.problem((), message, expected, "other-document")])
    promotion = validate(document, Promotion)
    problems = document.problems_of(_wrong(promotion))
    if problems:
        raise PlanError(problems)
    return Overlay(promotion, document)


def is_a(document: Document, key: str, *, but: str) -> bool:
    """Whether a document has the one key at its top and not the other: plans have bonuses, and
    promotions their own key."""
    content = document.content
    return isinstance(content, dict) and key in content and but not in content


def _wrong(promotion: Promotion) -> Iterator[Finding]:
    if promotion.last < promotion.first:
        message = f"it ends on {promotion.last}, before it begins"
        yield Finding(("to",), message, f"{promotion.first} or later", "day-order")
    for number, change in enumerate(promotion.changes):
        path = path_from_text(change.at)
        if len(path) < 2 or path[0] not in CHANGEABLE:
            expected = f"a place inside one of: {', '.join(CHANGEABLE)}"
            message = f"`{change.at}` is no place that a promotion may change"
            yield Finding(("changes", number, "at"), message, expected, "promotion-place")


@dataclass
class LaidOver:
    """A plan's document with promotions over it. `origins`: the places that they changed; `values`:
    where in which promotion it is written what stands there."""

    document: Document
    origins: dict[str, str] = field(default_factory=dict)
    values: dict[Path, tuple[Document, Path]] = field(default_factory=dict)
    problems: list[PlanProblem] = field(default_factory=list)

    def origin_within(self, path: Path) -> str:
        """The promotion that changed something at a place or within it."""
        changed = (origin for place, origin in self.origins.items() if _within(place, path))
        return next(changed)

    def where_written(self, problem: PlanProblem) -> PlanProblem:
        """A problem of the plan as the promotion's whose value it is."""
        path = path_from_text(problem.path)
        for changed, (document, place) in self.values.items():
            if problem.source == self.document.source and path[: len(changed)] == changed:
                message = f"{problem.message} (at `{problem.path}` of the plan)"
                return document.problem(place, message, problem.expected, problem.code)
        return problem


def _within(place: str, path: Path) -> bool:
    changed = path_from_text(place)
    shorter = min(len(changed), len(path))
    return changed[:shorter] == path[:shorter]


def lay_over(document: Document, overlays: Sequence[Overlay]) -> LaidOver:
    """All changes of the promotions that rule, none of which may touch what another changed."""
    result = LaidOver(replace(document, content=deepcopy(document.content)))
    for overlay in overlays:
        for number, change in enumerate(overlay.promotion.changes):
            path = path_from_text(change.at)
            wrong = _cannot_change(result, path)
            if wrong is not None:
                place = ("changes", number, "at")
                result.problems.append(overlay.document.problem(place, *wrong))
                continue
            _put(result.document.content, path, change.value)
            result.origins[path_text(path)] = f"promotion {overlay.promotion.key}"
            result.values[path] = (overlay.document, ("changes", number, "value"))
    return result


def limit_problems(
    document: Document, overlays: Sequence[Overlay], parameters: Mapping[str, Parameter]
) -> Iterator[PlanProblem]:
    """Values that promotions put in the places of parameters, beyond the limits of these: what a
    plan has published as its limit no promotion passes."""
    for overlay in overlays:
        for number, change in enumerate(overlay.promotion.changes):
            path = path_from_text(change.at)
            if not _exists(document.content, path):
                continue
            for key, value in _instead(_content_at(document.content, path), change.value):
                parameter = parameters.get(key)
                if parameter and parameter.limits and beyond_limits(parameter, value):
                    place = ("changes", number, "value")
                    found = beyond_finding(place, key, parameter.limits, value)
                    yield from overlay.document.problems_of([found])


def _instead(was: Any, now: Any) -> Iterator[tuple[str, Any]]:
    """The parameters that stood at places, each with every value that now stands there."""
    key = reference(was)
    if key is not None:
        yield from ((key, value) for value in _values(now))
    elif isinstance(was, dict) and isinstance(now, dict):
        for name in was.keys() & now.keys():
            yield from _instead(was[name], now[name])
    elif isinstance(was, list) and isinstance(now, list):
        for one, other in zip(was, now, strict=False):
            yield from _instead(one, other)


def _values(content: Any) -> Iterator[Any]:
    if isinstance(content, dict | list):
        for item in content.values() if isinstance(content, dict) else content:
            yield from _values(item)
    else:
        yield content


def _content_at(content: Any, path: Path) -> Any:
    for part in path:
        content = content[part]
    return content


def _cannot_change(result: LaidOver, path: Path) -> tuple[str, str, str] | None:
    place = path_text(path)
    if not _exists(result.document.content, path):
        return f"the plan has no place `{place}`", "a place of the plan", "promotion-place"
    for other, promotion in result.origins.items():
        if _within(other, path):
            message = f"`{place}` is changed by {promotion} too"
            return message, "each place changed once in a period", "promotion-twice"
    return None


def _exists(content: Any, path: Path) -> bool:
    for part in path:
        if isinstance(content, dict):
            if part not in content:
                return False
        elif not (isinstance(content, list) and isinstance(part, int) and part < len(content)):
            return False
        content = content[part]
    return True


def _put(content: Any, path: Path, value: Any) -> None:
    _content_at(content, path[:-1])[path[-1]] = deepcopy(value)
