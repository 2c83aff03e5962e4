"""From a text to a plan, or to all that is wrong with it."""

import difflib
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from .document import Document, parse
from .problems import Path, PlanError, PlanProblem
from .quantities import shown
from .schema import Plan

RECRUITING_WORDS = ("enrol", "recruit", "sign-up", "signup", "sponsor", "headcount", "joining")
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


def load_plan(text: str, source: str = "plan.yaml") -> Plan:
    """Read and check a plan document; `source` names it in errors.

    Raises `PlanError` with every problem found.
    """
    return validate(parse(text, source), Plan)


def validate[Model: BaseModel](document: Document, model: type[Model]) -> Model:
    """The content of a document as a model.

    Raises `PlanError` with every problem found.
    """
    try:
        return model.model_validate(document.content)
    except ValidationError as error:
        errors = _without_consequences(error.errors())
        raise PlanError(_problem(document, model, item) for item in errors) from error


def _without_consequences(errors: list[Any]) -> list[Any]:
    """Where the kind is wrong, what else is wrong beside it follows from that."""
    parents = {item["loc"][:-1] for item in errors if item["loc"][-1:] == ("kind",)}
    return [
        item for item in errors if item["loc"][-1:] == ("kind",) or item["loc"][:-1] not in parents
    ]


def _problem(document: Document, model: type[BaseModel], error: Any) -> PlanProblem:
    # pydantic marks an error in a mapping's key rather than its value by a last part "[key]".
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    context = error.get("ctx", {})
    if "expected" in context and "message" in context:
        path = context["path"] or path
        return document.problem(path, context["message"], context["expected"], error["type"])
    message, expected, code = _standard(model, path, error["type"], error["input"], context)
    return document.problem(path, message, expected, code)


def _standard(
    model: type[BaseModel], path: Path, kind: str, value: Any, context: dict[str, Any]
) -> tuple[str, str, str]:
    """Message, expectation and code for an error pydantic found by itself."""
    if kind == "missing":
        return f"`{path[-1]}` is missing", _wanted(model, path), "missing-key"
    if kind == "extra_forbidden":
        return f"there is no key `{path[-1]}`", _near_keys(model, path), "unknown-key"
    if kind in ("literal_error", "enum"):
        return _wrong_choice(path, value, context["expected"])
    if kind in ("too_long", "too_short", "string_too_long", "string_too_short"):
        return _wrong_length(kind, context)
    expected = _EXPECTED_TYPE.get(kind, kind)
    if value is None:
        return "nothing is written here", expected, "wrong-type"
    return f"{shown(value)} is of the wrong type", expected, "wrong-type"


def _wrong_choice(path: Path, value: Any, expected: str) -> tuple[str, str, str]:
    word = str(value).lower()
    if path[-1] in ("kind", "base") and any(part in word for part in RECRUITING_WORDS):
        message = f"`{value}` would pay for recruiting, which no plan may; pay rests on sales"
        return message, expected, "pay-for-recruiting"
    code = "unknown-kind" if path[-1] == "kind" else "unknown-choice"
    return f"{shown(value)} is not known here", expected, code


def _wrong_length(kind: str, context: dict[str, Any]) -> tuple[str, str, str]:
    if kind.endswith("short"):
        return "is too short", f"at least {context['min_length']}", "too-few"
    return "is too long", f"at most {context['max_length']}", "too-many"


def _wanted(model: type[BaseModel], path: Path) -> str:
    info = _fields(_model_at(model, path[:-1]))[str(path[-1])]
    example = f"such as `{path[-1]}: {info.examples[0]}`: " if info.examples else ""
    return f"{example}{info.description or path[-1]}".rstrip(".")


def _near_keys(model: type[BaseModel], path: Path) -> str:
    known = list(_fields(_model_at(model, path[:-1])))
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    return f"`{near[0]}`" if near else "one of: " + ", ".join(known)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """A model's fields by the names a document uses."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model that a path inside a document leads to."""
    here: Any = model
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            here = _fields(here)[str(part)].annotation
        else:
            here = next(part for part in reversed(get_args(here)) if part is not Ellipsis)
    return here  # type: ignore[no-any-return]
