"""From the content of a document to a model, or to all that is wrong with it."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from .document import Document
from .places import (
    Form,
    alternatives,
    bare,
    document_path,
    fields,
    inner_form,
    is_model,
    is_rates,
    kinds,
)
from .problems import Path, PlanError, PlanProblem
from .quantities import shown
from .rates import table_words

RECRUITING_WORDS = ("enrol", "recruit", "sign-up", "signup", "sponsor", "headcount", "joining")
RECRUITING_KEYS = ("kind", "base", "measure", "of")
_POOL = "for now, a fixed amount by rank: `kind: rank-advancement` with `pays: every-period`"
_NOTHING = "for now, to work it out outside the plan"
TO_COME = {
    "pool": _POOL,
    "points-pool": _POOL,
    "matching": "for now, a `generation` or `level` bonus on the sales themselves",
    "binary": "for now, tests of a `legs` volume, and a bonus that climbs the tree",
    "matrix": "for now, a `level` bonus over the placement tree",
    "x-up": _NOTHING,
    "party": _NOTHING,
}
"""Kinds of bonuses that later versions will have, and what serves until then."""
_EXPECTED_TYPE = {
    "string_type": "text",
    "dict_type": "a mapping (name: value)",
    "model_type": "a mapping (name: value)",
    "model_attributes_type": "a mapping (name: value)",
    "tuple_type": "a list",
    "list_type": "a list",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "greater_than_equal": "a whole number that is not negative",
    "less_than_equal": "a smaller number",
}


def validate[Model: BaseModel](document: Document, model: type[Model]) -> Model:
    """The content of a document as a model.

    Raises `PlanError` with every problem found.
    """
    try:
        found = model.model_validate(document.content)
    except ValidationError as error:
        raise PlanError(_problems(document, model, error.errors())) from error
    if empty := [*_empty(document, document.content, ())]:
        raise PlanError(empty)
    return found


def _empty(document: Document, content: Any, path: Path) -> Iterator[PlanProblem]:
    """Keys after which nothing is written: nobody knows whether they are meant to be left out."""
    if content is None:
        expected = "a value, or the key left out"
        yield document.problem(path, "nothing is written here", expected, "wrong-type")
    if isinstance(content, dict | list):
        items = content.items() if isinstance(content, dict) else enumerate(content)
        for key, item in items:
            yield from _empty(document, item, (*path, key))


def _problems(
    document: Document, model: type[BaseModel], errors: Iterable[Any]
) -> list[PlanProblem]:
    """One problem for each place: pydantic tells one error for each form that might stand there,
    and what only follows from another error."""
    found: dict[Path, PlanProblem] = {}
    for error in errors:
        path, around = document_path(model, error["loc"])
        if path not in found:
            found[path] = _problem(document, path, around, error)
    return [problem for path, problem in found.items() if not _follows(path, problem, found)]


def _follows(path: Path, problem: PlanProblem, found: dict[Path, PlanProblem]) -> bool:
    """Where the kind is wrong, what else is wrong beside it follows from that; a list is too short
    for pydantic when something in it is wrong."""
    if path[-1:] != ("kind",) and (*path[:-1], "kind") in found:
        return True
    inside = any(other[: len(path)] == path and other != path for other in found)
    return problem.code == "too-few" and inside


def _problem(document: Document, path: Path, around: Form, error: Any) -> PlanProblem:
    context = error.get("ctx", {})
    form = inner_form(around, path[-1]) if path else None
    if error["type"].startswith("union_tag"):
        return _wrong_form(document, path, form, error["input"])
    if _has_words_beside(form):
        message = f"{shown(error['input'])} is not known here"
        return document.problem(path, message, _words_beside(form), "unknown-choice")
    if "expected" in context and "message" in context:
        path = context["path"] or path
        return document.problem(path, context["message"], context["expected"], error["type"])
    message, expected, code = _standard(path, around, error["type"], error["input"], context)
    return document.problem(path, message, expected, code)


def _standard(
    path: Path, around: Form, kind: str, value: Any, context: dict[str, Any]
) -> tuple[str, str, str]:
    """Message, expectation and code for an error pydantic found by itself."""
    if kind == "missing":
        return f"`{path[-1]}` is missing", _wanted(around, path), "missing-key"
    if kind == "extra_forbidden":
        return f"there is no key `{path[-1]}`", _near_keys(around, path), "unknown-key"
    if kind in ("literal_error", "enum"):
        return wrong_choice(path, value, context["expected"])
    if kind in ("too_long", "too_short", "string_too_long", "string_too_short"):
        return _wrong_length(around, path, kind, context)
    expected = _EXPECTED_TYPE.get(kind, kind) + _example(around, path)
    if value is None:
        return "nothing is written here", expected, "wrong-type"
    return f"{shown(value)} is of the wrong type", expected, "wrong-type"


def wrong_choice(path: Path, value: Any, expected: str) -> tuple[str, str, str]:
    """Message, expectation and code for a word that is none of those that may stand there."""
    word = str(value).lower()
    if path[-1] in RECRUITING_KEYS and any(part in word for part in RECRUITING_WORDS):
        message = f"`{value}` would pay for recruiting, which no plan may; pay rests on sales"
        return message, expected, "pay-for-recruiting"
    if path[-1] == "kind" and word in TO_COME:
        message = f"{shown(value)} is to come and cannot be said yet"
        there_are = expected.removeprefix("one of: ")
        return message, f"{TO_COME[word]} (there are {there_are})", "unknown-kind"
    code = "unknown-kind" if path[-1] == "kind" else "unknown-choice"
    return f"{shown(value)} is not known here", expected, code


def _has_words_beside(form: Form) -> bool:
    """Whether a number or one of some words may stand there."""
    return len(alternatives(form)) > 1 and not is_rates(form) and not kinds(form)


def _words_beside(form: Form) -> str:
    """`never`, `follows` or a whole number."""
    literals = [part for part in alternatives(form) if bare(part) is not int]
    words = [f"`{word}`" for part in literals for word in get_args(part)]
    return ", ".join(words) + " or a whole number above 0"


def _wrong_form(document: Document, path: Path, form: Form, value: Any) -> PlanProblem:
    """Neither a kind nor the form of a rate tells what is meant."""
    key = "by" if is_rates(form) else "kind"
    words = table_words() if is_rates(form) else list(kinds(form))
    expected = "one of: " + ", ".join(words)
    if not isinstance(value, dict):
        message = f"{shown(value)} is of the wrong type"
        return document.problem(path, message, "a mapping (name: value)", "wrong-type")
    if key not in value:
        return document.problem(path, f"`{key}` is missing", expected, "missing-key")
    place = (*path, key)
    return document.problem(place, *wrong_choice(place, value[key], expected))


def _wrong_length(
    around: Form, path: Path, kind: str, context: dict[str, Any]
) -> tuple[str, str, str]:
    if kind.endswith("short"):
        least, info = f"at least {context['min_length']}", _field(around, path)
        what = info.description if info else None
        expected = f"{least}: {what[0].lower()}{what[1:].rstrip('.')}" if what else least
        return "is too short", expected, "too-few"
    return "is too long", f"at most {context['max_length']}", "too-many"


def _wanted(around: Form, path: Path) -> str:
    info = fields(bare(around))[str(path[-1])]
    example = f"such as `{path[-1]}: {info.examples[0]}`: " if info.examples else ""
    return f"{example}{info.description or path[-1]}".rstrip(".")


def _example(around: Form, path: Path) -> str:
    """What might stand at a place, where its model says it."""
    info = _field(around, path)
    return f", such as `{info.examples[0]}`" if info and info.examples else ""


def _field(around: Form, path: Path) -> FieldInfo | None:
    """The field of a place, where one of a model stands there."""
    return fields(bare(around)).get(str(path[-1])) if path and is_model(around) else None


def _near_keys(around: Form, path: Path) -> str:
    return near(str(path[-1]), fields(bare(around)))


def near(word: str, known: Iterable[str]) -> str:
    """What was probably meant, or all that might have been."""
    known = list(known)
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return f"`{found[0]}`" if found else "one of: " + (", ".join(known) or "none is defined")
